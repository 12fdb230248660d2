"""Everything about one event: `content/events/<slug>/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from site_src.model.agenda import AgendaItem
    from site_src.model.circulars import Circular
    from site_src.model.forms import FormField
    from site_src.model.organisations import OrganisationList
    from site_src.model.places import Place, PlacedText, Text


@dataclass(frozen=True, slots=True)
class HelpChannel:
    """Where registrants ask for help; `url` is empty where the letter prints none.

    `value` is what a person dials, writes to or looks for: a telephone number, an address, the name of a chat room.
    """

    kind: Literal["phone", "email", "line"]
    label: Text
    value: str
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A picture or PDF that an event's texts show: where it lies, also within the project, and its name at the page."""

    source: Path
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class EventDay:
    """One day of an event; `starts_at` or `ends_at` is None where neither the event's file nor its agenda says it.

    What goes on past midnight belongs to the day on which it began.
    """

    on: date
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalledOff:
    """That an event does not take place: since which day, and why."""

    on: date
    because: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Event:
    """One event: `content/events/<slug>/`.

    Attributes:
        starts_at: When its first day starts.
        ends_at: When its last day ends.
        days: Each day on which it takes place, in order; there may be days between them on which it does not.
        deadline_at: The instant until which a registration is in time, inclusive; the end of the day in the site's time
            zone if the letter gives a day only (then `deadline_is_day` is true and `deadline_on` is that day).
        grace_hours: How long after `deadline_at` what was filled in before it is still taken, for review.
        quota: Seats per organisation, None if it may send as many as there is room for.
        capacity: Seats of the whole event, None if only the quotas count.
        waiting_list: Whether who finds no seat may wait for one.
        max_people: How many people one user may enter in one go.
        called_off: That it does not take place; None if it does.
        reminder_days: How many days before its first day those who hold a seat are reminded; 0 for not at all.
    """

    slug: str
    title: Text
    summary: Text  # Markdown, our own words: what this is about, for a reader in a hurry
    background: Text  # Markdown
    channel: Text
    starts_at: datetime
    ends_at: datetime
    days: tuple[EventDay, ...]
    deadline_at: datetime
    deadline_on: date
    deadline_is_day: bool
    grace_hours: int
    quota: int | None
    capacity: int | None
    waiting_list: bool
    max_people: int
    called_off: CalledOff | None
    reminder_days: int
    invited: Text  # Markdown
    how_to_register: tuple[Text, ...]  # Markdown, one step each
    confirmation: Text  # Markdown: what comes after registering, and by which way
    help_channels: tuple[HelpChannel, ...]
    organisation_list: OrganisationList
    agenda: tuple[AgendaItem, ...]
    agenda_notes: tuple[Text, ...]
    circulars: tuple[Circular, ...]  # the first issuer first, then who passes it on
    form_fields: tuple[FormField, ...]
    texts: tuple[PlacedText, ...]  # every pair of texts of its folder
    files: tuple[LinkedFile, ...]  # what these name, each once
    place: Place
