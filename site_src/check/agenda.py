"""Rules for an agenda."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.model import Content, Event


def check_durations(event: Event, content: Content) -> Iterator[Finding]:
    """An agenda item ends after it starts."""
    for item in event.agenda:
        if item.ends_at is not None and item.ends_at <= item.starts_at:
            yield Finding("agenda-reversed", "error", item.place.child("ends", content.lines))


def check_neighbours(event: Event, content: Content) -> Iterator[Finding]:
    """An agenda item starts when the one before it ends; only the night may lie between."""
    zone = ZoneInfo(content.site.time_zone)
    for before, item in pairwise(event.agenda):
        end, start = (before.ends_at or before.starts_at).astimezone(zone), item.starts_at.astimezone(zone)
        place = item.place.child("starts", content.lines)
        params = {"before": end.time(), "start": start.time()}
        if start < end:
            yield Finding("agenda-overlap", "error", place, params)
        elif start > end and before.ends_at is not None and start.date() == end.date():
            yield Finding("agenda-gap", "error", place, params)


def check_bounds(event: Event, content: Content) -> Iterator[Finding]:
    """The agenda fills the event: nothing is outside it, it begins when the event starts and goes on to its end."""
    zone = ZoneInfo(content.site.time_zone)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    bounds = {"starts": starts.time(), "ends": ends.time()}
    for item in event.agenda:
        if item.starts_at < starts or (item.ends_at or item.starts_at) > ends:
            yield Finding("agenda-outside-event", "error", item.place.child("starts", content.lines), bounds)
    first = event.agenda[0]
    if first.starts_at > starts:
        params = {"before": starts.time(), "start": first.starts_at.astimezone(zone).time()}
        yield Finding("agenda-gap", "error", first.place.child("starts", content.lines), params)
    last = max(event.agenda, key=lambda item: item.ends_at or item.starts_at)
    last_end = (last.ends_at or last.starts_at).astimezone(zone)
    if last_end < ends:
        place = last.place.child("ends" if last.ends_at else "starts", content.lines)
        yield Finding("agenda-gap", "error", place, {"before": last_end.time(), "start": ends.time()})


def check_names(event: Event, _content: Content) -> Iterator[Finding]:
    """Somebody has verified how each speaker's name is spelt."""
    speakers = {speaker.place: speaker for item in event.agenda for speaker in item.speakers}
    for place, speaker in speakers.items():
        if not speaker.is_verified:
            yield Finding("name-unverified", "info", place, {"name": speaker.name})


RULES = (check_durations, check_neighbours, check_bounds, check_names)
