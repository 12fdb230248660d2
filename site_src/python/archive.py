"""Zip files that the browser's Python imports from, always the same to the byte."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

from site_src.python.bytecode import compile_module

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def make_archive(sources: Mapping[str, bytes], *, is_deflated: bool) -> bytes:
    """A zip file with the bytecode of each source.

    Args:
        sources: Python source by the name of its file, `json/decoder.py`, say.
        is_deflated: Whether its entries are compressed: better only where the server doesn't compress the file as a
            whole, which makes a third less of it.
    """
    method = zipfile.ZIP_DEFLATED if is_deflated else zipfile.ZIP_STORED
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, source in sorted(sources.items()):
            entry = zipfile.ZipInfo(f"{name}c", _ZIP_EPOCH)
            archive.writestr(entry, compile_module(source), method, compresslevel=9)
    return made.getvalue()


def hash_bytes(*contents: bytes) -> str:
    """16 hexadecimal digits that change with the bytes."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()[:16]


def hash_files(files: Iterable[Path]) -> str:
    """16 hexadecimal digits that change with the files' names and bytes."""
    return hash_bytes(*(part for file in files for part in (file.name.encode(), file.read_bytes())))
