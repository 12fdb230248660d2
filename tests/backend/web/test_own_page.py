"""A registrant's own page: seen and cancelled with the key from an e-mail, and changed by no look at it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.delivery.carriers import make_preview_carriers
from backend.delivery.sender import Sender
from backend.store.opening import open_store
from tests.backend.small_site import make_plain_submission, make_submission, write_small_site
from tests.backend.web.test_pages import BROWSER, FormReader
from tests.servers.coroutines import run as run_coroutine

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.backend.conftest import Phone

HTML = {"accept": "text/html", "content-type": "application/x-www-form-urlencoded"}
KEPT_NOWHERE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "x-frame-options": "DENY",
}
BEGUN = datetime(2022, 1, 14, 1, 30, tzinfo=UTC)


def press(phone: Phone, key: str, act: str) -> httpx.Response:
    return phone.client.post(f"/manage/{key}/", content=f"act={act}", headers=HTML)


def look(phone: Phone, key: str) -> httpx.Response:
    return phone.client.get(f"/manage/{key}/", headers=HTML)


def states(phone: Phone) -> list[str]:
    return [state for (state,) in phone.query("SELECT state FROM registrations ORDER BY received_at, rowid")]


def test_it_shows_the_registration_and_is_kept_nowhere(phone: Phone) -> None:
    answer = phone.register(0)
    page = look(phone, answer["manage"])
    assert page.status_code == 200
    assert [text in page.text for text in ("ลงทะเบียนแล้ว", answer["receipt"], "สมชาย ใจดี", "อบจ.ทรายทอง")] == [True] * 4
    assert {name: page.headers[name] for name in KEPT_NOWHERE} == KEPT_NOWHERE
    assert "<script" not in page.text


def test_it_speaks_the_language_of_the_registration(phone: Phone) -> None:
    page = look(phone, phone.register(0, locale="en")["manage"])
    assert '<html lang="en">' in page.text
    assert "Cancel this registration" in page.text


def test_looking_changes_nothing(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    for address in (f"/manage/{key}/", f"/manage/{key}/?act=cancel", f"/manage/{key}/?act=ask"):
        phone.client.get(address, headers=HTML)
        phone.client.head(address, headers=HTML)
    assert states(phone) == ["confirmed"]


def test_cancelling_is_asked_once_more_and_then_done(phone: Phone) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    key = phone.register(0)["manage"]
    phone.register(1)
    asked = press(phone, key, "ask")
    assert (asked.status_code, "ยืนยันการยกเลิก" in asked.text, states(phone)) == (200, True, ["confirmed", "waiting"])
    done = press(phone, key, "cancel")
    assert (done.status_code, done.headers["location"]) == (303, f"/manage/{key}/")
    assert states(phone) == ["cancelled", "confirmed"]
    page = look(phone, key)
    assert "ยกเลิกการลงทะเบียนแล้ว" in page.text
    assert "<form" not in page.text
    assert phone.query("SELECT act, by FROM decisions") == [("cancel", "person")]


def test_cancelling_twice_is_cancelling_once(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    assert [press(phone, key, "cancel").status_code for _ in range(2)] == [303, 303]
    assert phone.query("SELECT count(*) FROM decisions") == [(1,)]
    assert phone.query("SELECT count(*) FROM outbox WHERE kind = 'cancelled'") == [(2,)]


def test_when_the_event_has_begun_nothing_is_cancelled(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    phone.clock.now = BEGUN
    assert "<form" not in look(phone, key).text
    assert press(phone, key, "cancel").status_code == 303
    assert states(phone) == ["confirmed"]


def test_no_address_on_the_way_from_registering_to_cancelling_has_the_key(phone: Phone) -> None:
    """It would stay in the list of visited pages of a browser that many people use."""
    phone.post(make_plain_submission(0), **BROWSER)
    [(key,)] = phone.query("SELECT manage FROM submissions")
    page = phone.client.get("/manage/", headers=HTML)
    form = phone.client.get("/manage/change/", headers=HTML)
    asked = phone.client.post("/manage/", content="act=ask", headers=HTML)
    assert [key in one.text for one in (page, asked)] == [False] * 2
    assert (f"/manage/{key}" in form.text, FormReader(form.text).values["manage"]) == (False, key)
    assert "ภายใน 15 นาที" in page.text
    assert {name: page.headers[name] for name in KEPT_NOWHERE} == KEPT_NOWHERE
    done = phone.client.post("/manage/", content="act=cancel", headers=HTML)
    assert (done.headers["location"], states(phone)) == ("/manage/", ["cancelled"])


def test_where_the_browser_brings_no_key_along_any_more_the_link_in_the_email_is_named(phone: Phone) -> None:
    phone.register(0)
    for cookie in ("", "wian_own=x", f"wian_own={'0' * 32}"):
        headers = HTML | {"cookie": cookie}
        answers = [phone.client.get(path, headers=headers) for path in ("/manage/", "/manage/change/")]
        answers.append(phone.client.post("/manage/", content="act=cancel", headers=headers))
        assert [(one.status_code, "ลิงก์ในอีเมล" in one.text) for one in answers] == [(404, True)] * 3
    assert states(phone) == ["confirmed"]


def test_the_link_in_the_email_stays_what_it_is(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    page = look(phone, key)
    assert ("set-cookie" in page.headers, "15 นาที" in page.text, f"/manage/{key}/change/" in page.text) == (
        False,
        False,
        True,
    )


@pytest.mark.parametrize("key", ["0" * 32, "f" * 31, "ก" * 32, "A" * 32])
def test_without_a_key_there_is_nothing(phone: Phone, key: str) -> None:
    phone.register(0)
    assert look(phone, key).status_code == 404
    assert press(phone, key, "cancel").status_code == 404
    assert states(phone) == ["confirmed"]


@pytest.mark.parametrize("body", ["", "act=", "act=remove", "act=cancel&act=cancel", "x" * 20_000])
def test_no_other_button_does_anything(phone: Phone, body: str) -> None:
    key = phone.register(0)["manage"]
    answer = phone.client.post(f"/manage/{key}/", content=body, headers=HTML)
    assert answer.status_code in {404, 413}
    assert states(phone) == ["confirmed"]


def test_another_site_cannot_press_it(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    headers = HTML | {"sec-fetch-site": "cross-site"}
    assert phone.client.post(f"/manage/{key}/", content="act=cancel", headers=headers).status_code == 403
    assert states(phone) == ["confirmed"]


def test_what_was_removed_has_no_page(phone: Phone) -> None:
    key = phone.register(0)["manage"]
    with closing(sqlite3.connect(phone.database)) as connection:
        connection.executescript("DELETE FROM outbox; DELETE FROM registrations;")
    assert look(phone, key).status_code == 404


def test_a_copy_has_the_same_key_and_every_registration_its_own(phone: Phone) -> None:
    submission = make_submission(0)
    keys = [phone.post(submission).json()["manage"] for _ in range(2)]
    assert keys[0] == keys[1] != phone.register(1)["manage"]


def test_the_link_in_the_e_mail_leads_there(phone: Phone, tmp_path: Path) -> None:
    key = phone.register(0)["manage"]
    with closing(open_store(phone.database.parent)) as store:
        carriers = make_preview_carriers(tmp_path / "messages", StrictMessages(phone.site))
        run_coroutine(Sender(store, Events(phone.site, is_preview=False), carriers, phone.clock).send_due())
    [mail] = (tmp_path / "messages").glob("*email*.txt")
    [link] = re.findall(r"https?://\S+/manage/\S+", mail.read_text("utf-8"))
    assert link.endswith(f"/manage/{key}/")


def test_the_key_is_in_no_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    key = phone.register(0)["manage"]
    look(phone, key)
    press(phone, key, "cancel")
    of_server = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpcore", "httpx"))]
    assert [line for line in of_server if "/manage/" in line] != []
    assert [line for line in of_server if key in line] == []
