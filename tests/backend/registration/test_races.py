"""Many at once, in a file and on a server: every seat is given once, no free one is refused, one move wins."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from backend.built_site.events import Events
from backend.registration.acts import cancel_by_person, decide
from backend.registration.register import register
from backend.registration.standing import find_standing
from backend.store import records
from backend.store.schema import decisions, outbox, registrations, submissions
from backend.terms.outcomes import Stored
from backend.terms.submission import parse_submission
from registration_rules import check_registration
from tests.backend.conftest import OPEN_AT
from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.store.store import Store
    from backend.terms.message_kinds import State
    from backend.terms.outcomes import Outcome

AT_ONCE = 16


def find_event(site: Path, **rules: object) -> Event:
    event = Events(write_small_site(site, **rules), is_preview=False).find(SLUG)
    assert event is not None
    return event


def send(store: Store, event: Event, fields: dict[str, str]) -> Outcome:
    submission = parse_submission(fields)
    return register(store, event, submission, check_registration(event.form, submission.fields), OPEN_AT)


def cancel(store: Store, event: Event, submission_id: str) -> State | None:
    return store.write(lambda connection: cancel_by_person(connection, event, submission_id, OPEN_AT))


def at_once[T](tasks: list[Callable[[], T]]) -> list[T]:
    """Run them in threads, all at the same time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def count(store: Store, state: str) -> int:
    with store.reading() as connection:
        query = select(func.count()).where(registrations.c.state == state)
        return connection.execute(query).scalar_one()


def make_sending(store: Store, event: Event, fields: dict[str, str]) -> Callable[[], Outcome]:
    return lambda: send(store, event, fields)


@pytest.mark.parametrize("rules", [{"quota": 3}, {"quota": None, "capacity": 5}, {"quota": 2, "waiting_list": True}])
def test_exactly_the_seats_are_given(store: Store, site: Path, rules: dict[str, object]) -> None:
    event = find_event(site, **rules)
    outcomes = at_once([make_sending(store, event, make_submission(number)) for number in range(AT_ONCE)])
    seats = rules.get("capacity") or rules["quota"]
    confirmed = [outcome for outcome in outcomes if isinstance(outcome, Stored) and outcome.status == "confirmed"]
    assert len(confirmed) == count(store, "confirmed") == seats
    assert count(store, "waiting") == (AT_ONCE - len(confirmed) if rules.get("waiting_list") else 0)


def test_a_key_sent_many_times_at_once_is_one_registration(store: Store, site: Path) -> None:
    event = find_event(site)
    fields = make_submission(0)
    outcomes = at_once([make_sending(store, event, fields)] * AT_ONCE)
    assert len({outcome.receipt for outcome in outcomes if isinstance(outcome, Stored)}) == 1
    assert [outcome.is_replay for outcome in outcomes if isinstance(outcome, Stored)].count(False) == 1
    with store.reading() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (submissions, outbox)
        ]
    assert counts == [1, 2]


def test_of_many_moves_of_one_person_one_wins(store: Store, site: Path) -> None:
    event = find_event(site)
    first = make_submission(0)
    send(store, event, first)
    organisations = ("saithong-town", "ao-ngam-tao") * 4
    moves = [make_submission(0, organisation=name, replaces=first["submission_id"]) for name in organisations]
    outcomes = at_once([make_sending(store, event, move) for move in moves])
    assert sum(isinstance(outcome, Stored) for outcome in outcomes) == 1
    assert (count(store, "confirmed"), count(store, "replaced")) == (1, 1)


def test_a_key_with_many_contents_is_stored_once(store: Store, site: Path) -> None:
    event = find_event(site)
    first = make_submission(0)
    organisations = ("saithong-pao", "saithong-town", "ao-ngam-tao") * 3
    outcomes = at_once([make_sending(store, event, first | {"organisation": name}) for name in organisations])
    assert len({outcome.receipt for outcome in outcomes if isinstance(outcome, Stored)}) == 1
    assert count(store, "confirmed") == 1


