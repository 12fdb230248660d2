"""When an event takes place: from one moment to another, or on the days of a list, each with its hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from site_src.load.readers import each, record
from site_src.load.reading import Refused
from site_src.load.values import DayOrMoment, clock, day
from site_src.model import EventDay

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from site_src.load.reading import Reading
    from site_src.model import AgendaItem, Place

MOST_DAYS = 366
NIGHT_ENDS = time(6)  # until then a time behind midnight belongs to the day before
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """One entry of `days`."""

    on: date
    starts: time
    ends: time
    place: Place


@dataclass(frozen=True, slots=True)
class Times:
    """When an event starts and ends, and its days if the author lists them."""

    starts_at: DayOrMoment
    ends_at: DayOrMoment
    listed: tuple[WrittenDay, ...]


DAYS = each(record(WrittenDay, on=day, starts=clock, ends=clock), at_least=1)


def read_times(
    starts_at: DayOrMoment | None,
    ends_at: DayOrMoment | None,
    listed: tuple[WrittenDay, ...],
    place: Place,
    reading: Reading,
) -> Times:
    """What `starts_at` and `ends_at`, or `days` in their place, say; raises Refused."""
    if listed and (starts_at or ends_at):
        raise reading.refuse(reading.place_of(place, "days"), "days-and-times")
    if not listed:
        for key, given in (("starts_at", starts_at), ("ends_at", ends_at)):
            if given is None:
                reading.report(reading.place_of(place, key), "key-missing", key=key)
        if starts_at is None or ends_at is None:
            raise Refused
        if (ends_at.on - starts_at.on).days >= MOST_DAYS:
            raise reading.refuse(reading.place_of(place, "ends_at"), "event-too-long", most=MOST_DAYS)
        return Times(starts_at, ends_at, ())
    for before, entry in pairwise(listed):
        if entry.on <= before.on:
            raise reading.refuse(reading.place_of(entry.place, "on"), "days-not-in-order", written=entry.on.isoformat())
    first, last = listed[0], listed[-1]
    ends_on = find_end_day(last.on, last.starts, last.ends)
    return Times(DayOrMoment(first.on, first.starts), DayOrMoment(ends_on, last.ends), listed)


def find_end_day(on: date, starts: time, ends: time) -> date:
    """The day on which something ends that starts on `on`: the next one if it goes on past midnight."""
    return on + ONE_DAY if ends < starts and ends <= NIGHT_ENDS else on


def list_days(times: Times, agenda: Sequence[AgendaItem], zone: ZoneInfo) -> tuple[EventDay, ...]:
    """The event's days with their hours, which between two moments the agenda tells."""
    if times.listed:
        return tuple(
            EventDay(
                entry.on,
                _instant(entry.on, entry.starts, zone),
                _instant(find_end_day(entry.on, entry.starts, entry.ends), entry.ends, zone),
            )
            for entry in times.listed
        )
    first, last = times.starts_at.on, times.ends_at.on
    if times.ends_at.at is not None and times.ends_at.at <= NIGHT_ENDS and last > first:
        last -= ONE_DAY
    days = [first + number * ONE_DAY for number in range(max(0, (last - first).days) + 1)]
    starts, ends = times.starts_at.instant(zone), times.ends_at.instant(zone)
    return tuple(_find_hours(day, (starts, ends), (days[0], days[-1]), agenda, zone) for day in days)


def _find_hours(
    on: date, bounds: tuple[datetime, datetime], edges: tuple[date, date], agenda: Sequence[AgendaItem], zone: ZoneInfo
) -> EventDay:
    """A day's hours: the event's own at its two ends, else those of the agenda."""
    items = [item for item in agenda if item.starts_at.astimezone(zone).date() == on]
    starts = min((item.starts_at for item in items), default=None)
    ends = max((item.ends_at or item.starts_at for item in items), default=None)
    return EventDay(on, bounds[0] if on == edges[0] else starts, bounds[1] if on == edges[1] else ends)


def _instant(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, zone).astimezone(UTC)
