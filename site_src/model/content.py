"""All of the content together, and how a build differs from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from site_format.locales import Locale
    from site_src.model.events import Event
    from site_src.model.findings import Acceptance
    from site_src.model.places import Lines, PlacedText
    from site_src.model.site import Site


@dataclass(frozen=True, slots=True)
class Content:
    """All of `content/`.

    Attributes:
        messages: Per locale, the messages of `content/messages/<locale>.yaml`, flattened to dotted keys.
        acceptances: Findings that the content accepts.
        texts: Every pair of texts that the content gives, messages aside.
        lines: Of every value; each file that was read has an entry with an empty key.
    """

    site: Site
    events: tuple[Event, ...]  # soonest first
    messages: Mapping[Locale, Mapping[str, str]]
    acceptances: tuple[Acceptance, ...] = ()
    texts: tuple[PlacedText, ...] = ()
    lines: Lines = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadablePart:
    """What of `content/` could be loaded when something in it could not; `site` is None if its own file was refused."""

    site: Site | None
    events: tuple[Event, ...]
    messages: Mapping[Locale, Mapping[str, str]]
    acceptances: tuple[Acceptance, ...]
    texts: tuple[PlacedText, ...]
    lines: Lines


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How this build differs from what the content says.

    Attributes:
        now: The instant that the pages treat as now; decides which events are open.
        is_preview: Whether `now` was set by hand (`AS_OF`); every page then carries a banner.
        is_live: Whether `make serve` shows it: pages then reload themselves, and nothing is compressed.
    """

    now: datetime
    is_preview: bool
    is_live: bool = False
