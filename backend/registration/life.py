"""The life of a registration as one table: state × act → state, and whom it is told.

    state        seat  comes about by                              may become
    confirmed    one   in time with a seat free; approved;         replaced, cancelled, removed
                       moved up
    waiting      –     in time, none free, and the event has a     confirmed, replaced, cancelled, declined, removed
                       waiting list
    late_review  –     made in time, received late                 confirmed or waiting (approved), declined, replaced,
                                                                   cancelled, removed
    declined     –     the organiser                               late_review (taken back), removed
    cancelled    –     the person or the organiser                 removed
    replaced     –     an accepted correction                      removed
    removed      –     the organiser, a person's request,          nothing: only the key and its answer stay
                       retention

Nothing here knows of a store or a clock: use cases look up what is so, ask, and write down what they are told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.terms.message_kinds import MessageKind, State
    from registration_rules.deadline import Timeliness

type Room = Literal["seat", "line", "none"]
"""What an organisation has for one more person: a free seat, only the waiting list, or neither."""

type Act = Literal["cancel", "decline", "take_back", "remove", "move_up"]
"""What can be done to a registration without looking at seats."""

type Change = Literal["same", "another_person", "another_organisation"]
"""What a correction changes: the person's other answers, the person, or the organisation."""

type Refusal = Literal["quota_full", "closed"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a registration becomes, and which message its person gets; None for none."""

    state: State
    message: MessageKind | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """How a registration that is taken begins.

    Attributes:
        state: Its first state.
        message: What its person is told.
        keeps_place: Whether it takes over the seat, or the place in line, of what it corrects.
        replaces_now: Whether what it corrects ends with it. If not, that stays as it is until the correction has come
            as far, so that nobody who is confirmed becomes less than that.
    """

    state: State
    message: MessageKind
    keeps_place: bool = False
    replaces_now: bool = True


REGISTER: Mapping[tuple[Timeliness, Room], Admission | Refusal] = {
    ("normal", "seat"): Admission("confirmed", "confirmation"),
    ("normal", "line"): Admission("waiting", "waiting"),
    ("normal", "none"): "quota_full",
    # Late ones hold no seat until a person approves them, so that a forged time takes nobody's place.
    ("late_review", "seat"): Admission("late_review", "late_review"),
    ("late_review", "line"): Admission("late_review", "late_review"),
    ("late_review", "none"): Admission("late_review", "late_review"),
    ("closed", "seat"): "closed",
    ("closed", "line"): "closed",
    ("closed", "none"): "closed",
}

APPROVE: Mapping[Room, Step | Refusal] = {
    "seat": Step("confirmed", "approved"),
    "line": Step("waiting", "waiting"),
    "none": "quota_full",
}
"""What becomes of one in `late_review`."""

ACTS: Mapping[tuple[State, Act], Step] = {
    ("confirmed", "cancel"): Step("cancelled", "cancelled"),
    ("waiting", "cancel"): Step("cancelled", "cancelled"),
    ("late_review", "cancel"): Step("cancelled", "cancelled"),
    ("waiting", "decline"): Step("declined", "declined"),
    ("late_review", "decline"): Step("declined", "declined"),
    ("declined", "take_back"): Step("late_review"),
    ("waiting", "move_up"): Step("confirmed", "moved_up"),
    # Nobody can be told: the address goes with the rest.
    ("confirmed", "remove"): Step("removed"),
    ("waiting", "remove"): Step("removed"),
    ("late_review", "remove"): Step("removed"),
    ("declined", "remove"): Step("removed"),
    ("cancelled", "remove"): Step("removed"),
    ("replaced", "remove"): Step("removed"),
}
"""What is not here cannot be done."""

ACTIVE: tuple[State, ...] = ("confirmed", "waiting", "late_review")
"""Those that a person may still correct or cancel, from the best to the least."""

ENDED: tuple[State, ...] = ("declined", "cancelled", "replaced")
"""Those that are kept for a while only. An active one that stands in the place of another is none of them."""

_TOLD_ANOTHER: Mapping[State, MessageKind] = {
    "confirmed": "confirmation",
    "waiting": "waiting",
    "late_review": "late_review",
}


def register(timeliness: Timeliness, room: Room) -> Admission | Refusal:
    """What becomes of a new registration."""
    return REGISTER[timeliness, room]


def correct(
    before: State, change: Change, timeliness: Timeliness, room: Room, *, has_started: bool
) -> Admission | Refusal:
    """What becomes of a correction of an active registration.

    Args:
        before: The state of what is corrected.
        change: What it changes.
        timeliness: As the deadline's rule judges the correction.
        room: What the organisation that it names has, the corrected one not counted.
        has_started: Whether the event has begun: then it is too late for everything.
    """
    if has_started:
        return "closed"
    if change == "same":
        return Admission(before, "changed", keeps_place=True)
    if change == "another_person" and timeliness == "normal":
        return Admission(before, _TOLD_ANOTHER[before], keeps_place=True)
    if change == "another_person":
        # The organisation has the seat; whether somebody else may have it so late, the organiser says.
        admission: Admission | Refusal = Admission("late_review", "late_review")
    else:
        admission = REGISTER[timeliness, room]
    if not isinstance(admission, Admission):
        return admission
    return replace(admission, replaces_now=comes_as_far(admission.state, before))


def comes_as_far(state: State, as_far_as: State) -> bool:
    """Whether a registration in the one state has all that one in the other has."""
    return state in ACTIVE and (as_far_as not in ACTIVE or ACTIVE.index(state) <= ACTIVE.index(as_far_as))
