"""When a page sends: as soon as there is reason to hope, and again after a failure of the phone's own storage."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import RECEIPTS, expect_soon, read_rows
from tests.browser.test_receipts import PUT, make_entry
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

pytestmark = pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set

COME_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
HOPES = {
    "the network is back": "dispatchEvent(new Event('online'))",
    "the page is looked at again": "document.dispatchEvent(new Event('visibilitychange'))",
    "the page comes back out of the browser's memory": COME_BACK,
}
NOTE_PASSES = """globalThis.passes = globalThis.requests = 0;
const { request } = LockManager.prototype;
LockManager.prototype.request = function (...args) {
  requests += 1;
  return request.apply(this, args).finally(() => (passes += 1));
};"""
FAIL_TO_LIST = """() => {
  const { getAll } = IDBObjectStore.prototype;
  globalThis.failures = 0;
  globalThis.letList = () => void (IDBObjectStore.prototype.getAll = getAll);
  IDBObjectStore.prototype.getAll = function () {
    if (this.name === "entries") failures += 1;
    throw new DOMException("no", "UnknownError");
  };
}"""
PUT_UNSAID = PUT.replace('new BroadcastChannel("wian-queue").postMessage("change");', "")


@pytest.mark.parametrize("hope", HOPES.values(), ids=HOPES)
def test_where_there_is_reason_to_hope_the_schedule_is_not_waited_for(
    page: Page, backend: RunningBackend, hope: str
) -> None:
    open_page_at_rest(page)
    page.evaluate(PUT, ["entries", [make_entry(page, 1, retry_after_at=0)]])
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    assert read_rows(backend) == []
    page.evaluate(hope)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]


def test_a_page_that_comes_back_shows_what_changed_while_it_slept(page: Page) -> None:
    page.goto(RECEIPTS)
    expect(page.locator("#queue .soft").first).to_be_visible()
    page.evaluate(PUT_UNSAID, ["entries", [make_entry(page, 1, state="refused", problem={"code": "closed"})]])
    page.evaluate(COME_BACK)
    expect(page.locator("#queue [data-id]")).to_have_count(1)


@pytest.mark.parametrize("due_in_ms", [0, 30_000])
def test_what_is_due_while_the_storage_fails_goes_out_when_it_works_again(
    page: Page, backend: RunningBackend, due_in_ms: int
) -> None:
    page.clock.install()
    open_page_at_rest(page)
    due_at = page.evaluate("Date.now()") + due_in_ms
    entries = [make_entry(page, 1, retry_after_at=0, next_try_at=due_at)]
    if due_in_ms == 0:
        page.evaluate(FAIL_TO_LIST)
        page.evaluate(PUT, ["entries", entries])
        expect_soon(page, lambda: page.evaluate("failures"), expected=4)  # the list and the plan, each twice
    else:
        page.evaluate(PUT, ["entries", entries])
        expect(page.locator("#queue [data-id]")).to_have_count(1)
        page.evaluate(FAIL_TO_LIST)
        page.clock.fast_forward(due_in_ms)
        expect_soon(page, lambda: page.evaluate("failures"), expected=2)  # the pass, twice
    page.evaluate("letList()")
    page.clock.fast_forward(60_000)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "confirmed")])


def test_what_fails_while_hope_arises_is_tried_again_at_once(page: Page, proxy: FaultProxy) -> None:
    page.clock.set_fixed_time("2022-01-05T02:00:00Z")  # by the schedule alone nothing becomes due
    open_page_at_rest(page)
    first, second = Event(), Event()
    proxy.hold = first
    page.evaluate(PUT, ["entries", [make_entry(page, 1, retry_after_at=0, next_try_at=0)]])
    expect_soon(page, lambda: len(proxy.posts), expected=1)
    page.evaluate(HOPES["the network is back"])
    expect_soon(page, lambda: page.evaluate("requests"), expected=3)  # it waits for the one under way
    proxy.fault = Fault("lose_answer", methods=("POST",))
    proxy.hold = second
    first.set()
    expect_soon(page, lambda: len(proxy.posts), expected=2)
    proxy.fault = None
    second.set()
    expect(page.locator(".code")).to_have_count(1)


def open_page_at_rest(page: Page) -> None:
    """Open the receipts page and let its first pass end."""
    page.add_init_script(NOTE_PASSES)
    page.goto(RECEIPTS)
    expect_soon(page, lambda: page.evaluate("passes"), expected=1)
