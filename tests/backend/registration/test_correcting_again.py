"""A correction that was to take a registration's place and has ended leaves that to be corrected by another."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend.registration.standing import find_standing
from backend.store import keys, removal
from backend.store.schema import registrations
from backend.terms.outcomes import Stored
from tests.backend.registration.office import Office
from tests.backend.small_site import write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from backend.registration.acts import Decision
    from backend.store.store import Store

TOWN = "saithong-town"


@pytest.fixture
def office(store: Store, site: Path) -> Office:
    """With one seat an organisation and a waiting list; somebody has the town's."""
    write_small_site(site, quota=1, waiting_list=True)
    office = Office(store, site)
    take(office, 9, organisation=TOWN)
    return office


def take(office: Office, number: int, **fields: str) -> Stored:
    outcome = office.register(number, **fields)
    assert isinstance(outcome, Stored), outcome
    return outcome


def correct(office: Office, number: int, replaces: Stored, **fields: str) -> Stored:
    return take(office, number, replaces=replaces.submission_id, **fields)


def may_correct(office: Office, replaces: Stored) -> bool:
    return isinstance(office.register(0, replaces=replaces.submission_id, position="ปลัด"), Stored)


def stand(office: Office, *stored: Stored) -> list[str]:
    query = select(registrations.c.submission_id, registrations.c.state)
    with office.store.reading() as connection:
        states = {row.submission_id: row.state for row in connection.execute(query)}
    return [states[one.submission_id] for one in stored]


@pytest.mark.parametrize("decision", ["cancel", "decline", "remove", "erase"])
def test_what_stands_is_corrected_by_another(office: Office, decision: Decision) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    assert moved.status == "waiting"
    assert not may_correct(office, first)
    office.decide(moved.receipt, decision)
    again = correct(office, 0, first, position="ปลัด")
    assert stand(office, first, again) == ["replaced", "confirmed"]
    with office.store.reading() as connection:
        standing = find_standing(connection, first.manage)
    assert standing is not None
    assert standing.receipt == again.receipt


def test_what_was_taken_back_is_to_take_that_place_again(office: Office) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    office.decide(moved.receipt, "decline")
    office.decide(moved.receipt, "take_back")
    assert not may_correct(office, first)
    office.decide(moved.receipt, "approve")
    assert stand(office, first, moved) == ["confirmed", "waiting"]


def test_nothing_is_taken_back_once_another_has_that_place(office: Office) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    office.decide(moved.receipt, "decline")
    again = correct(office, 0, first, position="ปลัด")
    assert office.decide(moved.receipt, "take_back").hindrance == "not_possible"
    assert stand(office, moved, again) == ["declined", "confirmed"]


def test_so_it_is_when_the_correction_was_corrected_itself(office: Office) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    mended = correct(office, 0, moved, organisation=TOWN, position="ครู")
    office.decide(mended.receipt, "decline")
    office.decide(mended.receipt, "take_back")
    assert not may_correct(office, first)
    with office.store.reading() as connection:
        assert keys.find_latest(connection, moved.submission_id) == mended.submission_id
    office.decide(mended.receipt, "decline")
    again = correct(office, 0, first, position="ปลัด")
    assert stand(office, first, again) == ["replaced", "confirmed"]
    assert office.decide(mended.receipt, "take_back").hindrance == "not_possible"


def test_what_took_the_place_and_was_cancelled_then_still_is_what_became_of_the_first(office: Office) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation="ao-ngam-tao")
    assert moved.status == "confirmed"
    office.decide(moved.receipt, "cancel")
    with office.store.reading() as connection:
        assert keys.find_latest(connection, first.submission_id) == moved.submission_id


def test_what_waited_and_moved_up_too(office: Office) -> None:
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    write_small_site(office.site, quota=2, waiting_list=True)
    office.register(1, organisation=TOWN)  # a seat that was added is theirs who came before
    assert stand(office, first, moved) == ["replaced", "confirmed"]
    office.decide(moved.receipt, "cancel")
    office.store.write(lambda connection: removal.remove_registrations(connection, [first.submission_id]))
    with office.store.reading() as connection:
        assert keys.find_latest(connection, first.submission_id) == moved.submission_id


AFTER_DEADLINE = datetime(2022, 1, 11, 2, tzinfo=UTC)
LATE = {"created_at": "2022-01-11T01:59:00.000Z", "sent_at": "2022-01-11T02:00:00.000Z"}


def test_who_waits_is_replaced_by_another_who_was_approved_to_wait(office: Office) -> None:
    first = take(office, 0, organisation=TOWN)
    office.now = AFTER_DEADLINE
    other = correct(office, 1, first, organisation=TOWN, **LATE)
    assert stand(office, first, other) == ["waiting", "late_review"]
    office.decide(other.receipt, "approve")
    assert stand(office, first, other) == ["replaced", "waiting"]


def test_what_is_approved_ends_all_that_it_was_to_replace(office: Office) -> None:
    """Else one who corrected what waited would hold two seats."""
    first = take(office, 0)
    moved = correct(office, 0, first, organisation=TOWN)
    office.now = AFTER_DEADLINE
    other = correct(office, 1, moved, organisation=TOWN, **LATE)
    assert stand(office, first, moved, other) == ["confirmed", "waiting", "late_review"]
    write_small_site(office.site, quota=2, waiting_list=True)
    office.decide(other.receipt, "approve")
    assert stand(office, first, moved, other) == ["replaced", "replaced", "confirmed"]


def test_who_moves_when_the_event_is_full_takes_the_seat_along(office: Office) -> None:
    write_small_site(office.site, quota=3, capacity=2)
    first = take(office, 0)
    assert not isinstance(office.register(1), Stored)
    moved = correct(office, 0, first, organisation=TOWN)
    assert stand(office, first, moved) == ["replaced", "confirmed"]
    assert not isinstance(office.register(1), Stored)
