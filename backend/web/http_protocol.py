"""HTTP/1.1 with limits: how many connections there may be, and how long each may be waited for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend.web.default_headers import DEFAULT_HEADERS

if TYPE_CHECKING:
    import asyncio

HEAD_TIMEOUT_S = 20.0
WRITE_TIMEOUT_S = 120.0


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


class TimeLimitedProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose next request head does not arrive whole in time.

    The same with what is left of a body that nobody reads any more, and with an answer that is not fetched. Uvicorn by
    itself waits for ever, so that a few senders of single bytes could hold every connection. There are no more
    connections than descriptors for them and the files that they open: a new one takes the place of the one that has
    waited longest for its client, and is closed at once only if all are being answered.
    """

    most_connections = 256

    waiting_since_s = 0.0
    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """As uvicorn, but read strictly."""
        super().__init__(*arguments, **options)
        self.conn = StrictConnection(h11.SERVER)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self.waiting_since_s = self.loop.time()
        self._set_timer()
        if len(self.connections) > self.most_connections:
            self._close_oldest_waiting()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self.waiting_since_s = self.loop.time()
        super().on_response_complete()

    def pause_writing(self) -> None:
        """The other side takes nothing just now; not for long."""
        super().pause_writing()
        self._write_timer = self.loop.call_later(WRITE_TIMEOUT_S, self.transport.abort)

    def resume_writing(self) -> None:
        """It goes on."""
        super().resume_writing()
        self._stop_write_timer()

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait on if it was no whole head."""
        super().data_received(data)
        self._set_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop_timer()
        self._stop_write_timer()

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

    @property
    def is_waiting(self) -> bool:
        """Whether the client has still to send something, a request or the rest of its body."""
        return self.conn.their_state in {h11.IDLE, h11.SEND_BODY}

    def _close_oldest_waiting(self) -> None:
        """Make room for this new connection; if all others are being answered, it is itself the one that goes."""
        waiting = [one for one in self.connections if isinstance(one, TimeLimitedProtocol) and one.is_waiting]
        oldest = min(waiting, key=lambda one: one.waiting_since_s)
        self.connections.discard(oldest)  # as it will be a moment later; until then it must not be found again
        oldest.transport.abort()

    def _set_timer(self) -> None:
        is_unread = self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY
        if self.conn.their_state is not h11.IDLE and not is_unread:
            self._stop_timer()
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_TIMEOUT_S, self.transport.close)

    def _stop_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _stop_write_timer(self) -> None:
        if self._write_timer is not None:
            self._write_timer.cancel()
            self._write_timer = None
