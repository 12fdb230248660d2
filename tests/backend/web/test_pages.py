"""A browser without JavaScript: the same POST, answered with a page or with a way to one."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from backend.registration.receipt_codes import make_receipt_code
from tests.backend.small_site import SLUG, make_plain_submission, make_submission, write_small_site

if TYPE_CHECKING:
    import httpx

    from tests.backend.conftest import Phone

BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "th"}


class FormReader(HTMLParser):
    """What a browser would send from the form of a page: inputs, and the chosen options."""

    def __init__(self, page: str) -> None:
        """Read `page`; `values` then holds name and value of each field."""
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._textarea = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        """Note what stands in a text of several lines."""
        if self._textarea:
            self.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        """Note its end; the line feed at its beginning is none of it."""
        if tag == "textarea":
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field, or the chosen option of the last one."""
        attributes = dict(attrs)
        if tag == "input" and (attributes.get("type") != "checkbox" or "checked" in attributes):
            self.values[attributes["name"] or ""] = attributes.get("value") or ""
        elif tag == "textarea":
            self._textarea = attributes["name"] or ""
            self.values[self._textarea] = ""
        elif tag == "select":
            self._select = attributes["name"] or ""
            self.values[self._select] = ""
        elif tag == "option" and "selected" in attributes:
            self.values[self._select] = attributes.get("value") or ""


def text_of(response: httpx.Response) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", response.text, flags=re.DOTALL)).split())


def test_a_stored_registration_leads_to_the_page_on_which_a_slip_can_be_mended(phone: Phone) -> None:
    response = phone.post(make_plain_submission(), **BROWSER)
    [(manage, receipt)] = phone.query("SELECT manage, receipt FROM submissions")
    assert (response.status_code, response.headers["location"]) == (303, "/manage/")
    assert response.headers["set-cookie"] == (
        f"wian_own={manage}; HttpOnly; Max-Age=900; Path=/manage/; SameSite=strict"
    )
    page = text_of(phone.client.get(response.headers["location"]))
    assert [text in page for text in ("ลงทะเบียนแล้ว", receipt, "โปรดจดหรือถ่ายภาพ", "แก้ไขการลงทะเบียนนี้")] == [True] * 4


def test_a_copy_leads_to_the_receipt_alone(phone: Phone) -> None:
    """Whoever knows what somebody entered can send it again, and must not get the key of their page by it."""
    submission = make_plain_submission()
    phone.post(submission, **BROWSER)
    [(manage, receipt)] = phone.query("SELECT manage, receipt FROM submissions")
    response = phone.post(submission, **BROWSER)
    assert (response.status_code, response.headers["location"]) == (303, f"/r/{SLUG}/receipts/{receipt}/")
    page = phone.client.get(response.headers["location"])
    assert manage not in response.text + str(response.headers) + page.text
    assert page.status_code == 200
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert receipt in text_of(page)
    assert "สัมมนาน้ำ <๒๕๖๕>" in text_of(page)
    assert "ลงทะเบียนแล้ว" in text_of(page)
    assert [word for word in ("สมชาย", "ใจดี", "person0", "081") if word in page.text.replace(receipt, "")] == []


