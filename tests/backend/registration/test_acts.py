"""Life after the store, over real HTTP and a real store: cancelling, approving, moving up, correcting late."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.__main__ import main
from backend.built_site.events import Events
from backend.registration.acts import decide
from backend.registration.retention import delete_expired
from backend.store import sqlite
from backend.store.opening import open_store
from tests.backend.conftest import Phone, SettableClock
from tests.backend.small_site import SLUG, make_plain_submission, make_submission, write_small_site
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from pathlib import Path

    from backend.registration.acts import Decided, Decision

DEADLINE = datetime(2022, 1, 10, 17, tzinfo=UTC)
LATE = DEADLINE + timedelta(hours=5)
LATE_TIMES = {"created_at": "2022-01-09T02:00:00.000Z", "sent_at": "2022-01-11T02:00:00.000Z"}


def act(phone: Phone, receipt: str, decision: Decision) -> Decided:
    event = Events(phone.site, is_preview=False).find(SLUG)
    assert event is not None
    with closing(open_store(phone.database.parent)) as store:
        return decide(store, event, receipt, decision, by="ครูสมศรี", at=phone.clock())


def stand(phone: Phone) -> list[tuple[str, str, int | None]]:
    """First name, state and seat of everybody, in the order in which they came."""
    return phone.query("SELECT first_name, state, seat FROM registrations ORDER BY received_at, rowid")


def told(phone: Phone) -> list[tuple[str, str]]:
    """What is to be said to whom by e-mail."""
    return phone.query(
        "SELECT first_name, kind FROM outbox JOIN registrations USING (submission_id) "
        "WHERE channel = 'email' AND outbox.state = 'waiting' ORDER BY outbox.id"
    )


def fill(phone: Phone, **options: object) -> list[dict[str, str]]:
    """Three people who have the three seats, then two who come after them."""
    write_small_site(phone.site, **options)  # type: ignore[arg-type]
    answers = []
    for number in range(5):
        phone.clock.now += timedelta(seconds=1)
        answers.append(phone.post(make_submission(number)).json())
    return answers


def test_who_finds_no_seat_waits_and_moves_up_in_the_order_of_arrival(phone: Phone) -> None:
    answers = fill(phone, waiting_list=True)
    assert [answer["status"] for answer in answers] == ["confirmed"] * 3 + ["waiting"] * 2
    assert act(phone, answers[1]["receipt"], "cancel").after == "cancelled"
    assert stand(phone) == [
        ("สมชาย", "confirmed", 1),
        ("สมหญิง", "cancelled", None),
        ("วิชัย", "confirmed", 3),
        ("มาลี", "confirmed", 2),
        ("ประเสริฐ", "waiting", None),
    ]
    assert told(phone) == [
        ("สมชาย", "confirmation"),
        ("วิชัย", "confirmation"),
        ("ประเสริฐ", "waiting"),
        ("สมหญิง", "cancelled"),
        ("มาลี", "moved_up"),
    ]


def test_another_organisations_full_seats_keep_nobody_from_moving_up(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    first = phone.register(0)
    phone.register(1)
    town = phone.register(2, organisation="saithong-town")
    phone.register(3, organisation="saithong-town")
    act(phone, town["receipt"], "cancel")
    assert [(state, seat) for _, state, seat in stand(phone)] == [
        ("confirmed", 1),
        ("waiting", None),
        ("cancelled", None),
        ("confirmed", 1),
    ]
    assert first["status"] == "confirmed"


def test_the_capacity_of_the_event_is_held_whatever_the_quotas(phone: Phone) -> None:
    write_small_site(phone.site, quota=None, capacity=2, waiting_list=True)
    organisations = ("saithong-pao", "saithong-town", "ao-ngam-tao")
    answers = [phone.register(number, organisation=name) for number, name in enumerate(organisations)]
    assert [answer["status"] for answer in answers] == ["confirmed", "confirmed", "waiting"]
    act(phone, answers[0]["receipt"], "cancel")
    assert [state for _, state, _ in stand(phone)] == ["cancelled", "confirmed", "confirmed"]


def test_without_quota_and_capacity_there_is_always_a_seat(phone: Phone) -> None:
    write_small_site(phone.site, quota=None)
    assert [phone.register(number)["status"] for number in range(5)] == ["confirmed"] * 5


def test_seats_that_are_added_are_theirs_who_waited(phone: Phone) -> None:
    fill(phone, waiting_list=True)
    write_small_site(phone.site, quota=4, waiting_list=True)
    assert phone.register(6)["status"] == "waiting"
    assert stand(phone)[3:] == [
        ("มาลี", "confirmed", 4),
        ("ประเสริฐ", "waiting", None),
        ("อนันต์", "waiting", None),
    ]


def test_the_waiting_list_is_shown_in_its_order(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    answers = fill(phone, waiting_list=True)
    assert run(phone, "waiting", SLUG) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"1. {answers[3]['receipt']}  Saithong PAO  มาลี ใจดี",
        f"2. {answers[4]['receipt']}  Saithong PAO  ประเสริฐ ใจดี",
        "2 in all",
    ]


def test_and_moves_up_who_has_a_seat_by_now(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(phone, waiting_list=True)
    write_small_site(phone.site, quota=4, waiting_list=True)
    monkeypatch.setattr("backend.__main__.system_clock", phone.clock)
    assert run(phone, "waiting", SLUG) == 0
    assert stand(phone)[3:] == [("มาลี", "confirmed", 4), ("ประเสริฐ", "waiting", None)]


def register_late(phone: Phone, number: int = 0, **fields: str) -> dict[str, str]:
    phone.clock.now = LATE
    return phone.register(number, **LATE_TIMES, **fields)


def test_a_late_one_takes_no_seat_until_it_is_approved(phone: Phone) -> None:
    write_small_site(phone.site, quota=1)
    late = register_late(phone)
    assert stand(phone) == [("สมชาย", "late_review", None)]
    assert act(phone, late["receipt"], "approve").after == "confirmed"
    assert stand(phone) == [("สมชาย", "confirmed", 1)]
    assert told(phone) == [("สมชาย", "approved")]


@pytest.mark.parametrize(("waiting_list", "after"), [(True, "waiting"), (False, "late_review")])
def test_approving_without_a_seat(phone: Phone, waiting_list: bool, after: str) -> None:
    write_small_site(phone.site, quota=1, waiting_list=waiting_list)
    phone.register(1)
    late = register_late(phone)
    decided = act(phone, late["receipt"], "approve")
    assert (decided.after, decided.hindrance) == (after, None if waiting_list else "no_seat")
    assert stand(phone)[1] == ("สมชาย", after, None)


def test_declining_and_taking_it_back(phone: Phone) -> None:
    late = register_late(phone)
    assert act(phone, late["receipt"], "decline").after == "declined"
    assert told(phone) == [("สมชาย", "declined")]
    assert act(phone, late["receipt"], "decline").hindrance == "not_possible"
    assert act(phone, late["receipt"], "take_back").after == "late_review"
    assert told(phone) == []  # who has not heard of it yet never does
    assert act(phone, late["receipt"], "approve").after == "confirmed"


def test_the_same_person_corrected_late_stays_confirmed_on_the_same_seat(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    answer = register_late(phone, 0, position="ปลัด", replaces=key)
    assert answer["status"] == "confirmed"
    assert stand(phone) == [("สมชาย", "replaced", None), ("สมชาย", "confirmed", 1)]
    assert told(phone) == [("สมชาย", "changed")]


def test_another_person_after_the_deadline_waits_while_the_first_keeps_the_seat(phone: Phone) -> None:
    write_small_site(phone.site, quota=1)
    key = phone.register(0)["submission_id"]
    late = register_late(phone, 1, replaces=key)
    assert stand(phone) == [("สมชาย", "confirmed", 1), ("สมหญิง", "late_review", None)]
    assert act(phone, late["receipt"], "approve").after == "confirmed"
    assert stand(phone) == [("สมชาย", "replaced", None), ("สมหญิง", "confirmed", 1)]


def test_if_that_is_declined_the_first_stays(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    late = register_late(phone, 1, replaces=key)
    act(phone, late["receipt"], "decline")
    assert stand(phone) == [("สมชาย", "confirmed", 1), ("สมหญิง", "declined", None)]


def test_a_correction_of_what_waits_to_replace_another_replaces_that_too(phone: Phone) -> None:
    write_small_site(phone.site, quota=1)
    key = phone.register(0)["submission_id"]
    waiting = register_late(phone, 1, replaces=key)["submission_id"]
    last = register_late(phone, 2, replaces=waiting)
    assert [state for _, state, _ in stand(phone)] == ["confirmed", "replaced", "late_review"]
    act(phone, last["receipt"], "approve")
    assert [state for _, state, _ in stand(phone)] == ["replaced", "replaced", "confirmed"]


def test_a_move_to_an_organisation_without_a_seat_keeps_the_first(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    key = phone.register(0)["submission_id"]
    town = phone.register(1, organisation="saithong-town")
    moved = phone.register(0, organisation="saithong-town", replaces=key)
    assert moved["status"] == "waiting"
    assert stand(phone)[0] == ("สมชาย", "confirmed", 1)
    act(phone, town["receipt"], "cancel")
    assert [state for _, state, _ in stand(phone)] == ["replaced", "cancelled", "confirmed"]


def test_a_move_that_waited_leaves_its_seat_to_who_waited_longer(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    key = phone.register(0)["submission_id"]
    town = phone.register(1, organisation="saithong-town")
    phone.clock.now += timedelta(seconds=1)
    phone.register(2)  # waits for the first one's seat
    phone.clock.now += timedelta(seconds=1)
    phone.register(0, organisation="saithong-town", replaces=key)  # waits for another seat, and keeps its own
    act(phone, town["receipt"], "cancel")
    assert [state for _, state, _ in stand(phone)] == ["replaced", "cancelled", "confirmed", "confirmed"]


def test_a_move_frees_the_seat_for_who_waits(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    key = phone.register(0)["submission_id"]
    phone.register(1)
    phone.register(0, organisation="saithong-town", replaces=key)
    assert stand(phone) == [
        ("สมชาย", "replaced", None),
        ("สมหญิง", "confirmed", 1),
        ("สมชาย", "confirmed", 1),
    ]


def test_another_person_is_told_and_so_is_the_one_who_does_not_come(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    phone.register(1, replaces=key)
    assert told(phone) == [("สมชาย", "cancelled"), ("สมหญิง", "confirmation")]


def test_whoever_is_told_of_the_correction_is_not_told_of_its_other_half(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    phone.register(1, email="person0@example.go.th", replaces=key)
    assert told(phone) == [("สมหญิง", "confirmation")]


@pytest.mark.parametrize("is_scripted", [True, False])
def test_whoever_cancelled_registers_again(phone: Phone, is_scripted: bool) -> None:
    make = make_submission if is_scripted else make_plain_submission
    first = phone.post(make(0)).json()
    act(phone, first["receipt"], "cancel")
    again = phone.post(make(0)).json()
    assert again["status"] == "confirmed"
    assert again["receipt"] != first["receipt"]
    assert [state for _, state, _ in stand(phone)] == ["cancelled", "confirmed"]


def test_a_phone_that_sends_again_what_was_cancelled_gets_its_first_answer(phone: Phone) -> None:
    submission = make_submission(0)
    first = phone.post(submission).json()
    act(phone, first["receipt"], "cancel")
    assert phone.post(submission).json() == first
    assert len(stand(phone)) == 1


@pytest.mark.parametrize("decision", ["remove", "erase"])
def test_what_is_removed_leaves_its_key_and_nothing_personal(phone: Phone, decision: Decision) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    submission = make_submission(0, first_name="กานดาวสี")
    first = phone.post(submission).json()
    phone.register(1)
    assert act(phone, first["receipt"], decision).after == "removed"
    assert stand(phone) == [("สมหญิง", "confirmed", 1)]
    left = b"".join(file.read_bytes() for file in phone.database.parent.iterdir())
    assert [word for word in ("กานดาวสี", "person0@example.go.th", "+66812340000") if word.encode() in left] == []
    assert phone.post(submission).json() == first  # and is registered no second time
    assert len(stand(phone)) == 1
    assert (
        "ลบการลงทะเบียนแล้ว"
        in phone.client.get(f"/r/{SLUG}/receipts/{first['receipt']}/", headers={"accept": "text/html"}).text
    )


def test_every_decision_is_written_down_without_a_name_of_the_registered(phone: Phone) -> None:
    late = register_late(phone)
    act(phone, late["receipt"], "approve")
    act(phone, late["receipt"], "approve")  # not possible, so not done
    act(phone, late["receipt"], "remove")
    at = "2022-01-10T22:00:00.000Z"
    assert phone.query("SELECT submission_id, act, by, at, before, after FROM decisions ORDER BY id") == [
        (late["submission_id"], "approve", "ครูสมศรี", at, "late_review", "confirmed"),
        (late["submission_id"], "remove", "ครูสมศรี", at, "confirmed", "removed"),
    ]


def test_nobody_moves_up_once_the_event_has_begun(phone: Phone) -> None:
    answers = fill(phone, waiting_list=True)
    phone.clock.now = datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
    act(phone, answers[0]["receipt"], "cancel")
    assert [state for _, state, _ in stand(phone)] == ["cancelled", "confirmed", "confirmed", "waiting", "waiting"]


def test_nothing_is_corrected_once_the_event_has_begun(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    phone.clock.now = datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
    response = phone.post(make_submission(0, position="ปลัด", replaces=key))
    assert (response.status_code, response.json()["code"]) == (422, "closed")


def test_a_correction_on_a_seat_above_a_lowered_quota_keeps_it(phone: Phone) -> None:
    keys = [phone.register(number)["submission_id"] for number in range(3)]
    write_small_site(phone.site, quota=2)
    assert phone.register(2, position="ปลัด", replaces=keys[2])["status"] == "confirmed"
    assert stand(phone)[3] == ("วิชัย", "confirmed", 3)


def test_a_cancelled_registration_cannot_be_corrected(phone: Phone) -> None:
    first = phone.register(0)
    act(phone, first["receipt"], "cancel")
    response = phone.post(make_submission(0, replaces=first["submission_id"]))
    assert (response.status_code, response.json()["problems"][0]["code"]) == (422, "already_registered")


def run(phone: Phone, *arguments: str) -> int:
    return main([*arguments, "--site", str(phone.site), "--data", str(phone.database.parent), "--locale", "en"])


def test_the_commands_say_what_they_did_and_why_not(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = phone.register(0)["receipt"]
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)
    assert run(phone, "cancel", SLUG, receipt) == 0
    assert capsys.readouterr().out == f"{receipt}: confirmed → cancelled\n"
    for arguments, said in (
        (("approve", SLUG, receipt), "this can’t be done, because it is “cancelled” now"),
        (("approve", SLUG, wrong), "is not a receipt code"),
        (("approve", SLUG, "0000-0000"), "has no registration with the receipt code 0000-0000"),
        (("approve", "other", receipt), "There is no event 'other'"),
    ):
        assert run(phone, *arguments) == 1
        assert said in capsys.readouterr().err


@pytest.mark.parametrize("way", ["erase", "retention"])
def test_what_is_removed_is_gone_from_a_write_ahead_log_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(sqlite, "journal_mode", lambda _version: "WAL")
    site = write_small_site(tmp_path / "site")
    clock = SettableClock()
    with (
        running_backend(site, tmp_path / "var", clock) as backend,
        httpx.Client(base_url=backend.url, headers={"accept": "*/*"}) as client,
    ):
        phone = Phone(client, clock, site, backend.database)
        answer = phone.register(0, first_name="กานดาวสี")
        if way == "erase":
            act(phone, answer["receipt"], "erase")
        else:
            with closing(open_store(backend.database.parent)) as store:
                delete_expired(store, Events(site, is_preview=False), datetime(2023, 1, 1, tzinfo=UTC))
        files = {file.name: file.read_bytes() for file in backend.database.parent.iterdir()}
    assert "wian.sqlite3-wal" in files
    assert [name for name, data in files.items() if "กานดาวสี".encode() in data] == []
