"""The files of the built site: which one stands for an address, and in which representation it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.built_site.built_files import make_signature

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from backend.built_site.built_files import Signature

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
    ".pyz": "application/zip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Representation:
    """A file as one client gets it.

    Attributes:
        path: The file that is sent: the one asked for, or its compressed copy.
        etag: Made from the content of `path`, so each representation has its own.
        is_brotli: Whether `path` is the compressed copy.
        has_brotli: Whether there is one, so that others may get another representation.
    """

    path: Path
    stat: os.stat_result
    etag: str
    media_type: str
    is_brotli: bool
    has_brotli: bool


class SiteFiles:
    """The files below one folder."""

    def __init__(self, root: Path) -> None:
        """Look below `root`."""
        self._root = root
        self._etags: dict[Path, tuple[Signature, str]] = {}

    def is_available(self) -> bool:
        """Whether there is a site; not while it is being replaced."""
        return self._root.is_dir()

    def find(self, path: str) -> Path | None:
        """The file that stands for `path`, or None; never one outside the root, and never one for the server only."""
        if len(path) > _LONGEST_PATH:
            return None
        segments = path.removeprefix("/").split("/")
        if segments[-1] == "":
            segments[-1] = "index.html"
        # Not even within the root: `/r/../_headers` and `//_headers` would be ways round the next line.
        if any(segment in {"", ".", ".."} for segment in segments):
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

    def represent(self, file: Path, accepts_brotli: bool) -> Representation:  # noqa: FBT001 - called through a thread
        """Choose the compressed copy of `file` for who takes it, if there is one.

        Raises:
            OSError: If the file is not there any more.
        """
        copy = file.with_name(f"{file.name}.br")
        has_brotli = copy.is_file()
        is_brotli = accepts_brotli and has_brotli
        path = copy if is_brotli else file
        stat = path.stat()
        media_type = _MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream")
        return Representation(path, stat, self._tag(path, make_signature(stat)), media_type, is_brotli, has_brotli)

    def _tag(self, path: Path, signature: Signature) -> str:
        """A strong tag made from the content, so that a rebuild that changes nothing costs a phone nothing."""
        kept = self._etags.get(path)
        if kept is None or kept[0] != signature:
            with path.open("rb") as file:
                kept = signature, f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"'
            self._etags[path] = kept
        return kept[1]
