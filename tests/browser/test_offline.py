"""Without a network: pages open from a cold start, and what is submitted arrives once."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from backend.clock import preview_clock
from tests.browser.conftest import AS_OF
from tests.browser.form_steps import (
    RECEIPTS,
    REGISTER,
    expect_soon,
    read_entries,
    read_receipts,
    read_rows,
    register,
    wait_for_worker,
)
from tests.own_event import SLUG
from tests.servers.backend_server import running_backend
from tests.servers.fault_proxy import Fault, FaultProxy

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import Phone
    from tests.servers.backend_server import RunningBackend

KEPT_PAGES = [
    f"{prefix}{path}"
    for prefix in ("", "/en")
    for path in (
        "/",
        f"/events/{SLUG}/",
        f"/events/{SLUG}/poster/",
        f"/r/{SLUG}/",
        "/receipts/",
        "/privacy/",
        "/?utm_source=line",
        f"/events/{SLUG}",
    )
]


def test_registration_survives_offline_reload_and_a_closed_browser(
    phone: Phone, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page = phone.open(REGISTER)
    wait_for_worker(page)
    proxy.cut()

    page.reload()
    register(page)
    [entry] = read_entries(page)
    assert entry["state"] == "queued"
    page.reload()
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    phone.close()

    page = phone.open(REGISTER)  # a cold start, still without a network
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    phone.close()

    assert read_rows(backend) == []
    proxy.restore()
    page = phone.open(RECEIPTS)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    [receipt] = read_receipts(backend)
    expect(page.locator(".code")).to_contain_text(receipt)
    assert read_entries(page) == []


def test_every_kept_page_opens_from_a_cold_start(phone: Phone, proxy: FaultProxy) -> None:
    page = phone.open("/")
    wait_for_worker(page)
    phone.close()
    proxy.cut()

    page = phone.open("/")
    for path in KEPT_PAGES:
        page.goto(path)
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator("html").get_attribute("lang") == ("en" if path.startswith("/en") else "th")
        assert page.evaluate("[...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)")
    page.goto("/events/never-seen/")
    expect(page.locator("h1")).to_have_text("ไม่ได้เชื่อมต่ออินเทอร์เน็ต")
    page.goto("/en/events/never-seen/")
    expect(page.locator("h1")).to_have_text("No internet connection")


def test_a_past_event_opens_again_once_it_was_visited(phone: Phone, past_site: Path, tmp_path: Path) -> None:
    event = f"/events/{SLUG}/"
    with running_backend(past_site, tmp_path / "var", preview_clock(AS_OF)) as past, FaultProxy(past.port) as proxy:
        phone.options["base_url"] = proxy.url
        page = phone.open("/")
        wait_for_worker(page)
        proxy.fault = Fault("captive_page", path=event)
        page.goto(event)
        expect(page.locator("p")).to_contain_text("Please accept our terms")
        proxy.cut()
        page.goto(event)  # what a portal showed in its place is not what was visited
        expect(page.locator("h1")).to_have_text("ไม่ได้เชื่อมต่ออินเทอร์เน็ต")
        proxy.fault = None
        proxy.restore()
        page.goto(event)
        title = page.title()
        expect_soon(page, lambda: page.evaluate(LIST_VISITED), expected=[event])
        phone.close()
        proxy.cut()

        page = phone.open(event)
        assert page.title() == title
        phone.close()


def test_only_pages_that_the_build_lists_are_ever_kept(phone: Phone, past_site: Path, tmp_path: Path) -> None:
    site, event = tmp_path / "site", f"/en/events/{SLUG}/"
    shutil.copytree(past_site, site)
    for path in PERSONAL_PAGES:
        (site / path.strip("/")).mkdir(parents=True)
        (site / path.strip("/") / "index.html").write_text(PERSONAL_PAGE, "utf-8")
    with running_backend(site, tmp_path / "var", preview_clock(AS_OF)) as backend, FaultProxy(backend.port) as proxy:
        phone.options["base_url"] = proxy.url
        page = phone.open("/")
        wait_for_worker(page)
        for path in PERSONAL_PAGES:
            page.goto(path)
            expect(page.locator("p")).to_have_text(PERSONAL_WORDS)
        page.goto(event)  # a listed page that is visited after them is kept
        expect_soon(page, lambda: event in page.evaluate(LIST_VISITED), expected=True)
        assert page.evaluate(LIST_VISITED) == [event]
        assert page.evaluate(FIND_KEPT, PERSONAL_WORDS) == []
        phone.close()


PERSONAL_PAGES = [
    "/organiser/",
    "/en/organiser/",
    "/organiser/list/",
    "/staff/",
    "/api/registrations/",
    "/en/r/x/receipts/K7/",
]
PERSONAL_WORDS = "สมหญิง รักดี 081 234 5678"
# All that the service worker knows a page of this site by.
PERSONAL_PAGE = f"""<!doctype html><meta charset="utf-8"><link rel="icon" href="/icons/favicon.png">
<p>{PERSONAL_WORDS}</p>"""

FIND_KEPT = """async (words) => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if ((await (await cache.match(request)).text()).includes(words)) found.push(request.url);
    }
  }
  return found;
}"""


LIST_VISITED = """() => caches.open("wian-visited")
  .then((cache) => cache.keys())
  .then((keys) => keys.map((request) => new URL(request.url).pathname))"""


@pytest.mark.rules
def test_the_rules_work_from_a_cold_start_once_they_were_loaded(phone: Phone, proxy: FaultProxy) -> None:
    page = phone.open(REGISTER)
    ready = "ระบบจะตรวจสิ่งที่ท่านกรอกก่อนบันทึก"
    expect(page.locator("#rules-status")).to_contain_text(ready, timeout=60_000)
    expect_soon(page, lambda: page.evaluate(COUNT_KEPT_FILES), expected=6)
    phone.close()
    proxy.cut()

    page = phone.open(REGISTER)
    expect(page.locator("#rules-status")).to_contain_text(ready, timeout=60_000)


COUNT_KEPT_FILES = "caches.open('wian-files').then((cache) => cache.keys()).then((keys) => keys.length)"


def test_a_captive_portal_gets_into_no_cache(phone: Phone, proxy: FaultProxy) -> None:
    proxy.fault = Fault("captive_page", path=RECEIPTS)
    page = phone.open(REGISTER)
    expect_soon(page, lambda: page.evaluate(IS_INSTALL_OVER), expected=True)
    assert page.evaluate(f"caches.match('{RECEIPTS}').then((kept) => kept === undefined)")

    proxy.fault = None
    page.reload()
    wait_for_worker(page)
    page.goto(RECEIPTS)
    expect(page.locator("h1")).to_have_text("การลงทะเบียนของฉัน")


# A failed first install leaves no registration behind, and some files in a cache that the next one goes on from.
IS_INSTALL_OVER = """async () =>
  (await caches.keys()).length > 0 && (await navigator.serviceWorker.getRegistration()) === undefined"""


def test_a_portals_page_is_kept_for_no_file(page: Page, proxy: FaultProxy, built_site: Path) -> None:
    [script] = (built_site / "app").glob("rules-worker-*.js")
    read = f"fetch('/app/{script.name}').then((answer) => answer.text())"
    page.goto("/")
    wait_for_worker(page)
    proxy.fault = Fault("captive_page")
    assert "Please accept our terms" in page.evaluate(read)

    proxy.fault = None
    assert page.evaluate(read) == script.read_text("utf-8")
    expect_soon(page, lambda: page.evaluate(COUNT_KEPT_FILES), expected=1)
    proxy.cut()
    assert page.evaluate(read) == script.read_text("utf-8")


def test_pages_that_the_browser_threw_away_are_kept_again(page: Page, proxy: FaultProxy) -> None:
    page.goto("/")
    wait_for_worker(page)
    page.evaluate(EMPTY_CACHES)
    page.goto(RECEIPTS)
    expect(page.locator("h1")).to_have_text("การลงทะเบียนของฉัน")
    expect_soon(page, lambda: page.evaluate(f"caches.match('{RECEIPTS}').then(Boolean)"), expected=True)
    proxy.cut()
    page.reload()
    expect(page.locator("h1")).to_have_text("การลงทะเบียนของฉัน")


EMPTY_CACHES = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) await cache.delete(request);
  }
}"""
