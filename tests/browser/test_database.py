"""The phone's database: whole transactions on the disk, and a connection that the browser lost is opened anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    FAIL_ONCE,
    HOLD_VERSION_1,
    RECEIPTS,
    REGISTER,
    expect_soon,
    fill_in,
    fill_person,
    press_register,
    read_entries,
    read_rows,
    read_store,
    register,
    wait_for_companion,
)
from tests.own_event import SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

NOTE_TRANSACTIONS = """globalThis.transactions = [];
const { transaction } = IDBDatabase.prototype;
IDBDatabase.prototype.transaction = function (...args) {
  const made = transaction.apply(this, args);
  transactions.push([made.mode, made.durability]);
  return made;
};"""
NOTE_PERSIST = """globalThis.persisted = 0;
StorageManager.prototype.persist = async () => { persisted += 1; return true; };"""
NOTE_CONNECTIONS = """globalThis.connections = [];
const { open } = IDBFactory.prototype;
IDBFactory.prototype.open = function (...args) {
  const opening = open.apply(this, args);
  opening.addEventListener("success", () => connections.push(opening.result));
  return opening;
};"""
DELETE_DATABASE = """() => new Promise((resolve) => {
  indexedDB.deleteDatabase("wian").onsuccess = () => resolve();
})"""


def test_of_two_people_both_are_kept_or_neither(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    fill_in(page)
    page.locator("#add-person").click()
    fill_person(page, 2, first_name="สมหญิง", mobile="0822222222")
    proxy.cut()
    page.evaluate(FAIL_ONCE, ["add", "entries", 2])
    press_register(page)
    expect(page.locator("#notices [data-notice=storage]")).to_contain_text("เต็ม")
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")
    assert read_entries(page) == []
    [draft] = read_store(page, "drafts")
    assert [one["first_name"] for one in draft["people"]] == ["สมชาย", "สมหญิง"]  # type: ignore[attr-defined]


def test_a_correction_that_can_not_be_kept_leaves_what_it_corrects(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    page.evaluate("void navigator.locks.request('wian-sender', () => new Promise(() => {}))")  # nothing goes out
    register(page)
    kept = read_entries(page)
    proxy.cut()
    page.locator("[data-action=correct]").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    page.locator("#first_name").fill("สมหญิง")
    page.evaluate(FAIL_ONCE, ["add", "entries", 1])
    press_register(page)
    expect(page.locator("#notices [data-notice=storage]")).to_be_visible()
    assert read_entries(page) == kept


def test_an_answer_is_kept_as_a_whole_or_asked_for_again(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    page.evaluate(FAIL_TO_DELETE_ENTRIES)
    register(page)
    expect_soon(page, lambda: read_rows(backend), expected=[("สมชาย", "confirmed")])
    expect_soon(page, lambda: page.evaluate(IS_SENDER_IDLE), expected=True)
    assert len(read_entries(page)) == 1
    assert read_store(page, "receipts") == []

    page.evaluate("() => { IDBObjectStore.prototype.delete = deleteAgain; }")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".code")).to_have_count(1)
    assert read_entries(page) == []
    [count] = proxy.post_counts().values()
    assert count > 1


FAIL_TO_DELETE_ENTRIES = """() => {
  self.deleteAgain = IDBObjectStore.prototype.delete;
  IDBObjectStore.prototype.delete = function (...args) {
    if (this.name === "entries") throw new DOMException("full", "QuotaExceededError");
    return deleteAgain.apply(this, args);
  };
}"""
IS_SENDER_IDLE = "navigator.locks.query().then(({ held, pending }) => held.length + pending.length === 0)"


def test_what_is_written_is_on_the_disk_and_the_browser_is_asked_to_keep_it(page: Page) -> None:
    page.add_init_script(NOTE_TRANSACTIONS)
    page.add_init_script(NOTE_PERSIST)
    page.goto(REGISTER)
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    writing = [durability for mode, durability in page.evaluate("transactions") if mode == "readwrite"]
    assert writing == ["strict"] * len(writing) != []
    assert page.evaluate("persisted") == 1


@pytest.mark.parametrize("how", ["site data cleared", "deleted by another tab", "closed without a word"])
def test_a_connection_that_was_lost_is_opened_anew(
    page: Page, proxy: FaultProxy, backend: RunningBackend, how: str
) -> None:
    page.add_init_script(NOTE_CONNECTIONS)
    page.goto(REGISTER)
    wait_for_companion(page)
    page.wait_for_load_state("networkidle")
    known = page.evaluate(COUNT_CONNECTIONS)
    if how == "site data cleared":
        wanted = {"origin": proxy.url, "storageTypes": "indexeddb"}
        page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", wanted)
        expect_soon(page, lambda: page.evaluate(COUNT_CONNECTIONS) > known, expected=True)  # the list looked at once
    elif how == "deleted by another tab":
        page.evaluate(DELETE_DATABASE)
    else:
        page.evaluate("for (const one of connections) one.close()")

    register(page)
    expect(page.locator(".code")).to_have_count(1)
    expect(page.locator("[data-notice=storage]")).to_have_count(0)
    assert len(read_store(page, "receipts")) == 1
    assert read_rows(backend) == [("สมชาย", "confirmed")]


COUNT_CONNECTIONS = "connections.length"


def test_what_was_cleared_is_no_longer_said_to_be_saved(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_for_companion(page)
    proxy.cut()
    register(page)
    expect(page.locator("#result-title")).to_have_text("บันทึกไว้ในเครื่องนี้แล้ว")
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    wanted = {"origin": proxy.url, "storageTypes": "all"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", wanted)
    expect(page.locator("#result-title")).to_have_text("ไม่มีรายการนี้ในเครื่องแล้ว")
    expect(page.locator("#queue [data-id]")).to_have_count(0)


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_write_of_which_nobody_heard_is_made_once(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    fill_in(page)
    page.evaluate(DEAF_ONCE, ["acts", "drafts", "entries", "receipts"])
    press_register(page)
    expect_in_time(page, "#result-title", "ลงทะเบียนเรียบร้อยแล้ว")

    page.goto(RECEIPTS)
    page.locator("[data-action=correct]").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    wait_for_companion(page)
    page.locator("#first_name").fill("สมหญิง")
    page.evaluate(DEAF_ONCE, ["acts", "drafts", "entries", "receipts"])
    press_register(page)
    expect_in_time(page, "#result-title", "ลงทะเบียนเรียบร้อยแล้ว")
    assert read_rows(backend) == [("สมชาย", "replaced"), ("สมหญิง", "confirmed")]
    assert set(proxy.post_counts().values()) == {1}
    assert read_entries(page) == []


def expect_in_time(page: Page, selector: str, expected: str) -> None:
    """Wait for a text while the page's clock runs fast."""

    def read() -> str:
        page.clock.fast_forward(1_000)
        return page.locator(selector).inner_text()

    expect_soon(page, read, expected=expected)