def test_pages_need_no_more_than_their_policy_allows(phone: Phone) -> None:
    location = phone.post(make_plain_submission(), **BROWSER).headers["location"]
    page = phone.client.get(location)
    assert re.sub(r"sha256-[^']+", "sha256-…", page.headers["content-security-policy"]) == (
        "default-src 'none'; style-src 'sha256-…'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_a_second_press_or_a_reload_gives_the_same_receipt(phone: Phone) -> None:
    submission = make_plain_submission()
    pages = [phone.client.get(phone.post(submission, **BROWSER).headers["location"]).text for _ in range(3)]
    [(receipt,)] = phone.query("SELECT receipt FROM submissions")
    assert [receipt in page for page in pages] == [True] * 3
    assert phone.query("SELECT count(*) FROM registrations") == [(1,)]


def test_english_is_answered_in_english(phone: Phone) -> None:
    responses = [phone.post(make_plain_submission(locale="en"), **BROWSER) for _ in range(2)]
    assert responses[1].headers["location"].startswith(f"/en/r/{SLUG}/receipts/")
    for response in responses:
        page = phone.client.get(response.headers["location"])
        assert "You are registered" in text_of(page)
        assert '<html lang="en">' in page.text


def test_a_form_that_is_wrong_comes_back_as_it_was_filled_in(phone: Phone) -> None:
    submission = make_plain_submission(first_name="", position='<b>"นิติกร"</b>', organisation="saithong-town")
    response = phone.post(submission, **BROWSER)
    assert (response.status_code, response.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert '<a href="#first_name">ชื่อ: ' in response.text
    assert (
        'id="first_name" name="first_name" type="text" autocomplete="given-name" value="" aria-invalid="true" '
        'aria-describedby="first_name-error"'
    ) in response.text
    assert "<b>" not in response.text
    sent_back = FormReader(response.text).values
    assert sent_back == {name: sent_back[name] if name == "form-name" else value for name, value in submission.items()}
    mended = phone.post(sent_back | {"first_name": "สมชาย"}, **BROWSER)
    assert mended.status_code == 303
    assert phone.query("SELECT first_name, organisation FROM registrations") == [("สมชาย", "saithong-town")]


def test_a_form_that_could_not_be_kept_just_now_comes_back_as_it_was_filled_in(phone: Phone) -> None:
    submission = make_plain_submission(position='<b>"นิติกร"</b>', organisation="saithong-town")
    away = phone.database.with_name("away")
    phone.database.rename(away)
    response = phone.post(submission, **BROWSER)
    away.rename(phone.database)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "ขณะนี้ยังรับลงทะเบียนไม่ได้" in text_of(response)
    assert "ข้อมูลที่กรอกยังอยู่ครบในแบบด้านล่าง" in text_of(response)
    assert ("<b>" in response.text, "<ul>" in response.text, " aria-invalid=" in response.text) == (False, False, False)
    sent_back = FormReader(response.text).values
    assert sent_back == submission | {"form-name": sent_back["form-name"]}
    assert phone.post(sent_back, **BROWSER).status_code == 303
    assert phone.query("SELECT first_name, organisation FROM registrations") == [("สมชาย", "saithong-town")]


def test_each_field_of_the_form_is_there_once(phone: Phone) -> None:
    page = phone.post(make_plain_submission(first_name=""), **BROWSER).text
    names = re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page)
    assert sorted(names) == sorted(make_plain_submission())


def test_a_full_organisation_is_told_on_a_page_but_not_for_ever(phone: Phone) -> None:
    keys = [phone.register(number)["submission_id"] for number in range(3)]
    submission = make_plain_submission(5)
    response = phone.post(submission, **BROWSER)
    assert (response.status_code, "ครบจำนวน" in text_of(response)) == (422, True)
    phone.register(6, organisation="saithong-town", replaces=keys[0])
    assert phone.post(submission, **BROWSER).status_code == 303


def test_after_the_deadline_there_is_no_grace_without_times(phone: Phone) -> None:
    phone.clock.now = phone.clock.now.replace(day=11)
    response = phone.post(make_plain_submission(), **BROWSER)
    assert (response.status_code, "ปิดรับ" in text_of(response)) == (422, True)
    assert phone.query("SELECT count(*) FROM submissions") == [(0,)]


@pytest.mark.parametrize(
    ("path", "language", "status", "text"),
    [
        (f"/r/{SLUG}/", "en", 400, "could not be read"),
        (f"/r/{SLUG}/", "th", 400, "อ่านข้อมูลที่ส่งมาไม่ได้"),
        ("/r/nowhere/", "en", 404, "There is no such event"),
        ("/", "en", 405, "does not take such requests"),
    ],
)
def test_other_problems_are_pages_too(phone: Phone, path: str, language: str, status: int, text: str) -> None:
    phone.address = path
    response = phone.send(b"x=y", **BROWSER | {"accept-language": language})
    assert (response.status_code, text in text_of(response)) == (status, True)


def test_receipts_that_do_not_exist_are_missing(phone: Phone) -> None:
    receipt = phone.register()["receipt"]
    wrong = (make_receipt_code(), "1234-5678", "x", receipt.replace("-", ""))
    assert [phone.client.get(f"/r/{SLUG}/receipts/{code}/").status_code for code in wrong] == [404] * 4
    write_small_site(phone.site, event="other")
    assert phone.client.get(f"/r/other/receipts/{receipt}/").status_code == 404
    assert phone.client.get(f"/r/{SLUG}/receipts/{receipt}/").status_code == 200


def test_receipts_say_how_the_registration_stands(phone: Phone) -> None:
    first = phone.register(0)
    phone.register(1, replaces=first["submission_id"])
    phone.clock.now = phone.clock.now.replace(day=11)
    late = phone.register(2, sent_at="2022-01-11T02:00:05.000Z")
    told = [
        text_of(phone.client.get(f"/en/r/{SLUG}/receipts/{answer['receipt']}/")).split(" Water seminar")[0]
        for answer in (first, late)
    ]
    assert [line.rpartition("  ")[2] for line in told] == [
        "Replaced by a newer registration Replaced by a newer registration",
        "Received, waiting for the organiser Received, waiting for the organiser",
    ]


def test_a_preview_says_so(phone: Phone) -> None:
    write_small_site(phone.site, preview_as_of="2022-01-05T02:00:00Z")
    location = phone.post(make_plain_submission(), **BROWSER).headers["location"]
    assert "เป็นตัวอย่าง" in text_of(phone.client.get(location))


def test_a_script_gets_json_even_if_it_sends_what_a_form_sends(phone: Phone) -> None:
    response = phone.post(make_submission(), accept="*/*")
    assert (response.status_code, response.headers["content-type"]) == (201, "application/json")


def test_a_new_notice_is_shown_before_it_is_agreed_to(phone: Phone) -> None:
    response = phone.post(make_plain_submission(notice_version="2560-01"), **BROWSER)
    assert response.status_code == 422
    assert "โปรดอ่านประกาศใหม่ที่ท้ายแบบ" in text_of(response)
    assert '<a href="/privacy/" target="_blank">' in response.text
    assert phone.post(FormReader(response.text).values, **BROWSER).status_code == 303


def test_a_receipt_that_cannot_be_looked_up_is_told_so(phone: Phone) -> None:
    receipt = phone.register()["receipt"]
    with closing(sqlite3.connect(phone.database)) as store:
        store.execute("ALTER TABLE registrations RENAME TO mislaid")
    known, wrong = (phone.client.get(f"/r/{SLUG}/receipts/{code}/") for code in (receipt, "1234-5678"))
    assert (known.status_code, known.json()["code"]) == (503, "unavailable")
    assert wrong.status_code == 404  # its check digit says so; nobody looks


def test_a_site_without_texts_is_no_reason_to_fail(phone: Phone) -> None:
    phone.site.joinpath("messages/th.json").unlink()
    response = phone.post(make_plain_submission(first_name=""), **BROWSER)
    assert (response.status_code, "backend.problem.invalid.title" in response.text) == (422, True)
    assert phone.post(make_plain_submission(), **BROWSER).status_code == 303
