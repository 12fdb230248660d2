"""A browser that can't keep anything is told so and still sends; an upgrade loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    RECEIPTS,
    REGISTER,
    expect_soon,
    fill_in,
    press_register,
    read_entries,
    read_receipts,
    read_rows,
    read_store,
)
from tests.browser.test_receipts import make_entry, make_receipt, put_every_state
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

BROKEN = {
    "blocked": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
    "full": """for (const name of ["put", "add"]) IDBObjectStore.prototype[name] = () => {
      throw new DOMException("full", "QuotaExceededError");
    };""",
    "forgetful": "IDBObjectStore.prototype.get = function () { return this.count(); };",
}


@pytest.mark.parametrize("how", BROKEN)
def test_without_storage_the_page_says_so_and_still_sends(page: Page, backend: RunningBackend, how: str) -> None:
    page.add_init_script(BROKEN[how])
    page.goto(REGISTER)
    expect(page.locator("#notices")).not_to_be_empty()
    fill_in(page)
    press_register(page)
    expect(page.locator("#result")).to_be_visible()
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    expect(page.locator("#result")).to_contain_text(read_receipts(backend)[0])


def test_on_a_phone_without_room_the_page_says_so_and_still_sends(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    developer = page.context.new_cdp_session(page)
    developer.send("Storage.overrideQuotaForOrigin", {"origin": proxy.url, "quotaSize": 1})
    page.goto(REGISTER)
    fill_in(page)
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    expect(page.locator("[data-notice=storage]")).to_contain_text("เต็ม")
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    developer.send("Storage.overrideQuotaForOrigin", {"origin": proxy.url})
    assert read_entries(page) == []


def test_one_failure_to_read_back_doubles_nobody(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    fill_in(page)
    page.evaluate(FORGET_ONCE)
    proxy.fault = Fault("unavailable", methods=("POST",))
    press_register(page)
    expect(page.locator("#notices")).to_contain_text("บันทึกข้อมูลได้ไม่สมบูรณ์")
    expect(page.locator("#registration")).to_have_js_property("inert", value=False)
    proxy.fault = None
    press_register(page)
    expect(page.locator("#registration")).to_be_hidden()
    expect_soon(page, lambda: read_entries(page), expected=[])
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert len(proxy.post_counts()) == 1


FORGET_ONCE = """() => {
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (key) {
    if (this.name !== "entries" || this.transaction.mode !== "readonly") return get.call(this, key);
    IDBObjectStore.prototype.get = get;
    return this.count();
  };
}"""


def test_what_a_sender_already_has_in_hand_counts_as_saved(page: Page, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    fill_in(page)
    page.evaluate(TRY_BEFORE_READING_BACK)
    press_register(page)
    expect(page.locator("#result-title")).to_be_visible()
    expect(page.locator(".code")).to_have_count(1)
    expect(page.locator("#notices")).to_be_empty()
    assert read_rows(backend) == [("สมชาย", "confirmed")]


TRY_BEFORE_READING_BACK = """() => {
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (entry) {
    return add.call(this, { ...entry, attempts: 1, unknowns: 1 });
  };
}"""


def test_a_list_that_could_not_be_read_once_comes_back(page: Page) -> None:
    page.goto(RECEIPTS)
    put_every_state(page)
    expect(page.locator("#queue [data-id]")).to_have_count(17)
    page.evaluate(FAIL_TO_LIST)
    page.evaluate("new BroadcastChannel('wian-queue').postMessage('change')")
    expect(page.locator("#queue > .notice")).to_be_visible()
    expect(page.locator("#queue [data-id]")).to_have_count(17)
    page.evaluate("letList()")
    page.evaluate("new BroadcastChannel('wian-queue').postMessage('change')")
    expect(page.locator("#queue > .notice")).to_have_count(0)


FAIL_TO_LIST = """() => {
  const { getAll } = IDBObjectStore.prototype;
  globalThis.letList = () => void (IDBObjectStore.prototype.getAll = getAll);
  IDBObjectStore.prototype.getAll = () => { throw new DOMException("no", "UnknownError"); };
}"""


def test_the_receipts_page_says_that_this_browser_keeps_nothing(page: Page) -> None:
    page.add_init_script(BROKEN["blocked"])
    page.goto(RECEIPTS)
    expect(page.locator("#queue .notice")).to_contain_text("เก็บข้อมูลไว้ในเครื่องไม่ได้")


SINCE_VERSION_1 = (
    "organisation_name",
    "clock_ahead_ms",
    "unknowns",
    "retry_after_at",
    "payload",
    "sequence",
    "starts_at",
    "manage",
)


def test_an_older_database_is_upgraded_with_its_pending_entries_in_order(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto("/manifest.webmanifest")  # of this origin, without our scripts
    younger = make_entry(page, 1, attempts=2, next_try_at=0, created_at="2022-01-05T02:00:00.001Z")
    older = make_entry(page, 2, attempts=1, next_try_at=0)
    older["values"] = {**older["values"], "first_name": "สมหญิง", "mobile": "0898765432"}  # type: ignore[dict-item]
    for entry in (younger, older):
        for name in SINCE_VERSION_1:
            del entry[name]
    page.evaluate(MAKE_VERSION_1, [[younger, older], []])

    page.goto(RECEIPTS)
    expect(page.locator(".code")).to_have_count(2)
    assert [post["first_name"] for post in proxy.posts] == ["สมหญิง", "สมชาย"]
    assert len(read_rows(backend)) == 2


SINCE_VERSION_5 = ("asked_at", "is_replaced", "when", "is_called_off", "news")


def test_receipts_of_before_are_kept_and_opened_empty_to_be_changed(page: Page) -> None:
    page.goto("/manifest.webmanifest")
    receipt = make_receipt(1, "confirmed")
    for name in ("starts_at", "clock_ahead_ms", "place", "manage", "values", *SINCE_VERSION_5):
        del receipt[name]
    page.evaluate(MAKE_VERSION_1, [[], [receipt]])

    page.goto(RECEIPTS)
    expect(page.locator(".code")).to_contain_text("1234-5671")
    page.locator("[data-action=correct]").click()
    expect(page.locator("[data-notice=correcting_receipt]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("")
    [kept] = read_store(page, "receipts")
    before_it_was_asked = {name: make_receipt(1, "confirmed")[name] for name in SINCE_VERSION_5}
    unknown = {"starts_at": "", "clock_ahead_ms": 0, "place": None, "manage": "", "values": None}
    assert kept == receipt | unknown | before_it_was_asked


MAKE_VERSION_1 = """([entries, receipts]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("wian", 1);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => {
    for (const [store, keyPath] of [["entries", "submission_id"], ["receipts", "submission_id"], ["drafts", "event"]])
      opening.result.createObjectStore(store, { keyPath });
    for (const entry of entries) opening.transaction.objectStore("entries").put(entry);
    for (const receipt of receipts) opening.transaction.objectStore("receipts").put(receipt);
  };
  opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""


def test_an_open_tab_does_not_block_a_newer_version_and_loses_nothing(page: Page, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    fill_in(page)
    assert read_entries(page) == []
    assert page.evaluate(UPGRADE) == "upgraded"

    press_register(page)
    expect(page.locator("#result")).to_be_visible()  # what this tab can't keep any more it sends
    expect(page.locator("[data-notice=storage]")).to_contain_text("รุ่นใหม่")
    assert read_rows(backend) == [("สมชาย", "confirmed")]


UPGRADE = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("wian", 99);
  opening.onerror = () => reject(opening.error);
  opening.onblocked = () => resolve("blocked");
  opening.onsuccess = () => { opening.result.close(); resolve("upgraded"); };
})"""


def test_without_web_locks_a_lease_lets_one_sender_at_a_time(page: Page, backend: RunningBackend) -> None:
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });")
    page.goto(REGISTER)
    fill_in(page)
    press_register(page)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]
