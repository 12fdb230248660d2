"""One message to one person: all that it takes to write it, in any channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend.terms.message_kinds import is_true, may_have_joining_details

if TYPE_CHECKING:
    from datetime import datetime

    from backend.built_site.events import Event
    from backend.delivery.joining import JoiningDetails
    from backend.terms.message_kinds import Channel, MessageKind, State
    from site_format.locales import Locale


class MessageError(ValueError):
    """There is no such message: it would not be true, or tell a secret to somebody who must not know it."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, as registered; not in a `repr`, so that no log names anybody.

    Attributes:
        honorific: The code of the form's choice.
        mobile: In E.164, `+66812345678`.
    """

    honorific: str = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    email: str = field(repr=False)
    mobile: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message; making one that must not exist raises MessageError, so that none can be sent.

    Attributes:
        id: The number of its row in the outbox; the same however often it is sent.
        organisation: The organisation's name as the recipient reads it.
        receipt: The receipt code.
        state: How the registration stands now, not when the message was caused.
        queued_at: When it was caused.
        place: In the waiting list, from 1, for who waits.
        manage: The key of the recipient's own page, empty if there is none.
        joining: How to join, if it is known and the recipient may know it.
        sequence: How many invitations this registration had before; 0 if this is the first.
        most_days: How many days the event had when it had most: calendars may hold an entry for each.
        calendar_key: What names the registration in calendars, also after a correction; the receipt code if empty.
    """

    id: int
    kind: MessageKind
    channel: Channel
    locale: Locale
    recipient: Recipient
    organisation: str = field(repr=False)
    receipt: str = field(repr=False)
    state: State
    queued_at: datetime
    event: Event = field(repr=False)
    place: int | None = None
    manage: str = field(default="", repr=False)
    joining: JoiningDetails | None = None
    sequence: int = 0
    most_days: int = 0
    calendar_key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what must not be sent."""
        if not is_true(self.kind, self.state, is_called_off=self.event.is_called_off):
            event = "that was called off" if self.event.is_called_off else "that takes place"
            raise MessageError(
                f"a message {self.kind} is not true of a registration that is {self.state}, for an event {event}"
            )
        if self.joining is not None and not may_have_joining_details(self.kind, self.state):
            raise MessageError(f"no message {self.kind} tells who is {self.state} how to join")
        if self.kind == "joining_details" and self.joining is None:
            raise MessageError("a message joining_details has to say how to join")

    @property
    def holds_seat(self) -> bool:
        """Whether the recipient holds a seat."""
        return self.state == "confirmed"
