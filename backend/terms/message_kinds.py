"""Messages to registrants: their kinds and channels, and in which state of a registration each kind is true."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

type Channel = Literal["email", "sms"]

type MessageKind = Literal[
    "confirmation",
    "late_review",
    "waiting",
    "moved_up",
    "approved",
    "declined",
    "changed",
    "cancelled",
    "joining_details",
    "reminder",
    "event_changed",
    "event_called_off",
]

type State = Literal["confirmed", "waiting", "late_review", "declined", "cancelled", "replaced", "removed"]
"""How a registration stands; only who is confirmed holds a seat."""

CHANNELS: tuple[Channel, ...] = ("email", "sms")

USEFUL_FOR: Mapping[Channel, timedelta] = {"sms": timedelta(days=2)}
"""How long a message is worth sending that nobody has begun to send; what is not here, until the event is over.

An SMS says what is new; where no gateway is set up, none is kept for the day that one is. The e-mail says everything.
"""

_STILL_IN: frozenset[State] = frozenset({"confirmed", "waiting", "late_review"})

TRUE_IN: Mapping[MessageKind, frozenset[State]] = {
    "confirmation": frozenset({"confirmed"}),
    "late_review": frozenset({"late_review"}),
    "waiting": frozenset({"waiting"}),
    "moved_up": frozenset({"confirmed"}),
    "approved": frozenset({"confirmed"}),
    "declined": frozenset({"declined"}),
    "changed": _STILL_IN,
    "cancelled": frozenset({"cancelled", "replaced"}),  # also who was replaced by another person
    "joining_details": frozenset({"confirmed"}),
    "reminder": frozenset({"confirmed"}),
    "event_changed": _STILL_IN,
    "event_called_off": _STILL_IN,
}
"""The states in which a message of each kind says the truth; in any other it was overtaken and is not sent."""

WITH_JOINING_DETAILS: frozenset[MessageKind] = frozenset(
    {"confirmation", "moved_up", "approved", "changed", "joining_details", "reminder"}
)
"""The kinds that tell who holds a seat how to join; no other kind ever does."""


_WHETHER_OR_NOT: frozenset[MessageKind] = frozenset({"declined", "cancelled"})
"""The kinds that are as true of an event that was called off as of any other."""


def is_true(kind: MessageKind, state: State, *, is_called_off: bool = False) -> bool:
    """Whether a message of this kind is still true of a registration that stands so, for an event that stands so."""
    if state not in TRUE_IN[kind]:
        return False
    return kind in _WHETHER_OR_NOT or (kind == "event_called_off") == is_called_off


NOT_TAKEN = "not_taken"
"""Why such a message was dropped."""


def is_useful(channel: Channel, queued_at: datetime, now: datetime) -> bool:
    """Whether a message that nobody has begun to send is still worth sending."""
    return channel not in USEFUL_FOR or now - queued_at < USEFUL_FOR[channel]


def may_have_joining_details(kind: MessageKind, state: State) -> bool:
    """Whether a message may carry link, Meeting ID, passcode or room: of these kinds, and to who holds a seat."""
    return kind in WITH_JOINING_DETAILS and state == "confirmed"
