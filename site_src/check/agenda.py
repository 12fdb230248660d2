"""Rules for an agenda."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.model import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from site_src.model import AgendaItem, Content, Event, EventDay, Param


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
        if start < end:
            yield Finding("agenda-overlap", "error", place, {"before": end, "start": start})
        elif start > end and before.ends_at is not None and start.date() == end.date():
            yield _describe_gap(end, start, zone, place=place)


def check_bounds(event: Event, content: Content) -> Iterator[Finding]:
    """The agenda fills each day of the event: nothing is outside it, it begins when the day starts, goes on to its end.

    A day without hours of its own has those of its agenda.
    """
    zone = ZoneInfo(content.site.time_zone)
    for item in event.agenda:
        if not any(_is_within(item, day, zone) for day in event.days):
            bounds = {"starts": event.starts_at.astimezone(zone), "ends": event.ends_at.astimezone(zone)}
            yield Finding("agenda-outside-event", "error", item.place.child("starts", content.lines), bounds)
    for day in event.days:
        items = [item for item in event.agenda if _is_within(item, day, zone)]
        if items:
            yield from _check_edges(items, day, zone, content)
        elif not any(_find_day(item, event, zone) == day for item in event.agenda):
            yield Finding("agenda-day-empty", "warning", _find_place(event, content), {"on": day.on})


def check_names(event: Event, _content: Content) -> Iterator[Finding]:
    """Somebody has verified how each speaker's name is spelt."""
    speakers = {speaker.place: speaker for item in event.agenda for speaker in item.speakers}
    for place, speaker in speakers.items():
        if not speaker.is_verified:
            yield Finding("name-unverified", "info", place, {"name": speaker.name})


RULES = (check_durations, check_neighbours, check_bounds, check_names)


def _is_within(item: AgendaItem, day: EventDay, zone: ZoneInfo) -> bool:
    """Whether an item lies in a day of the event, from its first moment to its last."""
    starts, ends = day.starts_at, day.ends_at
    if starts is None or ends is None:
        return item.starts_at.astimezone(zone).date() == day.on
    return starts <= item.starts_at and (item.ends_at or item.starts_at) <= ends


def _find_day(item: AgendaItem, event: Event, zone: ZoneInfo) -> EventDay | None:
    on = item.starts_at.astimezone(zone).date()
    return next((day for day in event.days if day.on == on), None)


def _check_edges(items: list[AgendaItem], day: EventDay, zone: ZoneInfo, content: Content) -> Iterator[Finding]:
    """Whether a day's items reach from its start to its end."""
    first, last = items[0], max(items, key=_end_of)
    if day.starts_at is not None and first.starts_at > day.starts_at:
        place = first.place.child("starts", content.lines)
        yield _describe_gap(day.starts_at, first.starts_at, zone, place=place)
    if day.ends_at is not None and _end_of(last) < day.ends_at:
        place = last.place.child("ends" if last.ends_at else "starts", content.lines)
        yield _describe_gap(_end_of(last), day.ends_at, zone, place=place)


def _end_of(item: AgendaItem) -> datetime:
    return item.ends_at or item.starts_at


def _describe_gap(before: datetime, start: datetime, zone: ZoneInfo, *, place: Place) -> Finding:
    before, start = before.astimezone(zone), start.astimezone(zone)
    params: dict[str, Param] = {"on": start.date(), "before": before.time(), "start": start.time()}
    return Finding("agenda-gap", "error", place, params)


def _find_place(event: Event, content: Content) -> Place:
    """Where the agenda's items begin."""
    folder = event.place.file.rpartition("/")[0]
    return Place(f"{folder}/agenda.yaml", 1).child("items", content.lines)
