"""The filters of these pages' templates: dates and times in words, telephone numbers, letters, speakers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.dates import format_deadline, format_long_date, format_time, format_time_range
from site_src.templating import render_markdown

if TYPE_CHECKING:
    import jinja2

    from site_format.locales import Locale
    from site_src.model import AgendaItem, BuildOptions, Content, Event, Speaker


def add_filters(env: jinja2.Environment, content: Content, locale: Locale, options: BuildOptions) -> None:
    """Give `env` what only these pages need."""
    zone = ZoneInfo(content.site.time_zone)
    today = options.now.astimezone(zone).date()
    env.filters |= {
        "deadline": lambda event: format_deadline(event, locale, zone),
        "when": partial(_format_span, locale=locale, zone=zone),
        "days_left": lambda event: (event.deadline_on - today).days,
        "agenda_time": partial(_format_agenda_time, locale=locale, zone=zone),
        "utc": lambda instant: f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        # A letter's own headings stand two levels below the page's.
        "letter_body": lambda text: render_markdown(text.replace("\n### ", "\n##### ")),
        "speakers_by_role": _group_speakers,
        "local_time": lambda moment: format_time(datetime.combine(today, moment, zone), locale, zone),
        "phone": format_phone,
        "dial": lambda number: f"+66{number.removeprefix('0')}",
    }


def format_phone(number: str) -> str:
    """A Thai number as letters print it: `0 7561 1910` for a landline, `08 1234 5678` for a mobile."""
    split = len(number) - 8
    parts = (number[:split], number[split : split + 4], number[split + 4 :])
    return "\N{NO-BREAK SPACE}".join(parts) if number.isdecimal() else number


def _format_span(event: Event, locale: Locale, zone: ZoneInfo) -> str:
    between = " เวลา " if locale == "th" else ", "
    first, last = (moment.astimezone(zone).date() for moment in (event.starts_at, event.ends_at))
    start = f"{format_long_date(first, locale)}{between}"
    if first == last:
        return start + format_time_range(event.starts_at, event.ends_at, locale, zone)
    end = f"{format_long_date(last, locale)}{between}{format_time(event.ends_at, locale, zone)}"
    return f"{start}{format_time(event.starts_at, locale, zone)} – {end}"


def _format_agenda_time(item: AgendaItem, locale: Locale, zone: ZoneInfo) -> str:
    if item.ends_at is None:
        return format_time(item.starts_at, locale, zone)
    return format_time_range(item.starts_at, item.ends_at, locale, zone)


def _group_speakers(item: AgendaItem) -> list[tuple[str, list[Speaker]]]:
    return [(role, list(speakers)) for role, speakers in groupby(item.speakers, key=lambda speaker: speaker.role)]