# The next such transaction ends well, but the page never hears of it.
DEAF_ONCE = """(wanted) => {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const made = transaction.call(this, stores, mode, options);
    if (mode === "readwrite" && [...stores].sort().join() === wanted.join()) {
      IDBDatabase.prototype.transaction = transaction;
      Object.defineProperty(made, "oncomplete", { set() {} });
    }
    return made;
  };
}"""


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_what_another_tab_holds_is_not_waited_for(page: Page, backend: RunningBackend) -> None:
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    fill_in(page)
    other = page.context.new_page()
    other.goto("/manifest.webmanifest")  # of this origin, without our scripts
    other.evaluate(HOLD)
    press_register(page)
    expect_in_time(page, "#result-title", "ส่งแล้ว")
    expect(page.locator("[data-notice=storage]")).to_contain_text("บันทึกข้อมูลได้ไม่สมบูรณ์")
    assert read_rows(backend) == [("สมชาย", "confirmed")]

    page.goto(RECEIPTS)
    expect_in_time(page, "#queue > .notice", "เบราว์เซอร์นี้เก็บข้อมูลไว้ในเครื่องไม่ได้ หรืออ่านไม่ได้ในขณะนี้ จึงแสดงรายการที่นี่ไม่ได้")
    other.close()
    page.clock.run_for(10_000)
    expect(page.locator("#queue > .notice")).to_have_count(0)
    expect(page.locator("#queue .soft")).to_be_visible()


HOLD = """() => new Promise((resolve) => {
  const opening = indexedDB.open("wian");
  opening.onsuccess = () => {
    const { result } = opening;
    const meta = result.transaction([...result.objectStoreNames], "readwrite").objectStore("meta");
    const hold = () => { meta.get("x").onsuccess = hold; resolve(); };
    hold();
  };
})"""


def test_a_page_that_is_away_holds_nothing_and_goes_on_where_it_was(page: Page) -> None:
    page.add_init_script(NOTE_CONNECTIONS)
    page.goto(RECEIPTS)
    expect(page.locator("#queue .soft")).to_be_visible()
    page.evaluate(HANG_ONCE)
    page.evaluate("new BroadcastChannel('wian-queue').postMessage('change')")
    expect_soon(page, lambda: page.evaluate("globalThis.hung === true"), expected=True)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    page.evaluate(DELETE_DATABASE)  # would wait for a transaction
    assert page.evaluate("connections.every(isClosed)")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect_soon(page, lambda: page.evaluate("connections.length"), expected=2)
    expect(page.locator("#queue > .notice")).to_have_count(0)
    expect(page.locator("#queue .soft")).to_be_visible()


# The next transaction never ends by itself.
HANG_ONCE = """() => {
  globalThis.isClosed = (connection) => {
    try { return !connection.transaction("meta"); } catch { return true; }
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...args) {
    IDBDatabase.prototype.transaction = transaction;
    const made = transaction.apply(this, args);
    const store = made.objectStore(made.objectStoreNames[0]);
    const hang = () => { store.get("x").onsuccess = hang; globalThis.hung = true; };
    hang();
    return made;
  };
}"""


@pytest.mark.browser_context_args(service_workers="block")  # its clock can't be set
def test_a_database_that_neither_opens_nor_fails_is_not_waited_for(page: Page, backend: RunningBackend) -> None:
    older = page.context.new_page()
    older.goto("/manifest.webmanifest")  # of this origin, without our scripts
    older.evaluate(HOLD_VERSION_1, {"event": SLUG, "people": [], "updated_at": ""})
    page.clock.install()
    page.goto(REGISTER)
    wait_for_companion(page)
    fill_in(page)
    press_register(page)

    def read_title() -> str:
        page.clock.fast_forward(10_000)
        return page.locator("#result-title").inner_text()

    expect_soon(page, read_title, expected="ส่งแล้ว")
    assert read_rows(backend) == [("สมชาย", "confirmed")]
