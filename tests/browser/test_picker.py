"""The organisation picker: finds what people type, by keyboard too, and takes no name for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.form_steps import REGISTER, fill_person, press_register

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTHING_FOUND = "ไม่พบหน่วยงาน ลองพิมพ์ชื่อให้สั้นลง หรือพิมพ์ชื่ออำเภอ"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("อ่าวงาม", ["อบต.อ่าวงาม"]),
        ("อาวงาม", ["อบต.อ่าวงาม"]),
        ("อบต.อ่าวงาม", ["อบต.อ่าวงาม"]),
        ("อบต อ่าวงาม", ["อบต.อ่าวงาม"]),
        ("ao ngam", ["อบต.อ่าวงาม"]),
        ("SAO ao ngam", ["อบต.อ่าวงาม"]),
        ("ทม.", ["เทศบาลเมืองทรายทอง"]),
        ("อบจ", ["อบจ.ทรายทอง"]),
        ("ไม่มีที่นี่", []),
    ],
)
def test_picker_finds_by_what_people_type(page: Page, typed: str, found: list[str]) -> None:
    page.goto(REGISTER)
    page.locator("#organisation").fill(typed)
    names = page.locator("[role=option]").evaluate_all("(options) => options.map((one) => one.firstChild.textContent)")
    short = [name.replace("องค์การบริหารส่วนตำบล", "อบต.").replace("องค์การบริหารส่วนจังหวัด", "อบจ.") for name in names]
    assert short == found
    expect(page.locator(".count")).to_have_text(f"พบ {len(found)} แห่ง" if found else NOTHING_FOUND)


def test_picker_by_keyboard(page: Page) -> None:
    page.goto(REGISTER)
    picker = page.get_by_role("combobox").first
    picker.focus()
    expect(picker).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(picker).to_have_attribute("aria-expanded", "true")
    expect(picker).to_have_attribute("aria-activedescendant", "organisation-option-0")
    expect(page.locator("[role=option]")).to_have_count(50)  # of 55: no more are drawn
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("saithong")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(picker).to_have_value("องค์การบริหารส่วนจังหวัดทรายทอง")
    expect(picker).to_have_attribute("aria-expanded", "false")
    assert page.locator("#organisation-select").input_value() == "saithong-pao"
    page.keyboard.press("Escape")
    expect(picker).to_have_value("")
    page.keyboard.type("เมืองทรายทอง เทศบาล")
    page.keyboard.press("Tab")  # only one fits
    expect(picker).to_have_value("เทศบาลเมืองทรายทอง")


def test_a_name_within_another_is_chosen_all_the_same(page: Page) -> None:
    page.goto(REGISTER)
    picker = page.get_by_role("combobox").first
    picker.fill("องค์การบริหารส่วนตำบลคลองทอง")  # คลองทองคำ is another one
    expect(page.locator("[role=option]")).to_have_count(2)
    picker.blur()
    chosen = page.locator("#organisation-select").evaluate("(select) => select.selectedOptions[0].text")
    assert chosen == "องค์การบริหารส่วนตำบลคลองทอง"


def test_choosing_an_organisation_takes_its_error_away(page: Page) -> None:
    page.goto(REGISTER)
    fill_person(page, 1)
    press_register(page)
    expect(page.locator("#organisation-error")).to_be_visible()
    page.locator("#organisation").click()
    page.locator("[role=option]").first.click()
    expect(page.locator("#organisation-error")).to_have_count(0)
    expect(page.locator(".summary")).to_have_count(0)
