"""What has ended is kept no longer than somebody needs it; what stays is the key, its answer and how it ended."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from backend.built_site.events import Events
from backend.registration import retention
from backend.registration.acts import cancel_by_person, decide
from backend.registration.retention import ENDED_KEPT, remove_ended, scheduled_deletion
from backend.registration.standing import find_standing
from backend.store import keys, outbox, records, removal
from backend.store.opening import open_store
from backend.store.schema import outbox as rows
from backend.store.schema import registrations, submissions
from backend.terms.outcomes import Stored
from tests.backend.registration.office import Office
from tests.backend.small_site import SLUG, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from backend.store.store import Store
    from tests.backend.conftest import Phone

MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def office(store: Store, site: Path) -> Office:
    """With one seat an organisation and a waiting list."""
    write_small_site(site, quota=1, waiting_list=True)
    return Office(store, site)


def take(office: Office, number: int, **fields: str) -> Stored:
    outcome = office.register(number, **fields)
    assert isinstance(outcome, Stored)
    return outcome


def list_states(office: Office) -> list[str]:
    query = select(registrations.c.state).order_by(registrations.c.received_at)
    with office.store.reading() as connection:
        return list(connection.execute(query).scalars())


def count(office: Office) -> list[int]:
    """Rows in outbox, registrations and submissions."""
    with office.store.reading() as connection:
        tables = (rows, registrations, submissions)
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


def end_some(office: Office) -> dict[str, Stored]:
    """One of each kind, and one that stays; their messages are sent."""
    found = {"confirmed": take(office, 0), "declined": take(office, 1)}
    found["cancelled"] = take(office, 2, organisation="saithong-town")
    found["replaced"] = take(office, 3, organisation="ao-ngam-tao")
    take(office, 3, organisation="ao-ngam-tao", position="ปลัด", replaces=found["replaced"].submission_id)
    office.decide(found["declined"].receipt, "decline")
    office.decide(found["cancelled"].receipt, "cancel")
    office.send_all()
    return found


def test_what_was_replaced_goes_at_once_and_what_was_declined_or_cancelled_after_a_week(office: Office) -> None:
    end_some(office)
    assert remove_ended(office.store, office.now) == 1
    assert list_states(office) == ["confirmed", "declined", "cancelled", "confirmed"]
    assert remove_ended(office.store, office.now + ENDED_KEPT - MOMENT) == 0
    assert remove_ended(office.store, office.now + ENDED_KEPT) == 2
    assert list_states(office) == ["confirmed", "confirmed"]
    assert count(office) == [2 * 2, 2, 5]
    assert remove_ended(office.store, office.now + timedelta(days=60)) == 0


def test_their_keys_keep_their_answer_and_how_they_ended(office: Office) -> None:
    found = end_some(office)
    remove_ended(office.store, office.now)
    remove_ended(office.store, office.now + ENDED_KEPT)
    with office.store.reading() as connection:
        standings = {name: find_standing(connection, one.manage) for name, one in found.items()}
        for one in found.values():
            answered = keys.find_submission(connection, one.submission_id)
            assert answered is not None
            assert isinstance(answered.outcome, Stored)
            assert answered.outcome.receipt == one.receipt
    assert {name: standing.state for name, standing in standings.items() if standing} == {
        "confirmed": "confirmed",
        "declined": "declined",
        "cancelled": "cancelled",
        "replaced": "confirmed",  # as its successor stands
    }
    cancelled = found["cancelled"].submission_id
    event = office.event()
    again = office.store.write(lambda connection: cancel_by_person(connection, event, cancelled, office.now))
    assert again == "cancelled"
    assert office.decide(found["declined"].receipt, "take_back").hindrance == "not_possible"


def test_what_was_removed_or_erased_is_removed_however_it_had_ended(office: Office) -> None:
    one = take(office, 0)
    office.decide(one.receipt, "cancel")
    office.decide(one.receipt, "erase")
    with office.store.reading() as connection:
        standing = find_standing(connection, one.manage)
    assert standing is not None
    assert standing.state == "removed"


def test_a_refusal_that_is_taken_back_begins_its_week_anew(office: Office) -> None:
    take(office, 0)
    one = take(office, 1)
    office.decide(one.receipt, "decline")
    remove_ended(office.store, office.now)
    office.now += ENDED_KEPT - MOMENT
    assert office.decide(one.receipt, "take_back").after == "late_review"
    office.now += ENDED_KEPT
    assert remove_ended(office.store, office.now) == 0
    office.decide(one.receipt, "decline")
    assert remove_ended(office.store, office.now) == 0
    assert remove_ended(office.store, office.now + ENDED_KEPT) == 1


def test_who_does_not_come_any_more_is_kept_until_that_is_said_but_a_week_at_most(office: Office) -> None:
    first = take(office, 0)
    office.send_all()
    take(office, 1, replaces=first.submission_id)
    assert office.told("cancelled") == [("สมชาย", "cancelled")]
    assert remove_ended(office.store, office.now) == 0
    [message] = [one for one in office.take_all() if one.kind == "cancelled" and one.channel == "email"]
    office.store.write(lambda connection: outbox.note_failed(connection, message, "refused"))
    assert remove_ended(office.store, office.now) == 0  # the SMS is still to be sent
    assert remove_ended(office.store, office.now + ENDED_KEPT) == 1


def test_what_is_still_in_stays_whatever_waits_in_its_place(office: Office) -> None:
    take(office, 0, organisation="saithong-town")
    first = take(office, 1)
    take(office, 1, organisation="saithong-town", replaces=first.submission_id)  # waits, and the first keeps its seat
    office.send_all()
    assert remove_ended(office.store, office.now + timedelta(days=30)) == 0
    assert list_states(office) == ["confirmed", "confirmed", "waiting"]


@pytest.mark.parametrize("how", ["retention", "organiser"])
def test_invitations_go_on_counting_when_what_was_corrected_is_gone(office: Office, how: str) -> None:
    first = take(office, 0)
    second = take(office, 0, position="ปลัด", replaces=first.submission_id)
    third = take(office, 0, position="รองปลัด", replaces=second.submission_id)
    office.send_all()

    def count_invitations() -> int:
        with office.store.reading() as connection:
            registration = records.find_registration(connection, third.submission_id)
            assert registration is not None
            return outbox.count_earlier_invitations(connection, registration.calendar_key, 1000)

    assert count_invitations() == 3
    if how == "retention":
        assert remove_ended(office.store, office.now) == 2
    else:
        for one in (second, first):
            office.decide(one.receipt, "remove")
    assert count_invitations() == 3


def test_it_goes_in_small_steps_until_all_is_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for number, organisation in enumerate(["saithong-pao", "saithong-town", "ao-ngam-tao"]):
        office.decide(take(office, number, organisation=organisation).receipt, "cancel")
    remove_ended(office.store, office.now)
    assert remove_ended(office.store, office.now + ENDED_KEPT) == 3


def test_only_what_has_ended_is_removed_even_if_an_end_is_noted(office: Office) -> None:
    take(office, 0)
    office.store.write(lambda connection: connection.execute(text("UPDATE registrations SET ended_at = '2000'")))
    office.store.write(lambda connection: removal.remove_some_ended(connection, SLUG, ["declined"], office.now, 10))
    assert list_states(office) == ["confirmed"]


def test_it_happens_by_itself_and_no_byte_of_it_is_left(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = phone.register(0)["receipt"]
    phone.register(1)
    replaced = phone.register(2)["submission_id"]
    phone.register(3, replaces=replaced)
    names = ("สมชาย", "person0@", "0812340000", "+66812340000", "วิชัย", "person2@")
    monkeypatch.setattr(retention, "ENDED_KEPT", timedelta())
    with closing(open_store(phone.database.parent)) as store:
        events = Events(phone.site, is_preview=False)
        event = events.find(SLUG)
        assert event is not None
        decide(store, event, receipt, "cancel", by="x", at=phone.clock())
        with scheduled_deletion(store, events, phone.clock):
            pass  # what had ended by the start is removed before the end
        left = b"".join(file.read_bytes() for file in phone.database.parent.iterdir())
    assert [name for name in names if name.encode() in left] == []
    assert "สมหญิง".encode() in left
    assert phone.query("SELECT count(*) FROM submissions") == [(4,)]
