"""One sender at a time: a holder that was put to sleep loses the lock, and one that is at work keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    OPEN_DATABASE,
    RECEIPTS,
    REGISTER,
    expect_soon,
    read_rows,
    read_store,
    register,
    wait_for_companion,
    wait_for_database,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

pytestmark = pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set

HOLD_FOR_EVER = """new Promise((held) =>
  void navigator.locks.request("wian-sender", () => new Promise(() => held())))"""
COUNT_WAITING = """navigator.locks.query().then(({ pending }) =>
  pending.filter(({ name }) => name === "wian-sender").length)"""
WITHOUT_WEB_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });"

MINUTE_MS = 60_000


def test_the_lock_of_a_sender_that_sleeps_is_taken_after_three_minutes(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    asleep = page.context.new_page()
    asleep.goto("/manifest.webmanifest")  # of this origin, without our scripts
    asleep.evaluate(HOLD_FOR_EVER)
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    register(page)
    expect_soon(page, lambda: page.evaluate(COUNT_WAITING), expected=1)
    page.clock.fast_forward(MINUTE_MS)
    assert page.evaluate(COUNT_WAITING) == 1  # behind a few tabs that send it may take this long
    assert proxy.posts == []

    page.clock.fast_forward(2 * MINUTE_MS)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert list(proxy.post_counts().values()) == [1]


def test_without_web_locks_a_lease_keeps_others_out_until_it_is_given_back_or_over(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.add_init_script(WITHOUT_WEB_LOCKS)
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.hold.clear()
    register(page)
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    [lease] = read_store(page, "meta")
    page.evaluate(PUT_LEASE, lease + 1)  # somebody else's, from here on
    proxy.hold.set()
    expect(page.locator(".code")).to_have_count(1)

    page.locator("#register-more").click()
    register(page, first_name="สมหญิง", mobile="0822222222")
    for _ in range(3):
        page.clock.fast_forward(5_000)  # it looks again
    assert read_store(page, "meta") == [lease + 1]
    assert len(proxy.posts) == 1

    page.clock.fast_forward(2 * MINUTE_MS)
    expect(page.locator(".code")).to_have_count(2)
    expect_soon(page, lambda: read_store(page, "meta"), expected=[])
    assert len(read_rows(backend)) == 2


def test_a_lease_from_a_clock_that_was_set_back_is_void(page: Page, backend: RunningBackend) -> None:
    page.add_init_script(WITHOUT_WEB_LOCKS)
    page.goto(RECEIPTS)
    wait_for_database(page)
    page.goto("/manifest.webmanifest")  # of this origin, and none of our scripts takes the lease meanwhile
    page.evaluate(PUT_LEASE, page.evaluate("Date.now()") + 60 * MINUTE_MS)
    page.goto(REGISTER)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]


PUT_LEASE = f"""async (until) => {{
  const database = await {OPEN_DATABASE};
  const writing = database.transaction("meta", "readwrite");
  writing.objectStore("meta").put(until, "wian-sender");
  await new Promise((resolve) => {{ writing.oncomplete = resolve; }});
  database.close();
}}"""
