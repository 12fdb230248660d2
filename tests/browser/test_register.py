"""The registration page: filled in, checked, kept and sent, with as little as a phone may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from registration_rules.wire import ENVELOPE_FIELDS
from tests.browser.form_steps import (
    NO_STORAGE,
    PERSON,
    REGISTER,
    expect_soon,
    fill_in,
    fill_person,
    person,
    press_register,
    read_entries,
    read_rows,
    register,
    submit,
)
from tests.servers.fault_proxy import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

PAGES = {"th": REGISTER, "en": f"/en{REGISTER}"}
MOST_BYTES = 16_500


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the page's console says, and what its scripts failed on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def test_page_is_one_small_answer(built_site: Path) -> None:
    sizes = {path: (built_site / path.strip("/") / "index.html.br").stat().st_size for path in PAGES.values()}
    assert {path: size for path, size in sizes.items() if size > MOST_BYTES} == {}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_one_answer_is_all_that_it_takes_to_register_offline(page: Page, proxy: FaultProxy, path: str) -> None:
    proxy.fault = Fault("unavailable", path="/app/")  # nothing that the page loads after itself arrives
    page.goto(path)
    proxy.cut()
    register(page)
    [entry] = read_entries(page)
    assert (entry["state"], entry["checked"], entry["attempts"]) == ("queued", False, 0)
    assert entry["values"] == {"organisation": "saithong-pao", "honorific": "mr", **PERSON}
    assert page.evaluate("document.activeElement.id") == "result-title"


def test_what_was_saved_goes_out_although_the_second_script_came_late(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    proxy.fault = Fault("unavailable", path="/app/")
    page.goto(REGISTER)
    register(page)
    assert read_rows(backend) == []
    proxy.fault = None
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#result-title")).to_have_text("ลงทะเบียนเรียบร้อยแล้ว")
    assert read_rows(backend) == [("สมชาย", "confirmed")]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_without_javascript_it_is_a_plain_form(
    browser: Browser, browser_context_args: dict[str, Any], backend: RunningBackend, path: str
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    expect(page.locator("noscript .notice")).to_be_visible()
    page.locator("select#organisation").select_option("saithong-town")
    fill_person(page, 1, mobile="12ab")
    press_register(page)
    assert page.locator("#mobile").evaluate("(field) => field.validity.patternMismatch")
    assert read_rows(backend, "state") == []
    page.locator("#mobile").fill("๐๘๑ ๒๓๔ ๕๖๗๘")
    press_register(page)
    page.wait_for_url("**/manage/")
    assert read_rows(backend, "organisation, first_name, state") == [("saithong-town", "สมชาย", "confirmed")]
    context.close()


@pytest.mark.rules
def test_no_console_message_and_no_other_origin(page: Page, console: list[str], proxy: FaultProxy) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(REGISTER)
    expect(page.locator("#rules-status")).to_contain_text("ก่อนบันทึก", timeout=60_000)
    register(page)
    expect(page.locator(".code")).to_be_visible()
    assert console == []
    assert [url for url in asked if not url.startswith(proxy.url)] == []
    assert "สมชาย" not in page.url + page.title()


@pytest.mark.parametrize(
    ("path", "title", "first"),
    [
        (PAGES["th"], "มีข้อผิดพลาด: ", "หน่วยงาน (อปท.): "),
        (PAGES["en"], "Error: ", "Organisation: "),
    ],
    ids=PAGES,
)
def test_native_errors_before_the_rules_are_there(
    page: Page, proxy: FaultProxy, path: str, title: str, first: str
) -> None:
    proxy.fault = Fault("unavailable", path="/app/rules-worker")
    page.goto(path)
    plain_title = page.title()
    fill_person(page, 1, email="somchai", mobile="12ab", last_name="")
    press_register(page)

    summary = page.locator(".summary")
    expect(summary).to_be_focused()
    assert page.title() == title + plain_title
    links = summary.locator("a")
    assert links.evaluate_all("(links) => links.map((link) => link.hash)") == [
        "#organisation",
        "#last_name",
        "#email",
        "#mobile",
    ]
    expect(links.first).to_contain_text(first)
    links.nth(2).click()
    email = page.locator("#email")
    expect(email).to_be_focused()
    expect(email).to_have_attribute("aria-invalid", "true")
    assert email.get_attribute("aria-describedby") == "email-error email-hint"
    expect(page.locator("#email-error")).to_be_visible()

    email.fill("somchai@example.go.th")
    expect(links).to_have_count(3)
    expect(page.locator("#email-error")).to_have_count(0)
    page.locator("#last_name").fill("ใจดี")
    page.locator("#mobile").fill("๐๘๑ ๒๓๔ ๕๖๗๘")
    page.locator("#organisation").fill("อบจ")
    expect(summary).to_have_count(0)
    assert page.title() == plain_title
    submit(page)


def test_what_is_typed_survives_a_reload(page: Page) -> None:
    page.goto(REGISTER)
    fill_in(page)
    page.locator("#add-person").click()
    fill_person(page, 2, first_name="สมหญิง")
    page.reload()
    expect(page.locator("[data-notice=restored]")).to_be_visible()
    expect(page.locator("#organisation")).to_have_value("องค์การบริหารส่วนจังหวัดทรายทอง")
    expect(person(page, 1).locator("[name=first_name]")).to_have_value("สมชาย")
    expect(person(page, 2).locator("[name=first_name]")).to_have_value("สมหญิง")

    page.goto(PAGES["en"])  # the other language goes on with the same draft
    expect(person(page, 2).locator("[name=first_name]")).to_have_value("สมหญิง")
    page.locator("[data-notice=restored] button").click()
    expect(page.locator("[data-person]")).to_have_count(1)
    expect(person(page, 1).locator("[name=first_name]")).to_have_value("")
    page.reload()
    expect(page.locator("#organisation")).to_have_value("")
    expect(page.locator("[data-notice=restored]")).to_have_count(0)


def test_three_people_in_one_go(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    fill_in(page)
    add = page.locator("#add-person")
    add.click()
    expect(person(page, 2).locator("[name=honorific]")).to_be_focused()
    fill_person(page, 2, first_name="สมหญิง", mobile="0822222222")
    add.click()
    fill_person(page, 3, first_name="ประสิทธิ์", mobile="0833333333", last_name="")
    expect(add).to_be_hidden()
    press_register(page)
    expect(page.locator(".summary a")).to_have_count(1)
    expect(page.locator(".summary a")).to_contain_text("คนที่ 3 นามสกุล")

    person(page, 1).locator(".remove").click()
    expect(page.locator(".undo button")).to_be_focused()
    expect(person(page, 1).locator("[name=first_name]")).to_have_value("สมหญิง")
    page.locator(".undo button").click()
    expect(person(page, 1).locator("[name=first_name]")).to_have_value("สมชาย")
    expect(person(page, 3).locator("legend")).to_have_text("ผู้เข้าร่วมคนที่ 3")
    person(page, 3).locator("[name=last_name]").fill("มานะ")
    submit(page)
    expect(page.locator(".code")).to_have_count(3)
    assert sorted(name for (name, _) in read_rows(backend)) == ["ประสิทธิ์", "สมชาย", "สมหญิง"]
    assert sorted(proxy.post_counts().values()) == [1, 1, 1]


def test_two_quick_presses_make_one_entry(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.goto(REGISTER)
    fill_in(page)
    page.locator("button.main-button").evaluate("(button) => { button.click(); button.click(); }")
    expect(page.locator(".code")).to_have_count(1)
    assert len(read_rows(backend)) == 1
    assert len(proxy.posts) == 1


def test_after_submitting_the_draft_is_gone_and_the_organisation_stays(page: Page) -> None:
    page.goto(REGISTER)
    register(page)
    page.locator("#register-more").click()
    expect(page.locator("#organisation")).to_have_value("องค์การบริหารส่วนจังหวัดทรายทอง")
    expect(page.locator("#first_name")).to_have_value("")
    page.reload()
    expect(page.locator("#organisation")).to_have_value("องค์การบริหารส่วนจังหวัดทรายทอง")
    expect(page.locator("#first_name")).to_have_value("")


def test_two_tabs_warn_each_other_and_keep_their_text(page: Page) -> None:
    page.goto(REGISTER)
    other = page.context.new_page()
    other.goto(REGISTER)
    page.locator("#first_name").fill("สมชาย")
    expect(other.locator("[data-notice=other_tab]")).to_be_visible()
    other.locator("#first_name").fill("สมหญิง")
    expect(page.locator("[data-notice=other_tab]")).to_be_visible()
    expect(page.locator("#first_name")).to_have_value("สมชาย")


def test_without_storage_it_says_so_and_sends_at_once(page: Page, proxy: FaultProxy, backend: RunningBackend) -> None:
    page.add_init_script(NO_STORAGE)
    page.goto(REGISTER)
    expect(page.locator("[data-notice=storage]")).to_contain_text("เบราว์เซอร์นี้ไม่ให้เก็บข้อมูล")
    fill_in(page)
    proxy.fault = Fault("lose_answer", methods=("POST",))
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")
    expect(page.locator("#first_name")).to_have_value("สมชาย")
    assert len(read_rows(backend)) == 1

    proxy.fault = None
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    expect(page.locator("#result-text li")).to_contain_text("เลขอ้างอิง")
    expect(page.locator("#registration")).to_be_hidden()
    assert len(read_rows(backend)) == 1
    [tries] = proxy.post_counts().values()
    assert tries > 1  # under one id

    page.locator("#register-more").click()  # somebody else, in nobody's place
    fill_in(page, first_name="สมหญิง", mobile="0822222222")
    submit(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 1), ("สมหญิง", 1)]


def test_without_storage_two_changes_in_a_row_leave_one_registration(
    page: Page, proxy: FaultProxy, backend: RunningBackend
) -> None:
    page.add_init_script(NO_STORAGE)
    page.goto(REGISTER)
    fill_in(page)
    proxy.fault = Fault("lose_answer", methods=("POST",))
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ยังมีรายการที่ไม่สำเร็จ")
    proxy.fault = Fault("unavailable", methods=("POST",))  # the first change never arrives
    page.locator("#first_name").fill("สมหญิง")
    press_register(page)
    expect_soon(page, lambda: len(proxy.post_counts()), expected=2)
    expect(page.locator("#registration")).to_have_js_property("inert", value=False)
    proxy.fault = None
    page.locator("#first_name").fill("สมศรี")
    press_register(page)
    expect(page.locator("#result-title")).to_have_text("ส่งแล้ว")
    assert read_rows(backend, "first_name, state <> 'replaced'") == [("สมชาย", 0), ("สมหญิง", 0), ("สมศรี", 1)]


def test_nothing_of_what_was_submitted_stays_in_the_form(page: Page) -> None:
    page.goto(REGISTER)
    register(page)
    left = page.locator("#registration input:not([type=hidden], [role=combobox])")
    assert left.evaluate_all("(inputs) => inputs.map((input) => input.value).filter(Boolean)") == []


def test_after_the_deadline_it_says_so_and_blocks_nothing(page: Page) -> None:
    def age(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("2022-01-05T02:00:00Z", "2022-01-10T17:00:01Z"))

    page.goto(REGISTER)
    expect(page.locator("#remaining")).to_have_text("(เหลืออีก 5 วัน)")
    expect(page.locator("#past-deadline")).to_be_hidden()
    page.route(f"**{PAGES['en']}", age)
    page.goto(PAGES["en"])
    expect(page.locator("#past-deadline")).to_be_visible()
    expect(page.locator("#remaining")).to_have_text("")
    register(page)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_in_any_state(
    page: Page, proxy: FaultProxy, find_violations: Callable[[Page], list[str]], path: str
) -> None:
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        page.emulate_media(color_scheme="light")
        found[f"{state}, light"] = find_violations(page)
        page.emulate_media(color_scheme="dark")
        found[f"{state}, dark"] = find_violations(page)

    page.goto(path)
    page.wait_for_load_state("networkidle")
    look("empty")
    page.locator("#organisation").fill("saithong")
    look("picker")
    page.locator("#add-person").click()
    person(page, 2).locator(".remove").click()
    look("removed")
    page.locator("#add-person").click()
    press_register(page)
    expect(page.locator(".summary")).to_be_focused()
    look("errors")
    page.reload()
    expect(page.locator("[data-notice=restored]")).to_be_visible()
    look("restored")
    person(page, 2).locator(".remove").click()
    proxy.fault = Fault("unavailable", methods=("POST",))
    register(page)
    expect(page.locator("#queue [data-id]")).to_have_count(1)
    look("saved")
    assert {state: violations for state, violations in found.items() if violations} == {}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_cut_off_at_320_pixels(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    press_register(page)
    expect(page.locator(".summary")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_form_declares_every_field_of_the_wire(page: Page) -> None:
    page.goto(REGISTER)
    names = page.evaluate("[...new Set([...document.forms[0].elements].map((one) => one.name).filter(Boolean))]")
    assert sorted(names) == sorted((*ENVELOPE_FIELDS, "organisation", "honorific", *PERSON))
