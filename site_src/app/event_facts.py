"""What the receipts page knows of the events, all of it public."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.app.form_data import write_instant
from site_src.dates import format_deadline, format_when
from site_src.phone_numbers import read_phone

if TYPE_CHECKING:
    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Event


def describe_events(content: Content, locale: Locale, options: BuildOptions) -> dict[str, object]:
    """The events that are not over, by slug; `EventFacts` in `pwa/ui/page-data.js` says what each has."""
    zone = ZoneInfo(content.site.time_zone)
    return {event.slug: _describe(event, locale, zone) for event in content.events if event.ends_at > options.now}


def _describe(event: Event, locale: Locale, zone: ZoneInfo) -> dict[str, object]:
    numbers = [read_phone(channel.value) for channel in event.help_channels if channel.kind == "phone"]
    return {
        "title": event.title.get(locale),
        "when": format_when(event, locale, zone),
        "starts_at": write_instant(event.starts_at),
        "ends_at": write_instant(event.ends_at),
        "deadline": format_deadline(event, locale, zone),
        "deadline_at": write_instant(event.deadline_at),
        "phones": [{"value": number.show(locale), "link": number.link} for number in numbers if number],
    }
