"""The use case over real HTTP and a real store: what is stored, what is refused, what comes back to a copy."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    import httpx

    from tests.backend.conftest import Phone

DEADLINE = datetime(2022, 1, 10, 17, tzinfo=UTC)


def codes(response: httpx.Response) -> tuple[int, str, list[tuple[str, str]]]:
    body = response.json()
    return response.status_code, body["code"], [(item["code"], item["field"]) for item in body.get("problems", [])]


def count(phone: Phone, table: str) -> int:
    return phone.query(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608 - our own table names


def test_stores_a_registration_with_seat_receipt_and_messages(phone: Phone) -> None:
    submission = make_submission(mobile="๐๘๑-๒๓๔ ๕๖๗๘", email="Somchai@example.go.th")
    response = phone.post(submission)
    body = response.json()
    assert response.status_code == 201
    assert response.headers["cache-control"] == "no-store"
    assert body == {
        "submission_id": submission["submission_id"],
        "receipt": body["receipt"],
        "status": "confirmed",
        "received_at": "2022-01-05T02:00:06.000Z",
        "manage": body["manage"],
    }
    rows = phone.query(
        "SELECT submission_id, event, organisation, seat, quota, state, first_name, mobile, received_at, late_by_s "
        "FROM registrations"
    )
    assert rows == [
        (
            submission["submission_id"],
            SLUG,
            "saithong-pao",
            1,
            3,
            "confirmed",
            "สมชาย",
            "+66812345678",
            "2022-01-05T02:00:06.000Z",
            None,
        )
    ]
    assert phone.query("SELECT submission_id, kind, channel, state FROM outbox ORDER BY id") == [
        (submission["submission_id"], "confirmation", "email", "waiting"),
        (submission["submission_id"], "confirmation", "sms", "waiting"),
    ]


def test_a_copy_gets_the_first_answer_whatever_has_changed_since(phone: Phone) -> None:
    submission = make_submission()
    first = phone.post(submission)
    phone.clock.now = DEADLINE + timedelta(days=30)
    write_small_site(phone.site, organisations=["saithong-town", "ao-ngam-tao"], notice_version="2565-01")
    again = phone.post(submission | {"attempt": "2", "sent_at": "2022-02-09T17:00:00.000Z"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert count(phone, "registrations") == 1
    assert count(phone, "outbox") == 2


def test_a_key_with_other_content_is_told_so(phone: Phone) -> None:
    submission = make_submission()
    phone.post(submission)
    response = phone.post(submission | {"position": "ปลัด"})
    assert codes(response) == (422, "key_reused", [])
    assert response.json()["submission_id"] == submission["submission_id"]
    assert count(phone, "registrations") == 1


def test_the_fourth_person_is_refused_for_good_and_without_trace(phone: Phone) -> None:
    for number in range(3):
        phone.register(number)
    fourth = make_submission(3, first_name="กานดาวสี")
    refused = phone.post(fourth)
    assert codes(refused) == (422, "quota_full", [])
    replaced = phone.post(make_submission(5, organisation="saithong-town", replaces=first_key(phone)))
    assert replaced.status_code == 201
    again = phone.post(fourth)
    assert codes(again) == (422, "quota_full", [])
    assert again.json() == refused.json()
    assert "กานดาวสี".encode() not in phone.database.read_bytes()
    assert phone.post(make_submission(3)).status_code == 201


def first_key(phone: Phone) -> str:
    return phone.query("SELECT submission_id FROM registrations WHERE seat = 1")[0][0]


def test_other_organisations_have_their_own_seats(phone: Phone) -> None:
    for number in range(3):
        phone.register(number)
    assert phone.register(3, organisation="saithong-town")["status"] == "confirmed"
    assert phone.query("SELECT organisation, seat FROM registrations ORDER BY 1, 2") == [
        ("saithong-pao", 1),
        ("saithong-pao", 2),
        ("saithong-pao", 3),
        ("saithong-town", 1),
    ]


def test_other_events_have_their_own_seats_and_people(phone: Phone) -> None:
    phone.register(0)
    write_small_site(phone.site, event="other")
    phone.address = "/r/other/"
    phone.register(0, event="other")
    assert phone.query("SELECT event, seat FROM registrations ORDER BY event") == [("other", 1), (SLUG, 1)]


def test_what_is_invalid_leaves_no_trace(phone: Phone) -> None:
    submission = make_submission(first_name="", organisation="nowhere")
    response = phone.post(submission)
    assert codes(response) == (
        422,
        "invalid",
        [("organisation_unknown", "organisation"), ("required", "first_name")],
    )
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["submission_id"] == submission["submission_id"]
    assert [count(phone, table) for table in ("submissions", "registrations", "outbox")] == [0, 0, 0]
    mended = phone.post(submission | {"first_name": "สมชาย", "organisation": "saithong-pao"})
    assert mended.status_code == 201


ALREADY = (422, "invalid", [("already_registered", "")])


def test_the_same_person_or_mobile_registers_once_and_the_answer_never_says_which(phone: Phone) -> None:
    phone.register(0)
    same_mobile = {"mobile": "+66 81 234 0000"}
    tried = [make_submission(0), make_submission(0, mobile="0899999999"), make_submission(1, **same_mobile)]
    answers = [phone.post(submission) for submission in tried]
    assert [codes(answer) for answer in answers] == [ALREADY] * 3
    assert len({frozenset((answer.json() | {"submission_id": "", "problems": ""}).items()) for answer in answers}) == 1
    assert phone.register(0, organisation="saithong-town")["status"] == "confirmed"


def test_where_no_seat_is_free_nobody_hears_who_is_registered(phone: Phone) -> None:
    for number in range(3):
        phone.register(number)
    tried = [make_submission(0), make_submission(4, mobile="+66 81 234 0001"), make_submission(5)]
    assert [codes(phone.post(submission)) for submission in tried] == [(422, "quota_full", [])] * 3


@pytest.mark.parametrize(
    ("received_at", "age", "expected"),
    [
        (DEADLINE, timedelta(0), (201, "confirmed", None)),
        (DEADLINE + timedelta(hours=1), timedelta(hours=2), (201, "late_review", 3600)),
        (DEADLINE + timedelta(hours=72), timedelta(hours=72), (201, "late_review", 72 * 3600)),
        (DEADLINE + timedelta(hours=1), timedelta(minutes=59), (422, "closed", None)),
        (DEADLINE + timedelta(hours=73), timedelta(hours=100), (422, "closed", None)),
        (DEADLINE + timedelta(hours=1), -timedelta(hours=2), (422, "closed", None)),
    ],
)
def test_the_late_rule(
    phone: Phone, received_at: datetime, age: timedelta, expected: tuple[int, str, int | None]
) -> None:
    phone.clock.now = received_at
    # The phone's clock is two years ahead; only the difference of its two times counts.
    sent_at = received_at + timedelta(days=730)
    times = {"created_at": sent_at - age, "sent_at": sent_at}
    submission = make_submission(**{name: f"{at:%Y-%m-%dT%H:%M:%S.000Z}" for name, at in times.items()})
    response = phone.post(submission)
    body = response.json()
    stored = phone.query("SELECT state, late_by_s FROM registrations")
    assert (response.status_code, body.get("status") if response.is_success else body["code"]) == expected[:2]
    assert stored == ([(expected[1], expected[2])] if response.is_success else [])
    told = {"confirmed": ["confirmation"], "late_review": ["late_review"]}.get(expected[1], [])
    assert [kind for (kind,) in phone.query("SELECT DISTINCT kind FROM outbox")] == told


def test_closed_is_sticky_and_says_nothing_of_other_mistakes(phone: Phone) -> None:
    phone.clock.now = DEADLINE + timedelta(days=10)
    submission = make_submission(first_name="")
    refused = phone.post(submission)
    assert codes(refused) == (422, "closed", [])
    phone.clock.now = DEADLINE - timedelta(days=1)
    assert phone.post(submission).json() == refused.json()


def test_a_correction_takes_over_the_seat_at_full_quota(phone: Phone) -> None:
    keys = [phone.register(number)["submission_id"] for number in range(3)]
    correction = make_submission(1, position="ปลัด", replaces=keys[1])
    first = phone.post(correction)
    assert first.status_code == 201
    assert phone.query("SELECT seat, state FROM registrations WHERE answers ->> 'position' = 'ปลัด'") == [
        (2, "confirmed")
    ]
    assert phone.query("SELECT seat, state FROM registrations WHERE submission_id = ?", keys[1]) == [(None, "replaced")]
    assert phone.query("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state") == [
        ("dropped", 2),
        ("waiting", 6),
    ]
    assert phone.post(correction).json() == first.json()


def test_corrections_of_corrections(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    for number in range(1, 4):
        key = phone.register(number, replaces=key)["submission_id"]
    assert phone.query("SELECT count(*), count(seat) FROM registrations") == [(4, 1)]
    assert phone.query("SELECT submission_id FROM registrations WHERE seat IS NOT NULL") == [(key,)]


def test_replacing_what_something_else_replaced_is_invalid(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    phone.register(1, replaces=key)
    response = phone.post(make_submission(2, replaces=key))
    assert codes(response) == ALREADY
    assert count(phone, "registrations") == 2


def test_a_copy_that_is_overtaken_by_its_correction_is_never_stored(phone: Phone) -> None:
    overtaken = make_submission(0)
    assert phone.post(make_submission(1, replaces=overtaken["submission_id"])).status_code == 201
    late = phone.post(overtaken)
    assert codes(late) == (422, "superseded", [])
    assert late.json()["submission_id"] == overtaken["submission_id"]
    assert phone.post(overtaken).json() == late.json()
    assert count(phone, "registrations") == 1


def test_a_key_that_was_replaced_before_it_came_takes_nobodys_seat(phone: Phone) -> None:
    original = phone.register(0)["submission_id"]
    overtaken = make_submission(1, replaces=original)
    last = phone.register(2, replaces=overtaken["submission_id"])["submission_id"]
    assert codes(phone.post(overtaken)) == (422, "superseded", [])
    assert codes(phone.post(overtaken | {"replaces": last})) == (422, "superseded", [])
    seated = phone.query("SELECT submission_id FROM registrations WHERE seat IS NOT NULL ORDER BY seat")
    assert seated == [(original,), (last,)]


def test_a_key_is_answered_at_the_address_of_its_own_event_only(phone: Phone) -> None:
    write_small_site(phone.site, event="other")
    submission = make_submission(0)
    assert phone.post(submission).status_code == 201
    phone.address = "/r/other/"
    assert codes(phone.post(submission)) == (422, "invalid", [("event_unknown", "event")])


def test_a_correction_that_is_refused_leaves_what_it_corrects(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    phone.clock.now = DEADLINE + timedelta(days=4)
    assert codes(phone.post(make_submission(1, replaces=key))) == (422, "closed", [])
    assert phone.query("SELECT submission_id, seat FROM registrations") == [(key, 1)]


def test_a_correction_of_a_refused_submission_is_judged_anew(phone: Phone) -> None:
    for number in range(3):
        phone.register(number)
    refused = make_submission(3)
    assert phone.post(refused).status_code == 422
    assert phone.register(3, organisation="saithong-town", replaces=refused["submission_id"])["status"] == "confirmed"
    assert codes(phone.post(refused)) == (422, "quota_full", [])


def test_a_filled_honeypot_is_stored_and_marked(phone: Phone) -> None:
    phone.register(0, **{"bot-field": "https://example.com"})
    assert phone.query("SELECT bot_suspected, state FROM registrations") == [(1, "confirmed")]


@pytest.mark.parametrize(
    ("fields", "problems", "is_echoed"),
    [
        ({"submission_id": "42"}, [("field_broken", "submission_id")], False),
        ({"created_at": "yesterday"}, [("field_broken", "created_at")], True),
        ({"sent_at": "2022-13-05T02:00:05.000Z"}, [("field_broken", "sent_at")], True),
        ({"attempt": "0"}, [("field_broken", "attempt")], True),
        ({"event": "other"}, [("event_unknown", "event")], True),
        ({"notice_version": "2560-01"}, [("notice_outdated", "notice_version")], True),
        ({"locale": "fr"}, [("locale_unknown", "locale")], True),
    ],
)
def test_what_no_person_filled_in_is_checked_too(
    phone: Phone, fields: dict[str, str], problems: list[tuple[str, str]], is_echoed: bool
) -> None:
    submission = make_submission(**fields)
    response = phone.post(submission)
    assert codes(response) == (422, "invalid", problems)
    assert response.json().get("submission_id") == (submission["submission_id"] if is_echoed else None)
    assert count(phone, "submissions") == 0


def test_a_lowered_quota_takes_no_seat_away(phone: Phone) -> None:
    for number in range(3):
        phone.register(number)
    write_small_site(phone.site, quota=2)
    assert codes(phone.post(make_submission(4))) == (422, "quota_full", [])
    write_small_site(phone.site, quota=4)
    assert phone.post(make_submission(5)).status_code == 201
    assert phone.query("SELECT seat FROM registrations ORDER BY seat") == [(1,), (2,), (3,), (4,)]


def test_a_registration_for_another_event_is_not_replaced(phone: Phone) -> None:
    key = phone.register(0)["submission_id"]
    write_small_site(phone.site, event="other")
    phone.address = "/r/other/"
    response = phone.post(make_submission(0, event="other", replaces=key))
    assert codes(response) == ALREADY
    assert phone.query("SELECT event, seat FROM registrations") == [(SLUG, 1)]


def test_a_replaced_key_that_never_came_is_kept_without_a_fingerprint(phone: Phone) -> None:
    key = str(uuid.uuid4())
    new = phone.register(0, replaces=key)["submission_id"]
    assert phone.query("SELECT submission_id, outcome, fingerprint IS NULL, replaces FROM submissions ORDER BY 2") == [
        (new, "confirmed", 0, key),
        (key, "superseded", 1, None),
    ]
