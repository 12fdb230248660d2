"""The key of an own page that comes with a submission: it belongs to what is corrected, or names it by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from registration_rules import wire
from tests.backend.small_site import make_plain_submission, make_submission, write_small_site
from tests.backend.web.test_phone_requests import NOWHERE, cancel, make_act
from tests.backend.web.test_rate_limits import limited

if TYPE_CHECKING:
    from pathlib import Path

    from tests.backend.conftest import Phone


def stand(phone: Phone) -> list[tuple[str, str]]:
    return phone.query(
        "SELECT json_extract(answers, '$.position'), state FROM registrations ORDER BY received_at, rowid"
    )


def correct(phone: Phone, answer: dict[str, Any], **fields: str) -> dict[str, Any]:
    """The answer to a correction as a phone sends it."""
    submission = make_submission(0, replaces=answer["submission_id"], position="ปลัด", **fields)
    return phone.post(submission).json()


def is_conflict(answer: dict[str, Any]) -> bool:
    return [problem["code"] for problem in answer.get("problems", ())] == ["already_registered"]


def test_the_key_of_what_is_corrected_is_taken(phone: Phone) -> None:
    first = phone.register(0)
    assert correct(phone, first, manage=first["manage"])["status"] == "confirmed"
    assert stand(phone) == [("นิติกร", "replaced"), ("ปลัด", "confirmed")]


@pytest.mark.parametrize("manage", [NOWHERE["manage"], "of another"])
def test_any_other_key_is_a_conflict_and_leaves_no_trace(phone: Phone, manage: str) -> None:
    first, other = phone.register(0), phone.register(1)
    answer = correct(phone, first, manage=other["manage"] if manage == "of another" else manage)
    assert is_conflict(answer)
    assert is_conflict(phone.post(make_submission(2, manage=other["manage"])).json())
    assert stand(phone) == [("นิติกร", "confirmed")] * 2
    assert phone.query("SELECT count(*) FROM submissions") == [(2,)]


def test_the_key_of_another_event_is_a_conflict(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    write_small_site(phone.site, event="other")
    phone.address = "/r/other/"
    for submission in (
        make_submission(1, event="other", manage=key),
        make_plain_submission(1, event="other", manage=key),
    ):
        assert is_conflict(phone.post(submission).json())


def test_a_key_that_is_none_is_told_so(phone: Phone) -> None:
    answer = phone.post(make_submission(0, manage="x")).json()
    assert [(one["code"], one["field"]) for one in answer["problems"]] == [("field_broken", "manage")]


def test_a_body_without_the_field_is_a_copy_of_one_that_has_it(phone: Phone) -> None:
    first = phone.register(0)
    correction = make_submission(0, replaces=first["submission_id"], position="ปลัด", manage=first["manage"])
    stored = phone.post(correction)
    old = {name: text for name, text in correction.items() if name != "manage"}
    assert "manage" not in wire.encode(old)
    assert (stored.status_code, phone.post(old).json()) == (201, stored.json())


def test_without_a_script_the_key_alone_says_what_is_corrected(phone: Phone) -> None:
    first = phone.register(0)
    change = make_plain_submission(0, position="ปลัด", manage=first["manage"])
    stored = phone.post(change)
    assert (stored.status_code, stand(phone)) == (201, [("นิติกร", "replaced"), ("ปลัด", "confirmed")])
    assert phone.query("SELECT replaces FROM submissions WHERE replaces IS NOT NULL") == [(first["submission_id"],)]
    copy = phone.post(change)
    assert (copy.status_code, copy.json()["receipt"]) == (200, stored.json()["receipt"])


def test_the_first_key_corrects_what_the_registration_has_become(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    for position in ("ปลัด", "นายก", "นิติกร", "ปลัด"):
        phone.clock.now += timedelta(seconds=1)
        assert phone.post(make_plain_submission(0, position=position, manage=key)).json()["status"] == "confirmed"
    assert stand(phone) == [
        ("นิติกร", "replaced"),
        ("ปลัด", "replaced"),
        ("นายก", "replaced"),
        ("นิติกร", "replaced"),
        ("ปลัด", "confirmed"),
    ]


def test_a_correction_back_to_what_another_has_entered_is_a_conflict(phone: Phone) -> None:
    """Under the key of that content alone it would be a copy of the other's registration, and change nothing."""
    phone.post(make_plain_submission(1))
    own = phone.register(0)
    answer = phone.post(make_plain_submission(1, manage=own["manage"])).json()
    assert is_conflict(answer)
    assert "manage" not in answer
    assert stand(phone) == [("นิติกร", "confirmed")] * 2


def test_what_was_cancelled_is_not_corrected_but_can_be_registered_again(phone: Phone) -> None:
    first = phone.register(0)
    cancel(phone, make_act(first))
    change = make_plain_submission(0, manage=first["manage"])
    assert is_conflict(phone.post(change).json())
    assert phone.post(change | {"manage": ""}).status_code == 201
    assert [state for _, state in stand(phone)] == ["cancelled", "confirmed"]


def test_only_the_first_answer_without_a_script_has_the_key_of_the_page(phone: Phone) -> None:
    submission = make_plain_submission(0)
    first, copy = (phone.post(submission).json() for _ in range(2))
    assert ("manage" in first, "manage" in copy, first["receipt"]) == (True, False, copy["receipt"])
    scripted = make_submission(1)
    assert "manage" in [phone.post(scripted).json() for _ in range(2)][1]


def test_a_refused_key_costs_what_a_conflict_costs(tmp_path: Path, no_new_hour: None) -> None:
    with limited(tmp_path, conflicts="1 per hour", corrections="1 per hour") as (phone, _):
        first = phone.register(0, organisation="o0")
        wrong = [make_plain_submission(0, organisation="o0", manage="0" * 32, position=str(n)) for n in range(2)]
        assert [phone.post(one).status_code for one in wrong] == [422, 429]
        right = [make_plain_submission(0, organisation="o0", manage=first["manage"], position=str(n)) for n in range(2)]
        assert [phone.post(one).status_code for one in right] == [201, 429]


def test_while_it_waits_each_answer_has_the_place_of_its_moment(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    first = phone.register(0)
    sent = []
    for number in (1, 2):
        phone.clock.now += timedelta(seconds=1)
        sent.append(make_submission(number))
        assert phone.post(sent[-1]).json()["place"] == number
    assert "place" not in first
    cancel(phone, make_act(first))
    copies = [phone.post(one).json() for one in sent]
    assert [(copy["status"], copy.get("place")) for copy in copies] == [("waiting", None), ("waiting", 1)]


def test_the_receipt_page_tells_the_place(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    receipts = []
    for number in range(3):
        phone.clock.now += timedelta(seconds=1)
        receipts.append(phone.register(number)["receipt"])
    pages = [phone.client.get(f"/en/r/water-safety-2565/receipts/{receipt}/").text for receipt in receipts]
    assert ["Your place in line now" in page for page in pages] == [False, True, True]
    assert "Your place in line now: 2" in pages[2]
    with closing(sqlite3.connect(phone.database)) as store:
        store.executescript("DELETE FROM outbox; DELETE FROM registrations;")
    assert "The registration was deleted" in phone.client.get(f"/en/r/water-safety-2565/receipts/{receipts[2]}/").text
