"""Corrections: whatever came of the first, one registration stands in the end, and it is the right one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    PERSON,
    RECEIPTS,
    REGISTER,
    expect_soon,
    fill_in,
    read_entries,
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
from tests.browser.test_receipts import PUT
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Phone, ServerClock
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

HOLD_THE_LOCK = "void navigator.locks.request('wian-sender', () => new Promise((done) => (globalThis.letGo = done)));"


PRESS_REGISTER_AND_CORRECT = """() => {
  document.querySelector("#registration .main-button").click();
  document.querySelector("[data-action=correct]").click();
}"""


def test_correcting_what_has_not_been_sent(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    page.wait_for_load_state("networkidle")
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page, first_name="สมชัย")
    page.locator("[data-action=correct]").click()
    expect(page.locator("[data-notice=correcting]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("สมชัย")
    expect(page.locator("#add-person")).to_be_hidden()
    page.locator("#first_name").fill("สมชาย")
    submit(page)
    expect(page.locator("#queue [data-id]")).to_have_count(2)  # the first may have arrived: its answer comes first
    proxy.fault = None
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#queue h3")).to_have_text(["สมชาย ใ."])
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชัย", 0), ("สมชาย", 1)]


def test_going_back_from_a_correction_leaves_an_empty_form(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    page.wait_for_load_state("networkidle")
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page)
    page.locator("[data-action=correct]").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    page.locator("#first_name").fill("สมหญิง")
    page.go_back()
    expect(page.locator("[data-notice=correcting]")).to_have_count(0)
    expect(page.locator("#first_name")).to_have_value("")
    expect(page.locator("#add-person")).to_be_visible()

    page.go_forward()  # what was typed there is kept there
    expect(page.locator("#first_name")).to_have_value("สมหญิง")
    page.locator("[data-notice=restored] button").click()
    expect(page.locator("#first_name")).to_have_value("")
    expect(page.locator("#add-person")).to_be_hidden()  # a correction is of one person


@pytest.mark.rules
def test_what_is_asked_for_during_a_check_waits_for_it(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    page.wait_for_load_state("networkidle")
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page, first_name="ก้อง")
    page.locator("#register-more").click()
    fill_in(page)
    page.evaluate(PRESS_REGISTER_AND_CORRECT)
    expect(page.locator("[data-notice=correcting]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("ก้อง")
    kept = {entry["values"]["first_name"]: entry["replaces"] for entry in read_entries(page)}  # type: ignore[index]
    assert kept == {"ก้อง": "", "สมชาย": ""}


@pytest.mark.parametrize("is_offline", [False, True], ids=["online", "offline"])
@pytest.mark.parametrize("start", [REGISTER, RECEIPTS])
def test_changing_what_was_stored_begins_with_what_was_sent(
    phone: Phone, proxy: FaultProxy, backend: RunningBackend, start: str, is_offline: bool
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    register(page, first_name="สมชัย")
    expect(page.locator(".code")).to_have_count(1)
    [receipt] = read_store(page, "receipts")
    if is_offline:
        proxy.cut()
    page.goto(start)
    page.locator("[data-action=correct]").click()
    expect(page.locator("[data-notice=correcting]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("สมชัย")
    expect(page.get_by_role("combobox").first).to_have_value("องค์การบริหารส่วนจังหวัดทรายทอง")
    assert page.locator("#mobile").input_value() == PERSON["mobile"]
    wait_for_companion(page)
    page.locator("#mobile").fill("081-234-5678")
    submit(page)  # nothing that counts is changed
    expect(page.locator("#result-title")).to_have_text("ไม่มีอะไรเปลี่ยน")
    assert (read_entries(page), read_store(page, "drafts")) == ([], [])
    assert [kept["receipt"] for kept in read_store(page, "receipts")] == [receipt["receipt"]]
    page.locator("[data-action=correct]").click()
    page.locator("#first_name").fill("สมชาย")
    submit(page)
    if is_offline:
        expect_soon(page, lambda: len(read_entries(page)), expected=1)
        proxy.restore()
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#queue h3")).to_have_text(["สมชาย ใ."])
    expect(page.locator("#queue .code")).to_have_count(1)
    assert read_rows(backend, "first_name, state = 'replaced'") == [("สมชัย", 1), ("สมชาย", 0)]
    assert [(post.get("replaces"), post.get("manage")) for post in proxy.posts[-1:]] == [
        (receipt["submission_id"], receipt["manage"])
    ]
    [changed] = read_store(page, "receipts")
    assert changed["values"]["first_name"] == "สมชาย"  # type: ignore[index]
    assert changed["manage"] != receipt["manage"]


def test_changing_what_this_phone_does_not_have_any_more(page: Page, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    register(page, first_name="สมชัย")
    expect(page.locator(".code")).to_have_count(1)
    [receipt] = read_store(page, "receipts")
    page.evaluate(PUT, ["receipts", [receipt | {"values": None}]])
    page.locator("[data-action=correct]").click()
    expect(page.locator("[data-notice=correcting_receipt]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("")
    fill_in(page)
    submit(page)
    expect(page.locator("#queue h3")).to_contain_text(["สมชาย"])
    replaced = "first_name, state = 'replaced'"
    expect_soon(page, lambda: read_rows(backend, replaced), [("สมชัย", 1), ("สมชาย", 0)])


def test_a_correction_takes_the_place_of_what_was_never_answered(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register_and_lose_the_answer(page, proxy, backend)

    proxy.cut()
    correct(page, first_name="สมหญิง")
    assert read_states(page) == {"สมชาย": "superseded", "สมหญิง": "queued"}
    correct(page, first_name="สมศรี")  # a correction of a correction that never went out
    assert read_states(page) == {"สมชาย": "superseded", "สมศรี": "queued"}
    [replaces] = [entry["replaces"] for entry in read_entries(page) if entry["replaces"]]
    assert replaces == proxy.posts[0]["submission_id"]

    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมศรี ใ."])
    expect(page.locator("#queue .code")).to_have_count(1)
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 0), ("สมศรี", 1)]


def test_a_correction_waits_for_the_answer_to_what_it_corrects(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register(page)
    expect(page.locator("#queue .code")).to_have_count(1)
    proxy.fault = Fault("lose_answer", methods=("POST",))
    page.locator("[data-action=correct]").click()
    expect(page.locator("[data-notice=correcting]")).to_be_visible()
    register(page, first_name="สมหญิง")
    expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)
    proxy.cut()
    correct(page, first_name="สมศรี")
    assert read_states(page) == {"สมหญิง": "superseded", "สมศรี": "queued"}

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-action=dismiss]").click()  # without the new one the old one stands again
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใจดี", "สมชาย ใ."])
    assert read_states(page) == {"สมหญิง": "queued"}

    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ."])
    expect(page.locator("#queue .code")).to_have_count(1)
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 0), ("สมหญิง", 1)]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
@pytest.mark.parametrize("was_tried", [False, True])
def test_a_correction_after_the_deadline_does_not_cost_the_registration_before_it(
    page: Page, proxy: FaultProxy, backend: RunningBackend, server_clock: ServerClock, was_tried: bool
) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    if not was_tried:
        page.add_init_script(HOLD_THE_LOCK)
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    if was_tried:
        expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)

    server_clock.ahead = timedelta(days=5, hours=16)  # an hour after the deadline
    page.clock.set_fixed_time("2022-01-11T02:00:00Z")
    correct(page, first_name="สมหญิง")
    proxy.restore()
    page.evaluate("globalThis.letGo?.()")
    send_now(page)
    expect(page.locator("#queue .code")).to_have_count(1)
    expect_soon(page, lambda: read_entries(page), [])
    assert read_rows(backend) == [*([("สมชาย", "replaced")] if was_tried else []), ("สมหญิง", "late_review")]


def test_a_correction_of_what_never_went_out_takes_its_place_on_the_phone(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    page.evaluate(HOLD_THE_LOCK)
    register(page)
    correct(page, first_name="สมหญิง")
    assert [(entry["attempts"], entry["replaces"]) for entry in read_entries(page)] == [(0, "")]

    page.evaluate("letGo()")
    expect(page.locator("#queue .code")).to_have_count(1)
    assert read_rows(backend) == [("สมหญิง", "confirmed")]
    assert list(proxy.post_counts().values()) == [1]


def test_an_answer_that_fails_during_a_correction_lets_the_first_stay_in_front(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    proxy.hold.clear()
    proxy.fault = Fault("lose_answer", methods=("POST",))
    register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    assert read_store(page, "drafts") == []
    correct(page, first_name="สมหญิง")
    assert read_store(page, "drafts") == []
    proxy.hold.set()
    expect_soon(page, lambda: sorted(entry["unknowns"] != 0 for entry in read_entries(page)), [False, True])
    assert read_states(page) == {"สมชาย": "superseded", "สมหญิง": "queued"}

    proxy.fault = None
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ."])
    expect(page.locator("#queue .code")).to_have_count(1)
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 0), ("สมหญิง", 1)]


def test_a_correction_of_what_was_refused_meanwhile_stands_for_itself(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    for number in range(3):  # the organisation has no seat left
        send_directly(
            backend, first_name="กขค"[number] * 3, mobile=f"081234000{number}", email=f"p{number}@example.go.th"
        )
    page.goto(REGISTER)
    proxy.hold.clear()
    register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    correct(page, first_name="สมหญิง")
    proxy.hold.set()
    expect(page.locator("#queue .error")).to_have_count(1)
    assert [(entry["state"], entry["replaces"]) for entry in read_entries(page)] == [("refused", "")]
    assert [(post["first_name"], post.get("replaces")) for post in proxy.posts] == [("สมชาย", None), ("สมหญิง", None)]


def test_a_second_correction_of_one_receipt_comes_after_the_first(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register(page)
    expect(page.locator("#queue .code")).to_have_count(1)
    proxy.cut()
    for name in ("สมหญิง", "สมศรี"):
        page.locator("[data-id]:has(.code) [data-action=correct]").click()
        expect(page.locator("[data-notice=correcting]")).to_be_visible()
        register(page, first_name=name)
    assert [state for state in read_states(page).values() if state == "queued"] == ["queued"]

    proxy.restore()
    send_now(page)
    expect(page.locator("#queue h3")).to_have_text(["สมศรี ใ."])
    expect(page.locator("#queue .code")).to_have_count(1)
    rows = read_rows(backend, "first_name, state <> 'replaced'")
    assert [name for name, stands in rows if stands] == ["สมศรี"]


@pytest.mark.parametrize("is_answered", [True, False])
def test_with_a_registration_goes_what_was_typed_to_correct_it(
    page: Page, proxy: FaultProxy, is_answered: bool
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(REGISTER)
    wait_for_companion(page)
    if not is_answered:
        proxy.fault = Fault("unavailable", methods=("POST",))
    register(page)
    expect(page.locator("#queue .code")).to_have_count(int(is_answered))
    page.locator("[data-action=correct]").click()
    fill_in(page, first_name="สมหญิง")
    page.goto(RECEIPTS)
    assert len(read_store(page, "drafts")) == 1
    page.locator("[data-action=remove], [data-action=dismiss]").click()
    expect(page.locator("#queue [data-id]")).to_have_count(0)
    assert read_store(page, "drafts") == []


def correct(page: Page, **changes: str) -> None:
    """Open the queued registration for correction, change it and submit."""
    page.locator("[data-action=correct]").first.click()
    expect(page.locator("[name=first_name]").first).not_to_have_value("")
    fill_in(page, **changes)
    submit(page)


def read_states(page: Page) -> dict[str, object]:
    """First names in the queue, and how each stands."""
    return {entry["values"]["first_name"]: entry["state"] for entry in read_entries(page)}  # type: ignore[index]
