"""Changing a registration on its own page, without JavaScript: the form as it is stored, and the way of every other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.backend.small_site import RULES, SLUG, make_field, make_plain_submission, make_submission, write_small_site
from tests.backend.web.test_own_page import BEGUN, HTML, KEPT_NOWHERE, look, press
from tests.backend.web.test_pages import BROWSER, FormReader, text_of
from tests.backend.web.test_rate_limits import limited

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.backend.conftest import Phone

AFTER_DEADLINE = datetime(2022, 1, 11, 2, tzinfo=UTC)


def open_form(phone: Phone, key: str) -> httpx.Response:
    return phone.client.get(f"/manage/{key}/change/", headers=HTML)


def save(phone: Phone, values: dict[str, str], **changes: str) -> httpx.Response:
    """Press the form's button, with what it shows but for `changes`."""
    return phone.post(values | changes, **BROWSER)


def change(phone: Phone, key: str, **changes: str) -> httpx.Response:
    return save(phone, FormReader(open_form(phone, key).text).values, **changes)


def bring(response: httpx.Response) -> str:
    """The key that the browser is to bring along."""
    return response.cookies["wian_own"]


def stand(phone: Phone) -> list[tuple[str, str, str]]:
    return phone.query("SELECT first_name, organisation, state FROM registrations ORDER BY received_at, rowid")


def find_keys(phone: Phone) -> list[str]:
    return [key for (key,) in phone.query("SELECT manage FROM submissions ORDER BY rowid")]


def test_the_form_has_all_that_is_stored(phone: Phone) -> None:
    fields = [
        *RULES["fields"],
        make_field("diet", "choice", choices=["none", "halal"]),
        make_field("bus", "flag"),
        make_field("wishes", "long_text"),
        make_field("gone", "text"),
    ]
    write_small_site(phone.site, fields=fields)
    own = {"diet": "halal", "bus": "yes", "wishes": "\nบรรทัด <หนึ่ง>\nสอง", "gone": "เก่า"}
    sent = make_submission(0, position='<b>"นิติกร"</b>', mobile="081-234-0000", **own)
    key = phone.post(sent).json()["manage"]
    write_small_site(phone.site, fields=fields[:-1])
    page = open_form(phone, key)
    assert page.status_code == 200
    values = FormReader(page.text).values
    plain = make_plain_submission(0, position='<b>"นิติกร"</b>', **own)
    assert values == plain | {
        "form-name": values["form-name"],
        "manage": key,
        "wishes": "บรรทัด <หนึ่ง>\nสอง",
        "mobile": "081-234-0000",
    }
    assert {name: page.headers[name] for name in KEPT_NOWHERE} == KEPT_NOWHERE
    assert [text in text_of(page) for text in ("แก้ไขการลงทะเบียน", "บันทึกการแก้ไข", "กลับโดยไม่แก้ไข")] == [True] * 3
    assert "<script" not in page.text
    assert 'class="summary"' not in page.text


