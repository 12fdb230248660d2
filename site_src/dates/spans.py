"""The days of an event, written: one day, days in a row, and days with a gap between them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from site_src.dates.formatting import (
    format_long_date,
    format_moment,
    format_short_date,
    format_time,
    format_time_range,
    format_weekday,
)
from site_src.dates.names import BUDDHIST_ERA_OFFSET, MONTHS, SHORT_MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from site_format.locales import Locale
    from site_src.model import Event

type _Run = tuple[date, date]  # the first and the last of days without a gap

ONE_DAY = timedelta(days=1)


def format_long_days(days: Sequence[date], locale: Locale) -> str:
    """An event's days in full; a month and a year that days share are said once.

    One day and days in a row have their weekdays: `วันพุธที่ 26 – วันพฤหัสบดีที่ 27 มิถุนายน 2567`, `Wednesday 26 June –
    Tuesday 2 July 2024`. Days with gaps do without: `วันที่ 25–26, 28 สิงหาคม และ 1–2 กันยายน 2568`.

    Args:
        days: At least one, in order.
        locale: The language.
    """
    if len(days) == 1:
        return format_long_date(days[0], locale)
    runs = _find_runs(days)
    if len(runs) > 1:
        return f"{'วันที่ ' if locale == 'th' else ''}{_join_runs(runs, locale, MONTHS[locale])}"
    first, last = runs[0]
    if (first.year, first.month) == (last.year, last.month):
        start = f"{_name_weekday(first, locale)} {first.day}"
    elif first.year == last.year:
        start = f"{_name_weekday(first, locale)} {first.day} {MONTHS[locale][first.month - 1]}"
    else:
        start = format_long_date(first, locale)
    return f"{start} – {format_long_date(last, locale)}"


def format_short_days(days: Sequence[date], locale: Locale) -> str:
    """The same in short and without weekdays: `26–27 มิ.ย. 2567`, `28 Dec 2024 – 2 Jan 2025`."""
    if len(days) == 1:
        return format_short_date(days[0], locale)
    return _join_runs(_find_runs(days), locale, SHORT_MONTHS[locale])


def format_hours(event: Event, locale: Locale, zone: ZoneInfo) -> str:
    """The hours of an event: of its only day, of each day, or its very beginning and end where the days differ.

    `08.30–16.00 น.`; `08.30–16.00 น. ทุกวัน` or `08:30–16:00 each day`; `เริ่มวันแรกเวลา 13.00 น. สิ้นสุดวันสุดท้ายเวลา
    12.00 น.` or `from 13:00 on the first day to 12:00 on the last day`.
    """
    hours = {(_clock(day.starts_at, zone), _clock(day.ends_at, zone)) for day in event.days}
    if len(event.days) == 1 and event.starts_at.astimezone(zone).date() != event.ends_at.astimezone(zone).date():
        return _format_night(event, locale, zone)
    if len(hours) == 1 and None not in next(iter(hours)):
        shown = format_time_range(event.starts_at, event.ends_at, locale, zone)
        each = " ทุกวัน" if locale == "th" else " each day"
        return shown + (each if len(event.days) > 1 else "")
    starts, ends = format_time(event.starts_at, locale, zone), format_time(event.ends_at, locale, zone)
    if locale == "th":
        return f"เริ่มวันแรกเวลา {starts} สิ้นสุดวันสุดท้ายเวลา {ends}"
    return f"from {starts} on the first day to {ends} on the last day"


def format_when(event: Event, locale: Locale, zone: ZoneInfo) -> str:
    """Days and hours: `วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.`, `Friday 14 January 2022, 08:30–16:00`."""
    days, hours = format_long_days([day.on for day in event.days], locale), format_hours(event, locale, zone)
    if locale == "en":
        return f"{days}, {hours}"
    return f"{days} {hours}" if hours.startswith("เริ่ม") else f"{days} เวลา {hours}"


def list_time_spans(event: Event) -> list[tuple[datetime, datetime]]:
    """From when to when an event takes somebody's time: each day's own hours, so that nobody's nights are taken.

    Where the content does not say them for each day, one span goes from the first moment to the last.
    """
    hours = [(day.starts_at, day.ends_at) for day in event.days]
    known = [(starts, ends) for starts, ends in hours if starts is not None and ends is not None]
    return known if len(known) == len(hours) else [(event.starts_at, event.ends_at)]


def format_time_span(starts_at: datetime, ends_at: datetime, locale: Locale, zone: ZoneInfo) -> str:
    """A day and its hours, `วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.`; over midnight, both days and times."""
    first, last = starts_at.astimezone(zone).date(), ends_at.astimezone(zone).date()
    if first != last:
        return f"{format_moment(starts_at, locale, zone)} – {format_moment(ends_at, locale, zone)}"
    between = " เวลา " if locale == "th" else ", "
    return f"{format_long_date(first, locale)}{between}{format_time_range(starts_at, ends_at, locale, zone)}"


def _format_night(event: Event, locale: Locale, zone: ZoneInfo) -> str:
    """Of an event that goes on past midnight: `20.00 น. ถึงเวลา 02.00 น. ของวันถัดไป`."""
    starts, ends = format_time(event.starts_at, locale, zone), format_time(event.ends_at, locale, zone)
    return f"{starts} ถึงเวลา {ends} ของวันถัดไป" if locale == "th" else f"{starts} to {ends} on the next day"


def _clock(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else f"{moment.astimezone(zone):%H:%M}"


def _find_runs(days: Sequence[date]) -> list[_Run]:
    """Days without a gap between them, together."""
    groups = groupby(enumerate(days), key=lambda numbered: numbered[1] - numbered[0] * ONE_DAY)
    runs = [[day for _number, day in group] for _key, group in groups]
    return [(run[0], run[-1]) for run in runs]


def _join_runs(runs: Sequence[_Run], locale: Locale, months: Sequence[str]) -> str:
    """Runs of days, with each month behind the last of its days and each year behind the last of its months.

    "And" stands before the last month and before the last day, a comma elsewhere.
    """
    following = [run[0] for run in runs[1:]]
    joined = ""
    for number, run in enumerate(runs):
        if number:
            is_new_month = _month_of(runs[number - 1][1]) != _month_of(run[0])
            is_last_month = _month_of(run[0]) == _month_of(runs[-1][1])
            is_and = number == len(runs) - 1 or (is_new_month and is_last_month)
            joined += (" และ " if locale == "th" else " and ") if is_and else ", "
        joined += _format_run(run, following[number] if number < len(following) else None, locale, months)
    return joined


def _format_run(run: _Run, following: date | None, locale: Locale, months: Sequence[str]) -> str:
    """`25–26`, or with month and year where what follows has others: `25–26 สิงหาคม`, `30 June – 2 July 2024`."""
    first, last = run
    end = str(last.day)
    if following is None or _month_of(following) != _month_of(last) or _month_of(first) != _month_of(last):
        end += f" {months[last.month - 1]}"
    if following is None or following.year != last.year:
        end += f" {last.year + (BUDDHIST_ERA_OFFSET if locale == 'th' else 0)}"
    if first == last:
        return end
    if _month_of(first) == _month_of(last):
        return f"{first.day}–{end}"
    start = f"{first.day} {months[first.month - 1]}"
    if first.year != last.year:
        start += f" {first.year + (BUDDHIST_ERA_OFFSET if locale == 'th' else 0)}"
    return f"{start} – {end}"


def _month_of(day: date) -> tuple[int, int]:
    return (day.year, day.month)


def _name_weekday(day: date, locale: Locale) -> str:
    return f"{format_weekday(day, locale)}{'ที่' if locale == 'th' else ''}"
