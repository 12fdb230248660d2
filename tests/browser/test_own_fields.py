"""A form's own fields on the phone: one entry in form.yaml, and the page, the queue, the server and the list follow.

Two events with forms unlike the sample's: `every-kind` has the fields of the conformance table's form of that name, and
`camp` others in another order.
"""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backend.__main__ import main
from registration_rules import parse_form
from site_src.load.form import RESERVED_NAMES
from tests.browser.conftest import build_site
from tests.browser.form_steps import (
    PERSON,
    RECEIPTS,
    expect_soon,
    person,
    press_register,
    read_entries,
    read_rows,
    submit,
)
from tests.browser.test_conformance import CHECK_NATIVELY
from tests.conformance.cases import load_cases, load_form
from tests.own_event import PROJECT, SLUG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.servers.backend_server import RunningBackend
    from tests.servers.fault_proxy import FaultProxy

EVERY_KIND = """
  - name: diet
    kind: choice
    label: {th: อาหาร, en: Food}
    choices:
      - {value: all, label: {th: ทุกอย่าง, en: Everything}}
      - {value: halal, label: {th: ฮาลาล, en: Halal}}
      - {value: vegetarian, label: {th: มังสวิรัติ, en: Vegetarian}}
  - name: arrival
    kind: long_text
    label: {th: การเดินทาง, en: Arrival}
    hint: {th: วันและเวลาที่จะมาถึง, en: Day and time at which you arrive}
    min_length: 3
    max_length: 40
  - {name: nights, kind: number, label: {th: จำนวนคืน, en: Nights}, min_value: 1, max_value: 14}
  - name: room
    kind: flag
    label: {th: ขอห้องพักเดี่ยว, en: I need a single room}
    hint: {th: มีจำนวนจำกัด, en: There are few}
  - {name: assistant, kind: personal_name, required: false, min_length: 2, label: {th: ผู้ช่วย, en: Assistant}}
"""
CAMP = """fields:
  - {name: shirt, kind: choice, label: {th: ขนาดเสื้อ, en: Shirt}, choices: [{value: xl, label: {th: XL, en: XL}}]}
  - {name: mobile, label: {th: มือถือ, en: Mobile}}
  - {name: office_phone, kind: mobile, required: false, label: {th: มือถือสำรอง, en: Second mobile}}
  - {name: last_name, label: {th: นามสกุล, en: Last name}}
  - {name: first_name, label: {th: ชื่อ, en: First name}}
  - {name: honorific, label: {th: คำนำหน้า, en: Title}, choices: [{value: mr, label: {th: นาย, en: Mr}}]}
  - {name: nickname, label: {th: ชื่อเล่น, en: Nickname}}
  - {name: office_email, kind: email, required: false, label: {th: อีเมลหน่วยงาน, en: Office e-mail}}
  - {name: email, label: {th: อีเมล, en: E-mail}}
  - {name: organisation, label: {th: หน่วยงาน, en: Organisation}}
  - {name: swims, kind: flag, label: {th: ว่ายน้ำเป็น, en: I can swim}}
"""

SOUND = {"organisation": "saithong-pao", "honorific": "mr", **PERSON}
ANSWERS = {
    "every-kind": {
        "position": PERSON["position"],
        "diet": "halal",
        "arrival": "รถไฟ ขบวน 167\nถึง 9.00 น.",
        "nights": "2",
        "room": "yes",
        "assistant": "สมศรี",
    },
    "camp": {
        "shirt": "xl",
        "office_phone": "+66898765432",
        "nickname": "ตู่",
        "office_email": "office@saithong.go.th",
        "swims": "yes",
    },
}
FORMS = {
    slug: {name: text for name, text in SOUND.items() if name != "position"} | own for slug, own in ANSWERS.items()
}

