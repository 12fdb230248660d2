"""Invitations in e-mails: what puts an event into the recipient's calendar, keeps it up to date there and takes it out.

Sources: RFC 5545 (iCalendar), RFC 5546 (iTIP: REQUEST and CANCEL, one UID each, growing SEQUENCE).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import icalendar

from backend.delivery.addresses import write_for_servers
from backend.delivery.letter import find_room, list_joining, name_recipient
from site_format.addresses import event_page

if TYPE_CHECKING:
    from backend.built_site.messages import StrictMessages
    from backend.delivery.message import Message

type Method = Literal["REQUEST", "CANCEL"]

_INVITING = frozenset({"confirmation", "moved_up", "approved", "changed", "joining_details", "event_changed"})


@dataclass(frozen=True, slots=True)
class Invitation:
    """One day of the event as an iCalendar text, and what it asks of the calendar."""

    method: Method
    ics: str


def render_invitations(message: Message, organizer: str, messages: StrictMessages) -> list[Invitation]:
    """An invitation for each day of the event; none if the message changes nothing in a calendar.

    Days that the event had before and has no more are taken out.

    Args:
        message: Only what its recipient may know of how to join is in the invitation.
        organizer: The address that the e-mail comes from.
        messages: For the texts.
    """
    method = choose_method(message)
    if method is None:
        return []
    days = len(message.event.facts.days)
    gone = range(days, message.most_days) if message.sequence > 0 else ()
    methods: list[tuple[int, Method]] = [(number, method) for number in range(days)]
    methods += [(number, "CANCEL") for number in gone]
    return [Invitation(one, _render_day(message, one, number, organizer, messages)) for number, one in methods]


def choose_method(message: Message) -> Method | None:
    """Who holds a seat is invited; who was invited before and holds none, or no event, has it taken out."""
    if message.holds_seat and message.kind != "event_called_off":
        return "REQUEST" if message.kind in _INVITING else None
    return "CANCEL" if message.sequence > 0 else None


def _render_day(message: Message, method: Method, number: int, organizer: str, messages: StrictMessages) -> str:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Wian//Wian//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    entry = icalendar.Event()
    entry.add("uid", name_entry(message, number))
    entry.add("sequence", message.sequence)
    entry.add("dtstamp", message.queued_at)
    if number < len(message.event.facts.days):
        day = message.event.facts.days[number]
        entry.add("dtstart", day.starts_at)
        entry.add("dtend", day.ends_at)
    entry.add("summary", _title_entry(message, number, messages))
    entry.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    entry.add("organizer", _make_organizer(message, organizer))
    entry.add("attendee", _make_attendee(message, messages), encode=False)
    if method == "REQUEST":
        _describe(entry, message, messages)
    calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def name_entry(message: Message, number: int) -> str:
    """The UID: of registration and day, so that an update finds what it updates, in either language.

    The day's number and not its date names it, from 0, so that an event that is put off moves in calendars.
    """
    name = message.calendar_key or message.receipt
    if number > 0:
        name += f"-{number + 1}"
    return f"{message.event.slug}-{name}@{urlsplit(message.event.facts.base_url).hostname}"


def _title_entry(message: Message, number: int, messages: StrictMessages) -> str:
    title, count = message.event.title[message.locale], len(message.event.facts.days)
    if count == 1 or number >= count:
        return title
    return messages.text(message.locale, "site.calendar.day", title=title, number=number + 1, count=count)


def _make_organizer(message: Message, address: str) -> icalendar.vCalAddress:
    organizer = icalendar.vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = message.event.facts.publisher[message.locale]
    return organizer


def _make_attendee(message: Message, messages: StrictMessages) -> icalendar.vCalAddress:
    """The recipient, who has said yes by registering: nobody waits for an answer from the calendar."""
    attendee = icalendar.vCalAddress(f"mailto:{write_for_servers(message.recipient.email)}")
    attendee.params["CN"] = name_recipient(message, messages)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee


def _describe(entry: icalendar.Event, message: Message, messages: StrictMessages) -> None:
    """Where, how to join if that may be known, the event's page; no manage key, for colleagues see calendars."""
    event, locale = message.event, message.locale
    page = event.facts.base_url + event_page(event.slug, locale)
    lines = [f"{row.label}: {row.value}" for row in list_joining(message, messages)]
    lines.append(f"{messages.text(locale, 'delivery.about')}: {page}")
    entry.add("location", find_room(message.joining, locale) or event.facts.where[locale])
    entry.add("url", page)
    entry.add("description", "\n".join(lines), parameters={"language": locale})
