"""Sending: whatever the connection does, each registration is stored once and the phone knows how it stands."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    RECEIPTS,
    REGISTER,
    SEND_NOW,
    choose_organisation,
    expect_soon,
    fill_in,
    read_entries,
    read_receipts,
    read_rows,
    register,
    register_and_lose_the_answer,
    send_directly,
    send_now,
    submit,
    wait_for_companion,
    wait_for_worker,
)
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Phone, ServerClock
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultKind, FaultProxy

FRESH_EACH_TIME = {"sent_at", "attempt"}


def test_an_answer_lost_after_the_commit_gives_one_row_and_the_same_receipt(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register_and_lose_the_answer(page, proxy, backend)

    proxy.fault = None
    send_now(page)
    expect(page.locator(".code")).to_contain_text(read_receipts(backend)[0])
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    first, *others = [{k: v for k, v in post.items() if k not in FRESH_EACH_TIME} for post in proxy.posts]
    assert others != []
    assert [post for post in others if post != first] == []
    assert [post["attempt"] for post in proxy.posts] == [str(at) for at, _ in enumerate(proxy.posts, 1)]


@pytest.mark.parametrize("portal", ["captive_page", "captive_redirect"])
def test_a_captive_portal_decides_nothing(
    page: Page, proxy: FaultProxy, backend: RunningBackend, portal: FaultKind
) -> None:
    page.goto(REGISTER)
    proxy.fault = Fault(portal, methods=("POST",))
    register(page)
    expect_soon(page, lambda: [(e["state"], e["unknowns"] != 0) for e in read_entries(page)], [("queued", True)])
    assert read_rows(backend) == []

    proxy.fault = None
    send_now(page)
    expect(page.locator(".code")).to_have_count(1)
    expect(page.locator(".code")).to_contain_text(read_receipts(backend)[0])
    assert read_rows(backend) == [("สมชาย", "confirmed")]


def test_three_tries_without_an_answer_are_warned_about(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    while read_entries(page)[0]["unknowns"] < 3:  # type: ignore[operator]
        send_now(page)
    expect(page.locator("#queue .notice")).to_contain_text("Wi-Fi")
    assert read_entries(page)[0]["state"] == "queued"


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
@pytest.mark.parametrize(("asked", "waited_s"), [("600", 600), ("86400", 3600)])
def test_retry_after_is_honoured_up_to_an_hour(page: Page, proxy: FaultProxy, asked: str, waited_s: int) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    page.goto(REGISTER)
    proxy.fault = Fault("unavailable", methods=("POST",), retry_after=asked)
    register(page)
    expect_soon(page, lambda: read_entries(page)[0]["retry_after_at"] != 0, expected=True)
    [entry] = read_entries(page)
    until = page.evaluate("Date.now()") + waited_s * 1000
    assert (entry["retry_after_at"], entry["next_try_at"]) == (until, until)

    page.reload()
    expect(page.locator("#queue .send-bar")).to_contain_text(f"{waited_s // 60} นาที")
    assert len(proxy.posts) == 1

    proxy.fault = None
    page.locator(SEND_NOW).click()  # a person may ask all the same
    expect(page.locator(".code")).to_have_count(1)


def test_the_fourth_of_an_organisation_is_refused_for_good_and_told_so(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    for number in range(3):
        send_directly(
            backend, first_name="กขค"[number] * 3, mobile=f"081234000{number}", email=f"p{number}@example.go.th"
        )
    page.goto(REGISTER)
    register(page)
    refused = page.locator("#queue [data-id] .error")
    expect(refused).to_contain_text("ครบจำนวนแล้ว")

    page.reload()
    expect(refused).to_contain_text("ครบจำนวนแล้ว")
    assert len(proxy.posts) == 1
    assert len(read_rows(backend)) == 3

    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[data-action=dismiss]").click()
    expect(page.locator("#queue [data-id]")).to_have_count(0)
    assert read_entries(page) == []


def test_two_tabs_send_each_registration_once(phone: Phone, proxy: FaultProxy, backend: RunningBackend) -> None:
    one = phone.open(REGISTER)
    wait_for_worker(one)
    proxy.cut()
    register(one)
    expect_soon(one, lambda: read_entries(one)[0]["unknowns"] != 0, expected=True)
    two = phone.open(RECEIPTS)
    expect(two.locator("#queue [data-id]")).to_have_count(1)

    proxy.hold.clear()
    proxy.restore()
    send_now(one)
    send_now(two)
    expect_soon(one, lambda: len(proxy.posts), expected=1)
    proxy.hold.set()
    for page in (one, two):
        expect(page.locator(".code")).to_have_count(1)
    assert list(proxy.post_counts().values()) == [1]
    assert len(read_rows(backend)) == 1


def test_an_attempt_that_hangs_holds_up_no_other_organisation(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    passing, hanging = proxy.hold, Event()
    proxy.hold = hanging
    register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    proxy.hold = passing
    page.locator("#register-more").click()
    fill_in(page, first_name="สมหญิง", email="somying@example.go.th", mobile="0898765432")
    choose_organisation(page, "ปากคลอง")
    submit(page)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมหญิง", "confirmed")]
    assert [entry["attempts"] for entry in read_entries(page)] == [1]

    hanging.set()
    expect(page.locator(".code")).to_have_count(2)


def test_the_service_worker_sends_when_no_page_is_open(
    phone: Phone, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    proxy.cut()
    register(page)
    expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)
    page.goto("about:blank")
    proxy.restore()

    wake_worker(page, proxy.url)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "confirmed")])
    page.goto(RECEIPTS)
    expect(page.locator(".code")).to_have_count(1)
    assert len(read_rows(backend)) == 1


def wake_worker(page: Page, origin: str) -> None:
    """Fire Background Sync as the browser does when the network is back."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    expect_soon(page, lambda: bool(found), expected=True)
    wanted = {"origin": origin, "registrationId": found[0], "tag": "wian-send", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", wanted)


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
@pytest.mark.parametrize("status", ["late_review", "closed"])
def test_what_was_filled_in_before_the_deadline_and_sent_after_it(
    page: Page, proxy: FaultProxy, backend: RunningBackend, server_clock: ServerClock, status: str
) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    expect_soon(page, lambda: read_entries(page)[0]["unknowns"] != 0, expected=True)

    server_clock.ahead = timedelta(days=5, hours=16)  # an hour after the deadline
    if status == "late_review":  # the phone's own clock shows that it waited for days
        page.clock.set_fixed_time("2022-01-11T02:00:00Z")
    proxy.restore()
    send_now(page)
    if status == "late_review":
        expect(page.locator("#queue .notice")).to_contain_text("รอผู้จัดพิจารณา")
        expect(page.locator("#result-title")).to_have_text("ได้รับแล้ว รอผู้จัดพิจารณา")
        expect(page.locator("#queue .state")).to_have_text("ส่งถึงหลังกำหนด รอผู้จัดพิจารณา")
        assert read_rows(backend) == [("สมชาย", "late_review")]
    else:
        expect(page.locator("#queue .error")).to_contain_text("ปิดรับลงทะเบียนแล้ว")
        assert read_rows(backend) == []
