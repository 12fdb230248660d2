"""Serving `site/` as Netlify would: its `_headers` and `_redirects`, addresses that end in a slash, its 404 pages."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import anyio
import anyio.to_thread
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from backend.built_site.built_files import BuiltFile, Signature
from backend.built_site.negotiation import accepts_brotli, has_current
from backend.built_site.netlify_files import HeaderRule, RedirectRule, match_headers, parse_headers, parse_redirects

if TYPE_CHECKING:
    from io import BufferedReader
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

_CHUNK_BYTES = 64 * 1024
_LONGEST_PATH = 2048
_UNSERVED = frozenset({"_headers", "_redirects"})
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file that is open for reading; a rebuild that replaces it does not disturb whoever reads this one."""

    file: BufferedReader
    size_bytes: int
    etag: str
    is_brotli: bool
    has_brotli: bool


class _FileResponse(Response):
    """Sends a file that is open already, piece by piece, and closes it whatever happens."""

    def __init__(self, file: BufferedReader, status: int, headers: dict[str, str]) -> None:
        self.status_code = status
        self.background = None
        self.body = b""
        self.init_headers(headers)
        self._file = file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        with self._file:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            while chunk := await anyio.to_thread.run_sync(self._file.read, _CHUNK_BYTES):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


class StaticSite:
    """The built site below one folder. A rebuild while it serves is seen at the next request."""

    def __init__(self, root: Path) -> None:
        """Serve the files below `root`."""
        self._root = root
        self._headers = BuiltFile(root / "_headers", parse_headers)
        self._redirects = BuiltFile(root / "_redirects", parse_redirects)
        self._etags: dict[Path, tuple[Signature, str]] = {}

    async def respond(self, request: Request) -> Response:
        """Answer a GET or HEAD."""
        path = request.scope["path"]
        rules = await anyio.to_thread.run_sync(self._load_redirects)
        forced = _first_match([rule for rule in rules if rule.is_forced], path)
        if forced:
            return await self._follow(request, *forced)
        found = await anyio.to_thread.run_sync(self._find, path)
        if found is None:
            match = _first_match(rules, path)
            return await self._follow(request, *match) if match else await self._respond_missing(request)
        if found.name == "index.html" and not path.endswith(("/", "/index.html")):
            return self._redirect(request, f"{path}/", 301)
        return await self._send(request, found, 200)

    def headers_for(self, path: str) -> dict[str, str]:
        """What `_headers` gives to `path`, names in lower case."""
        return match_headers(self._load_headers(), path)

    def _load_headers(self) -> tuple[HeaderRule, ...]:
        try:
            return self._headers.load()
        except (OSError, ValueError):
            return ()

    def _load_redirects(self) -> tuple[RedirectRule, ...]:
        try:
            return self._redirects.load()
        except (OSError, ValueError):
            return ()

    def _find(self, path: str) -> Path | None:
        """The file that stands for `path`, or None; never one outside the root, and never one for the server only."""
        if len(path) > _LONGEST_PATH:
            return None
        segments = path.removeprefix("/").split("/")
        if segments[-1] == "":
            segments[-1] = "index.html"
        if not path.startswith("/") or any(not _is_plain(segment) for segment in segments):
            return None
        if segments[0] in _UNSERVED or segments[-1].endswith(".br"):
            return None
        try:
            root = self._root.resolve()
            found = root.joinpath(*segments).resolve()
            if found.is_dir():
                found /= "index.html"
            return found if found.is_file() and found.is_relative_to(root) else None
        except (OSError, ValueError):
            return None  # a name that no file can have

    async def _follow(self, request: Request, rule: RedirectRule, target: str) -> Response:
        if 300 <= rule.status < 400:  # noqa: PLR2004 - the class of redirects
            return self._redirect(request, target, rule.status)
        found = await anyio.to_thread.run_sync(self._find, target)
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
        for page in ("/en/404.html",) * path.startswith("/en/") + ("/404.html",):
            found = await anyio.to_thread.run_sync(self._find, page)
            if found:
                return await self._send(request, found, 404)
        if not self._root.is_dir():
            return _tell_replacing()
        return PlainTextResponse("Not found\n", 404, headers=self.headers_for(path))

    async def _send(self, request: Request, path: Path, status: int) -> Response:
        wants_brotli = accepts_brotli(request.headers.get("accept-encoding", ""))
        try:
            opened = await anyio.to_thread.run_sync(self._open, path, wants_brotli)
        except OSError:
            return _tell_replacing()  # it was there a moment ago
        headers = self.headers_for(request.scope["path"])
        headers["etag"] = opened.etag
        if opened.has_brotli:
            vary = headers.get("vary")
            headers["vary"] = f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        if status == 200 and has_current(request.headers.get("if-none-match", ""), opened.etag):  # noqa: PLR2004 - OK
            opened.file.close()
            return Response(status_code=304, headers=headers)
        if opened.is_brotli:
            headers["content-encoding"] = "br"
        headers["content-length"] = str(opened.size_bytes)
        headers.setdefault("content-type", _MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"))
        if request.method == "HEAD":
            opened.file.close()
            return Response(status_code=status, headers=headers)
        return _FileResponse(opened.file, status, headers)

    def _open(self, path: Path, wants_brotli: bool) -> _Opened:  # noqa: FBT001 - called through a thread
        brotli = path.with_name(f"{path.name}.br")
        has_brotli = brotli.is_file()
        chosen = brotli if wants_brotli and has_brotli else path
        file = chosen.open("rb")
        try:
            stat = os.fstat(file.fileno())
            signature = stat.st_ino, stat.st_mtime_ns, stat.st_size
            return _Opened(file, stat.st_size, self._etag(chosen, file, signature), chosen is brotli, has_brotli)
        except BaseException:
            file.close()
            raise

    def _etag(self, path: Path, file: BufferedReader, signature: Signature) -> str:
        """A strong tag made from the content, so that a rebuild that changes nothing costs a phone nothing."""
        kept = self._etags.get(path)
        if kept is None or kept[0] != signature:
            kept = signature, f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"'
            self._etags[path] = kept
            file.seek(0)
        return kept[1]


def _tell_replacing() -> Response:
    return PlainTextResponse("The site is just being replaced.\n", 503, headers={"retry-after": "2"})


def _first_match(rules: tuple[RedirectRule, ...] | list[RedirectRule], path: str) -> tuple[RedirectRule, str] | None:
    for rule in rules:
        target = rule.resolve(path)
        if target is not None:
            return rule, target
    return None


def _is_plain(segment: str) -> bool:
    return segment not in {"", ".", ".."} and "\0" not in segment and "\\" not in segment
