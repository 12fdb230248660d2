"""Rules for the files of the content folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.load.linked_files import PICTURES
from site_src.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_src.model import Content, Event


LARGE_BYTES = 500_000


def check_pictures(event: Event, _content: Content) -> Iterator[Finding]:
    """A picture is not so large that a phone with a weak connection waits for it: the page loads all of them."""
    for file in event.files:
        size = file.source.stat().st_size
        if file.source.suffix.casefold() in PICTURES and size > LARGE_BYTES:
            yield Finding("picture-large", "warning", Place(file.path, 1), {"kilobytes": size // 1000})


def check_files(content: Content, root: Path) -> Iterator[Finding]:
    """Every file in `content/` is read by something; hidden files are nobody's concern."""
    read = {file for file, _key in content.lines}
    for file in sorted((root / "content").rglob("*")):
        name = file.relative_to(root)
        if file.is_file() and name.as_posix() not in read and not any(part.startswith(".") for part in name.parts):
            yield Finding("file-unused", "warning", Place(name.as_posix(), 1))


RULES = (check_pictures,)
