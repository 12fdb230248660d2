"""The order of arrival: seats go by it, so what was submitted first on a phone also arrives first."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    RECEIPTS,
    REGISTER,
    choose_organisation,
    expect_soon,
    fill_in,
    fill_person,
    read_entries,
    read_rows,
    register,
    send_now,
    submit,
    wait_for_companion,
)
from tests.browser.test_receipts import PUT, make_entry
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

NAMES = ("กมล", "ขจร", "คมสัน", "งามตา")


def register_four_for_three_seats(page: Page) -> None:
    """Three people with one press, in the order of the form, and a fourth with another."""
    fill_in(page, **make_person(0))
    for number in (1, 2):
        page.locator("#add-person").click()
        fill_person(page, number + 1, **make_person(number))
    submit(page)
    page.locator("#register-more").click()
    register(page, **make_person(3))


def make_person(number: int) -> dict[str, str]:
    """Somebody of another name, telephone and address."""
    return {"first_name": NAMES[number], "mobile": f"081234000{number}", "email": f"p{number}@example.go.th"}


def test_of_four_for_three_seats_the_fourth_is_refused(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register_four_for_three_seats(page)
    expect_soon(page, lambda: len(read_entries(page)), expected=4)

    proxy.restore()
    send_now(page)
    expect(page.locator("#queue .code")).to_have_count(3)
    expect(page.locator("#queue [data-id]:has(.error) h3")).to_have_text(["งามตา ใจดี"])
    assert [name for (name,) in read_rows(backend, "first_name")] == list(NAMES[:3])
    assert list(dict.fromkeys(post["first_name"] for post in proxy.posts)) == list(NAMES)


def test_one_at_a_time_is_under_way_for_an_organisation(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.hold.clear()
    register_four_for_three_seats(page)
    page.locator("#register-more").click()
    fill_in(page, first_name="จันทร์", mobile="0812340009", email="p9@example.go.th")
    choose_organisation(page, "ปากคลอง")
    submit(page)
    expect_soon(page, lambda: [post["first_name"] for post in proxy.posts], expected=["กมล", "จันทร์"])

    proxy.hold.set()
    expect(page.locator("#queue .code")).to_have_count(4)
    in_order = ["กมล", "จันทร์", *NAMES[1:]]
    expect_soon(page, lambda: [post["first_name"] for post in proxy.posts], expected=in_order)  # the last is refused
    assert len(read_rows(backend)) == 4


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_head_that_keeps_failing_lets_the_others_pass(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")  # no schedule comes due by itself
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.fault = Fault("captive_page", methods=("POST",))
    for name in NAMES[:2]:
        register(page, **make_person(NAMES.index(name)))
        page.locator("#register-more").click()
    for tries in (1, 2, 3):
        expect_soon(page, lambda: read_entries(page)[0]["unknowns"], expected=tries)
        if tries < 3:
            assert [post["first_name"] for post in proxy.posts] == ["กมล"] * tries
            send_now(page)
    expect_soon(page, lambda: [post["first_name"] for post in proxy.posts], expected=["กมล"] * 3 + ["ขจร"])

    proxy.fault = None
    send_now(page)
    expect(page.locator("#queue .code")).to_have_count(2)
    assert [post["first_name"] for post in proxy.posts[4:]] == ["กมล", "ขจร"]
    assert [name for (name,) in read_rows(backend, "first_name")] == ["กมล", "ขจร"]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_server_that_asked_for_time_holds_the_lane(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.fault = Fault("unavailable", methods=("POST",), retry_after="600")
    register(page, **make_person(0))
    expect_soon(page, lambda: read_entries(page)[0]["retry_after_at"] != 0, expected=True)
    proxy.fault = None
    page.locator("#register-more").click()
    register(page, **make_person(1))
    page.reload()  # a page that opens sends what is due
    expect(page.locator("#queue .send-bar")).to_contain_text("10 นาที")
    assert [post["first_name"] for post in proxy.posts] == ["กมล"]

    send_now(page)
    expect(page.locator("#queue .code")).to_have_count(2)
    assert [name for (name,) in read_rows(backend, "first_name")] == ["กมล", "ขจร"]


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_head_that_hangs_for_a_whole_pass_leaves_the_next_one_to_the_others(page: Page, proxy: FaultProxy) -> None:
    page.add_init_script("Math.random = () => 0.5;")  # no delay is so short that the head is due again at once
    page.clock.install()
    page.goto(RECEIPTS)
    passing, proxy.hold = proxy.hold, Event()
    head = make_entry(page, 1, unknowns=3, attempts=3, next_try_at=0, retry_after_at=0)
    second = make_entry(page, 2, attempts=0, next_try_at=0, retry_after_at=0)
    page.evaluate(PUT, ["entries", [head, second]])
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    proxy.hold, hanging = passing, proxy.hold
    page.clock.fast_forward(30_000)
    expect_soon(page, lambda: len(proxy.posts) > 1, expected=True)
    assert [post["submission_id"] for post in proxy.posts[:2]] == [head["submission_id"], second["submission_id"]]
    hanging.set()
