"""No request that could change anything is taken from another site's page, in the browser of somebody unaware of it.

Source: https://www.w3.org/TR/fetch-metadata/; the same rule as `CrossOriginProtection` of Go's net/http.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD"})


class SameSiteOnly:
    """Lets other sites' pages read what everybody may read, and nothing else."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Response]) -> None:
        """Wrap `app`; `refuse` makes the answer to the rest."""
        self._app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before anything of it is read."""
        if scope["method"] in _SAFE or not is_cross_site(Headers(scope=scope)):
            await self._app(scope, receive, send)
        else:
            await self._refuse(Request(scope))(scope, receive, send)


def is_cross_site(headers: Headers) -> bool:
    """Go by Sec-Fetch-Site, else by whether Origin is our Host; what says neither passes, such as programs.

    `Origin: null` says nothing: our own pages send it too, since they tell nobody where a visitor comes from. Browsers
    that know Sec-Fetch-Site send it over HTTPS only.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    return origin != "null" and _host_of(origin) != headers.get("host", "").lower()


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
