"""What an e-mail says, in one language and before it has a form: text and HTML are both made of this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.terms.message_kinds import may_have_joining_details
from site_format import addresses

if TYPE_CHECKING:
    from backend.built_site.messages import StrictMessages
    from backend.delivery.joining import JoiningDetails
    from backend.delivery.message import Message
    from site_format.locales import Locale

_UNTITLED = frozenset({"", "other"})  # codes of a form's choice that are no title to write before a name


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value, of several lines perhaps; `link` is the address behind it, empty if there is none."""

    label: str
    value: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail's content in order.

    Attributes:
        lead: What has happened, in a sentence or three.
        facts: Event, days, place, organisation, receipt code, state.
        joining: How to join; empty for whoever must not know it, and while it is not known.
        joining_later: When that comes, for who holds a seat while it is not known; else empty.
        manage_link: The recipient's own page, empty if there is none.
        is_preview: Whether the event is one of a preview, where nothing is real.
    """

    locale: Locale
    subject: str
    greeting: str
    lead: str
    facts: tuple[Row, ...]
    joining: tuple[Row, ...]
    joining_later: str
    manage_link: str
    help: tuple[Row, ...]
    about_link: str
    publisher: str
    is_preview: bool


def write_letter(message: Message, messages: StrictMessages) -> Letter:
    """What the e-mail to the message's recipient says."""
    locale, event = message.locale, message.event
    return Letter(
        locale=locale,
        subject=messages.text(locale, f"delivery.subject.{message.kind}", title=event.title[locale]),
        greeting=messages.text(locale, "delivery.greeting", name=name_recipient(message, messages)),
        lead=messages.text(locale, f"delivery.lead.{message.kind}"),
        facts=tuple(_list_facts(message, messages)),
        joining=tuple(list_joining(message, messages)),
        joining_later=_say_when_joining_comes(message, messages),
        manage_link=link_manage(message),
        help=tuple(Row(one.label[locale], one.value[locale], one.link) for one in event.facts.help),
        about_link=event.facts.base_url + addresses.event_page(event.slug, locale),
        publisher=event.facts.publisher[locale],
        is_preview=event.form.preview_as_of is not None,
    )


def name_recipient(message: Message, messages: StrictMessages) -> str:
    """`นายสมชาย ใจดี`, `Mr Somchai Jaidee`; who chose no title is คุณ in Thai."""
    person, locale = message.recipient, message.locale
    name = f"{person.first_name} {person.last_name}"
    field = message.event.fields.get("honorific")
    label = field.choices.get(person.honorific) if field and person.honorific not in _UNTITLED else None
    if label is None:
        return messages.text(locale, "delivery.polite_name", name=name)
    return messages.text(locale, "delivery.titled_name", title=label[locale], name=name)


def link_manage(message: Message) -> str:
    """The address of the recipient's own page; empty without a key."""
    base = message.event.facts.base_url
    return base + addresses.manage_page(message.manage) if message.manage else ""


def list_joining(message: Message, messages: StrictMessages) -> list[Row]:
    """How to join, line by line; nothing if the message has no joining details, which it refuses where it must."""
    details = message.joining
    if details is None:
        return []

    def label(name: str) -> str:
        return messages.text(message.locale, f"delivery.label.{name}")

    online, spot = details.online, details.on_the_spot
    rows = [
        Row(label("link"), online.link, online.link),
        Row(label("meeting_id"), online.meeting_id),
        Row(label("passcode"), online.passcode),
        Row(label("room"), spot.room.get(message.locale, "")),
        Row(label("map"), spot.map_link, spot.map_link),
    ]
    return [row for row in rows if row.value]


def find_room(details: JoiningDetails | None, locale: Locale) -> str:
    """The room, empty if none is known."""
    return details.on_the_spot.room.get(locale, "") if details else ""


def _list_facts(message: Message, messages: StrictMessages) -> list[Row]:
    locale, event = message.locale, message.event

    def row(name: str, value: str) -> Row:
        return Row(messages.text(locale, f"delivery.label.{name}"), value)

    days = event.facts.days
    when = "\n".join(day.text[locale] for day in days) if len(days) > 1 else event.facts.when[locale]
    rows = [row("event", event.title[locale]), row("when", when), row("where", event.facts.where[locale])]
    if event.called_off is not None:
        rows += [row("called_off", event.called_off.on[locale]), row("because", event.called_off.because[locale])]
    rows += [row("organisation", message.organisation), row("receipt", message.receipt)]
    if message.kind != "event_called_off":
        rows.append(row("state", messages.text(locale, f"delivery.state.{message.state}")))
    if message.state == "waiting" and message.place is not None:
        rows.append(row("place", str(message.place)))
    return rows


def _say_when_joining_comes(message: Message, messages: StrictMessages) -> str:
    if message.joining is not None or not may_have_joining_details(message.kind, message.state):
        return ""
    starts = message.event.facts.days[0].text[message.locale]
    return messages.text(message.locale, "delivery.joining.later", starts=starts)
