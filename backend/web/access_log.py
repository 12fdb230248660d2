"""The outermost layer: one log line for every request, without anything that it carries, whatever happens."""

from __future__ import annotations

import logging
import time
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("wian.access")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class AccessLog:
    """Logs method, path template, status and duration in milliseconds; never an address, a path, a query or a body."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log how it went."""
        status = 500
        started = time.perf_counter()

        async def send_and_watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_watch)
        except Exception as error:  # noqa: BLE001 - the application has answered 500; what is left is to say where it failed
            # Not the error's text: it may quote what a person entered.
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("%s, unexpected:\n%s", type(error).__name__, frames.rstrip())
        finally:  # also where the server is stopped meanwhile
            route = scope.get("route")
            _log.info(
                "%s %s %d %.0f ms",
                scope["method"] if scope["method"] in _METHODS else "?",
                getattr(route, "path", "-"),
                status,
                (time.perf_counter() - started) * 1000,
            )
