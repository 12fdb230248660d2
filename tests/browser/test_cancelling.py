"""Cancelling on the phone: asked once more, kept before anything goes out, done once whatever the connection does."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    FAIL_ONCE,
    RECEIPTS,
    REGISTER,
    expect_soon,
    fill_in,
    press_register,
    read_entries,
    read_receipts,
    read_rows,
    read_store,
    register,
    register_and_lose_the_answer,
    send_directly,
    send_now,
    submit,
    wait_for_companion,
    wait_for_worker,
)
from tests.browser.test_receipts import PUT, make_receipt
from tests.browser.test_sync import wake_worker
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Phone, ServerClock
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultKind, FaultProxy

CANCEL = "[data-action=cancel]"
KEEP = "[data-action=keep]"
STATUS = "#queue [role=status]"


def say_yes(page: Page) -> list[str]:
    """Agree to whatever is asked from now on; what was asked."""
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    return asked


def register_and_be_confirmed(page: Page, **changes: str) -> None:
    """Register somebody and wait for the receipt."""
    page.goto(REGISTER)
    register(page, **changes)
    expect(page.locator(".code")).to_have_count(1)


def list_cancellations(proxy: FaultProxy) -> list[dict[str, str]]:
    """The bodies of what was sent to cancel something."""
    return [post for post in proxy.posts if "act_id" in post]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_registration_is_cancelled_after_it_was_asked_once_more(
    page: Page,
    proxy: FaultProxy,
    backend: RunningBackend,
    find_violations: Callable[[Page], list[str]],
    prefix: str,
) -> None:
    register_and_be_confirmed(page)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{prefix}{RECEIPTS}")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator(CANCEL).click()
    assert read_store(page, "acts") == []

    asked = say_yes(page)
    proxy.hold.clear()
    page.locator(CANCEL).focus()
    page.keyboard.press("Enter")
    saved = {"": "บันทึกการยกเลิกไว้ในเครื่องนี้แล้ว", "/en": "Your cancellation is saved on this phone"}[prefix]
    expect(page.locator("#queue [data-id] .notice")).to_contain_text(saved)
    expect(page.locator(STATUS)).not_to_have_text("")
    expect(page.locator("#queue [data-id]")).to_be_focused()
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    proxy.hold.set()
    done = {"": "ยกเลิกการลงทะเบียนนี้แล้ว", "/en": "This registration is cancelled"}[prefix]
    expect(page.locator("#queue [data-id]")).to_contain_text(done)
    expect(page.locator(STATUS)).to_contain_text({"": "ยกเลิกการลงทะเบียนของ", "/en": "is cancelled"}[prefix])
    assert len(asked) == 1
    assert read_rows(backend) == [("สมชาย", "cancelled")]
    assert read_store(page, "acts") == []
    [receipt] = read_store(page, "receipts")
    assert (receipt["status"], receipt["values"]) == ("cancelled", None)
    [sent] = list_cancellations(proxy)
    assert sorted(sent) == ["act_id", "attempt", "created_at", "manage", "sent_at", "submission_id"]

    assert find_violations(page) == []
    page.locator("[data-action=remove]").click()
    expect(page.locator("#queue [data-id]")).to_have_count(0)


def test_a_cancellation_made_offline_survives_and_is_done_once(
    phone: Phone, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    register_and_be_confirmed(page)
    proxy.cut()
    page.goto(RECEIPTS)
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator(KEEP).or_(page.locator("[data-action=stop]"))).to_be_visible()
    [act] = read_store(page, "acts")
    phone.close()  # as one that ran out of power

    page = phone.open(RECEIPTS)
    expect(page.locator("#queue [data-id] .notice").first).to_be_visible()
    proxy.fault = Fault("lose_answer", methods=("POST",))
    proxy.restore()
    send_now(page)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "cancelled")])
    proxy.fault = None
    expect_soon(page, lambda: read_store(page, "acts")[0]["unknowns"] != 0, expected=True)
    send_now(page)
    expect(page.locator("#queue")).to_contain_text("ยกเลิกการลงทะเบียนนี้แล้ว")
    assert read_store(page, "acts") == []
    assert {post["act_id"] for post in list_cancellations(proxy)} == {act["act_id"]}
    assert len(list_cancellations(proxy)) > 1


@pytest.mark.parametrize("portal", ["captive_page", "captive_redirect"])
def test_a_captive_portal_cancels_nothing(
    page: Page, proxy: FaultProxy, backend: RunningBackend, portal: FaultKind
) -> None:
    register_and_be_confirmed(page)
    proxy.fault = Fault(portal, methods=("POST",))
    say_yes(page)
    page.locator(CANCEL).click()
    expect_soon(page, lambda: [act["unknowns"] != 0 for act in read_store(page, "acts")], expected=[True])
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert read_store(page, "receipts")[0]["status"] == "confirmed"


def test_a_cancellation_that_has_not_gone_out_is_taken_back(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    register_and_be_confirmed(page)
    page.evaluate("void navigator.locks.request('wian-sender', () => new Promise(() => {}))")  # nothing goes out
    asked = say_yes(page)
    page.locator(CANCEL).click()
    page.locator(KEEP).click()
    expect(page.locator(CANCEL)).to_be_visible()
    assert read_store(page, "acts") == []
    assert len(asked) == 1
    assert list_cancellations(proxy) == []
    assert read_rows(backend) == [("สมชาย", "confirmed")]


def test_a_cancellation_that_was_tried_is_given_up_only_after_a_question(page: Page, proxy: FaultProxy) -> None:
    register_and_be_confirmed(page)
    proxy.cut()
    asked = say_yes(page)
    page.locator(CANCEL).click()
    page.locator("[data-action=stop]").click()
    expect(page.locator(CANCEL)).to_be_visible()
    assert "อาจถูกยกเลิกไปแล้ว" in asked[1]
    assert read_store(page, "acts") == []


def test_what_was_never_answered_is_cancelled_once_it_was(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register_and_lose_the_answer(page, proxy, backend)
    proxy.cut()
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator("#queue [data-id]")).to_contain_text("เมื่อได้คำตอบของการลงทะเบียนนี้แล้ว")
    assert [act["manage"] for act in read_store(page, "acts")] == [""]

    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue")).to_contain_text("ยกเลิกการลงทะเบียนนี้แล้ว")
    assert read_rows(backend) == [("สมชาย", "cancelled")]
    [sent] = list_cancellations(proxy)
    assert sent["manage"] != ""


def test_the_cancellation_of_what_is_refused_ends(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    for number in range(3):  # the organisation has no seat left
        send_directly(
            backend, first_name="กขค"[number] * 3, mobile=f"081234000{number}", email=f"p{number}@example.go.th"
        )
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)
    say_yes(page)
    page.locator(CANCEL).click()
    expect_soon(page, lambda: len(read_store(page, "acts")), expected=1)
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue .error")).to_contain_text("ครบจำนวนแล้ว")
    assert read_store(page, "acts") == []
    assert list_cancellations(proxy) == []


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_cancellation_that_comes_too_late_says_so(
    page: Page, backend: RunningBackend, server_clock: ServerClock
) -> None:
    register_and_be_confirmed(page)
    server_clock.ahead = timedelta(days=9)
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator("#queue .error")).to_contain_text("งานเริ่มแล้ว")
    expect(page.locator(STATUS)).to_contain_text("ไม่สำเร็จ")
    assert read_rows(backend) == [("สมชาย", "confirmed")]

    page.locator("[data-action=seen]").click()
    expect(page.locator("#queue .error")).to_have_count(0)
    assert read_store(page, "acts") == []


def test_a_cancellation_that_is_not_possible_says_what_to_do(page: Page, backend: RunningBackend) -> None:
    register_and_be_confirmed(page)
    [receipt] = read_store(page, "receipts")
    page.evaluate(PUT, ["receipts", [receipt | {"manage": "0" * 32}]])
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator("#queue .error")).to_contain_text("โปรดใช้ลิงก์ในอีเมล")
    assert read_rows(backend) == [("สมชาย", "confirmed")]


def test_once_the_event_has_begun_or_without_a_key_nothing_is_offered(page: Page) -> None:
    page.goto(RECEIPTS)
    begun = make_receipt(1, "confirmed", starts_at="2022-01-14T01:30:00.000Z", clock_ahead_ms=0, values=None)
    of_before = make_receipt(2, "confirmed", manage="", values=None, starts_at="")
    page.evaluate(PUT, ["receipts", [begun, of_before]])
    expect(page.locator("#queue [data-id]")).to_have_count(2)
    expect(page.locator(CANCEL)).to_have_count(0)
    expect(page.locator(f"[data-id='{of_before['submission_id']}']")).to_contain_text("โปรดใช้ลิงก์ในอีเมล")


def test_a_change_that_was_not_sent_goes_with_what_is_cancelled(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    register_and_be_confirmed(page)
    page.evaluate("void navigator.locks.request('wian-sender', () => new Promise((done) => (globalThis.letGo = done)))")
    page.locator("[data-action=correct]").click()
    register(page, first_name="สมหญิง")
    expect(page.locator("#queue [data-id]")).to_have_count(2)
    asked = say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    assert "รายการแก้ไขที่ยังไม่ได้ส่ง" in asked[0]
    page.evaluate("letGo()")
    send_now(page)
    expect(page.locator("#queue")).to_contain_text("ยกเลิกการลงทะเบียนนี้แล้ว")
    assert read_rows(backend) == [("สมชาย", "cancelled")]


def test_a_change_that_was_tried_is_cancelled_itself(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    register_and_be_confirmed(page)
    proxy.fault = Fault("lose_answer", methods=("POST",))
    page.locator("[data-action=correct]").click()
    register(page, first_name="สมหญิง")
    expect_soon(page, lambda: [one["unknowns"] != 0 for one in read_entries(page)], expected=[True])
    proxy.cut()
    say_yes(page)
    page.locator(f"[data-id]:has(.code) {CANCEL}").click()
    expect(page.locator(CANCEL)).to_have_count(0)
    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue")).to_contain_text("ยกเลิกการลงทะเบียนนี้แล้ว")
    assert read_rows(backend) == [("สมชาย", "replaced"), ("สมหญิง", "cancelled")]


def test_a_change_made_while_a_cancellation_waits_takes_it_back(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    register_and_be_confirmed(page)
    page.evaluate("void navigator.locks.request('wian-sender', () => new Promise((done) => (globalThis.letGo = done)))")
    page.locator("[data-action=correct]").click()
    fill_in(page, first_name="สมหญิง")
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator(KEEP)).to_be_visible()
    submit(page)
    expect_soon(page, lambda: read_store(page, "acts"), expected=[])
    page.evaluate("letGo()")
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ."])
    assert read_rows(backend) == [("สมชาย", "replaced"), ("สมหญิง", "confirmed")]
    assert list_cancellations(proxy) == []


def test_a_change_made_after_a_cancellation_went_out_is_a_registration_of_its_own(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    register_and_be_confirmed(page)
    page.locator("[data-action=correct]").click()
    fill_in(page, first_name="สมหญิง", mobile="0898765432")
    proxy.fault = Fault("lose_answer", methods=("POST",))
    say_yes(page)
    page.locator(CANCEL).click()
    expect_soon(page, lambda: [act["unknowns"] != 0 for act in read_store(page, "acts")], expected=[True])
    proxy.cut()
    submit(page)
    expect_soon(page, lambda: len(read_entries(page)), expected=1)
    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "cancelled"), ("สมหญิง", "confirmed")])
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ.", "สมชาย ใ."])


def test_a_seat_that_is_given_up_is_free_for_whom_is_registered_next(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    register_and_be_confirmed(page)
    for number in range(2):
        send_directly(
            backend, first_name="กข"[number] * 3, mobile=f"081234000{number}", email=f"p{number}@example.go.th"
        )
    proxy.cut()
    say_yes(page)
    page.locator(CANCEL).click()
    expect_soon(page, lambda: len(read_store(page, "acts")), expected=1)
    page.locator("#register-more").click()
    register(page, first_name="สมหญิง", mobile="0898765432")
    expect_soon(page, lambda: len(read_entries(page)), expected=1)
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ.", "สมชาย ใ."])
    assert sorted(str(state) for (state,) in read_rows(backend, "state")) == ["cancelled", *["confirmed"] * 3]


@pytest.mark.parametrize("method", ["add", "get"])
def test_what_can_not_be_kept_or_read_back_is_not_called_saved(page: Page, proxy: FaultProxy, method: str) -> None:
    register_and_be_confirmed(page)
    proxy.cut()
    asked = say_yes(page)
    page.evaluate(FAIL_ONCE, [method, "acts", 1])
    page.locator(CANCEL).click()
    expect_soon(page, lambda: len(asked), expected=2)
    assert "บันทึกการยกเลิกไม่ได้" in asked[1]
    assert read_store(page, "acts") == []
    assert list_cancellations(proxy) == []


def test_the_service_worker_cancels_when_no_page_is_open(
    phone: Phone, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    register_and_be_confirmed(page)
    proxy.cut()
    say_yes(page)
    page.locator(CANCEL).click()
    expect_soon(page, lambda: [act["unknowns"] != 0 for act in read_store(page, "acts")], expected=[True])
    page.goto("about:blank")
    proxy.restore()
    wake_worker(page, proxy.url)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "cancelled")])


def test_whoever_cancelled_registers_again(page: Page, backend: RunningBackend) -> None:
    register_and_be_confirmed(page)
    say_yes(page)
    page.locator(CANCEL).click()
    expect(page.locator("#queue")).to_contain_text("ยกเลิกการลงทะเบียนนี้แล้ว")
    expect(page.locator("#result-title")).to_have_text("ทราบผลแล้ว")
    page.locator("#register-more").click()
    fill_in(page)
    press_register(page)
    expect(page.locator("#queue .code")).to_have_count(2)
    assert [state for (state,) in read_rows(backend, "state")] == ["cancelled", "confirmed"]
    assert len(read_receipts(backend)) == 2
