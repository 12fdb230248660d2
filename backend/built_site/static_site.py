"""Serving `site/` as Netlify would: its `_headers` and `_redirects`, addresses that end in a slash, its 404 pages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import anyio.to_thread
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response

from backend.built_site.built_files import BuiltFile
from backend.built_site.negotiation import accepts_brotli, matches_etag
from backend.built_site.netlify_files import HeaderRules, RedirectRule, match_headers, parse_headers, parse_redirects
from backend.built_site.site_files import SiteFiles
from site_format.addresses import locale_of, not_found_page
from site_format.locales import DEFAULT_LOCALE

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from backend.built_site.site_files import Representation


class StaticSite:
    """The built site below one folder. A rebuild while it serves is seen at the next request.

    A range is one of the representation that was negotiated, as RFC 9110 has it in section 14.2. Each has a strong tag
    of its own, so that `If-Range` never joins pieces of two; and browsers ask for a range with `Accept-Encoding:
    identity`, as the Fetch standard says, so that what they get is a range of the file itself.
    """

    def __init__(self, root: Path) -> None:
        """Serve the files below `root`."""
        self._files = SiteFiles(root)
        self._headers = BuiltFile(root / "_headers", parse_headers)
        self._redirects = BuiltFile(root / "_redirects", parse_redirects)

    async def respond(self, request: Request) -> Response:
        """Answer a GET or HEAD."""
        path = request.scope["path"]
        rules = await anyio.to_thread.run_sync(self._load_redirects)
        forced = _first_match([rule for rule in rules if rule.is_forced], path)
        if forced:
            return await self._follow(request, *forced)
        found = await anyio.to_thread.run_sync(self._files.find, path)
        if found is None:
            match = _first_match(rules, path)
            return await self._follow(request, *match) if match else await self._respond_missing(request)
        if found.name == "index.html" and not path.endswith(("/", "/index.html")):
            return self._redirect(request, f"{path}/", 301)
        return await self._send(request, found, 200)

    def headers_for(self, path: str) -> dict[str, str]:
        """What `_headers` gives to `path`, names in lower case."""
        return match_headers(self._load_headers(), path)

    def _load_headers(self) -> HeaderRules:
        try:
            return self._headers.load()
        except (OSError, ValueError):
            return HeaderRules()

    def _load_redirects(self) -> tuple[RedirectRule, ...]:
        try:
            return self._redirects.load()
        except (OSError, ValueError):
            return ()

    async def _follow(self, request: Request, rule: RedirectRule, target: str) -> Response:
        if 300 <= rule.status < 400:  # noqa: PLR2004 - the class of redirects
            return self._redirect(request, target, rule.status)
        found = await anyio.to_thread.run_sync(self._files.find, target)
        return await self._send(request, found, rule.status) if found else await self._respond_missing(request)

    def _redirect(self, request: Request, target: str, status: int) -> Response:
        query = request.url.query
        # One slash only at the front: with two it would name another host.
        location = "/" + quote(target.lstrip("/"), safe="/:?#[]@!$&'()*+,;=%~")
        if query and "?" not in location:
            location = f"{location}?{query}"
        return RedirectResponse(location, status, headers=self.headers_for(request.scope["path"]))

    async def _respond_missing(self, request: Request) -> Response:
        path = request.scope["path"]
        for locale in (locale_of(path), DEFAULT_LOCALE):
            found = await anyio.to_thread.run_sync(self._files.find, not_found_page(locale))
            if found:
                return await self._send(request, found, 404)
        if not self._files.is_available():
            return _respond_replacing()
        return PlainTextResponse("Not found\n", 404, headers=self.headers_for(path))

    async def _send(self, request: Request, file: Path, status: int) -> Response:
        takes_brotli = accepts_brotli(request.headers.get("accept-encoding", ""))
        try:
            chosen = await anyio.to_thread.run_sync(self._files.represent, file, takes_brotli)
        except OSError:
            return _respond_replacing()  # it was there a moment ago
        headers = self._describe(request.scope["path"], chosen)
        if status == 200 and matches_etag(request.headers.get("if-none-match", ""), chosen.etag):  # noqa: PLR2004 - OK
            return Response(status_code=304, headers=headers)
        if chosen.is_brotli:
            headers["content-encoding"] = "br"
        return FileResponse(chosen.path, status, headers, chosen.media_type, stat_result=chosen.stat)

    def _describe(self, path: str, chosen: Representation) -> dict[str, str]:
        # What the site says nothing of is asked for anew each time, as on Netlify; a browser would guess otherwise.
        headers = {"cache-control": "no-cache"} | self.headers_for(path) | {"etag": chosen.etag}
        if chosen.has_brotli:
            vary = headers.get("vary")
            headers["vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        return headers


def _respond_replacing() -> Response:
    return PlainTextResponse("The site is just being replaced.\n", 503, headers={"retry-after": "2"})


def _first_match(rules: tuple[RedirectRule, ...] | list[RedirectRule], path: str) -> tuple[RedirectRule, str] | None:
    for rule in rules:
        target = rule.resolve(path)
        if target is not None:
            return rule, target
    return None
