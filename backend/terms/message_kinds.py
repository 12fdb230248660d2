"""Messages to registrants: their kinds and channels, and in which state of a registration each kind is true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

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

_STILL_IN: frozenset[State] = frozenset({"confirmed", "waiting", "late_review"})

TRUE_IN: Mapping[MessageKind, frozenset[State]] = {
    "confirmation": frozenset({"confirmed"}),
    "late_review": frozenset({"late_review"}),
    "waiting": frozenset({"waiting"}),
    "moved_up": frozenset({"confirmed"}),
    "approved": frozenset({"confirmed"}),
    "declined": frozenset({"declined"}),
    "changed": _STILL_IN,
    "cancelled": frozenset({"cancelled"}),
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


def is_true(kind: MessageKind, state: State) -> bool:
    """Whether a message of this kind is still true of a registration that stands so."""
    return state in TRUE_IN[kind]


def may_have_joining_details(kind: MessageKind, state: State) -> bool:
    """Whether a message may carry link, Meeting ID, passcode or room: of these kinds, and to who holds a seat."""
    return kind in WITH_JOINING_DETAILS and state == "confirmed"
