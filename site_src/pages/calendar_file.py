"""The calendar file of an event.

Source: RFC 5545. What only registrants may know (link, Meeting ID, passcode) is not in the content, so never in here.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from site_format.addresses import address
from site_src.dates import format_deadline
from site_src.templating import translator

if TYPE_CHECKING:
    from site_format.locales import Locale
    from site_src import model


def render_calendar(content: model.Content, event: model.Event, locale: Locale) -> bytes:
    """An iCalendar file with one event, its times in UTC.

    The same identifier in both languages, so that a calendar that gets both keeps one. The stamp is the day of the
    letter that came last in the chain: it changes when the letter does, not at every build.
    """
    site = content.site
    translate = translator(content.messages[locale], locale)
    page = site.base_url + address(f"/events/{event.slug}/", locale)
    entry = Event()
    entry.add("uid", f"{event.slug}@{urlsplit(site.base_url).hostname}")
    entry.add("dtstamp", datetime.combine(event.circulars[-1].dated_on, time(), UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("summary", event.title.get(locale))
    entry.add("location", event.channel.get(locale))
    entry.add("url", page)
    entry.add(
        "description",
        translate(
            "site.calendar.description",
            deadline=format_deadline(event, locale),
            register=site.base_url + address(f"/r/{event.slug}/", locale),
            page=page,
        ),
        parameters={"language": locale},
    )
    entry.add("status", "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Wian//Wian//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
