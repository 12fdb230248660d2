"""HTTP/1.1 with limits: how many connections there may be, and how long each may be waited for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from backend.web.default_headers import DEFAULT_HEADERS

if TYPE_CHECKING:
    import asyncio

HEAD_TIMEOUT_S = 20.0
WRITE_TIMEOUT_S = 120.0


class TimeLimitedProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose next request head does not arrive whole in time.

    The same with what is left of a body that nobody reads any more, and with an answer that is not fetched. Uvicorn by
    itself waits for ever, so that a few senders of single bytes could hold every connection. Beyond as many connections
    as there are descriptors for, new ones are closed at once: those that are open must be able to open files.
    """

    most_connections = 256

    _head_timer: asyncio.TimerHandle | None = None
    _write_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn declares it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            transport.abort()
            return
        self._set_timer()

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
