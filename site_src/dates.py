"""Dates and times as people in Thailand write and read them, in Thai and in English.

Thai pages use the Buddhist Era and `08.30 น.`, English pages the Common Era and `08:30`. A year of the Buddhist Era is
the year of the Common Era plus 543; Thailand's years began in April until 1940, which no circular in here predates.
"""

# ruff: noqa: SIM905 - a line of twelve names reads better than twelve quoted strings

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from site_format.locales import Locale
    from site_src.model import Event

BUDDHIST_ERA_OFFSET = 543
FIRST_BUDDHIST_YEAR = 2400  # a year from here on is of the Buddhist Era; before, of the Common Era
THAILAND = ZoneInfo("Asia/Bangkok")
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")  # Thai to Arabic

_WEEKDAYS = {
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "th": tuple("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม".split()),
    "en": tuple("January February March April May June July August September October November December".split()),
}
_SHORT_MONTHS = {
    "th": tuple("ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()),
    "en": tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
}


def format_long_date(day: date, locale: Locale) -> str:
    """`วันศุกร์ที่ 14 มกราคม 2565` or `Friday 14 January 2022`."""
    weekday = _WEEKDAYS[locale][day.weekday()]
    months = _MONTHS[locale]
    start = f"วัน{weekday}ที่" if locale == "th" else weekday
    return f"{start} {_format_day(day, locale, months)}"


def format_short_date(day: date, locale: Locale) -> str:
    """`14 ม.ค. 2565` or `14 Jan 2022`."""
    return _format_day(day, locale, _SHORT_MONTHS[locale])


def format_time(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """The clock in `zone` at an instant: `08.30 น.` or `08:30`."""
    local = moment.astimezone(zone)
    return f"{local:%H.%M} น." if locale == "th" else f"{local:%H:%M}"


def format_moment(moment: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """Day and clock: `วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30 น.` or `Friday 14 January 2022, 08:30`."""
    between = " เวลา " if locale == "th" else ", "
    day = format_long_date(moment.astimezone(zone).date(), locale)
    return f"{day}{between}{format_time(moment, locale, zone)}"


def format_time_range(start: datetime, end: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """`08.30–16.00 น.` or `08:30–16:00`; a range has no unit in its first half."""
    return f"{format_time(start, locale, zone).removesuffix(' น.')}–{format_time(end, locale, zone)}"


def format_deadline(event: Event, locale: Locale, zone: ZoneInfo = THAILAND) -> str:
    """The last moment for registering, with its weekday; a deadline given as a day says so.

    `ภายในวันจันทร์ที่ 10 มกราคม 2565` or `by the end of Monday 10 January 2022 (Thai time)`; with a time of day,
    `ภายในวันจันทร์ที่ 10 มกราคม 2565 เวลา 16.30 น.` or `by 16:30 on Monday 10 January 2022 (Thai time)`.
    """
    day = format_long_date(event.deadline_on, locale)
    clock = format_time(event.deadline_at, locale, zone)
    if locale == "th":
        return f"ภายใน{day}" if event.deadline_is_day else f"ภายใน{day} เวลา {clock}"
    zone_name = "Thai time" if zone.key == THAILAND.key else zone.key
    return f"by the end of {day} ({zone_name})" if event.deadline_is_day else f"by {clock} on {day} ({zone_name})"


def _format_day(day: date, locale: Locale, months: tuple[str, ...]) -> str:
    year = day.year + BUDDHIST_ERA_OFFSET if locale == "th" else day.year
    return f"{day.day} {months[day.month - 1]} {year}"


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that running text names.

    Attributes:
        on: The day; None for a day that no calendar has, such as 31 February.
        weekday: The weekday written with it, Monday is 0; None if none is.
        words: The date as it is written.
        start: Where in the text it begins.
    """

    on: date | None
    weekday: int | None
    words: str
    start: int


def find_dates(text: str) -> list[FoundDate]:
    """The dates that Thai or English running text names in full, in the order in which they stand.

    Thai and Arabic digits, long and short months, both eras, ISO dates, day/month/year, and both ends of a span such as
    `14–16 มกราคม 2565`. A date without its year is no date here.
    """
    return sorted(_find_dates(text), key=lambda found: found.start)


def _any_of(*groups: tuple[str, ...]) -> str:
    """A pattern for any of the names; longer ones first, so that none is cut short."""
    names = sorted({name for group in groups for name in group}, key=len, reverse=True)
    return "|".join(re.escape(name) for name in names)


_SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAYS = r"(?:(?P<first>\d{1,2})\s?(?:-|–|—|ถึง|และ|to|and)\s?)?(?P<day>\d{1,2})"
_TH_WEEKDAY = rf"(?:วัน(?P<weekday>{_any_of(_WEEKDAYS['th'])})\s?ที่\s?)?"
_TH_MONTH = rf"(?:เดือน\s?)?(?P<month>{_any_of(_MONTHS['th'], _SHORT_MONTHS['th'])})"
_TH_YEAR = r"(?:[พค]\.\s?ศ\.\s?)?(?P<year>\d{4}|\d{2})(?!\d)"
_EN_WEEKDAY = rf"(?:\b(?P<weekday>{_any_of(_WEEKDAYS['en'], _SHORT_WEEKDAYS)}),?\s)?"
_EN_MONTH = rf"(?P<month>{_any_of(_MONTHS['en'], _SHORT_MONTHS['en'])})\b\.?"
_EN_DAYS = rf"{_DAYS}(?:st|nd|rd|th)?"
_EN_YEAR = r"(?P<year>\d{4})(?!\d)"
_PATTERNS = (
    re.compile(rf"{_TH_WEEKDAY}(?<!\d){_DAYS}\s?{_TH_MONTH}\s?{_TH_YEAR}"),
    re.compile(rf"{_EN_WEEKDAY}(?<!\d){_EN_DAYS}\s(?:of\s)?{_EN_MONTH},?\s{_EN_YEAR}", re.IGNORECASE),
    re.compile(rf"{_EN_WEEKDAY}\b{_EN_MONTH}\s{_EN_DAYS},?\s{_EN_YEAR}", re.IGNORECASE),
    re.compile(r"(?<![\d/-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d/-])"),
    re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})(?![\d/])"),
)


def _find_dates(text: str) -> Iterator[FoundDate]:
    for match in (match for pattern in _PATTERNS for match in pattern.finditer(text)):
        parts = match.groupdict()
        year, month = _common_year(parts["year"]), _month_number(parts["month"])
        weekday = _weekday_number(parts.get("weekday"))
        days = [int(day) for day in (parts.get("first"), parts["day"]) if day]
        for number, day in enumerate(days):  # a weekday before a span belongs to its first day
            on = _day_or_none(year, month, day)
            yield FoundDate(on, weekday if number == 0 else None, match[0], match.start())


def _common_year(written: str) -> int:
    """The year of the Common Era: two digits, which only Thai writes, are the last ones of a Buddhist year."""
    year = int(written) + (2500 if len(written) == len("65") else 0)
    return year - BUDDHIST_ERA_OFFSET if year >= FIRST_BUDDHIST_YEAR else year


def _month_number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _position(written, *_MONTHS.values(), *_SHORT_MONTHS.values()) + 1


def _weekday_number(written: str | None) -> int | None:
    return None if written is None else _position(written, *_WEEKDAYS.values(), _SHORT_WEEKDAYS)


def _position(written: str, *groups: tuple[str, ...]) -> int:
    """Where in its group a name stands, from 0."""
    return next(
        number for group in groups for number, name in enumerate(group) if name.casefold() == written.casefold()
    )


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
