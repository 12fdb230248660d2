"""Background Sync: the worker sends where no page does, and has the browser wake it again while something is left.

Browsers decide for themselves when they fire it, so it is fired here, in the real service worker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    RECEIPTS,
    REGISTER,
    expect_soon,
    read_entries,
    read_receipts,
    read_rows,
    register,
    send_directly,
    send_now,
    wait_for_companion,
    wait_for_worker,
)
from tests.browser.test_receipts import PUT, make_entry
from tests.own_event import SLUG
from tools.machine.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page, Worker

    from tests.browser.conftest import Phone
    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

FIRE_SYNC = """() => {
  const event = new SyncEvent("sync", { tag: "wian-send" });
  let result;
  event.waitUntil = (promise) => (result = promise.then(() => "done", () => "wake me again"));
  dispatchEvent(event);
  return result;
}"""
ALL_IN_THE_BACKGROUND = 'Object.defineProperty(WindowClient.prototype, "visibilityState", { value: "hidden" });'
COUNT_REQUESTS = """if (globalThis.SyncManager) {
  const { register } = SyncManager.prototype;
  globalThis.syncRequests = [];
  SyncManager.prototype.register = function (tag) {
    syncRequests.push(tag);
    return register.call(this, tag);
  };
}"""

PENDING = "navigator.serviceWorker.ready.then(({ sync }) => sync.getTags())"


@pytest.fixture
def worker(page: Page) -> Worker:
    """The service worker; `page` shows an entry that its own schedule leaves alone for long."""
    page.goto(RECEIPTS)
    wait_for_worker(page)
    page.evaluate(PUT, ["entries", [make_entry(page, 1, retry_after_at=0)]])
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    [worker] = page.context.service_workers
    return worker


@pytest.mark.parametrize("is_controlled", [True, False])
def test_a_page_that_the_person_looks_at_sends_by_itself(
    page: Page, worker: Worker, proxy: FaultProxy, is_controlled: bool
) -> None:
    if not is_controlled:
        [entry] = read_entries(page)
        page.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})
        expect(page.locator("#queue .code")).to_have_count(1)
        page.evaluate(PUT, ["entries", [entry | {"submission_id": "00000000-0000-4000-8000-000000000002"}]])
    before = len(proxy.posts)
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)") == is_controlled
    assert worker.evaluate(FIRE_SYNC) == "wake me again"
    assert len(proxy.posts) == before


def test_a_page_in_the_background_may_be_asleep(worker: Worker, proxy: FaultProxy, backend: RunningBackend) -> None:
    worker.evaluate(ALL_IN_THE_BACKGROUND)
    assert worker.evaluate(FIRE_SYNC) == "done"
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert list(proxy.post_counts().values()) == [1]


@pytest.mark.parametrize("path", [f"/events/{SLUG}/poster/", "/offline/", "a receipt of the backend's"])
def test_a_page_without_a_script_that_sends_is_no_reason_not_to(
    page: Page, worker: Worker, backend: RunningBackend, path: str
) -> None:
    if path.startswith("a receipt"):
        send_directly(backend, first_name="สมหญิง", email="somying@example.go.th", mobile="0822222222")
        path = f"{REGISTER}receipts/{read_receipts(backend)[0]}/"
    page.goto(path)
    before = len(read_rows(backend))
    assert worker.evaluate(FIRE_SYNC) == "done"
    assert len(read_rows(backend)) == before + 1


def test_while_something_is_left_the_browser_is_to_wake_the_worker_again(
    page: Page, worker: Worker, proxy: FaultProxy
) -> None:
    page.goto(f"/events/{SLUG}/poster/")
    proxy.cut()
    assert worker.evaluate(FIRE_SYNC) == "wake me again"
    assert [(entry["state"], entry["unknowns"]) for entry in read_entries(page)] == [("queued", 1)]
    proxy.restore()
    assert worker.evaluate(FIRE_SYNC) == "done"
    assert read_entries(page) == []


@pytest.fixture
def whole_phone(phone: Phone) -> Phone:
    """A phone with a whole Chromium: its headless shell has Background Sync turned off."""
    phone.options["executable_path"] = find_chromium()
    return phone


def test_it_is_asked_for_once_while_it_is_pending(whole_phone: Phone, proxy: FaultProxy) -> None:
    whole_phone.start().add_init_script(COUNT_REQUESTS)
    page = whole_phone.open(REGISTER)
    wait_for_worker(page)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    expect_soon(page, lambda: page.evaluate(PENDING), expected=["wian-send"])
    while read_entries(page)[0]["unknowns"] < 3:  # type: ignore[operator]
        send_now(page)
    assert page.evaluate(PENDING) == ["wian-send"]
    assert page.evaluate("syncRequests") == ["wian-send"]
