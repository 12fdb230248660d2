"""Where nothing can be kept the form itself is the queue: each person goes out under one id until it is stored."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    NO_STORAGE,
    REGISTER,
    expect_soon,
    fill_in,
    fill_person,
    press_register,
    read_rows,
    wait_for_companion,
)
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy


def test_of_two_people_only_the_one_without_an_answer_is_sent_again(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.add_init_script(NO_STORAGE)
    page.goto(REGISTER)
    fill_in(page)
    page.locator("#add-person").click()
    fill_person(page, 2, first_name="สมหญิง", email="somying@example.go.th", mobile="0822222222")
    first, second = Event(), Event()
    proxy.hold = first
    press_register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    proxy.hold = second
    first.set()
    expect_soon(page, lambda: len(proxy.posts), expected=2)
    proxy.fault = Fault("unavailable", methods=("POST",))
    second.set()
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")

    proxy.fault = None
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    assert [post["first_name"] for post in proxy.posts] == ["สมชาย", "สมหญิง", "สมหญิง"]
    assert len(proxy.post_counts()) == 2
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 1), ("สมหญิง", 1)]


@pytest.mark.rules
@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_rules_that_fall_silent_during_a_check_keep_nobody_from_registering(
    page: Page, backend: RunningBackend
) -> None:
    page.route("**/app/rules-worker*", lambda route: route.fulfill(body=SILENT_WORKER, content_type="text/javascript"))
    page.clock.install()
    page.goto(REGISTER)
    expect(page.locator("#rules-status")).to_contain_text("ก่อนบันทึก")
    fill_in(page)
    press_register(page)
    expect(page.locator("#registration")).to_have_js_property("inert", value=True)
    page.clock.fast_forward(5_000)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend, "first_name, rules_version") == [("สมชาย", "")]


SILENT_WORKER = "onmessage = ({ data: { id, action } }) => action === 'start' && postMessage({ id, result: null });"


@pytest.mark.rules
@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_start_of_the_rules_that_falls_silent_is_given_up(page: Page) -> None:
    page.route("**/app/rules-worker*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.clock.install()
    page.goto(REGISTER)
    expect(page.locator("#rules-status progress")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(page.locator("#rules-status")).to_contain_text("ใช้ตัวช่วยตรวจสอบไม่ได้")


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_the_second_script_is_asked_for_again_after_a_while(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    proxy.fault = Fault("unavailable", path="/app/")
    page.clock.install()
    with page.expect_response("**/app/register-*"):
        page.goto(REGISTER)
    fill_in(page)
    press_register(page)
    expect(page.locator("#result-title")).to_be_visible()
    proxy.fault = None
    page.clock.fast_forward(30_000)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_without_the_script_that_sends_the_form_says_so_and_stays(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    proxy.fault = Fault("unavailable", path="/app/")
    page.add_init_script(NO_STORAGE)
    page.clock.install()
    with page.expect_response("**/app/register-*"):
        page.goto(REGISTER)
    fill_in(page)
    press_register(page)
    expect(page.locator("#app-status")).not_to_have_text("")
    page.clock.fast_forward(30_000)
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    expect(page.locator("#registration")).to_have_js_property("inert", value=False)

    proxy.fault = None
    page.clock.fast_forward(30_000)
    wait_for_companion(page)
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    assert read_rows(backend) == [("สมชาย", "confirmed")]
