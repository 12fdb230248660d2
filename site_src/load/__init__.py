"""Loading: `content/` in, typed values out, or everything that is wrong with it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.load.event import read_event
from site_src.load.messages import read_messages
from site_src.load.organisations import read_organisation_list
from site_src.load.problems import ContentError, ContentProblem
from site_src.load.reading import Reading, attempt
from site_src.load.site import read_site
from site_src.model import Content, ReadablePart

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ContentError", "ContentProblem", "load_content"]


def load_content(root: Path) -> Content:
    """All of `content/` in the project folder `root`.

    Raises:
        ContentError: Something in it is wrong; carries every problem, each with its place.
    """
    reading = Reading(root)
    messages = read_messages(reading)
    site = attempt(read_site, reading)
    content = root / "content"
    # A list is two files; either may be the one that is missing.
    folder = content / "organisations"
    named = {file.with_suffix(".yaml") for ending in ("yaml", "csv") for file in folder.glob(f"*.{ending}")}
    lists = {file.stem: attempt(read_organisation_list, file, reading) for file in sorted(named)}
    events = [
        attempt(read_event, folder, site, lists, reading)
        for folder in sorted((content / "events").glob("*"))
        if folder.is_dir()
    ]
    loaded = tuple(sorted((event for event in events if event), key=lambda event: event.starts_at))
    acceptances, texts = tuple(reading.acceptances), tuple(reading.texts)
    if reading.problems or site is None:
        readable = ReadablePart(site, loaded, messages, acceptances, texts, reading.lines)
        raise ContentError(reading.problems, messages, readable)
    return Content(site, loaded, messages, acceptances, texts, reading.lines)
