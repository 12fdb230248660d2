"""Brotli copies beside what compresses, for the form backend to send."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]  # it has no types of its own

from site_src.project import KEPT_BROTLI

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SUFFIXES = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".ics", ".webmanifest", ".wasm", ".mjs", ".pyz"}
SMALLEST_BYTES = 1024  # below, the headers weigh more than what is saved
QUALITY = 11


def compress_files(root: Path, on_progress: Callable[[int, int], None]) -> None:
    """Write `<file>.br` for every file under `root` that gets smaller by it.

    The results are kept under `.cache/brotli/` by content, as Python for the browser takes half a minute to compress.

    Args:
        root: The folder with the finished site.
        on_progress: Called with how many files are done, and how many there are.
    """
    files = [
        file for file in sorted(root.rglob("*")) if file.suffix in SUFFIXES and file.stat().st_size >= SMALLEST_BYTES
    ]
    KEPT_BROTLI.mkdir(parents=True, exist_ok=True)
    for number, file in enumerate(files, 1):
        data = file.read_bytes()
        small = _compress(data)
        if len(small) < len(data):
            file.with_name(f"{file.name}.br").write_bytes(small)
        on_progress(number, len(files))


def _compress(data: bytes) -> bytes:
    kept = KEPT_BROTLI / hashlib.sha256(data).hexdigest()
    if kept.exists():
        return kept.read_bytes()
    small = bytes(brotli.compress(data, quality=QUALITY))
    arriving = kept.with_suffix(".new")  # a build that is interrupted leaves no half file under the final name
    arriving.write_bytes(small)
    arriving.replace(kept)
    return small
