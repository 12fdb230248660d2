"""Days, times and deadlines, written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.dates.names import BUDDHIST_ERA_OFFSET, MONTHS, SHORT_MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from datetime import date, datetime

    from site_format.locales import Locale
    from site_src.model import Event

THAILAND = ZoneInfo("Asia/Bangkok")


def format_long_date(day: date, locale: Locale) -> str:
    """`วันศุกร์ที่ 14 มกราคม 2565` or `Friday 14 January 2022`."""
    ordinal = "ที่" if locale == "th" else ""
    return f"{format_weekday(day, locale)}{ordinal} {_format_day(day, locale, MONTHS[locale])}"


def format_weekday(day: date, locale: Locale) -> str:
    """`วันศุกร์` or `Friday`."""
    weekday = WEEKDAYS[locale][day.weekday()]
    return f"วัน{weekday}" if locale == "th" else weekday


def format_short_date(day: date, locale: Locale) -> str:
    """`14 ม.ค. 2565` or `14 Jan 2022`."""
    return _format_day(day, locale, SHORT_MONTHS[locale])


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