def test_looking_at_the_form_changes_nothing(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    open_form(phone, key)
    phone.client.head(f"/manage/{key}/change/")
    assert phone.client.post(f"/manage/{key}/change/", content="", headers=HTML).status_code == 405
    assert stand(phone) == [("สมชาย", "saithong-pao", "confirmed")]


def test_a_change_leads_to_the_page_of_what_it_has_become(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    done = change(phone, key, position="ปลัด")
    [_, new] = find_keys(phone)
    assert (done.status_code, done.headers["location"], bring(done)) == (303, "/manage/", new)
    assert stand(phone) == [("สมชาย", "saithong-pao", "replaced"), ("สมชาย", "saithong-pao", "confirmed")]
    assert FormReader(open_form(phone, new).text).values["position"] == "ปลัด"
    assert phone.query("SELECT kind FROM outbox WHERE state = 'waiting'") == [("changed",)] * 2


def test_the_first_key_shows_changes_and_cancels_the_latest(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    for first_name in ("วิชัย", "มาลี"):
        assert change(phone, key, first_name=first_name).status_code == 303
    page = text_of(look(phone, key))
    [(latest,)] = phone.query("SELECT receipt FROM submissions ORDER BY rowid DESC LIMIT 1")
    assert [text in page for text in ("มาลี ใจดี", latest, "สมชาย", "วิชัย")] == [True, True, False, False]
    press(phone, key, "cancel")
    assert [state for _, _, state in stand(phone)] == ["replaced", "replaced", "cancelled"]
    assert [f"/manage/{one}/change/" in look(phone, one).text for one in find_keys(phone)] == [False] * 3


def test_a_second_press_is_no_second_change(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    values = FormReader(open_form(phone, key).text).values
    assert [bring(save(phone, values, position="ปลัด")) for _ in range(2)] == [find_keys(phone)[1], key]
    assert len(stand(phone)) == 2
    assert "ปลัด" in phone.client.get("/manage/change/", headers=HTML).text


def test_what_is_wrong_comes_back_as_it_was_filled_in_and_is_still_a_change(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    wrong = change(phone, key, first_name="", position="<ปลัด>")
    assert wrong.status_code == 422
    assert [text in text_of(wrong) for text in ("ยังแก้ไขไม่สำเร็จ", "กดบันทึกอีกครั้ง", "บันทึกการแก้ไข")] == [True] * 3
    assert '<a href="#first_name">' in wrong.text
    assert ('href="/manage/"' in wrong.text, bring(wrong)) == (True, key)
    values = FormReader(wrong.text).values
    assert (values["manage"], values["position"], values["first_name"]) == (key, "<ปลัด>", "")
    assert save(phone, values, first_name="สมชาย", position="ปลัด").status_code == 303
    assert [state for _, _, state in stand(phone)] == ["replaced", "confirmed"]


def test_a_full_organisation_refuses_the_move_and_gives_the_form_back(phone: Phone) -> None:
    write_small_site(phone.site, quota=1)
    phone.register(1, organisation="saithong-town")
    key = phone.register(0)["manage"]
    full = change(phone, key, organisation="saithong-town")
    assert (full.status_code, "การลงทะเบียนเดิมยังคงอยู่" in text_of(full)) == (422, True)
    values = FormReader(full.text).values
    assert (values["manage"], values["organisation"]) == (key, "saithong-town")
    assert save(phone, values, organisation="ao-ngam-tao").status_code == 303
    assert [state for _, _, state in stand(phone)] == ["confirmed", "replaced", "confirmed"]


def test_a_conflict_gives_the_form_back(phone: Phone) -> None:
    phone.register(1)
    key = phone.register(0)["manage"]
    conflict = change(phone, key, first_name="สมหญิง")
    assert (conflict.status_code, FormReader(conflict.text).values["manage"]) == (422, key)
    assert [state for _, _, state in stand(phone)] == ["confirmed", "confirmed"]


def test_after_the_deadline_the_rules_are_those_of_every_correction(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    phone.clock.now = AFTER_DEADLINE
    moved = change(phone, key, organisation="saithong-town")
    assert (moved.status_code, "แก้ไขรายการนี้ไม่ได้แล้ว" in text_of(moved)) == (422, True)
    assert FormReader(moved.text).values["organisation"] == "saithong-town"
    assert change(phone, key, position="ปลัด").status_code == 303
    assert change(phone, key, first_name="มาลี").status_code == 303
    assert stand(phone) == [
        ("สมชาย", "saithong-pao", "replaced"),
        ("สมชาย", "saithong-pao", "confirmed"),
        ("มาลี", "saithong-pao", "late_review"),
    ]


def test_a_change_that_waits_and_what_stands_until_then_name_each_other(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    phone.register(1, organisation="saithong-town")
    key = phone.register(0, locale="en")["manage"]
    done = change(phone, key, organisation="saithong-town")
    new = find_keys(phone)[2]
    assert bring(done) == new
    waiting, standing = text_of(look(phone, new)), look(phone, key)
    assert "Your place in line now: 1" in waiting
    assert "stands as it is until this one is accepted" in waiting
    assert [text in text_of(standing) for text in ("You are registered", "still waiting", "See the change")] == [
        True
    ] * 3
    assert [f'href="{path}"' in standing.text for path in (f"/manage/{new}/", f"/manage/{key}/change/")] == [
        True,
        False,
    ]
    assert open_form(phone, key).status_code == 303
    assert change(phone, new, organisation="ao-ngam-tao").status_code == 303
    assert [state for _, _, state in stand(phone)] == ["confirmed", "replaced", "replaced", "confirmed"]


def test_what_stands_is_changed_again_once_the_change_that_waited_has_ended(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    phone.register(1, organisation="saithong-town")
    key = phone.register(0, locale="en")["manage"]
    change(phone, key, organisation="saithong-town")
    change(phone, find_keys(phone)[2], position="ครู")
    waiting = find_keys(phone)[3]
    assert f'href="/manage/{waiting}/"' in look(phone, key).text
    press(phone, waiting, "cancel")
    page = look(phone, key)
    assert ("still waiting" in text_of(page), f'href="/manage/{key}/change/"' in page.text) == (False, True)
    assert change(phone, key, position="ปลัด").status_code == 303
    assert [state for _, _, state in stand(phone)] == ["confirmed", "replaced", "replaced", "cancelled", "confirmed"]


def test_a_form_sent_as_it_is_changes_nothing_and_tells_nobody(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    told = phone.query("SELECT count(*) FROM outbox")
    for mobile in ("081-234-0000", " 0812340000"):  # which the rules take for the same
        done = change(phone, key, mobile=mobile)
        assert (done.status_code, done.headers["location"], bring(done)) == (303, "/manage/", key)
    assert (stand(phone), phone.query("SELECT count(*) FROM outbox")) == (
        [("สมชาย", "saithong-pao", "confirmed")],
        told,
    )
    assert bring(change(phone, key, position="ปลัด")) == find_keys(phone)[1]


@pytest.mark.parametrize("ended", ["begun", "cancelled", "gone"])
def test_where_nothing_can_be_changed_any_more_none_is_offered(phone: Phone, ended: str) -> None:
    key = phone.register(0)["manage"]
    values = FormReader(open_form(phone, key).text).values
    if ended == "begun":
        phone.clock.now = BEGUN
    elif ended == "cancelled":
        press(phone, key, "cancel")
    else:
        key = "0" * 32
    before = stand(phone)
    page = look(phone, key)
    assert ("/change/" in page.text, page.status_code) == (False, 404 if ended == "gone" else 200)
    assert ("งานเริ่มแล้ว จึงแก้ไขหรือยกเลิกไม่ได้อีก" in text_of(page)) == (ended == "begun")
    assert open_form(phone, key).status_code == (404 if ended == "gone" else 303)
    late = save(phone, values, position="ปลัด", manage=key)
    assert (late.status_code, FormReader(late.text).values["position"]) == (422, "ปลัด")
    assert stand(phone) == before


def call_off(phone: Phone) -> None:
    file = phone.site / f"r/{SLUG}/form.json"
    because = {"th": "น้ำท่วมห้องประชุม", "en": "The meeting room is under water."}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"called_off": {"on": because, "because": because}}))


def test_of_an_event_that_was_called_off_nothing_is_changed_but_it_can_be_cancelled(phone: Phone) -> None:
    answer = phone.register(0, locale="en")
    key = answer["manage"]
    values = FormReader(open_form(phone, key).text).values
    call_off(phone)
    told = ("The event will not take place", "The meeting room is under water.", "You need not do anything")
    offered = ("You are registered", "Register another person", "/change/")
    for page in (look(phone, key), phone.client.get(f"/en/r/{SLUG}/receipts/{answer['receipt']}/")):
        assert [text in text_of(page) for text in told] == [True] * 3
        assert [text in page.text for text in offered] == [False] * 3
    assert open_form(phone, key).status_code == 303
    refused = save(phone, values, position="ปลัด")
    assert (refused.status_code, "This can no longer be changed" in text_of(refused)) == (422, True)
    assert [state for _, _, state in stand(phone)] == ["confirmed"]
    press(phone, key, "cancel")
    receipt = phone.client.get(f"/en/r/{SLUG}/receipts/{answer['receipt']}/")
    assert ("The registration is cancelled" in receipt.text, "will not take place" in receipt.text) == (True, False)
    press(phone, key, "cancel")
    page = look(phone, key)
    assert ("The registration is cancelled" in text_of(page), "Register again" in page.text) == (True, False)


def test_a_change_that_could_not_be_kept_just_now_comes_back(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    values = FormReader(open_form(phone, key).text).values
    away = phone.database.with_name("away")
    phone.database.rename(away)
    response = save(phone, values, position="ปลัด")
    away.rename(phone.database)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert save(phone, FormReader(response.text).values).status_code == 303
    assert [state for _, _, state in stand(phone)] == ["replaced", "confirmed"]


@pytest.mark.parametrize("is_change", [True, False])
@pytest.mark.usefixtures("no_new_hour")
def test_what_is_too_much_comes_back_as_it_was_filled_in(tmp_path: Path, is_change: bool) -> None:
    with limited(tmp_path, posts="2 per hour") as (phone, limits):
        key = phone.register(0, organisation="o0")["manage"] if is_change else ""
        values = make_plain_submission(1, organisation="o0", manage=key, position="<ปลัด>")
        phone.post(make_submission(5, organisation="o1"))
        phone.post(make_submission(6, organisation="o1"))
        response = save(phone, values)
        assert (response.status_code, int(response.headers["retry-after"]) > 0) == (429, True)
        sent_back = FormReader(response.text).values
        assert sent_back == values | {"form-name": sent_back["form-name"], "organisation": sent_back["organisation"]}
        limits.reset()
        assert save(phone, sent_back, organisation="o0").status_code == 303


def test_the_form_speaks_the_language_of_the_registration(phone: Phone) -> None:
    key = phone.register(0, locale="en")["manage"]
    page = open_form(phone, key)
    assert '<html lang="en">' in page.text
    assert [text in text_of(page) for text in ("Change the registration", "Save the change")] == [True] * 2
    assert change(phone, key, position="Clerk").status_code == 303
    assert phone.query("SELECT DISTINCT locale FROM registrations") == [("en",)]


def test_the_key_is_in_no_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    key = phone.register(0)["manage"]
    change(phone, key, position="ปลัด")
    of_server = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpcore", "httpx"))]
    assert [line for line in of_server if "/manage/{key}/change/" in line] != []
    assert [line for line in of_server if any(one in line for one in find_keys(phone))] == []


def test_another_site_gets_nothing_changed(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    values = FormReader(open_form(phone, key).text).values
    assert phone.post(values | {"position": "x"}, **BROWSER, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert phone.client.get(f"/r/{SLUG}/").status_code == 200
    assert [state for _, _, state in stand(phone)] == ["confirmed"]
