"""What registrants are told without anybody pressing a button: changes, calling off, reminders; each once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from backend.registration import announcements
from backend.registration.acts import decide
from backend.registration.announcements import announcing, drop_untaken
from backend.registration.meeting import set_meeting
from backend.store import keys, outbox, records
from backend.store.schema import events as event_rows
from backend.store.schema import outbox as rows
from backend.store.schema import registrations
from backend.terms.outcomes import Refused, Stored
from tests.backend.conftest import OPEN_AT
from tests.backend.registration.office import Office
from tests.backend.small_site import SLUG, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from backend.store.store import Store

CALLED_OFF = {"on": {"th": "-", "en": "-"}, "because": {"th": "-", "en": "-"}}
REMIND_AT = datetime(2022, 1, 13, 2, tzinfo=UTC)
STARTS_AT = datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
MEETING = {"link": "https://zoom.example/j/1", "meeting_id": "", "passcode": "", "room": {}, "map_link": ""}


@pytest.fixture
def office(store: Store, site: Path) -> Office:
    """With three people: one with a seat, one who waits, and one whose registration was cancelled."""
    write_small_site(site, quota=1, waiting_list=True)
    office = Office(store, site)
    first = office.register(0)
    office.register(1)
    third = office.register(2, organisation="saithong-town")
    assert isinstance(first, Stored)
    assert isinstance(third, Stored)
    decide(store, office.event(), third.receipt, "cancel", by="x", at=OPEN_AT)
    office.send_all()
    return office


PUT_OFF = [("2022-02-01T01:30:00Z", "2022-02-01T09:00:00Z")]
CHANGED = [("สมชาย", "event_changed"), ("สมหญิง", "event_changed")]


@pytest.mark.parametrize("change", [{"days": PUT_OFF}, {"where": "ห้องประชุมใหม่"}])
def test_everybody_who_is_still_in_is_told_once_of_another_time_or_place(office: Office, change: Any) -> None:
    office.announce()
    assert office.told() == []
    office.change(**change)
    office.announce()
    office.announce()
    assert office.told() == CHANGED


def test_what_registrants_were_not_told_is_no_news(office: Office) -> None:
    office.change(title={"th": "ชื่อใหม่", "en": "Another title"}, delete_at="2022-05-14T09:00:00Z")
    office.change(where="  ออนไลน์ทาง Zoom Webinar ")
    office.announce()  # the Thai wording is as before but for spaces; the English one is not
    assert office.told() == CHANGED
    office.send_all()
    office.change(where="ออนไลน์ทาง  Zoom Webinar")
    office.announce()
    assert office.told() == []


def test_registrations_of_before_the_store_remembered_are_told_nothing_at_first(office: Office) -> None:
    office.store.write(lambda connection: connection.execute(update(event_rows).values(told=None)))
    office.change(days=PUT_OFF)
    office.announce()
    assert office.told() == []
    office.change(days=[("2022-02-02T01:30:00Z", "2022-02-02T09:00:00Z")])
    office.announce()
    assert office.told() == CHANGED


def test_after_the_news_comes_how_to_join_for_those_with_a_seat(office: Office) -> None:
    set_meeting(office.store, office.event(), MEETING, office.now)
    assert office.told() == [("สมชาย", "joining_details")]  # not begun: it would come before the news
    office.change(days=PUT_OFF)
    office.announce()
    assert office.told() == [*CHANGED, ("สมชาย", "joining_details")]
    assert office.told("joining_details", state="dropped") == [("สมชาย", "joining_details")]


def test_a_confirmation_that_waits_does_not_stand_in_for_how_to_join_after_the_news(office: Office) -> None:
    set_meeting(office.store, office.event(), MEETING, office.now)
    office.send_all()
    office.register(3, organisation="ao-ngam-tao")
    office.change(days=PUT_OFF)
    office.announce()
    assert office.told("joining_details") == [("สมชาย", "joining_details"), ("มาลี", "joining_details")]


def test_how_to_join_that_is_known_only_then_comes_too(office: Office) -> None:
    office.change(days=PUT_OFF)
    office.announce()
    assert set_meeting(office.store, office.event(), MEETING, office.now) == 1
    assert office.told() == [*CHANGED, ("สมชาย", "joining_details")]


@pytest.mark.parametrize("is_begun", [False, True])
def test_of_two_quick_edits_the_second_is_told_only_if_the_first_was_begun(office: Office, is_begun: bool) -> None:
    set_meeting(office.store, office.event(), MEETING, office.now)
    office.send_all()
    office.change(days=PUT_OFF)
    office.announce()
    if is_begun:
        office.take_all()
    office.change(where="ห้องประชุมใหม่")
    office.announce()
    told = [*CHANGED, ("สมชาย", "joining_details")]
    assert office.told() == (told * 2 if is_begun else told)


def test_several_processes_tell_it_once(office: Office) -> None:
    office.change(days=PUT_OFF)
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(office.announce) for _ in range(24)]:
            future.result()
    assert office.told() == CHANGED


@pytest.mark.parametrize("how", ["replaced", "gone", "broken"])
def test_a_site_that_cannot_be_asked_decides_nothing(office: Office, how: str) -> None:
    office.change(days=PUT_OFF)
    form = office.site / f"r/{SLUG}/form.json"
    kept = form.read_text()
    if how == "replaced":
        office.site.rename(office.site.with_name("away"))
    elif how == "gone":
        form.unlink()
    else:
        form.write_text("{}")
    office.announce()
    assert office.told() == []
    if how == "replaced":
        office.site.with_name("away").rename(office.site)
    form.write_text(kept)
    office.announce()
    assert office.told() == CHANGED


def test_of_an_event_that_is_over_nothing_is_told(office: Office) -> None:
    office.now = datetime(2022, 1, 14, 9, tzinfo=UTC)
    office.change(where="ห้องประชุมใหม่")
    office.announce()
    office.change(called_off=CALLED_OFF)
    office.announce()
    assert office.told() == []


def test_an_event_that_is_called_off_is_told_so_and_nothing_else(office: Office) -> None:
    set_meeting(office.store, office.event(), MEETING, office.now)
    office.register(3, organisation="ao-ngam-tao")
    office.change(called_off=CALLED_OFF)
    office.announce()
    office.announce()
    assert office.told() == [(name, "event_called_off") for name in ("สมชาย", "สมหญิง", "มาลี")]
    office.change(days=PUT_OFF)
    office.announce()
    assert len(office.told()) == 3  # when it does not take place is no news


def test_an_event_that_takes_place_after_all_is_told_so_and_its_registrations_stand(office: Office) -> None:
    set_meeting(office.store, office.event(), MEETING, office.now)
    office.change(called_off=CALLED_OFF)
    office.announce()
    office.send_all()
    office.change(called_off=None)
    office.announce()
    assert office.told() == [*CHANGED, ("สมชาย", "joining_details")]


def test_calling_off_that_nobody_heard_of_is_dropped_when_it_is_taken_back(office: Office) -> None:
    office.change(called_off=CALLED_OFF)
    office.announce()
    office.change(called_off=None)
    office.announce()
    assert office.told() == CHANGED
    assert office.told("event_called_off", state="dropped") == [(name, "event_called_off") for name, _kind in CHANGED]


def test_nobody_registers_moves_up_or_is_approved_for_what_was_called_off(office: Office) -> None:
    first = office.register(3, organisation="ao-ngam-tao")
    office.now = datetime(2022, 1, 11, tzinfo=UTC)
    times = {"created_at": "2022-01-09T02:00:00.000Z", "sent_at": "2022-01-11T02:00:00.000Z"}
    late = office.register(4, organisation="ao-ngam-tao", **times)
    assert isinstance(first, Stored)
    assert isinstance(late, Stored)
    assert late.status == "late_review"
    office.change(called_off=CALLED_OFF)
    for outcome in (
        office.register(5, organisation="saithong-town", **times),
        office.register(3, organisation="ao-ngam-tao", position="ปลัด", replaces=first.submission_id),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.code == "closed"
    decided = decide(office.store, office.event(), late.receipt, "approve", by="x", at=office.now)
    assert decided.hindrance == "not_possible"
    office.send_all()
    with office.store.reading() as connection:
        receipt = keys.find_receipt(connection, records.list_seated(connection, SLUG, office.now)[0])
    decide(office.store, office.event(), receipt, "cancel", by="x", at=office.now)
    assert office.told() == [("สมชาย", "cancelled")]


def prepare_reminder(office: Office, at: datetime = REMIND_AT) -> None:
    office.change(remind_at=f"{at:%Y-%m-%dT%H:%M:%SZ}")


REMINDED = [("สมชาย", "reminder")]


def test_those_with_a_seat_are_reminded_once(office: Office) -> None:
    prepare_reminder(office)
    office.now = REMIND_AT - timedelta(milliseconds=1)
    office.announce()
    assert office.told() == []
    office.now = REMIND_AT
    office.announce()
    office.announce()
    assert office.told() == REMINDED
    office.send_all()
    office.now += timedelta(hours=3)
    office.announce()
    assert office.told() == []


def test_a_reminder_that_is_late_is_still_given_until_the_event_begins(office: Office) -> None:
    prepare_reminder(office)
    office.now = STARTS_AT
    office.announce()
    assert office.told() == []
    office.now -= timedelta(milliseconds=1)
    office.announce()
    assert office.told() == REMINDED


def test_who_registers_after_that_time_is_not_reminded(office: Office) -> None:
    write_small_site(office.site, quota=1, waiting_list=True, deadline_at="2022-01-14T01:00:00Z")
    prepare_reminder(office)
    office.now = REMIND_AT + timedelta(milliseconds=1)
    office.register(3, organisation="ao-ngam-tao")
    office.announce()
    assert office.told("reminder") == REMINDED


def test_nobody_is_reminded_where_the_event_wants_none_or_was_called_off(office: Office) -> None:
    office.now = REMIND_AT
    office.announce()
    assert office.told() == []
    prepare_reminder(office)
    office.change(called_off=CALLED_OFF)
    office.announce()
    assert office.told("reminder") == []


def test_of_an_event_that_is_put_off_they_are_reminded_at_the_new_time_again(office: Office) -> None:
    prepare_reminder(office)
    office.now = REMIND_AT
    office.announce()
    office.send_all()
    office.change(days=PUT_OFF)
    prepare_reminder(office, datetime(2022, 1, 31, 2, tzinfo=UTC))
    office.announce()
    assert office.told() == CHANGED
    office.send_all()
    office.now = datetime(2022, 1, 31, 2, tzinfo=UTC)
    office.announce()
    office.announce()
    assert office.told() == REMINDED


def test_a_reminder_that_was_not_begun_waits_for_the_new_time(office: Office) -> None:
    prepare_reminder(office)
    office.now = REMIND_AT
    office.announce()
    office.change(days=PUT_OFF)
    prepare_reminder(office, datetime(2022, 1, 31, 2, tzinfo=UTC))
    office.announce()
    assert office.told() == CHANGED


def test_who_is_told_of_another_time_on_the_last_day_is_not_reminded_besides(office: Office) -> None:
    prepare_reminder(office)
    office.now = REMIND_AT
    office.announce()
    office.send_all()
    office.change(days=[("2022-01-14T03:30:00Z", "2022-01-14T09:00:00Z")])
    office.announce()
    office.announce()
    assert office.told() == CHANGED


def test_several_processes_remind_once(office: Office) -> None:
    prepare_reminder(office)
    office.now = REMIND_AT
    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(office.announce) for _ in range(24)]:
            future.result()
    assert office.told() == REMINDED


def test_the_store_itself_keeps_no_second_reminder_of_one_occasion(office: Office) -> None:
    with office.store.reading() as connection:
        [key] = records.list_seated(connection, SLUG, office.now)

    def remind(occasion: datetime) -> None:
        office.store.write(
            lambda connection: outbox.add_messages(connection, [(key, "email")], "reminder", OPEN_AT, occasion=occasion)
        )

    remind(STARTS_AT)
    with pytest.raises(IntegrityError):
        remind(STARTS_AT)
    remind(STARTS_AT + timedelta(days=1))


def test_sms_that_nobody_sends_are_dropped_after_two_days_with_the_reason(office: Office) -> None:
    office.register(3, organisation="ao-ngam-tao")
    query = select(rows.c.channel, rows.c.state, rows.c.last_error).where(rows.c.created_at == office.now)
    drop_untaken(office.store, office.now + timedelta(days=2) - timedelta(milliseconds=1))
    with office.store.reading() as connection:
        assert sorted(connection.execute(query)) == [("email", "waiting", None), ("sms", "waiting", None)]
    drop_untaken(office.store, office.now + timedelta(days=2))
    with office.store.reading() as connection:
        assert sorted(connection.execute(query)) == [("email", "waiting", None), ("sms", "dropped", "not_taken")]


def test_an_sms_that_a_gateway_puts_off_is_not_dropped_so(office: Office) -> None:
    office.register(3, organisation="ao-ngam-tao")
    office.take_all()
    drop_untaken(office.store, office.now + timedelta(days=2))
    assert office.told() == [("มาลี", "confirmation")]
    with office.store.reading() as connection:
        assert outbox.count_messages(connection, SLUG)["sms", "waiting"] == 1


def test_it_happens_by_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcements, "EVERY_S", 0.01)

    def count_dropped() -> int:
        with office.store.reading() as connection:
            return outbox.count_messages(connection, SLUG).get(("sms", "dropped"), 0)

    def queue_long_ago(connection: Connection) -> None:
        key = connection.execute(select(registrations.c.submission_id).limit(1)).scalar_one()
        outbox.add_messages(connection, [(key, "sms")], "changed", office.now - timedelta(days=2))

    office.store.write(queue_long_ago)
    before = count_dropped()
    with announcing(office.store, office.events(), lambda: office.now):
        office.change(days=PUT_OFF)
        for _ in range(1000):
            if office.told() and count_dropped() > before:
                break
            time.sleep(0.01)
    assert office.told() == CHANGED
    assert count_dropped() > before
