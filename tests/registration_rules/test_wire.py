"""The POST body: strict reading, one way of writing, and what makes two submissions the same."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from registration_rules import Problem, parse_form, wire
from registration_rules.problems import Code
from tests.conformance.cases import load_form, load_person

ID = "7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab"
OTHER_ID = "00000000-0000-4000-b000-000000000000"
SUBMISSION = {
    "form-name": "registration",
    "bot-field": "",
    "submission_id": ID,
    "event": "conformance-2565",
    "locale": "th",
    **load_person(),
    "notice_version": "2022-01",
    "created_at": "2022-01-05T02:00:00.000Z",
    "sent_at": "2022-01-05T02:00:05.250Z",
    "attempt": "1",
    "rules_version": "0.1.0",
    "replaces": "",
    "manage": "",
}
FORM = parse_form(load_form())


def test_the_wire_of_a_form_is_the_envelope_and_its_fields() -> None:
    assert wire.list_fields(FORM) == (*wire.ENVELOPE_FIELDS, *load_person())
    assert sorted(SUBMISSION) == sorted(wire.list_fields(FORM))
    assert len(SUBMISSION) == 19


def test_what_is_written_is_read() -> None:
    submission = SUBMISSION | {"position": "a&b=c+d%20 é\r\n\0 ปลัด😀", "diet": "halal"}
    assert wire.parse_body(wire.encode(submission).encode("ascii")) == submission


def test_a_browser_without_javascript_sends_every_field() -> None:
    names = wire.list_fields(FORM)
    body = "&".join(f"{name}=" for name in reversed(names)).encode()
    assert wire.parse_body(body) == dict.fromkeys(names, "")


def test_a_form_may_have_gained_and_lost_fields_since() -> None:
    submission = {name: text for name, text in SUBMISSION.items() if name != "position"} | {
        "diet": " ฮาลาล\x07\r\nไม่เผ็ด\r\n ",
        "b": "",
    }
    read = wire.parse_body(wire.encode(submission).encode())
    assert read == submission
    assert wire.list_former(FORM, read) == {"diet": "ฮาลาล\nไม่เผ็ด"}
    assert wire.list_former(FORM, SUBMISSION) == {}


def test_unescaped_utf_8_and_a_name_without_equals_sign() -> None:
    body = wire.encode(SUBMISSION | {"position": ""}).replace("&position=", "&position").encode()
    assert wire.parse_body(body) == SUBMISSION | {"position": ""}
    assert wire.parse_body(body.replace(b"&position", "&position=ปลัด".encode())) == SUBMISSION | {"position": "ปลัด"}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"a" * 65_537, Problem(Code.BODY_TOO_LARGE, params={"max": "64"})),
        (b"a" * 65_536, Problem(Code.FIELD_UNKNOWN, params={"name": "a" * 40})),
        (b"", Problem(Code.FIELD_UNKNOWN, params={"name": ""})),
        (b"event=%zz", Problem(Code.BODY_UNREADABLE)),
        (b"event=%e", Problem(Code.BODY_UNREADABLE)),
        (b"%", Problem(Code.BODY_UNREADABLE)),
        (b"event=%ff", Problem(Code.BODY_UNREADABLE)),
        (b"event=\xe0\xb8", Problem(Code.BODY_UNREADABLE)),
        (b"event=%ED%A0%BD", Problem(Code.BODY_UNREADABLE)),  # half a surrogate pair
        (b"event=x&event=x", Problem(Code.FIELD_REPEATED, "event")),
        (b"event=x&Colour=red", Problem(Code.FIELD_UNKNOWN, params={"name": "Colour"})),
        (b"event=x", Problem(Code.FIELD_MISSING, "form-name")),
        (wire.encode(SUBMISSION).replace("&replaces=", "").encode(), Problem(Code.FIELD_MISSING, "replaces")),
        (wire.encode(SUBMISSION).replace("&mobile=", "&phone=").encode(), Problem(Code.FIELD_MISSING, "mobile")),
        (wire.encode(SUBMISSION).encode() + b"&", Problem(Code.FIELD_UNKNOWN, params={"name": ""})),
    ],
    ids=range(15),
)
def test_what_is_no_submission(body: bytes, problem: Problem) -> None:
    with pytest.raises(wire.WireError) as caught:
        wire.parse_body(body)
    assert caught.value.problem == problem
    assert str(caught.value) == problem.code


def test_a_body_has_no_more_fields_than_a_form_could_have_had() -> None:
    most = SUBMISSION | {f"former_{number}": "" for number in range(wire.MAX_FIELDS - len(SUBMISSION))}
    assert wire.parse_body(wire.encode(most).encode()) == most
    with pytest.raises(wire.WireError) as caught:
        wire.parse_body(wire.encode(most | {"one_more": ""}).encode())
    assert caught.value.problem == Problem(Code.FIELD_UNKNOWN, params={"name": "one_more"})


def test_the_fingerprint_of_a_known_submission() -> None:
    # stored fingerprints must still be found after an update
    known = "328d7137598f3c60b1bc4b419eb47beafa7a7274cfd8716b5303d26ece407e4c"
    assert wire.fingerprint(SUBMISSION) == known
    assert wire.fingerprint(dict(reversed(SUBMISSION.items()))) == known


def test_the_fingerprint_of_other_fields_depends_on_no_order() -> None:
    one = SUBMISSION | {"diet": "halal", "arrival": "9"}
    assert wire.fingerprint(one) == wire.fingerprint({"arrival": "9", "diet": "halal"} | SUBMISSION)
    assert len({wire.fingerprint(one | change) for change in ({}, {"diet": ""}, {"arrival": "10"})}) == 3


@pytest.mark.parametrize("name", SUBMISSION)
def test_the_fingerprint_depends_on_what_the_submission_says(name: str) -> None:
    is_same = wire.fingerprint(SUBMISSION | {name: "changed"}) == wire.fingerprint(SUBMISSION)
    assert is_same == (name in {"form-name", "bot-field", "sent_at", "attempt", "rules_version", "manage"})


def test_no_value_passes_for_another() -> None:
    one = SUBMISSION | {"first_name": "a", "last_name": '","b'}
    other = SUBMISSION | {"first_name": 'a","', "last_name": "b"}
    assert wire.fingerprint(one) != wire.fingerprint(other)


def test_a_sound_submission_has_no_problem() -> None:
    assert [
        *wire.check_origin(FORM, SUBMISSION),
        *wire.check_identifiers(SUBMISSION),
        *wire.check_script_fields(SUBMISSION),
    ] == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("event", "another", Code.EVENT_UNKNOWN),
        ("locale", "de", Code.LOCALE_UNKNOWN),
        ("locale", "", Code.LOCALE_UNKNOWN),
        ("notice_version", "2021-12", Code.NOTICE_OUTDATED),
    ],
)
def test_a_submission_for_something_else(name: str, value: str, code: Code) -> None:
    assert list(wire.check_origin(FORM, SUBMISSION | {name: value})) == [Problem(code, name)]


@pytest.mark.parametrize(
    "identifier",
    [
        "1",
        ID.upper(),
        ID[:-1],
        f"{ID} ",
        ID.replace("4c3d", "1c3d"),
        ID.replace("8e5f", "ce5f"),
        f"{{{ID}}}",
        f"{ID}\n",
    ],
)
@pytest.mark.parametrize("name", ["submission_id", "replaces"])
def test_broken_identifiers(name: str, identifier: str) -> None:
    assert list(wire.check_identifiers(SUBMISSION | {name: identifier})) == [Problem(Code.FIELD_BROKEN, name)]


@pytest.mark.parametrize("key", ["1", "A" * 32, "g" * 32, "0" * 31, "0" * 33, f"{'0' * 32}\n", "๑" * 32])
def test_broken_keys_of_own_pages(key: str) -> None:
    assert list(wire.check_identifiers(SUBMISSION | {"manage": key})) == [Problem(Code.FIELD_BROKEN, "manage")]
    assert list(wire.check_identifiers(SUBMISSION | {"manage": "0123456789abcdef" * 2})) == []


def test_a_body_from_before_there_were_keys_of_own_pages() -> None:
    body = wire.encode({name: text for name, text in SUBMISSION.items() if name != "manage"})
    assert "manage" not in body
    assert wire.parse_body(body.encode()) == SUBMISSION


def test_a_body_of_exactly_these_fields() -> None:
    assert wire.parse_exactly(b"b=2&a=%E0%B8%81+", ("a", "b")) == {"a": "ก ", "b": "2"}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"a=1", Problem(Code.FIELD_MISSING, "b")),
        (b"a=1&b=2&c=3", Problem(Code.FIELD_UNKNOWN, params={"name": "c"})),
        (b"a=1&b=2&b=2", Problem(Code.FIELD_REPEATED, "b")),
        (b"a=1&b=%ff", Problem(Code.BODY_UNREADABLE)),
        (b"a=1&b=" + b"2" * 65_536, Problem(Code.BODY_TOO_LARGE, params={"max": "64"})),
    ],
    ids=range(5),
)
def test_a_body_of_other_fields(body: bytes, problem: Problem) -> None:
    with pytest.raises(wire.WireError) as caught:
        wire.parse_exactly(body, ("a", "b"))
    assert caught.value.problem == problem


def test_replacing() -> None:
    assert list(wire.check_identifiers(SUBMISSION | {"replaces": OTHER_ID})) == []
    assert list(wire.check_identifiers(SUBMISSION | {"replaces": ID})) == [Problem(Code.FIELD_BROKEN, "replaces")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("created_at", ""),
        ("created_at", "2022-01-05"),
        ("sent_at", "2022-02-30T00:00:00.000Z"),
        ("sent_at", "2022-01-05T02:00:05+07:00"),
        ("attempt", ""),
        ("attempt", "0"),
        ("attempt", "๑"),
        ("attempt", "1000000"),
        ("rules_version", "<script>"),
    ],
)
def test_what_no_script_of_ours_fills_in(name: str, value: str) -> None:
    assert list(wire.check_script_fields(SUBMISSION | {name: value})) == [Problem(Code.FIELD_BROKEN, name)]


def test_the_rules_may_not_have_arrived() -> None:
    assert list(wire.check_script_fields(SUBMISSION | {"rules_version": ""})) == []


BARE = SUBMISSION | dict.fromkeys(
    ("submission_id", "created_at", "sent_at", "attempt", "rules_version", "replaces"), ""
)


def test_a_form_without_a_script_leaves_its_fields_empty() -> None:
    assert list(wire.check_script_fields(BARE)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("created_at", "2022-01-05T02:00:00.000Z"),
        ("sent_at", "2022-01-05T02:00:00.000Z"),
        ("attempt", "1"),
        ("rules_version", "0.1.0"),
        ("replaces", OTHER_ID),
    ],
)
def test_a_script_that_leaves_out_the_identifier(name: str, value: str) -> None:
    assert list(wire.check_script_fields(BARE | {name: value})) == [Problem(Code.FIELD_BROKEN, "submission_id")]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2022-01-05T02:00:00.000Z", datetime(2022, 1, 5, 2, tzinfo=UTC)),
        ("2022-01-05T02:00:00Z", datetime(2022, 1, 5, 2, tzinfo=UTC)),
        ("2022-01-05T02:00:00.25Z", datetime(2022, 1, 5, 2, 0, 0, 250_000, UTC)),
        ("9999-12-31T23:59:59.999999Z", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_instants(text: str, instant: datetime) -> None:
    assert wire.parse_instant(text) == instant
    assert wire.parse_instant(text).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-01-05",
        "2022-01-05T02:00Z",
        "2022-01-05 02:00:00Z",
        "2022-01-05T02:00:00",
        "2022-01-05T02:00:00+00:00",
        "2022-01-05T02:00:00.1234567Z",
        "2022-01-05T24:00:01Z",
        "2022-13-05T02:00:00Z",
        "2022-01-05T02:00:60Z",
        "0000-01-05T02:00:00Z",
        "๒๐๒๒-01-05T02:00:00Z",
        "2022-01-05T02:00:00Z\n",
    ],
)
def test_what_is_no_instant(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire.parse_instant(text)


def test_instants_are_written_in_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Bangkok")
        time.tzset()
        assert wire.format_instant(datetime(2022, 1, 5, 2, tzinfo=UTC)) == "2022-01-05T02:00:00.000Z"
    time.tzset()


def test_instants_are_written_with_milliseconds() -> None:
    assert wire.format_instant(datetime(2022, 1, 5, 2, 0, 0, 250_999, UTC)) == "2022-01-05T02:00:00.250Z"
    assert (
        wire.format_instant(datetime(2022, 1, 5, 9, tzinfo=timezone(timedelta(hours=7)))) == "2022-01-05T02:00:00.000Z"
    )
