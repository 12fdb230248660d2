"""The calendar file of an event.

Source: RFC 5545. What only registrants may know (link, Meeting ID, passcode) is not in the content, so never in here.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar

from site_format.addresses import event_page, registration_page
from site_src.dates import format_deadline, format_long_date, format_when, list_time_spans
from site_src.templating import translator

if TYPE_CHECKING:
    from site_format.locales import Locale
    from site_src.model import Content, Event


def render_calendar(content: Content, event: Event, locale: Locale) -> bytes:
    """An iCalendar file with an entry for each day of the event, its times in UTC.

    A day's hours are its own, so that nobody's nights are taken; where the content does not say them for each day, one
    entry goes from the first moment to the last.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Wian//Wian//EN")
    calendar.add("version", "2.0")
    spans = list_time_spans(event)
    for number, (starts_at, ends_at) in enumerate(spans, 1):
        entry = _describe_entry(content, event, locale)
        entry.add("uid", _find_uid(content, event, starts_at if len(spans) > 1 else None))
        entry.add("dtstart", starts_at.astimezone(UTC))
        entry.add("dtend", ends_at.astimezone(UTC))
        entry.add("summary", _name_entry(content, event, locale, number, len(spans)))
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _find_uid(content: Content, event: Event, starts_at: datetime | None) -> str:
    """The same in both languages and at every build, so that a calendar that gets an entry twice keeps one."""
    name = event.slug
    if starts_at is not None:
        name += f"-{starts_at.astimezone(ZoneInfo(content.site.time_zone)).date()}"
    return f"{name}@{urlsplit(content.site.base_url).hostname}"


def _name_entry(content: Content, event: Event, locale: Locale, number: int, count: int) -> str:
    title, translate = event.title.get(locale), translator(content.messages[locale], locale)
    if count > 1:
        title = translate("site.calendar.day", title=title, number=number, count=count)
    return translate("site.calendar.called_off", title=title) if event.called_off else title


def _describe_entry(content: Content, event: Event, locale: Locale) -> icalendar.Event:
    """What the entries of all days share.

    The stamp is the day of the letter that came last in the chain, or on which it was called off: it changes when these
    do, not at every build.
    """
    site = content.site
    page = site.base_url + event_page(event.slug, locale)
    entry = icalendar.Event()
    stamp = event.called_off.on if event.called_off else event.circulars[-1].dated_on
    entry.add("dtstamp", datetime.combine(stamp, time(), UTC))
    entry.add("location", event.channel.get(locale))
    entry.add("url", page)
    entry.add("description", _describe_event(content, event, locale, page), parameters={"language": locale})
    entry.add("status", "CANCELLED" if event.called_off else "CONFIRMED")
    entry.add("sequence", 1 if event.called_off else 0)
    return entry


def _describe_event(content: Content, event: Event, locale: Locale, page: str) -> str:
    translate, zone = translator(content.messages[locale], locale), ZoneInfo(content.site.time_zone)
    if event.called_off is not None:
        day, because = format_long_date(event.called_off.on, locale), event.called_off.because.get(locale)
        return translate("site.calendar.description_called_off", day=day, because=because, page=page)
    return translate(
        "site.calendar.description",
        when=format_when(event, locale, zone),
        deadline=format_deadline(event, locale, zone),
        register=content.site.base_url + registration_page(event.slug, locale),
        page=page,
    )
