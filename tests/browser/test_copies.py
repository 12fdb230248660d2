"""What is unsent, taken along to another phone: read strictly, and registered once though both phones send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.browser.form_steps import FAIL_ONCE, RECEIPTS, read_entries, read_rows, read_store, send_now
from tests.browser.test_receipts import PUT, make_entry, make_receipt
from tests.own_event import SLUG

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.servers.backend_server import RunningBackend

PEOPLE = ("สมชาย", "งามตา")


def put_unsent(page: Page, *, event: str = SLUG) -> None:
    """Two people of one press, due in an hour."""
    entries = []
    for number, name in enumerate(PEOPLE, 1):
        entry: dict[str, Any] = make_entry(page, number, attempts=0, event=event)
        entry["values"] |= {"first_name": name, "mobile": f"081234567{number}", "email": f"p{number}@example.go.th"}
        entries.append(entry)
    page.evaluate(PUT, ["entries", entries])


def take_copy(page: Page) -> str:
    """Press "Copy for a colleague to send"; the copy's text."""
    page.locator("[data-action=copy]").click()
    return page.locator("#copy-text").input_value()


def test_a_copy_is_sent_from_another_phone_and_counts_once(
    page: Page,
    browser: Browser,
    browser_context_args: dict[str, Any],
    backend: RunningBackend,
    find_violations: Callable[[Page], list[str]],
) -> None:
    page.goto(RECEIPTS)
    put_unsent(page)
    copy = take_copy(page)
    expect(page.locator("#copy-title")).to_be_focused()
    assert find_violations(page) == []
    assert [entry["attempts"] for entry in read_entries(page)] == [1, 1]  # from now on it may be stored
    with page.expect_download() as downloading:
        page.locator("[data-action=copy-file]").click()

    with browser.new_context(**browser_context_args) as other:
        colleague = other.new_page()
        colleague.goto(f"/en{RECEIPTS}")
        colleague.locator("summary").click()
        colleague.locator("#take-text").fill(copy[:-9])
        colleague.locator("#take-read").click()
        expect(colleague.locator("#take-found")).to_contain_text("can't be read as a copy")
        assert read_entries(colleague) == []
        colleague.locator("#take-file").set_input_files(downloading.value.path())
        expect(colleague.locator("#take-found li")).to_have_count(2)
        assert find_violations(colleague) == []
        assert read_entries(colleague) == []  # shown before it is taken
        colleague.locator("[data-action=take]").click()
        expect(colleague.locator(".code")).to_have_count(2)
        expect(colleague.locator(".batch")).to_have_count(1)
        expect(colleague.locator("#queue h3")).to_have_text([f"{name} ใ." for name in PEOPLE])

        send_now(page)
        expect(page.locator(".code")).to_have_count(2)
        assert sorted(read_rows(backend)) == sorted((name, "confirmed") for name in PEOPLE)
        codes = [{receipt["receipt"] for receipt in read_store(one, "receipts")} for one in (page, colleague)]
        assert codes[0] == codes[1]

        colleague.locator("#take-text").fill(copy)
        colleague.locator("#take-read").click()
        expect(colleague.locator("#take-found")).to_contain_text("on this phone already")


def test_a_copy_for_another_site_is_refused_in_words(page: Page) -> None:
    page.goto(RECEIPTS)
    put_unsent(page, event="another")
    copy = take_copy(page)
    page.keyboard.press("Tab")
    page.locator("[data-action=copy-close]").click()
    expect(page.locator("#copy")).to_be_hidden()
    page.locator("summary").click()
    page.locator("#take-text").fill(copy)
    page.locator("#take-read").click()
    expect(page.locator("#take-found .error")).to_contain_text("ไม่มีในเว็บไซต์นี้")


def test_a_group_has_one_receipt_to_keep_share_and_ask_about(page: Page) -> None:
    page.goto(RECEIPTS)
    together = {"submitted_at": "2022-01-05T01:00:00.000Z"}
    receipts = [
        make_receipt(1, "confirmed", sequence=3, person="งามตา ศ.", **together),
        make_receipt(2, "waiting", sequence=2, person="สมหญิง จ.", **together),
        make_receipt(3, "confirmed", sequence=1, **together),
        make_receipt(4, "confirmed", submitted_at="2022-01-04T01:00:00.000Z", sequence=1),
    ]
    page.evaluate(PUT, ["receipts", receipts])
    group = page.locator(".batch").first
    expect(group.locator("h3")).to_have_text(["สมชาย ใ.", "สมหญิง จ.", "งามตา ศ."])
    expect(group.locator(".batch-head .state")).to_have_text(["ลงทะเบียนแล้ว 2 จาก 3 คน", "อยู่ในรายชื่อสำรอง 1 จาก 3 คน"])
    states = group.locator("[data-state]").evaluate_all("cards => cards.map((card) => card.dataset.state)")
    assert states == ["confirmed", "waiting", "confirmed"]

    with page.expect_download() as downloading:
        group.locator("[data-action=picture]").click()
    assert downloading.value.path().read_bytes().startswith(b"\x89PNG")
    links = group.locator(".batch-foot a").evaluate_all("all => all.map((one) => [one.dataset.action, one.href])")
    hrefs = dict(links)
    assert page.request.get(hrefs["calendar"]).text().startswith("BEGIN:VCALENDAR")
    assert page.request.get(hrefs["event"]).ok
    assert hrefs["phone"].startswith("tel:")
    assert hrefs["line"].startswith("https://line.me/R/share?text=")
    assert not any(
        personal in page.evaluate("decodeURIComponent", hrefs["line"]) for personal in ("สมชาย", "1234-567", "อบจ")
    )


def test_what_can_not_be_kept_is_neither_copied_nor_taken(page: Page) -> None:
    page.goto(RECEIPTS)
    put_unsent(page)
    page.evaluate(FAIL_ONCE, ["put", "entries", 1])
    page.locator("[data-action=copy]").click()
    expect(page.locator("#app-status")).to_contain_text("ทำสำเนาไม่ได้")
    expect(page.locator("#copy")).to_be_hidden()
    copy = take_copy(page).replace("00000000-0000-4000", "10000000-0000-4000")
    page.locator("summary").click()
    page.locator("#take-text").fill(copy)
    page.locator("#take-read").click()
    page.evaluate(FAIL_ONCE, ["add", "entries", 2])
    page.locator("[data-action=take]").click()
    expect(page.locator("#take-found .error")).to_contain_text("ยังไม่ได้รับสำเนานี้")
    assert len(read_entries(page)) == 2