LOOK_UP_WORDS = """() => {
  const words = [...document.querySelectorAll("[id]:not([name])")].map((part) => part.id);
  for (const property in document.createElement("form")) words.push(property);
  words.push(...Object.getOwnPropertyNames(Object.prototype));
  return words.filter((word) => /^[a-z][a-z0-9_]{0,39}$/.test(word) && !word.startsWith("on"));
}"""


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of both events."""
    folder = tmp_path_factory.mktemp("own-fields")
    content = folder / "content"
    shutil.copytree(PROJECT / "content", content)
    model = content / "events" / SLUG
    for slug in FORMS:
        shutil.copytree(model, content / "events" / slug)
    with (content / "events/every-kind/form.yaml").open("a", encoding="utf-8") as form:
        form.write(EVERY_KIND)
    (content / "events/camp/form.yaml").write_text(CAMP, encoding="utf-8")
    shutil.rmtree(model)
    return build_site(folder / "site", content)


def open_form(page: Page, slug: str, prefix: str = "") -> None:
    page.goto(f"{prefix}/r/{slug}/")


def fill_fields(page: Page, values: dict[str, str], number: int = 1) -> None:
    """Fill in a person's fields, whatever their controls are."""
    for name, value in values.items():
        if name == "organisation":
            continue
        control = person(page, number).locator(f"[name={name}]")
        if control.get_attribute("type") == "checkbox":
            control.set_checked(bool(value))
        elif control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def fill_form(page: Page, values: dict[str, str]) -> None:
    page.get_by_role("combobox").first.fill("องค์การบริหารส่วนจังหวัดทรายทอง")
    page.get_by_role("option").first.click()
    fill_fields(page, values)


def read_fields(page: Page) -> dict[str, str]:
    """What the first person's fields hold."""
    values: dict[str, str] = person(page, 1).evaluate(
        """section => Object.fromEntries([...section.querySelectorAll("[name]")].map((control) =>
          [control.name, control.type === "checkbox" && !control.checked ? "" : control.value]))"""
    )
    return values


def without(values: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if name not in names}


def read_answers(backend: RunningBackend) -> list[dict[str, str]]:
    """The answers of those who hold a seat."""
    return [json.loads(str(answers)) for answers, seat in read_rows(backend, "answers, seat") if seat]


