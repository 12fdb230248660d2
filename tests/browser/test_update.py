"""A newer version asks before it takes over, and interrupts nobody who is filling in a form."""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import (
    FAIL_ONCE,
    REGISTER,
    read_entries,
    register,
    wait_for_worker,
)
from tests.servers.backend_server import RunningBackend, running_backend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Phone, ServerClock
    from tests.servers.fault_proxy import FaultProxy

NEWER = "<!-- newer -->"
IS_NEWER = f"document.documentElement.outerHTML.includes('{NEWER}')"
TYPED = "กำลังพิมพ์อยู่"
PROMPT = "#app-update"
CHECK_FOR_UPDATE = "async () => void (await (await navigator.serviceWorker.getRegistration()).update())"
VERSION = re.compile(r'"[0-9a-f]{16}"')


@pytest.fixture
def own_site(built_site: Path, tmp_path: Path) -> Path:
    """A copy of the site that the test may deploy a newer version to."""
    return shutil.copytree(built_site, tmp_path / "site")


@pytest.fixture
def backend(own_site: Path, tmp_path: Path, server_clock: ServerClock) -> Iterator[RunningBackend]:
    """The backend with that copy."""
    with running_backend(own_site, tmp_path / "var", server_clock) as running:
        yield running


def deploy_newer(site: Path) -> None:
    """Change the registration page, and the service worker's list with it, as a newer build would."""
    page, worker = site / f"{REGISTER.strip('/')}/index.html", site / "sw.js"
    old = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_text(page.read_text("utf-8").replace("</body>", f"{NEWER}</body>"), "utf-8")
    new = hashlib.sha256(page.read_bytes()).hexdigest()
    text = worker.read_text("utf-8")
    assert text.count(old) == 1
    text, versions = VERSION.subn(f'"{new[:16]}"', text.replace(old, new))
    assert versions == 1
    worker.write_text(text, "utf-8")
    for file in (page, worker):
        file.with_name(f"{file.name}.br").unlink(missing_ok=True)


def open_form(phone: Phone) -> Page:
    """The form in a tab, half filled in."""
    page = phone.open(REGISTER)
    wait_for_worker(page)
    page.locator("[name=first_name]").first.fill(TYPED)
    return page


def test_an_update_waits_for_a_yes_and_keeps_what_was_typed(phone: Phone, own_site: Path) -> None:
    page = open_form(phone)
    deploy_newer(own_site)
    page.evaluate(CHECK_FOR_UPDATE)
    expect(page.locator(f"{PROMPT} [role=status]")).to_contain_text("มีรุ่นใหม่")
    expect(page.locator("[name=first_name]").first).to_have_value(TYPED)
    assert not page.evaluate(IS_NEWER)

    other = phone.open(REGISTER)  # until then a new tab gets the same version
    assert not other.evaluate(IS_NEWER)
    other.close()

    page.locator("[name=first_name]").first.fill(f"{TYPED} ต่อ")
    with page.expect_navigation():
        page.locator(f"{PROMPT} button").first.click()
    assert page.evaluate(IS_NEWER)
    expect(page.locator("[name=first_name]").first).to_have_value(f"{TYPED} ต่อ")


def test_another_tab_is_told_and_not_reloaded(phone: Phone, own_site: Path) -> None:
    one = open_form(phone)
    two = phone.open("/en/receipts/")
    deploy_newer(own_site)
    two.evaluate(CHECK_FOR_UPDATE)
    expect(two.locator(PROMPT)).to_contain_text("newer version")
    with two.expect_navigation():
        two.locator(f"{PROMPT} button").first.click()

    expect(one.locator(PROMPT)).to_contain_text("อีกแท็บหนึ่ง")
    expect(one.locator("[name=first_name]").first).to_have_value(TYPED)
    assert not one.evaluate(IS_NEWER)
    one.locator(f"{PROMPT} button").nth(1).click()
    expect(one.locator(PROMPT)).to_be_hidden()


