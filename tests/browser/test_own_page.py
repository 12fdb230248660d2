"""A registrant's own page, as it opens from an e-mail: on a phone, by keyboard, without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import REGISTER, fill_person, press_register, read_rows, send_directly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.servers.backend_server import RunningBackend

BUTTONS = {
    "th": ("ยกเลิกการลงทะเบียนนี้", "ยกเลิกการลงทะเบียน"),
    "en": ("Cancel this registration", "Cancel the registration"),
}


CHANGE = {
    "th": ("แก้ไขการลงทะเบียนนี้", "บันทึกการแก้ไข", "ลงทะเบียนแล้ว", "ยังแก้ไขไม่สำเร็จ โปรดตรวจสอบข้อมูล"),
    "en": (
        "Change this registration",
        "Save the change",
        "You are registered",
        "Not changed yet: please correct the form",
    ),
}
FIRST_NAME = {"th": "ชื่อ", "en": "First name"}
WIDTHS = {"th": 320, "en": 360}


@pytest.fixture(params=CHANGE)
def locale(request: pytest.FixtureRequest) -> str:
    """Each language."""
    return str(request.param)


@pytest.fixture
def plain_page(browser: Browser, browser_context_args: dict[str, Any], locale: str) -> Iterator[Page]:
    """A page in a browser that runs no script, on a small phone in Thai."""
    viewport = {"width": WIDTHS[locale], "height": 740}
    context = browser.new_context(**browser_context_args | {"viewport": viewport}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def press_key(page: Page, role: Any, name: str) -> None:
    """Go to a link or button by keyboard and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.get_by_role(role, name=name, exact=True).and_(page.locator(":focus")).count():
            break
    page.keyboard.press("Enter")


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


def test_whoever_registers_without_javascript_mends_a_slip_by_keyboard(
    plain_page: Page, backend: RunningBackend, locale: str
) -> None:
    page, (change, save, registered, _) = plain_page, CHANGE[locale]
    page.goto(REGISTER if locale == "th" else f"/en{REGISTER}")
    page.locator("select#organisation").select_option("saithong-town")
    fill_person(page, 1, first_name="สมชัย")
    press_register(page)
    expect(page.locator("h1")).to_have_text(registered)
    [(receipt,)] = read_rows(backend, "(SELECT receipt FROM submissions)")
    expect(page.locator(".code")).to_have_text(receipt)

    press_key(page, "link", change)
    expect(page.locator("#first_name")).to_have_value("สมชัย")
    expect(page.locator("#organisation")).to_have_value("saithong-town")
    page.locator("#first_name").fill("สมชาย")
    press_key(page, "button", save)
    expect(page.locator("h1")).to_have_text(registered)
    expect(page.locator("main")).to_contain_text("สมชาย")
    assert read_rows(backend) == [("สมชัย", "replaced"), ("สมชาย", "confirmed")]


def test_a_change_that_is_wrong_comes_back_with_labels_and_errors(
    plain_page: Page, backend: RunningBackend, locale: str
) -> None:
    page, (change, save, registered, wrong) = plain_page, CHANGE[locale]
    page.goto(find_address(backend, locale))
    page.get_by_role("link", name=change, exact=True).click()
    for label in page.locator("form .field label").all():
        expect(page.locator(f"#{label.get_attribute('for')}")).to_have_count(1)
    page.locator("#first_name").fill("2")
    page.locator("#position").fill("ปลัด")
    page.get_by_role("button", name=save, exact=True).click()
    expect(page.get_by_role("region", name=wrong)).to_be_visible()
    expect(page.get_by_role("textbox", name=FIRST_NAME[locale])).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#position")).to_have_value("ปลัด")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[locale]
    assert read_rows(backend) == [("สมชาย", "confirmed")]
    page.locator("#first_name").fill("สมชาย")
    page.get_by_role("button", name=save, exact=True).click()
    expect(page.locator("h1")).to_have_text(registered)
    assert read_rows(backend, "json_extract(answers, '$.position'), state") == [
        ("นักวิชาการ", "replaced"),
        ("ปลัด", "confirmed"),
    ]


@pytest.mark.parametrize("locale", CHANGE)
def test_axe_finds_nothing_on_the_way_to_changing(
    page: Page, backend: RunningBackend, find_violations: Callable[[Page], list[str]], locale: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(find_address(backend, locale))
    page.get_by_role("link", name=CHANGE[locale][0], exact=True).click()
    for name in ("2", "สมชาย"):
        assert find_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.locator("#first_name").fill(name)
        page.get_by_role("button", name=CHANGE[locale][1], exact=True).click()
    expect(page.locator("h1")).to_have_text(CHANGE[locale][2])
    assert find_violations(page) == []


def test_whoever_cancelled_without_javascript_registers_again(
    plain_page: Page, backend: RunningBackend, locale: str
) -> None:
    page = plain_page
    page.goto(find_address(backend, locale))
    for button in BUTTONS[locale]:
        page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("link", name={"th": "ลงทะเบียนใหม่", "en": "Register again"}[locale], exact=True).click()
    page.locator("select#organisation").select_option("saithong-pao")
    fill_person(page, 1)
    press_register(page)
    expect(page.locator("h1")).to_have_text(CHANGE[locale][2])
    assert read_rows(backend) == [("สมชาย", "cancelled"), ("สมชาย", "confirmed")]
