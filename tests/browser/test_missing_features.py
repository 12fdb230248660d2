"""Browsers that lack something newer, and pages on plain HTTP, which lack much: people register all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PLAIN_HTTP_HOST
from tests.browser.form_steps import REGISTER, read_rows, register

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

MISSING = {
    "BroadcastChannel": "delete globalThis.BroadcastChannel;",
    "requestIdleCallback": "delete globalThis.requestIdleCallback;",
    "Background Sync": "delete globalThis.ServiceWorkerRegistration?.prototype.sync;",
    "serviceWorker": "delete Navigator.prototype.serviceWorker;",
    "storage": "delete Navigator.prototype.storage;",
}


@pytest.fixture
def page_errors(page: Page) -> list[str]:
    """What the page's scripts failed on."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


@pytest.mark.rules
@pytest.mark.parametrize("script", MISSING.values(), ids=MISSING)
def test_without_it_people_register_and_the_rules_come(
    page: Page, page_errors: list[str], backend: RunningBackend, script: str
) -> None:
    page.add_init_script(script)
    page.goto(REGISTER)
    register(page)
    expect(page.locator("#result-title")).to_have_text("ลงทะเบียนเรียบร้อยแล้ว")
    expect(page.locator(".code")).to_have_count(1)
    expect(page.locator("#rules-status")).not_to_be_empty()
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert page_errors == []


def test_on_plain_http_people_register(
    page: Page, page_errors: list[str], proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.goto(f"http://{PLAIN_HTTP_HOST}:{proxy.port}{REGISTER}")
    assert page.evaluate("[isSecureContext, 'locks' in navigator, 'randomUUID' in crypto]") == [False, False, False]
    register(page)
    expect(page.locator(".code")).to_have_count(1)
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    assert page_errors == []
