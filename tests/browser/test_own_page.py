"""A registrant's own page, as it opens from an e-mail: on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import read_rows, send_directly

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tests.servers.backend_server import RunningBackend

BUTTONS = {
    "th": ("ยกเลิกการลงทะเบียนนี้", "ยกเลิกการลงทะเบียน"),
    "en": ("Cancel this registration", "Cancel the registration"),
}


def find_address(backend: RunningBackend, locale: str) -> str:
    """The address of the page of somebody who has just registered."""
    send_directly(backend, locale=locale)
    [(key,)] = read_rows(backend, "(SELECT manage FROM submissions)")
    return f"/manage/{key}/"


@pytest.mark.parametrize("locale", BUTTONS)
def test_axe_finds_nothing_on_the_way_to_cancelling(
    page: Page, backend: RunningBackend, find_violations: Callable[[Page], list[str]], locale: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(find_address(backend, locale))
    expect(page.locator("html")).to_have_attribute("lang", locale)
    for button in BUTTONS[locale]:
        assert find_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.get_by_role("button", name=button, exact=True).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_role("button")).to_have_count(0)
    assert find_violations(page) == []
    assert read_rows(backend) == [("สมชาย", "cancelled")]


def test_it_works_without_javascript(
    browser: Browser, browser_context_args: dict[str, Any], backend: RunningBackend
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(find_address(backend, "th"))
    for button in BUTTONS["th"]:
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("link", name="ลงทะเบียนใหม่")).to_be_visible()
    assert read_rows(backend) == [("สมชาย", "cancelled")]
    context.close()
