"""How much a phone downloads of Python for the browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from site_src.project import KEPT_PYODIDE
from site_src.python.archive import hash_files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LEVEL = 6


def measure_download(files: Sequence[Path]) -> int:
    """Bytes of `files` on their way, from `.cache/pyodide/` if the same were measured before.

    Gzip stands for whatever the server compresses with: none that is used does worse.
    """
    kept = KEPT_PYODIDE / f"{hash_files(files)}.size"
    if not kept.exists():
        size_bytes = sum(len(gzip.compress(file.read_bytes(), _LEVEL)) for file in files)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(str(size_bytes), "ascii")
    return int(kept.read_text("ascii"))
