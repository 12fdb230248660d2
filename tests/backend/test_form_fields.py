"""Fields of a form's own, of every kind: through the wire, the page without JavaScript, the store and the list.

A form may change while phones still hold what was filled in before; what they were told is saved is neither refused nor
lost, and what was stored is recognised.
"""

from __future__ import annotations

import csv
import json
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from backend.__main__ import main
from backend.built_site.events import Events
from backend.registration.retention import delete_expired
from backend.store.opening import open_store
from tests.backend.small_site import (
    RULES,
    SLUG,
    make_field,
    make_plain_submission,
    make_submission,
    write_small_site,
)
from tests.backend.web.test_pages import BROWSER, FormReader, text_of

if TYPE_CHECKING:
    from typing import Any

    from tests.backend.conftest import Phone

FIXED = [field for field in RULES["fields"] if field["name"] != "position"]
DIET = make_field("diet", "choice", required=True, choices=["all", "halal"])
ARRIVAL = make_field("arrival", "long_text")
NIGHTS = make_field("nights", "number", required=True, min_value=1, max_value=14)
ROOM = make_field("room", "flag")
OFFICE = make_field("office_phone", "mobile")
DELETE_AT = datetime(2022, 4, 14, 9, tzinfo=UTC)
ANSWERS = {"diet": "halal", "arrival": "รถไฟ\n<9.00 น.>", "nights": "2", "room": "yes", "office_phone": "+66898765432"}


@pytest.fixture
def meeting(phone: Phone) -> Phone:
    """A phone, and a backend whose event asks for more than names, and for no position."""
    write_small_site(phone.site, fields=[DIET, *FIXED, ARRIVAL, NIGHTS, ROOM, OFFICE])
    return phone


def fill_in(number: int = 0, **fields: str) -> dict[str, str]:
    """A submission to that event."""
    return drop(make_submission(number, **ANSWERS), "position") | fields


def drop(submission: dict[str, str], *names: str) -> dict[str, str]:
    return {name: text for name, text in submission.items() if name not in names}


def read_answers(phone: Phone) -> list[dict[str, str]]:
    return [json.loads(row[0]) for row in phone.query("SELECT answers FROM registrations ORDER BY first_name")]


def read_list(phone: Phone, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, str]]:
    """The organiser's file, by its headings."""
    arguments = ["registrations", SLUG, "--site", str(phone.site), "--data", str(phone.database.parent), "--csv", "-"]
    assert main([*arguments, *options]) == 0
    return list(csv.DictReader(StringIO(capsys.readouterr().out.removeprefix("\ufeff"), newline="")))


def test_answers_are_stored_normalised_and_by_name(meeting: Phone) -> None:
    sent = {"arrival": " รถไฟ \r\n <9.00 น.>\r\n", "nights": "๐๒", "office_phone": "089 876 5432"}
    assert meeting.post(fill_in(**sent)).status_code == 201
    assert meeting.post(fill_in(1, arrival="", room="", office_phone="")).status_code == 201
    assert read_answers(meeting) == [ANSWERS, {"diet": "halal", "nights": "2"}]


def test_answers_obey_the_rules_of_their_kind(meeting: Phone) -> None:
    wrong = fill_in(diet="pork", arrival="ก" * 101, nights="0", room="on", office_phone="075-611-234")
    problems = meeting.post(wrong).json()["problems"]
    assert [(item["field"], item["code"]) for item in problems] == [
        ("diet", "choice_unknown"),
        ("arrival", "too_long"),
        ("nights", "number_too_small"),
        ("room", "choice_unknown"),
        ("office_phone", "mobile_landline"),
    ]
    assert meeting.query("SELECT count(*) FROM submissions") == [(0,)]


