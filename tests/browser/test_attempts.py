"""One attempt: what goes out, how long it may take, whom it goes to, and what its answer leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    NO_STORAGE,
    REGISTER,
    expect_soon,
    fill_in,
    press_register,
    read_entries,
    read_rows,
    read_store,
    register,
    register_and_lose_the_answer,
    send_directly,
    send_now,
    submit,
    wait_for_companion,
)
from tests.browser.test_receipts import PUT
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

FRESH_EACH_TIME = {"sent_at", "attempt"}
LIMIT_MS = 30_000


def test_what_went_out_once_is_sent_again_as_it_was_whatever_a_newer_version_makes_of_it(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    register_and_lose_the_answer(page, proxy, backend)
    proxy.cut()
    [entry] = read_entries(page)
    newer = {"values": entry["values"] | {"first_name": "Somchai"}, "notice_version": "2030-01-01", "locale": "en"}  # type: ignore[operator]
    page.evaluate(PUT, ["entries", [entry | newer | {"rules_version": "9.9.9", "organisation_name": "PAO"}]])

    proxy.fault = None
    proxy.restore()
    send_now(page)
    expect(page.locator(".code")).to_have_count(1)
    first, *others = [[item for item in post.items() if item[0] not in FRESH_EACH_TIME] for post in proxy.posts]
    assert others != []
    assert [post for post in others if post != first] == []
    assert read_rows(backend) == [("สมชาย", "confirmed")]


def register_under_a_taken_key(page: Page, proxy: FaultProxy, backend: RunningBackend) -> str:
    """Fill in and press "Register" while somebody else's registration gets the same key; the key."""
    proxy.hold.clear()
    fill_in(page)
    press_register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    key = proxy.posts[0]["submission_id"]
    send_directly(backend, submission_id=key, first_name="สมศักดิ์", email="somsak@example.go.th", mobile="0899999999")
    proxy.hold.set()
    return key


def test_a_key_under_which_the_server_holds_something_else_is_neither_a_yes_nor_a_no(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    key = register_under_a_taken_key(page, proxy, backend)
    expect(page.locator("#queue [data-id] .error")).to_have_count(1)
    assert [(entry["state"], entry["problem"]) for entry in read_entries(page)] == [
        ("needs_person", {"code": "key_reused", "problems": []})
    ]
    assert read_store(page, "receipts") == []

    page.locator("[data-action=correct]").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    submit(page)
    expect(page.locator(".code")).to_have_count(1)
    assert [post.get("replaces") for post in proxy.posts] == [None, key]  # what stands there is replaced, not doubled
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมศักดิ์", 0), ("สมชาย", 1)]


def test_without_storage_such_a_key_is_replaced_as_well(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.add_init_script(NO_STORAGE)
    page.goto(REGISTER)
    key = register_under_a_taken_key(page, proxy, backend)
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    assert [post.get("replaces") for post in proxy.posts] == [None, key]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_an_attempt_without_an_answer_is_given_up_and_made_again(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.hold.clear()
    register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    assert [entry["unknowns"] for entry in read_entries(page)] == [0]
    page.clock.fast_forward(LIMIT_MS)
    expect_soon(page, lambda: [entry["unknowns"] for entry in read_entries(page)], expected=[1])

    proxy.hold.set()
    page.clock.fast_forward(2 * LIMIT_MS)  # past the next try
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert list(proxy.post_counts().values()) == [2]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_time_that_the_server_asked_for_is_given_although_the_next_answer_does_not_repeat_it(
    page: Page, proxy: FaultProxy
) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.fault = Fault("unavailable", methods=("POST",), retry_after="600")
    register(page)
    expect_soon(page, lambda: [entry["unknowns"] for entry in read_entries(page)], expected=[1])
    until = page.evaluate("Date.now()") + 600_000

    proxy.fault = Fault("unavailable", methods=("POST",))
    send_now(page)
    expect_soon(page, lambda: [entry["unknowns"] for entry in read_entries(page)], expected=[2])
    assert [(entry["retry_after_at"], entry["next_try_at"]) for entry in read_entries(page)] == [(until, until)]


def test_no_form_is_posted_on_to_where_a_portal_points(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.fault = Fault("captive_repost", methods=("POST",), path=REGISTER)
    register(page)
    expect_soon(page, lambda: [entry["unknowns"] != 0 for entry in read_entries(page)], expected=[True])
    proxy.fault = None
    send_now(page)
    expect(page.locator(".code")).to_have_count(1)
    assert [post["attempt"] for post in proxy.posts] == [str(number) for number, _ in enumerate(proxy.posts, 1)]


def test_an_attempt_carries_no_cookie(page: Page, proxy: FaultProxy) -> None:
    page.context.add_cookies([{"name": "portal", "value": "somebody", "url": proxy.url}])
    page.goto(REGISTER)
    with page.expect_request(lambda request: request.method == "POST") as sent:
        register(page)
    assert sent.value.header_value("cookie") is None
    assert page.evaluate("document.cookie") == "portal=somebody"


def test_an_answer_to_what_was_deleted_meanwhile_counts_only_if_it_is_a_yes(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(REGISTER)
    proxy.hold.clear()
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page)
    delete_while_it_is_sent(page, proxy, 1)
    proxy.hold.set()
    expect_soon(page, lambda: proxy.answered, expected=1)  # to the page or to its service worker, whichever sent it

    page.locator("#register-more").click()
    proxy.fault = None
    proxy.hold.clear()
    register(page, first_name="สมหญิง")
    delete_while_it_is_sent(page, proxy, 2)
    proxy.hold.set()
    expect(page.locator("#queue h3")).to_have_text(["สมหญิง ใ."])
    expect(page.locator(".code")).to_have_count(1)
    assert read_entries(page) == []
    assert read_rows(backend) == [("สมหญิง", "confirmed")]


def delete_while_it_is_sent(page: Page, proxy: FaultProxy, posts: int) -> None:
    """Delete the one entry once as many posts have come in."""
    expect_soon(page, lambda: len(proxy.posts), expected=posts)
    page.locator("[data-action=dismiss]").click()
    expect(page.locator("#queue [data-id]")).to_have_count(0)
