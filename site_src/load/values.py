"""Readers of single values: dates, times, numbers, names from a fixed list, addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from site_src.dates import BUDDHIST_ERA_OFFSET, FIRST_BUDDHIST_YEAR, find_dates
from site_src.load.nodes import Scalar
from site_src.load.readers import SLUG, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from site_src.load.nodes import Node
    from site_src.load.readers import Reader
    from site_src.load.reading import Reading

FIRST_YEAR = 1941  # before it, years of the Buddhist Era did not begin in January
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayOrMoment:
    """A day in the site's time zone, with a time of day if the author gave one."""

    on: date
    at: time | None

    def instant(self, zone: ZoneInfo) -> datetime:
        """The moment in UTC; of a day alone, the midnight at its end."""
        on, at = (self.on + timedelta(days=1), time.min) if self.at is None else (self.on, self.at)
        return datetime.combine(on, at, zone).astimezone(UTC)


def day(node: Node, reading: Reading) -> date:
    """An ISO date of the Common Era, `2022-01-14`."""
    return _read_day(words(node, reading), node, reading)


def clock(node: Node, reading: Reading) -> time:
    """A time of day, `08:30`."""
    written = words(node, reading)
    found = _CLOCK.fullmatch(written)
    if found is None:
        raise reading.refuse(node.place, "not-a-time", written=written)
    return time(int(found[1]), int(found[2]))


def day_or_moment(node: Node, reading: Reading) -> DayOrMoment:
    """`2022-01-10`, or `2022-01-10 16:30`; both in the site's time zone."""
    written = words(node, reading)
    on, _, at = written.replace("T", " ", 1).partition(" ")
    if not at or not _DAY.fullmatch(on):
        return DayOrMoment(_read_day(written, node, reading), None)
    return DayOrMoment(_read_day(on, node, reading), clock(Scalar(node.place, at, is_plain=True), reading))


def moment(node: Node, reading: Reading) -> DayOrMoment:
    """`2022-01-14 08:30`, in the site's time zone."""
    found = day_or_moment(node, reading)
    if found.at is None:
        raise reading.refuse(node.place, "time-missing", written=words(node, reading))
    return found


def flag(node: Node, reading: Reading) -> bool:
    """`true` or `false`, and no other word for it."""
    written = words(node, reading)
    if written not in {"true", "false"}:
        raise reading.refuse(node.place, "not-true-or-false", written=written)
    return written == "true"


def whole(low: int, high: int) -> Reader[int]:
    """A whole number from `low` to `high`."""

    def read(node: Node, reading: Reading) -> int:
        written = words(node, reading)
        if not _WHOLE.fullmatch(written) or not low <= int(written) <= high:
            raise reading.refuse(node.place, "not-a-number", written=written, low=low, high=high)
        return int(written)

    return read


def one_of(names: Iterable[str]) -> Reader[str]:
    """One of these names."""
    known = tuple(names)

    def read(node: Node, reading: Reading) -> str:
        written = words(node, reading)
        if written not in known:
            raise reading.refuse_unknown(node.place, "not-one-of", written, known)
        return written

    return read


def slug(node: Node, reading: Reading) -> str:
    """A name in [a-z0-9-] that stands in addresses or refers to something of that name."""
    written = words(node, reading)
    if not SLUG.fullmatch(written):
        raise reading.refuse(node.place, "slug-invalid", written=written)
    return written


def address(node: Node, reading: Reading) -> str:
    """An `https://` or `http://` address."""
    written = words(node, reading)
    if not _is_address(written):
        raise reading.refuse(node.place, "not-an-address", written=written)
    return written


def base_address(node: Node, reading: Reading) -> str:
    """The address of a site's root, kept without a slash at its end: a scheme and a host, no path."""
    written = address(node, reading).rstrip("/")
    parts = urlsplit(written)
    if parts.path or parts.query or parts.fragment:
        raise reading.refuse(node.place, "address-has-path", written=written)
    return written


def time_zone(node: Node, reading: Reading) -> str:
    """An IANA time zone, `Asia/Bangkok`."""
    written = words(node, reading)
    known = available_timezones()
    if written not in known:
        raise reading.refuse(node.place, "time-zone-unknown", written=written)
    return written


def _read_day(written: str, node: Node, reading: Reading) -> date:
    found = _DAY.fullmatch(written)
    if found is None:
        dates = [found.on for found in find_dates(written) if found.on is not None]
        if len(dates) == 1:
            raise reading.refuse(node.place, "date-not-iso", written=written, suggestion=dates[0].isoformat())
        raise reading.refuse(node.place, "not-a-date", written=written)
    year, month, day_of_month = (int(part) for part in found.groups())
    if year >= FIRST_BUDDHIST_YEAR:
        suggestion = f"{year - BUDDHIST_ERA_OFFSET}-{found[2]}-{found[3]}"
        raise reading.refuse(node.place, "date-buddhist", written=written, suggestion=suggestion)
    if year < FIRST_YEAR:
        raise reading.refuse(node.place, "date-too-early", written=written, first=FIRST_YEAR)
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise reading.refuse(node.place, "date-not-in-calendar", written=written) from None


def _is_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        port_is_possible = parts.port is None or parts.port > 0
    except ValueError:
        return False
    has_space = any(character.isspace() for character in written)
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and port_is_possible and not has_space
