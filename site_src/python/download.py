"""How much a phone downloads of Python for the browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from site_src.python.archive import hash_files
from site_src.python.kept import keep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LEVEL = 6


def measure_download(files: Sequence[Path]) -> int:
    """Bytes of `files` on their way, measured once for the same files.

    Gzip stands for whatever the server compresses with: none that is used does worse.
    """
    return int(keep(f"{hash_files(files)}.size", lambda: str(_measure(files)).encode()))


def _measure(files: Sequence[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes(), _LEVEL)) for file in files)
