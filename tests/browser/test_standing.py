"""What has become of registrations since: asked for when the receipts page is opened, and shown until it was seen."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from backend.built_site.events import Events
from backend.clock import preview_clock
from backend.registration.acts import decide
from backend.store.opening import open_store
from tests.browser.conftest import AS_OF
from tests.browser.form_steps import (
    OPEN_DATABASE,
    RECEIPTS,
    REGISTER,
    expect_soon,
    read_receipts,
    read_store,
    register,
    send_directly,
    wait_for_worker,
)
from tests.browser.test_receipts import PUT
from tests.own_event import SLUG
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from backend.registration.acts import Decision
    from tests.browser.conftest import Phone
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

CARD = "#queue [data-id]"
NEWS = f"{CARD}:has([data-action=noted]) .notice"
STATUS = "#queue [role=status]"
COME_BACK = "dispatchEvent(new Event('online'))"

ASK_AGAIN = f"""async () => {{
  const database = await {OPEN_DATABASE};
  const writing = database.transaction("meta", "readwrite");
  writing.objectStore("meta").delete("wian-standing");
  await new Promise((resolve) => {{ writing.oncomplete = resolve; }});
  database.close();
}}"""
"""As if the minute were over."""


def register_somebody(page: Page, **changes: object) -> dict[str, object]:
    """Register, and have the phone remember the receipt with `changes`, as what it knew before; that receipt."""
    page.goto(REGISTER)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    [receipt] = read_store(page, "receipts")
    page.evaluate(PUT, ["receipts", [receipt | changes]])
    return receipt | changes


def count_questions(proxy: FaultProxy) -> int:
    """How often a phone has asked."""
    return sum("registrations" in post for post in proxy.posts)


def decide_elsewhere(backend: RunningBackend, site: Path, decision: Decision) -> None:
    """What an organiser does on their machine about the only registration."""
    event = Events(site, is_preview=True).find(SLUG)
    assert event is not None
    with closing(open_store(backend.database.parent)) as store:
        decide(store, event, read_receipts(backend)[0], decision, by="organiser", at=preview_clock(AS_OF)())


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"status": "late_review"}, "ผู้จัดรับการลงทะเบียนนี้แล้ว"),
        ({"status": "waiting", "place": 3}, "ได้เลื่อนขึ้นจากรายชื่อสำรอง"),
        ({"starts_at": "2022-01-07T01:30:00.000Z"}, "งานนี้เปลี่ยนกำหนดการเป็น วันศุกร์ที่ 14 มกราคม 2565"),
    ],
    ids=["approved", "moved up", "put off"],
)
def test_what_is_new_is_shown_and_heard_until_it_was_seen(page: Page, before: dict[str, object], said: str) -> None:
    register_somebody(page, **before)
    page.goto(RECEIPTS)
    expect(page.locator(NEWS)).to_contain_text(said)
    expect(page.locator(STATUS)).to_contain_text(said)
    page.reload()
    expect(page.locator(NEWS)).to_contain_text(said)

    page.locator("[data-action=noted]").click()
    expect(page.locator("[data-action=noted]")).to_have_count(0)
    expect(page.locator(CARD)).to_be_focused()
    page.reload()
    expect(page.locator(CARD)).to_have_count(1)
    expect(page.locator(NEWS)).to_have_count(0)


def test_another_time_is_told_in_the_pages_language(page: Page, find_violations: Callable[[Page], list[str]]) -> None:
    register_somebody(page, starts_at="2022-01-07T01:30:00.000Z")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"/en{RECEIPTS}")
    expect(page.locator(NEWS)).to_contain_text("It is now: Friday 14 January 2022")
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("decision", ["cancel", "remove"])
def test_what_the_organiser_ended_is_said_to_have_ended(
    page: Page, backend: RunningBackend, built_site: Path, decision: Decision
) -> None:
    register_somebody(page)
    decide_elsewhere(backend, built_site, decision)
    page.goto(RECEIPTS)
    said = {"cancel": "หากท่านไม่ได้ยกเลิกเอง", "remove": "ถูกลบออกจากระบบ"}[decision]
    expect(page.locator(NEWS).first).to_contain_text(said)
    expect(page.locator("[data-action=cancel], [data-action=correct]")).to_have_count(0)
    expect(page.locator("[data-action=remove]")).to_be_visible()


def test_what_was_changed_elsewhere_is_changed_on_its_own_page(page: Page, backend: RunningBackend) -> None:
    receipt = register_somebody(page)
    named = {"replaces": str(receipt["submission_id"]), "manage": str(receipt["manage"])}
    send_directly(backend, first_name="สมหญิง", **named)
    page.goto(RECEIPTS)
    expect(page.locator(NEWS)).to_contain_text("ถูกแก้ไขจากที่อื่น")
    expect(page.locator(".code")).to_contain_text(read_receipts(backend)[1])
    expect(page.locator("[data-action=correct]")).to_have_count(0)
    page.locator("[data-action=manage]").click()
    expect(page.locator("main")).to_contain_text("สมหญิง")


def test_what_was_told_is_known_offline_with_its_time(phone: Phone, proxy: FaultProxy) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    register_somebody(page, status="waiting", place=3)
    page.goto(RECEIPTS)
    expect(page.locator(NEWS)).to_have_count(1)
    proxy.cut()
    phone.close()

    page = phone.open(RECEIPTS)
    expect(page.locator(NEWS)).to_contain_text("ได้เลื่อนขึ้น")
    expect(page.locator(CARD)).to_contain_text("ข้อมูลจากระบบของผู้จัดเมื่อ 5 มกราคม 2565 เวลา 09.00 น.")

    [known] = read_store(page, "receipts")  # and what else it may have been told
    told: list[tuple[dict[str, object], str, str]] = [
        ({"is_called_off": True}, "called_off", "งานนี้ยกเลิกแล้ว"),
        ({"status": "declined", "values": None}, "declined", "ผู้จัดไม่รับการลงทะเบียนนี้"),
        ({"status": "waiting", "place": 2}, "place", "ขณะนี้เป็นลำดับที่ 2"),
    ]
    for changes, news, said in told:
        shown = {"registration": news if "status" in changes else "", "event": "" if "status" in changes else news}
        page.evaluate(PUT, ["receipts", [known | changes | {"news": shown}]])
        expect(page.locator(NEWS).first).to_contain_text(said)
        offered = 1 if news == "place" else 0
        expect(page.locator("[data-action=cancel]")).to_have_count(offered)
        expect(page.locator("[data-action=correct]")).to_have_count(offered)


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_it_is_asked_once_a_minute_at_most(page: Page, proxy: FaultProxy) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    register_somebody(page)
    page.goto(RECEIPTS)
    expect_soon(page, lambda: bool(read_store(page, "receipts")[0]["asked_at"]), expected=True)
    page.evaluate(COME_BACK)
    page.reload()
    page.wait_for_load_state("networkidle")
    assert count_questions(proxy) == 1

    page.clock.set_fixed_time("2022-01-05T02:01:00Z")
    page.evaluate(COME_BACK)
    expect_soon(page, lambda: count_questions(proxy), expected=2)


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_failing_to_ask_says_nothing_and_asks_when_there_is_hope(page: Page, proxy: FaultProxy) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    receipt = register_somebody(page, status="late_review")
    proxy.fault = Fault("captive_page", methods=("POST",))
    page.goto(RECEIPTS)
    expect_soon(page, lambda: count_questions(proxy), expected=1)
    page.wait_for_load_state("networkidle")
    assert read_store(page, "receipts") == [receipt]

    proxy.fault = Fault("unavailable", methods=("POST",), retry_after="120")
    page.evaluate(COME_BACK)
    until = page.evaluate("Date.now()") + 120_000
    expect_soon(page, lambda: read_store(page, "meta"), expected=[until])
    proxy.fault = None
    asked = count_questions(proxy)
    page.clock.set_fixed_time("2022-01-05T02:01:59Z")
    page.evaluate(COME_BACK)
    page.wait_for_timeout(300)
    assert count_questions(proxy) == asked
    page.clock.set_fixed_time("2022-01-05T02:02:01Z")
    page.evaluate(COME_BACK)
    expect(page.locator(NEWS)).to_contain_text("ผู้จัดรับการลงทะเบียนนี้แล้ว")


def test_what_the_server_says_nothing_of_stays_as_it_is(page: Page, proxy: FaultProxy) -> None:
    receipt = register_somebody(page, manage="0" * 32)
    page.goto(RECEIPTS)
    expect_soon(page, lambda: count_questions(proxy), expected=1)
    page.wait_for_load_state("networkidle")
    assert read_store(page, "receipts") == [receipt]


def test_what_stands_beside_its_change_goes_when_that_has_taken_its_place(page: Page, backend: RunningBackend) -> None:
    old = register_somebody(page)
    page.locator("[data-action=correct]").click()
    register(page, first_name="สมหญิง")
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ."])
    page.evaluate(PUT, ["receipts", [old]])  # as if the change had been late at first
    page.evaluate(ASK_AGAIN)
    page.goto(RECEIPTS)
    expect_soon(page, lambda: len(read_store(page, "receipts")), expected=1)
    expect(page.locator(".code")).to_contain_text(read_receipts(backend)[1])
