"""HTTP/1.1, read strictly. Who dawdles is the business of the web server in front; see `deploy/`."""

from __future__ import annotations

import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend.web.default_headers import DEFAULT_HEADERS


class StrictConnection(h11.Connection):
    """HTTP/1.1 that takes no message with two lengths: a proxy in front may go by the other one.

    Source: RFC 9112, 6.1 (request smuggling).
    """

    def next_event(self) -> h11.Event | type[h11.NEED_DATA | h11.PAUSED]:
        """The next event; an error for a request with both Content-Length and Transfer-Encoding."""
        event = super().next_event()
        if isinstance(event, h11.Request):
            names = {name for name, _ in event.headers}
            if {b"content-length", b"transfer-encoding"} <= names:
                raise h11.RemoteProtocolError("both Content-Length and Transfer-Encoding")
        return event


class StrictProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1 with such connections, and with an answer of ours to what is no HTTP."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """As uvicorn, but read strictly."""
        super().__init__(*arguments, **options)
        self.conn = StrictConnection(h11.SERVER)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, in the form of every other problem."""
        body = json.dumps({"type": "urn:wian:problem:bad_request", "title": msg, "status": 400, "code": "bad_request"})
        headers = {"content-type": "application/problem+json", "connection": "close"} | DEFAULT_HEADERS
        for event in (
            h11.Response(status_code=400, headers=list(headers.items()), reason=b"Bad Request"),
            h11.Data(data=body.encode("ascii")),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
