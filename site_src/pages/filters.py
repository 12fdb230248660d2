"""The filters of these pages' templates: dates and times in words, telephone numbers, letters, speakers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.dates import format_deadline, format_time, format_time_range, format_when
from site_src.phone_numbers import read_phone
from site_src.templating import render_markdown

if TYPE_CHECKING:
    from datetime import date

    import jinja2

    from site_format.locales import Locale
    from site_src.model import AgendaItem, BuildOptions, Content, Event, Speaker


def add_filters(env: jinja2.Environment, content: Content, locale: Locale, options: BuildOptions) -> None:
    """Give `env` what only these pages need."""
    zone = ZoneInfo(content.site.time_zone)
    today = options.now.astimezone(zone).date()
    env.filters |= {
        "deadline": lambda event: format_deadline(event, locale, zone),
        "when": partial(format_when, locale=locale, zone=zone),
        "agenda_days": partial(group_by_day, zone=zone),
        "days_left": lambda event: (event.deadline_on - today).days,
        "agenda_time": partial(_format_agenda_time, locale=locale, zone=zone),
        "utc": lambda instant: f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        # A letter's own headings stand two levels below the page's.
        "letter_body": lambda text: render_markdown(text.replace("\n### ", "\n##### ")),
        "speakers_by_role": _group_speakers,
        "local_time": lambda moment: format_time(datetime.combine(today, moment, zone), locale, zone),
        "phone": partial(show_phone, locale=locale),
        "dial": link_phone,
    }


def show_phone(written: str, locale: Locale) -> str:
    """A telephone number as letters print it; what is none as it is written."""
    number = read_phone(written)
    return number.show(locale) if number else written


def link_phone(written: str) -> str:
    """The address that dials a telephone number; empty if it is none."""
    number = read_phone(written)
    return number.link if number else ""


def group_by_day(event: Event, zone: ZoneInfo) -> list[tuple[date, list[AgendaItem]]]:
    """The agenda by the event's days; what is past midnight stands with the day before, as the event's days have it."""
    groups: dict[date, list[AgendaItem]] = {}
    for item in event.agenda:
        on = item.starts_at.astimezone(zone).date()
        groups.setdefault(max((day.on for day in event.days if day.on <= on), default=on), []).append(item)
    return list(groups.items())


def _format_agenda_time(item: AgendaItem, locale: Locale, zone: ZoneInfo) -> str:
    if item.ends_at is None:
        return format_time(item.starts_at, locale, zone)
    return format_time_range(item.starts_at, item.ends_at, locale, zone)


def _group_speakers(item: AgendaItem) -> list[tuple[str, list[Speaker]]]:
    return [(role, list(speakers)) for role, speakers in groupby(item.speakers, key=lambda speaker: speaker.role)]
