"""The receipts page: every state in words, live, in both languages, for screen readers too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import OPEN_DATABASE, PERSON, RECEIPTS, REGISTER, expect_soon, read_entries, read_store
from tests.own_event import SLUG

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Dialog, Page

PUT = f"""async ([store, values]) => {{
  const database = await {OPEN_DATABASE};
  const writing = database.transaction(store, "readwrite");
  for (const value of values) writing.objectStore(store).put(value);
  await new Promise((resolve) => {{ writing.oncomplete = resolve; }});
  database.close();
  new BroadcastChannel("wian-queue").postMessage("change");
}}"""
FAR_OFF_MS = 3_000_000
AHEAD_MS = -1_000_000_000_000
"""What a preview's clock is ahead of any phone's, roughly: 32 years behind."""


def make_entry(page: Page, number: int, **changes: object) -> dict[str, object]:
    """An entry as the app would have left it."""
    due = page.evaluate("Date.now()") + FAR_OFF_MS
    return {
        "submission_id": f"00000000-0000-4000-8000-00000000000{number}",
        "event": SLUG,
        "title": "Water",
        "starts_at": "2022-01-14T01:30:00.000Z",
        "locale": "th",
        "created_at": "2022-01-05T02:00:00.000Z",
        "sequence": number,
        "clock_ahead_ms": 0,
        "values": {"organisation": "saithong-pao", "honorific": "mr", **PERSON},
        "organisation_name": "อบจ.ทรายทอง",
        "notice_version": "2022-01-05",
        "replaces": "",
        "manage": "",
        "checked": True,
        "rules_version": "",
        "bot_field": "",
        "state": "queued",
        "attempts": 1,
        "unknowns": 0,
        "next_try_at": due,
        "retry_after_at": due,
        "payload": None,
        "problem": None,
    } | changes


def make_receipt(number: int, status: str, **changes: object) -> dict[str, object]:
    """A receipt as the app would have kept it; the phone's clock is not the preview's."""
    return {
        "submission_id": f"00000000-0000-4000-8000-00000000001{number}",
        "event": SLUG,
        "title": "Water",
        "starts_at": "2022-01-14T01:30:00.000Z",
        "clock_ahead_ms": AHEAD_MS,
        "receipt": f"1234-567{number}",
        "status": status,
        "place": 2 if status == "waiting" else None,
        "manage": f"{number}" * 32,
        "received_at": f"2022-01-05T02:0{number}:00.000Z",
        "organisation": "อบจ.ทรายทอง",
        "person": "สมชาย ใ.",
        "values": {"organisation": "saithong-pao", "honorific": "mr", **PERSON},
        "replaces": "",
        "asked_at": "",
        "is_replaced": False,
        "when": None,
        "is_called_off": False,
        "news": {"registration": "", "event": ""},
    } | changes


def put_every_state(page: Page) -> None:
    """One entry or receipt in each state that there is."""
    problems = [{"code": "mobile_landline", "field": "mobile", "params": {}}]
    entries = [
        make_entry(page, 1),
        make_entry(page, 2, unknowns=3),
        make_entry(page, 3, state="received"),
        make_entry(page, 4, state="needs_person", problem={"code": "invalid", "problems": problems}),
        make_entry(page, 5, state="needs_person", problem={"code": "key_reused"}),
        make_entry(page, 6, state="refused", problem={"code": "quota_full"}),
        make_entry(page, 7, state="refused", problem={"code": "closed"}),
        make_entry(page, 8, state="superseded", replaces="00000000-0000-4000-8000-000000000019"),
    ]
    page.evaluate(PUT, ["entries", entries])
    when = {"th": "วันศุกร์ที่ 14 มกราคม 2565", "en": "Friday 14 January 2022"}
    receipts = [
        make_receipt(1, "confirmed", when=when, news={"registration": "approved", "event": "put_off"}),
        make_receipt(2, "late_review"),
        make_receipt(3, "waiting", asked_at="2022-01-05T02:00:00.000Z", news={"registration": "place", "event": ""}),
        make_receipt(4, "declined", news={"registration": "declined", "event": ""}),
        make_receipt(5, "cancelled"),
        make_receipt(6, "removed"),
        make_receipt(7, "confirmed", is_replaced=True),
        make_receipt(8, "confirmed", is_called_off=True),
        make_receipt(9, "confirmed", manage=""),
    ]
    page.evaluate(PUT, ["receipts", receipts])


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_is_said_in_words_that_all_can_read(
    page: Page, find_violations: Callable[[Page], list[str]], prefix: str, scheme: str
) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{prefix}{RECEIPTS}")
    expect(page.locator("#queue .soft").first).to_be_visible()
    assert find_violations(page) == []

    put_every_state(page)
    expect(page.locator("#queue [data-id]")).to_have_count(17)
    assert find_violations(page) == []
    shown = page.locator("main").inner_text()
    assert [line for line in shown.splitlines() if line.startswith(("app.", "problems."))] == []
    assert "1234-5671" in shown
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_focus_stays_while_the_list_changes_and_answers_are_announced(page: Page) -> None:
    page.goto(RECEIPTS)
    entry = make_entry(page, 1)
    page.evaluate(PUT, ["entries", [entry, make_entry(page, 2)]])
    card = page.locator(f"[data-id='{entry['submission_id']}']")
    card.locator("[data-action=dismiss]").focus()

    page.evaluate(PUT, ["entries", [entry | {"unknowns": 3}]])
    expect(card.locator(".notice")).to_be_visible()
    expect(card.locator("[data-action=dismiss]")).to_be_focused()
    expect(page.locator("#queue [role=status]")).to_have_text("")  # an attempt is no news

    page.evaluate(PUT, ["entries", [entry | {"state": "refused", "problem": {"code": "closed"}}]])
    expect(card.locator(".error")).to_be_visible()
    expect(card.locator("[data-action=dismiss]")).to_be_focused()
    expect(page.locator("#queue [role=status]")).to_have_text("ลงทะเบียน สมชาย ใ. ไม่สำเร็จ")


@pytest.mark.browser_context_args(timezone_id="America/New_York")
@pytest.mark.parametrize(
    ("prefix", "shown"), [("", "5 มกราคม 2565 เวลา 09.01 น."), ("/en", "5 January 2022 at 09:01")], ids=["th", "en"]
)
def test_times_are_those_of_the_site_wherever_the_phone_is(page: Page, prefix: str, shown: str) -> None:
    page.goto(f"{prefix}{RECEIPTS}")
    page.evaluate(PUT, ["receipts", [make_receipt(1, "confirmed")]])
    expect(page.locator("[data-id]")).to_contain_text(shown)


def test_nothing_unsent_is_deleted_without_an_explicit_yes(page: Page) -> None:
    page.goto(RECEIPTS)
    page.evaluate(PUT, ["entries", [make_entry(page, 1)]])
    answers = iter(["dismiss", "accept"])
    asked = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept() if next(answers) == "accept" else dialog.dismiss()

    page.on("dialog", answer)
    page.locator("[data-action=dismiss]").click()
    assert len(read_entries(page)) == 1
    page.locator("[data-action=dismiss]").click()
    expect(page.locator("#queue [data-id]")).to_have_count(0)
    assert read_entries(page) == []
    assert len(asked) == 2
    assert "ผู้จัดอาจได้รับไปแล้วก็ได้" in asked[0]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "opened later"])
def test_once_the_event_has_begun_a_receipt_keeps_no_more_of_the_person_than_a_name(page: Page, is_open: bool) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    page.goto(RECEIPTS)
    due = {"next_try_at": 0, "retry_after_at": 0, "attempts": 0}
    entry = make_entry(page, 1, **due)
    page.evaluate(PUT, ["entries", [entry]])
    expect(page.locator(".code")).to_have_count(1)
    [kept] = read_store(page, "receipts")
    assert sorted(kept) == sorted(make_receipt(1, "confirmed", submitted_at="", sequence=1))
    assert (kept["person"], kept["organisation"]) == ("สมชาย ใ.", "อบจ.ทรายทอง")
    assert kept["values"] == entry["values"]
    assert read_entries(page) == []
    draft = {"event": f"{SLUG}#{entry['submission_id']}", "people": [entry["values"]], "updated_at": ""}
    page.evaluate(PUT, ["drafts", [draft]])

    page.clock.set_fixed_time("2022-01-14T01:30:00Z")
    page.evaluate("dispatchEvent(new Event('online'))") if is_open else page.reload()
    expect_soon(page, lambda: [one["values"] for one in read_store(page, "receipts")], [None])
    assert read_store(page, "drafts") == []


def test_a_receipt_is_removed_with_all_that_it_keeps(page: Page) -> None:
    page.goto(RECEIPTS)
    page.evaluate(PUT, ["receipts", [make_receipt(1, "confirmed")]])
    expect(page.locator(".code")).to_have_count(1)

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-action=remove]").click()
    expect(page.locator(".code")).to_have_count(0)
    assert read_store(page, "receipts") == []


def test_the_registration_page_shows_its_own_event_only(page: Page) -> None:
    page.goto(REGISTER)
    expect(page.locator("#queue")).to_be_hidden()
    page.evaluate(PUT, ["entries", [make_entry(page, 1), make_entry(page, 2, event="another")]])
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    shown = page.locator("#queue .state").evaluate("mark => getComputedStyle(mark).display")
    assert shown == "flex"  # the companion brings the style
    before = "ต้องส่งให้ถึงภายในวันจันทร์ที่ 10 มกราคม 2565"
    expect(page.locator("#queue .hurry")).to_have_text(before)
    page.goto(RECEIPTS)
    expect(page.locator("#queue [data-id]")).to_have_count(2)
    expect(page.locator("#queue .hurry")).to_have_text(before)


def test_a_schedule_from_a_clock_that_was_set_back_is_not_waited_for(page: Page) -> None:
    page.goto(RECEIPTS)
    year_ms = 365 * 86_400_000
    far = page.evaluate("Date.now()") + year_ms
    page.evaluate(PUT, ["entries", [make_entry(page, 1, next_try_at=far, retry_after_at=far)]])
    expect(page.locator(".code")).to_have_count(1)