def read_list(site: Path, backend: RunningBackend, slug: str, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The one registration in the organiser's file, by its English headings."""
    options = ["--site", str(site), "--data", str(backend.database.parent), "--locale", "en", "--csv", "-"]
    assert main(["registrations", slug, *options]) == 0
    [row] = csv.DictReader(StringIO(capsys.readouterr().out.removeprefix("\ufeff"), newline=""))
    return row


@pytest.mark.parametrize("slug", FORMS)
def test_what_is_filled_in_offline_is_kept_corrected_sent_and_receipted(
    page: Page, proxy: FaultProxy, backend: RunningBackend, slug: str
) -> None:
    open_form(page, slug)
    expect(page.locator("#queue [role=status]")).to_be_attached()
    proxy.cut()
    fill_form(page, FORMS[slug])
    submit(page)
    [entry] = read_entries(page)
    assert entry["values"] == FORMS[slug]

    page.evaluate("id => { location.hash = `#replace=${id}` }", entry["submission_id"])
    expect(person(page, 1).locator("[name=first_name]")).to_have_value(PERSON["first_name"])
    assert read_fields(page) == without(FORMS[slug], "organisation")
    last = list(ANSWERS[slug])[-1]
    fill_fields(page, {last: "", "first_name": "สมบัติ"} if last == "swims" else {last: "ใจงาม"})
    submit(page)

    proxy.restore()
    expected = without(ANSWERS[slug], last) | ({} if last == "swims" else {last: "ใจงาม"})
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_soon(page, lambda: read_answers(backend), expected=[expected])
    page.goto(RECEIPTS)  # perhaps before the answer came; then it is sent once more
    expect_soon(page, lambda: read_entries(page), expected=[])
    expect(page.locator("#queue .code")).to_have_count(1)


@pytest.mark.parametrize("slug", FORMS)
def test_a_draft_brings_back_every_field(page: Page, slug: str) -> None:
    open_form(page, slug)
    fill_form(page, FORMS[slug])
    page.reload()
    expect(person(page, 1).locator("[name=first_name]")).to_have_value(PERSON["first_name"])
    assert read_fields(page) == without(FORMS[slug], "organisation")


def test_every_person_has_fields_of_their_own(page: Page, backend: RunningBackend) -> None:
    open_form(page, "every-kind")
    fill_form(page, FORMS["every-kind"])
    page.locator("#add-person").click()
    assert person(page, 2).locator("[name=room]").is_checked() is False
    other = {"first_name": "มานี", "mobile": "0898765432", "room": "", "arrival": "เครื่องบิน", "assistant": ""}
    fill_fields(page, without(FORMS["every-kind"], "organisation") | other, 2)
    submit(page)
    both = [ANSWERS["every-kind"], without(ANSWERS["every-kind"], "room", "assistant") | {"arrival": "เครื่องบิน"}]
    expect_soon(page, lambda: sorted(read_answers(backend), key=len, reverse=True), expected=both)


@pytest.mark.rules
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["th", "en"])
def test_the_rules_say_what_is_wrong_at_its_field(
    page: Page, prefix: str, find_violations: Callable[[Page], list[str]]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_form(page, "every-kind", prefix)
    expect(page.locator("#rules-status")).to_contain_text(
        {"": "ก่อนบันทึก", "/en": "before it is saved"}[prefix], timeout=60_000
    )
    page.locator("[name=nights]").fill("๒๐")
    page.locator("[name=arrival]").fill("9")
    press_register(page)
    expect(page.locator(".summary")).to_be_focused()
    said = {"": ["โปรดกรอกจำนวนไม่เกิน 14", "3"], "/en": ["The most that can be entered here is 14.", "3"]}[prefix]
    expect(page.locator("#nights-error")).to_contain_text(said[0])
    expect(page.locator("#arrival-error")).to_contain_text(said[1])
    assert page.locator("[name=arrival]").get_attribute("aria-describedby") == "arrival-error arrival-hint"
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.fixture
def plain_page(browser: Browser, proxy: FaultProxy) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(base_url=proxy.url, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("slug", FORMS)
def test_without_javascript_the_server_gives_the_form_back_and_takes_it_mended(
    plain_page: Page, backend: RunningBackend, built_site: Path, slug: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = plain_page
    open_form(page, slug, "/en")
    page.locator("[name=organisation]").select_option("saithong-pao")
    fill_fields(page, FORMS[slug] | {"first_name": "2"})
    press_register(page)
    expect(page.locator(".summary")).to_be_visible()
    controls: Any = page.locator("form .field [name]")
    sent_back = {one.get_attribute("name"): read_control(one) for one in controls.all()}
    assert sent_back == FORMS[slug] | {"first_name": "2"}
    page.locator("[name=first_name]").fill(PERSON["first_name"])
    page.locator("form button").click()
    expect(page.locator(".code")).to_be_visible()

    assert read_answers(backend) == [ANSWERS[slug]]
    row = read_list(built_site, backend, slug, capsys)
    said = {
        "every-kind": {
            "Food": "Halal",
            "Arrival": ANSWERS["every-kind"]["arrival"],
            "Nights": "2",
            "Assistant": "สมศรี",
        },
        "camp": {"Shirt": "XL", "Second mobile": "089-876-5432", "Nickname": "ตู่", "I can swim": "yes"},
    }[slug]
    assert {heading: row[heading] for heading in said} == said


def read_control(control: Any) -> str:
    """What a control holds, also where no script runs."""
    if control.get_attribute("type") == "checkbox":
        return "yes" if control.is_checked() else ""
    return str(control.input_value())


def test_the_built_form_is_the_one_of_the_conformance_table(built_site: Path) -> None:
    built = json.loads((built_site / "r/every-kind/form.json").read_text(encoding="utf-8"))["rules"]
    meant = {field.name: field for field in parse_form(load_form("every-kind.json")).fields}
    own = [
        field for field in parse_form(built).fields if field.name in ("diet", "arrival", "nights", "room", "assistant")
    ]
    assert own == [meant[field.name]._replace(max_length=field.max_length) for field in own]
    assert len(own) == 5


def test_native_constraints_accept_whatever_the_rules_accept(page: Page) -> None:
    open_form(page, "every-kind")
    accepted = [
        {name: text for name, text in case.people[0].items() if name not in ("organisation", "honorific", "room")}
        for case in load_cases()
        if case.form["event"] == "every-kind-2565" and not case.problems[0] and "diet" in case.people[0]
    ]
    assert len(accepted) > 3
    refused = page.evaluate(CHECK_NATIVELY, accepted)
    assert [found for found in refused if found] == []


def test_no_field_may_have_a_name_by_which_the_page_looks_for_something_else(page: Page) -> None:
    open_form(page, "every-kind")
    words = set(page.evaluate(LOOK_UP_WORDS)) - set(FORMS["every-kind"])
    assert words - RESERVED_NAMES == set()