def test_the_list_has_the_forms_columns_in_its_order_and_words(
    meeting: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting.post(fill_in())
    [row] = read_list(meeting, capsys, "--locale", "en")
    assert list(row)[3:-4] == [
        "Field diet",
        "Organisation",
        "Title",
        "First name",
        "Last name",
        "E-mail",
        "Mobile",
        "Field arrival",
        "Field nights",
        "Field room",
        "Field office_phone",
    ]
    assert [row[f"Field {name}"] for name in ANSWERS] == [
        "Choice halal",
        "รถไฟ\n<9.00 น.>",
        "2",
        "yes",
        "089-876-5432",
    ]


def test_the_table_gives_every_registration_one_line(meeting: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    meeting.post(fill_in())
    assert main(["registrations", SLUG, "--site", str(meeting.site), "--data", str(meeting.database.parent)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "รถไฟ / <9.00 น.>" in lines[2]


def test_the_file_tells_how_many_registrations_it_has(meeting: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    meeting.post(fill_in())
    target = str(meeting.database.with_name("list.csv"))
    arguments = ["registrations", SLUG, "--site", str(meeting.site), "--data", str(meeting.database.parent)]
    assert main([*arguments, "--csv", target]) == 0
    assert capsys.readouterr().err == f"{target}: 1 registrations\n"


def test_an_event_that_has_left_the_site_is_listed_with_all_answers(
    meeting: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    meeting.post(fill_in())
    (meeting.site / f"r/{SLUG}/form.json").unlink()
    [row] = read_list(meeting, capsys)
    assert {name: row[name] for name in ANSWERS} == ANSWERS | {"office_phone": "'+66898765432"}
    assert (row["ชื่อ"], row["โทรศัพท์มือถือ"]) == ("สมชาย", "081-234-0000")


def test_without_javascript_a_wrong_form_comes_back_with_controls_of_every_kind(meeting: Phone) -> None:
    plain = drop(make_plain_submission(), "position") | ANSWERS | {"nights": "สอง", "office_phone": "089 876 5432"}
    response = meeting.post(plain, **BROWSER)
    assert response.status_code == 422
    assert '<a href="#nights">' in response.text
    assert '<input id="room" name="room" type="checkbox" value="yes" checked=""' in response.text
    assert '<option value="halal" selected>แบบ halal</option>' in response.text
    assert '<p class="soft" id="arrival-hint">วิธีกรอก arrival</p>' in response.text
    assert "ช่อง arrival (ไม่บังคับ)" in text_of(response)
    sent_back = FormReader(response.text).values
    assert sent_back == plain | {"form-name": SLUG}
    assert meeting.post(sent_back | {"nights": "2"}, **BROWSER).status_code == 303
    assert read_answers(meeting) == [ANSWERS]


def test_without_javascript_a_flag_that_is_not_ticked_is_not_sent(meeting: Phone) -> None:
    plain = drop(make_plain_submission(), "position") | ANSWERS | {"nights": ""}
    response = meeting.post(drop(plain, "room"), **BROWSER)
    assert response.status_code == 422
    sent_back = FormReader(response.text).values
    assert "room" not in sent_back
    assert meeting.post(sent_back | {"nights": "2"}, **BROWSER).status_code == 303
    assert read_answers(meeting) == [drop(ANSWERS, "room")]


def test_a_form_filled_in_before_a_field_was_added_is_taken(meeting: Phone) -> None:
    before = drop(fill_in(), "diet", "nights", "room")
    assert meeting.post(before).status_code == 201
    assert read_answers(meeting) == [drop(ANSWERS, "diet", "nights", "room")]


def test_without_javascript_a_field_that_was_added_is_shown_empty(meeting: Phone) -> None:
    before = drop(make_plain_submission(first_name=""), "position") | {"arrival": "เก้าโมง"}
    response = meeting.post(before, **BROWSER)
    assert (response.status_code, FormReader(response.text).values["nights"]) == (422, "")


def test_what_the_form_no_longer_asks_is_kept_and_listed(meeting: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    before = fill_in(position="นิติกร", vegetarian="", note="=1+1\x07")
    assert meeting.post(before).status_code == 201
    assert read_answers(meeting) == [ANSWERS | {"position": "นิติกร", "note": "=1+1"}]
    [row] = read_list(meeting, capsys)
    assert (row["position"], row["note"]) == ("นิติกร", "'=1+1")
    assert "vegetarian" not in row


def test_without_javascript_what_the_form_no_longer_asks_comes_along(meeting: Phone) -> None:
    plain = make_plain_submission(position="นิติกร") | ANSWERS | {"nights": "15"}
    sent_back = FormReader(meeting.post(plain, **BROWSER).text).values
    assert meeting.post(sent_back | {"nights": "2"}, **BROWSER).status_code == 303
    assert read_answers(meeting) == [ANSWERS | {"position": "นิติกร"}]


@pytest.mark.parametrize(
    "fields",
    [
        [*FIXED, DIET, ARRIVAL, NIGHTS, ROOM, OFFICE, make_field("remark", "text", required=True)],
        FIXED,
        [OFFICE, ROOM, *reversed(FIXED), NIGHTS, ARRIVAL, DIET],
        [*FIXED, DIET | {"choices": ["all"]}, ARRIVAL | {"max_length": 1}, NIGHTS | {"max_value": 1}],
    ],
    ids=["one more", "none left", "another order", "stricter"],
)
def test_what_was_stored_is_recognised_although_the_form_has_changed(
    meeting: Phone, fields: list[dict[str, Any]]
) -> None:
    submission = fill_in()
    first = meeting.post(submission)
    write_small_site(meeting.site, fields=fields)
    again = meeting.post(submission | {"attempt": "2", "sent_at": "2022-01-05T02:00:09.000Z"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_correction_replaces_all_answers(meeting: Phone) -> None:
    first = fill_in()
    meeting.post(first)
    assert meeting.post(fill_in(diet="all", room="", replaces=first["submission_id"])).status_code == 201
    active = meeting.query("SELECT answers FROM registrations WHERE state <> 'replaced'")
    assert [json.loads(row[0]) for row in active] == [drop(ANSWERS, "room") | {"diet": "all"}]


def test_answers_are_deleted_with_the_registration(meeting: Phone) -> None:
    meeting.post(fill_in(arrival="รถไฟสายใต้"))
    assert "รถไฟสายใต้".encode() in meeting.database.read_bytes()
    with closing(open_store(meeting.database.parent)) as store:
        assert delete_expired(store, Events(meeting.site, is_preview=False), DELETE_AT) == {SLUG: 1}
    assert "รถไฟสายใต้".encode() not in meeting.database.read_bytes()
