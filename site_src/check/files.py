"""A rule for the content folder itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_src.model import Content


def check_files(content: Content, root: Path) -> Iterator[Finding]:
    """Every file in `content/` is read by something; hidden files are nobody's concern."""
    read = {file for file, _key in content.lines}
    for file in sorted((root / "content").rglob("*")):
        name = file.relative_to(root)
        if file.is_file() and name.as_posix() not in read and not any(part.startswith(".") for part in name.parts):
            yield Finding("file-unused", "warning", Place(name.as_posix(), 1))
