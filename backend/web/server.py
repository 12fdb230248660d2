"""Listening: the address is taken first and said aloud only when it answers, and a signal ends it in good order."""

from __future__ import annotations

import errno
import ipaddress
import logging
import signal
import socket
import sys
from typing import TYPE_CHECKING, NoReturn

import uvicorn

from backend.web.http_protocol import StrictProtocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

_BACKLOG = 512
_GRACEFUL_S = 25  # a body may take 20
_KEEP_ALIVE_S = 180  # longer than a web server in front keeps its connections, so that none closes just as it is used


class AddressError(Exception):
    """The address cannot be listened on; the text says why and what to do."""


class Server(uvicorn.Server):
    """Uvicorn that says its address when it really listens."""

    def __init__(self, app: ASGIApp, announcement: str, before_stop: Callable[[], None] | None = None) -> None:
        """Serve `app`; print `announcement` once it can be reached.

        Args:
            app: What answers.
            announcement: Its address, in words.
            before_stop: Called when it is to stop, before it waits for the answers under way: ends those without end.
        """
        super().__init__(
            uvicorn.Config(
                app,
                http=StrictProtocol,
                backlog=_BACKLOG,
                log_config=None,
                lifespan="off",
                ws="none",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACEFUL_S,
                timeout_keep_alive=_KEEP_ALIVE_S,
            )
        )
        # It would log addresses and query strings, to whichever handler it finds; `backend.web.access_log` does not.
        logging.getLogger("uvicorn.access").disabled = True
        self._announcement = announcement
        self._before_stop = before_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        if self.started and self._announcement:
            sys.stdout.write(f"{self._announcement}\n")
            sys.stdout.flush()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening and wait for the answers under way."""
        if self._before_stop:
            self._before_stop()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on `host` and `port`; port 0 takes any free one.

    Raises:
        AddressError: If the address is taken, not allowed or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # TCP is named because asyncio sends without delay only then; otherwise each answer would wait some 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            reason = f"port {port} is taken by another program; choose another, for example PORT={port + 1}"
        elif error.errno == errno.EACCES:
            reason = f"port {port} may not be used by this user; choose one from 1024 on, for example PORT=8000"
        else:
            reason = f"{host} is no address of this machine ({error.strerror})"
        raise AddressError(f"Cannot listen on {host}:{port}: {reason}.") from error
    return listener


def run_server(
    app: ASGIApp, listener: socket.socket, host: str, *, before_stop: Callable[[], None] | None = None
) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first, after `before_stop` has been called."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.ERROR)  # what it warns of is what strangers send
    if not is_loopback(host):
        sys.stdout.write("Others reach this without HTTPS; deploy/README.md says how to put Caddy in front.\n")
    name = "localhost" if is_loopback(host) else host
    if ":" in name:
        name = f"[{name}]"
    port = listener.getsockname()[1]
    # Uvicorn raises the signal again when it has stopped; then this makes it a good end.
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, _exit_cleanly)
    Server(app, f"Wian is at http://{name}:{port}/  Stop with Ctrl+C", before_stop).run(sockets=[listener])


def _exit_cleanly(_signal_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
