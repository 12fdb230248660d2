"""The life of a registration: every state with every act, and what a correction may and may not do."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, get_args

import pytest

from backend.registration import life
from backend.registration.life import ACTIVE, Admission, Step
from registration_rules.deadline import Timeliness

if TYPE_CHECKING:
    from backend.registration.life import Act, Change, Room
    from backend.terms.message_kinds import State

STATES: tuple[State, ...] = (*ACTIVE, "declined", "cancelled", "replaced", "removed")
TIMES: tuple[Timeliness, ...] = get_args(Timeliness.__value__)
ROOMS: tuple[Room, ...] = get_args(life.Room.__value__)
CHANGES: tuple[Change, ...] = get_args(life.Change.__value__)
ACTS: tuple[Act, ...] = get_args(life.Act.__value__)
RANK = {"confirmed": 2, "waiting": 1, "late_review": 0}

# What each state may become by each act, as DESIGN has it; "-" cannot be done.
TABLE = """
              cancel     decline   take_back    remove   move_up
confirmed     cancelled  -         -            removed  -
waiting       cancelled  declined  -            removed  confirmed
late_review   cancelled  declined  -            removed  -
declined      -          -         late_review  removed  -
cancelled     -          -         -            removed  -
replaced      -          -         -            removed  -
removed       -          -         -            -        -
"""


def read_table() -> dict[tuple[str, str], str]:
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    return {(row[0], act): cell for row in rows for act, cell in zip(head, row[1:], strict=True)}


def test_every_state_and_act() -> None:
    found = {(state, act): life.ACTS.get((state, act)) for state, act in product(STATES, ACTS)}
    assert {key: step.state if step else "-" for key, step in found.items()} == read_table()


def test_who_is_told_what() -> None:
    assert {(act, step.message) for (_, act), step in life.ACTS.items()} == {
        ("cancel", "cancelled"),
        ("decline", "declined"),
        ("take_back", None),
        ("remove", None),
        ("move_up", "moved_up"),
    }


def test_nothing_comes_back_from_where_nothing_comes_back() -> None:
    assert [act for (state, act) in life.ACTS if state == "removed"] == []
    assert [act for (state, act) in life.ACTS if state in {"cancelled", "replaced"} and act != "remove"] == []


@pytest.mark.parametrize(
    ("timeliness", "room", "expected"),
    [
        ("normal", "seat", Admission("confirmed", "confirmation")),
        ("normal", "line", Admission("waiting", "waiting")),
        ("normal", "none", "quota_full"),
        *(("late_review", room, Admission("late_review", "late_review")) for room in ROOMS),
        *(("closed", room, "closed") for room in ROOMS),
    ],
)
def test_a_new_registration(timeliness: Timeliness, room: Room, expected: Admission | str) -> None:
    assert life.register(timeliness, room) == expected


def test_approving() -> None:
    assert {
        "seat": Step("confirmed", "approved"),
        "line": Step("waiting", "waiting"),
        "none": "quota_full",
    } == life.APPROVE


@pytest.mark.parametrize(("before", "change", "timeliness", "room"), list(product(ACTIVE, CHANGES, TIMES, ROOMS)))
def test_no_correction_makes_anybody_less_than_they_are(
    before: State, change: Change, timeliness: Timeliness, room: Room
) -> None:
    admission = life.correct(before, change, timeliness, room, has_started=False)
    if isinstance(admission, Admission) and admission.replaces_now:
        assert RANK[admission.state] >= RANK[before]
    if isinstance(admission, Admission) and not admission.replaces_now:
        assert RANK[admission.state] < RANK[before]  # else it would have replaced it


@pytest.mark.parametrize(("before", "timeliness", "room"), list(product(ACTIVE, TIMES, ROOMS)))
def test_the_same_person_keeps_state_and_seat_whatever_the_time(
    before: State, timeliness: Timeliness, room: Room
) -> None:
    expected = Admission(before, "changed", keeps_place=True, replaces_now=True)
    assert life.correct(before, "same", timeliness, room, has_started=False) == expected


@pytest.mark.parametrize(
    ("before", "told"), [("confirmed", "confirmation"), ("waiting", "waiting"), ("late_review", "late_review")]
)
def test_another_person_in_time_takes_over(before: State, told: str) -> None:
    for room in ROOMS:
        admission = life.correct(before, "another_person", "normal", room, has_started=False)
        assert admission == Admission(before, told, keeps_place=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("timeliness", ["late_review", "closed"])
def test_another_person_after_the_deadline_waits_for_the_organiser(timeliness: Timeliness) -> None:
    for before, room in product(ACTIVE, ROOMS):
        admission = life.correct(before, "another_person", timeliness, room, has_started=False)
        assert admission == Admission("late_review", "late_review", replaces_now=before == "late_review")


@pytest.mark.parametrize(
    ("before", "timeliness", "room", "expected"),
    [
        ("confirmed", "normal", "seat", Admission("confirmed", "confirmation")),
        ("confirmed", "normal", "line", Admission("waiting", "waiting", replaces_now=False)),
        ("confirmed", "normal", "none", "quota_full"),
        ("confirmed", "late_review", "seat", Admission("late_review", "late_review", replaces_now=False)),
        ("confirmed", "closed", "seat", "closed"),
        ("waiting", "normal", "line", Admission("waiting", "waiting")),
        ("late_review", "normal", "seat", Admission("confirmed", "confirmation")),
        ("late_review", "late_review", "none", Admission("late_review", "late_review")),
    ],
)
def test_another_organisation_is_judged_as_new(
    before: State, timeliness: Timeliness, room: Room, expected: Admission | str
) -> None:
    assert life.correct(before, "another_organisation", timeliness, room, has_started=False) == expected


def test_nothing_is_corrected_once_the_event_has_begun() -> None:
    for before, change, timeliness, room in product(ACTIVE, CHANGES, TIMES, ROOMS):
        assert life.correct(before, change, timeliness, room, has_started=True) == "closed"


def test_what_has_ended_is_no_reason_to_wait() -> None:
    for state, ended in product(ACTIVE, ("declined", "cancelled", "replaced", "removed")):
        assert life.comes_as_far(state, ended)
    assert not life.comes_as_far("cancelled", "late_review")