def test_an_update_is_offered_on_running_text_pages_too(
    phone: Phone, own_site: Path, find_violations: Callable[[Page], list[str]]
) -> None:
    page = phone.open("/")
    wait_for_worker(page)
    deploy_newer(own_site)
    page.evaluate(CHECK_FOR_UPDATE)
    expect(page.locator(PROMPT)).to_contain_text("มีรุ่นใหม่")
    assert find_violations(page) == []


def test_a_version_that_comes_while_another_takes_over_keeps_its_pages(
    phone: Phone, own_site: Path, proxy: FaultProxy
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    deploy_newer(own_site)
    page.evaluate(CHECK_FOR_UPDATE)
    expect(page.locator(PROMPT)).to_be_visible()

    deploy_newer(own_site)
    proxy.held = REGISTER
    proxy.hold.clear()
    page.evaluate(CHECK_FOR_UPDATE)  # the third version is being fetched …
    with page.expect_navigation():
        page.locator(f"{PROMPT} button").first.click()  # … while the second takes over
    assert page.evaluate(IS_NEWER)
    proxy.hold.set()
    expect(page.locator(PROMPT)).to_be_visible()
    phone.close()
    proxy.cut()

    page = phone.open(REGISTER)  # with all tabs closed the third one may take over
    assert page.evaluate("document.documentElement.outerHTML.split('<!-- newer -->').length") == 3
    page.goto("/")
    expect(page.locator("h1").first).to_be_visible()


def test_an_update_leaves_the_queue_alone(phone: Phone, own_site: Path, proxy: FaultProxy) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    proxy.cut()
    register(page)
    proxy.hold.clear()  # before the network is back, or the next try might get through
    proxy.restore()
    deploy_newer(own_site)
    page.evaluate(CHECK_FOR_UPDATE)
    with page.expect_navigation():
        page.locator(f"{PROMPT} button").first.click()
    assert len(read_entries(page)) == 1
    proxy.hold.set()
    expect(page.locator(".code")).to_have_count(1)


def test_no_update_reloads_a_form_that_could_not_be_kept(phone: Phone, own_site: Path) -> None:
    page = open_form(phone)
    expect(page.locator(PROMPT)).to_be_hidden()  # the first version waits for nobody
    deploy_newer(own_site)
    page.evaluate(CHECK_FOR_UPDATE)
    expect(page.locator(PROMPT)).to_be_visible()
    page.evaluate(FAIL_ONCE, ["put", "drafts", 1])
    page.evaluate(CHANGE_AND_ACCEPT, TYPED * 2)
    expect(page.locator(f"{PROMPT} [role=status]")).to_contain_text("จึงยังไม่เปลี่ยนรุ่น")
    expect(page.locator("[name=first_name]").first).to_have_value(TYPED * 2)
    assert not page.evaluate(IS_NEWER)

    with page.expect_navigation():
        page.locator(f"{PROMPT} button").first.click()
    expect(page.locator("[name=first_name]").first).to_have_value(TYPED * 2)
    assert page.evaluate(IS_NEWER)


CHANGE_AND_ACCEPT = """(typed) => {
  const field = document.querySelector("[name=first_name]");
  field.value = typed;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector("#app-update button").click();
}"""


def test_a_page_that_stays_open_looks_for_a_newer_version_hourly_at_most(page: Page) -> None:
    page.add_init_script(COUNT_CHECKS)
    page.clock.install()
    page.goto(REGISTER)
    wait_for_worker(page)
    look_again = "document.dispatchEvent(new Event('visibilitychange')); checks"
    assert page.evaluate(look_again) == 0
    page.clock.fast_forward(3_600_000)
    assert [page.evaluate(look_again), page.evaluate(look_again)] == [1, 1]


COUNT_CHECKS = """globalThis.checks = 0;
if (globalThis.ServiceWorkerRegistration) {
  const { update } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.update = function () {
    checks += 1;
    return update.call(this);
  };
}"""
