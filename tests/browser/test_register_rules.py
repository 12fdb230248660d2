"""The rules in the browser: fetched without getting in the way, compared with what was built, and never waited for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from site_src.python.runtime import read_pyodide_version
from tests.browser.conftest import SAVE_DATA
from tests.browser.form_steps import REGISTER, expect_soon, fill_in, press_register, read_entries, register, submit
from tests.servers.backend_server import running_backend
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.conftest import ServerClock
    from tests.servers.fault_proxy import FaultProxy

pytestmark = pytest.mark.rules

PYODIDE = f"/app/pyodide-{read_pyodide_version()}"
USED = "/app/python-"
READY = "ระบบจะตรวจสิ่งที่ท่านกรอกก่อนบันทึก"
UNAVAILABLE = "ใช้ตัวช่วยตรวจสอบไม่ได้"
START_MS = 60_000


def tamper(site: Path, folder: Path, pattern: str) -> Path:
    """A copy of the site with one byte more at the end of the one file that the pattern finds."""
    copy = folder / "site"
    shutil.copytree(site, copy)
    [file] = copy.glob(pattern)
    file.write_bytes(file.read_bytes() + b"x")
    file.with_name(f"{file.name}.br").unlink()
    return copy


def wait_until_ready(page: Page) -> None:
    expect(page.locator("#rules-status")).to_contain_text(READY, timeout=START_MS)


def test_a_slip_is_answered_by_a_button_that_mends_it(page: Page, find_violations: Callable[[Page], list[str]]) -> None:
    page.goto(REGISTER)
    wait_until_ready(page)
    assert find_violations(page) == []
    fill_in(page, email="somchai@gmial.com", first_name="นายสมชาย", mobile="0812345678")
    press_register(page)
    expect(page.locator(".summary")).to_be_focused()
    expect(page.locator(".summary a")).to_have_count(2)
    assert find_violations(page) == []
    page.get_by_role("button", name="ใช้ สมชาย").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    expect(page.locator("#first_name")).to_be_focused()
    page.get_by_role("button", name="ใช้ somchai@gmail.com").click()
    expect(page.locator("#email")).to_have_value("somchai@gmail.com")
    expect(page.locator(".summary")).to_have_count(0)
    submit(page)
    expect(page.locator(".code")).to_have_count(1)


def test_a_whole_name_in_one_field_is_divided(page: Page) -> None:
    page.goto(REGISTER)
    wait_until_ready(page)
    fill_in(page, first_name="สมชาย ใจดี", last_name="")
    press_register(page)
    page.get_by_role("button", name="ใช้ สมชาย ใจดี").click()
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    expect(page.locator("#last_name")).to_have_value("ใจดี")
    expect(page.locator(".summary")).to_have_count(0)


def test_what_is_the_same_twice_is_said_of_the_second_person(page: Page) -> None:
    page.goto(REGISTER)
    wait_until_ready(page)
    fill_in(page)
    page.locator("#add-person").click()
    second = page.locator("[data-person]").nth(1)
    second.locator("[name=honorific]").select_option("miss")
    for name, value in {
        "first_name": "สมหญิง",
        "last_name": "มานะ",
        "position": "นักวิชาการ",
        "email": "somying@example.go.th",
        "mobile": "+66 81 234 5678",
    }.items():
        second.locator(f"[name={name}]").fill(value)
    press_register(page)
    link = page.locator(".summary a")
    expect(link).to_contain_text("คนที่ 2 โทรศัพท์มือถือ")
    link.click()
    expect(second.locator("[name=mobile]")).to_be_focused()


def test_entries_say_that_the_rules_checked_them(page: Page, proxy: FaultProxy) -> None:
    page.goto(REGISTER)
    wait_until_ready(page)
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page)
    [entry] = read_entries(page)
    assert (entry["checked"], entry["rules_version"]) == (True, "0.1.0")


@pytest.mark.parametrize("pattern", ["app/rules-*.pyz", "app/python-*/library.pyz", "app/python-[!w]*/*.wasm"])
def test_what_is_not_as_it_was_built_is_refused(
    built_site: Path,
    tmp_path: Path,
    server_clock: ServerClock,
    browser: Browser,
    browser_context_args: dict[str, Any],
    *,
    pattern: str,
) -> None:
    with running_backend(tamper(built_site, tmp_path, pattern), tmp_path / "other", server_clock) as running:
        context = browser.new_context(**browser_context_args | {"base_url": running.url})
        page = context.new_page()
        page.goto(REGISTER)
        expect(page.locator("#rules-status")).to_contain_text(UNAVAILABLE, timeout=START_MS)
        register(page)
        expect(page.locator(".code")).to_have_count(1)
        context.close()


MOBILE = """Object.defineProperty(navigator, "connection", {
  value: Object.assign(new EventTarget(), { type: "cellular", effectiveType: "4g" }),
});"""


IS_KEPT = """(async () => {
  const { worker } = JSON.parse(document.getElementById("page-data").textContent);
  return Boolean(await caches.match(worker));
})()"""


@pytest.mark.parametrize("connection", [SAVE_DATA, MOBILE], ids=["saves data", "mobile"])
def test_on_a_costly_connection_the_rules_wait_to_be_asked_for(page: Page, connection: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(connection)
    page.goto(REGISTER)
    offer = page.locator("#rules-status button")
    expect(offer).to_contain_text("MB")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "rules-worker" in url or "python" in url] == []
    offer.click()
    page.reload()  # the answer is remembered, whatever has come meanwhile
    wait_until_ready(page)
    page.evaluate("localStorage.removeItem('wian-checker')")
    expect_soon(page, lambda: page.evaluate(IS_KEPT), expected=True)
    page.reload()  # nothing is asked about what is on this phone
    wait_until_ready(page)
    page.evaluate("caches.delete('wian-files')")
    page.reload()
    expect(offer).to_be_visible()


def test_they_wait_for_a_connection_that_costs_nothing(page: Page) -> None:
    page.add_init_script(MOBILE)
    page.goto(REGISTER)
    expect(page.locator("#rules-status button")).to_be_visible()
    page.evaluate("navigator.connection.type = 'wifi'; navigator.connection.dispatchEvent(new Event('change'))")
    wait_until_ready(page)


def test_on_a_connection_that_turns_out_to_be_slow_they_stop_and_ask(page: Page, proxy: FaultProxy) -> None:
    page.clock.install()
    proxy.held = USED
    proxy.hold.clear()
    page.goto(REGISTER)
    expect(page.locator("#rules-status progress")).to_be_visible()
    page.clock.fast_forward(8_000)
    offer = page.locator("#rules-status button")
    expect(offer).to_contain_text("MB")
    proxy.hold.set()
    offer.click()
    wait_until_ready(page)


def test_what_failed_is_tried_again_by_itself(page: Page, proxy: FaultProxy) -> None:
    page.clock.install()
    proxy.fault = Fault("unavailable", path=USED)
    page.goto(REGISTER)
    expect(page.locator("#rules-status")).to_contain_text(UNAVAILABLE, timeout=START_MS)
    proxy.fault = None
    page.clock.fast_forward(10_000)
    wait_until_ready(page)


@pytest.mark.parametrize(
    "missing",
    [
        "/app/rules-worker",
        f"{PYODIDE}/pyodide.mjs",
        f"{PYODIDE}/pyodide.asm.js",
        USED,
        "/app/rules-",
    ],
)
def test_what_failed_is_tried_again_when_the_connection_is_back(page: Page, proxy: FaultProxy, missing: str) -> None:
    proxy.fault = Fault("unavailable", path=missing)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(REGISTER)
    expect(page.locator("#rules-status")).to_contain_text(UNAVAILABLE, timeout=START_MS)
    assert [url for url in asked if "python-whole" in url] == []
    proxy.fault = None
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_ready(page)