def test_with_cancels_and_moves_between_no_seat_is_free_while_somebody_waits(store: Store, site: Path) -> None:
    event = find_event(site, quota=2, waiting_list=True)
    chance = random.Random(7)  # noqa: S311 - the same in every run
    organisations = ("saithong-pao", "saithong-town", "ao-ngam-tao")
    sent = [make_submission(number, organisation=organisations[number % 3]) for number in range(24)]
    answers = [
        answer for answer in at_once([make_sending(store, event, one) for one in sent]) if isinstance(answer, Stored)
    ]

    def disturb(answer: Stored, fields: dict[str, str]) -> Callable[[], object]:
        if chance.random() < 0.5:
            return lambda: decide(store, event, answer.receipt, "cancel", by="x", at=OPEN_AT + timedelta(minutes=1))
        moved = {"organisation": chance.choice(organisations), "replaces": fields["submission_id"]}
        number = sent.index(fields)
        return make_sending(store, event, make_submission(number, **moved))

    at_once([disturb(answer, fields) for answer, fields in zip(answers, sent, strict=True)])
    with store.reading() as connection:
        waiting = {one.organisation for one in records.list_waiting(connection, SLUG)}
        for organisation in organisations:
            seats = records.list_taken_seats(connection, SLUG, organisation)
            assert len(seats) <= 2
            assert organisation not in waiting or len(seats) == 2


def test_cancelled_many_times_at_once_is_cancelled_once(store: Store, site: Path) -> None:
    event = find_event(site, quota=1, waiting_list=True)
    first = make_submission(0)
    for fields in (first, make_submission(1)):
        send(store, event, fields)
    statuses = at_once([lambda: cancel(store, event, first["submission_id"])] * AT_ONCE)
    assert statuses == ["cancelled"] * AT_ONCE
    assert [count(store, state) for state in ("cancelled", "confirmed", "waiting")] == [1, 1, 0]
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(decisions)).scalar_one() == 1


@pytest.mark.parametrize("seed", range(6))
def test_cancelled_while_it_is_corrected_it_is_cancelled_whoever_comes_first(
    store: Store, site: Path, seed: int
) -> None:
    """The correction is taken and then cancelled by the key of the first, or finds nothing more to correct."""
    event = find_event(site)
    first = make_submission(0)
    stored = send(store, event, first)
    assert isinstance(stored, Stored)
    moves = [{"position": "ปลัด"}, {"organisation": "saithong-town"}, {"first_name": "มาลี"}] * 2
    corrections = [make_submission(0, **move, replaces=first["submission_id"]) for move in moves]
    tasks: list[Callable[[], object]] = [make_sending(store, event, fields) for fields in corrections]
    tasks += [lambda: cancel(store, event, first["submission_id"])] * 2
    random.Random(seed).shuffle(tasks)  # noqa: S311 - the same in every run
    outcomes = at_once(tasks)
    taken = sum(isinstance(outcome, Stored) for outcome in outcomes)
    assert (taken <= 1, outcomes.count("cancelled")) == (True, 2)
    assert [count(store, state) for state in ("confirmed", "cancelled", "replaced")] == [0, 1, taken]
    with store.reading() as connection:
        standing = find_standing(connection, stored.manage)
        assert standing is not None
        assert (standing.state, standing.is_replaced) == ("cancelled", taken == 1)


def test_a_long_way_of_corrections_is_followed_to_its_end(store: Store, site: Path) -> None:
    event = find_event(site)
    first = sent = make_submission(0)
    stored = send(store, event, first)
    assert isinstance(stored, Stored)
    for number in range(60):
        sent = make_submission(0, position=f"นิติกร {number}", replaces=sent["submission_id"])
        assert isinstance(send(store, event, sent), Stored)
    with store.reading() as connection:
        standing = find_standing(connection, stored.manage)
    assert standing is not None
    assert standing.registration is not None
    assert standing.registration.submission_id == sent["submission_id"]
