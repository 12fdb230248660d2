"""The rule book as an archive for the browser's Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.project import ROOT
from site_src.python.archive import hash_bytes, make_archive

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "registration_rules"


def write_rules(folder: Path, *, is_deflated: bool) -> Path:
    """Write the archive into `folder`, under a name that changes with what is in it.

    Args:
        folder: Where to.
        is_deflated: As `make_archive` takes it.

    Raises:
        BuildError: This Python is not the one whose bytecode the browser's Python reads.
    """
    sources = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in (ROOT / PACKAGE).rglob("*.py")}
    archive = make_archive(sources, is_deflated=is_deflated)
    written = folder / f"rules-{hash_bytes(archive)}.pyz"
    written.write_bytes(archive)
    return written
