"""The registration app as the build writes it: small, whole, and the same from the same source."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import CalledOff as BackendCalledOff
from backend.built_site.events import parse_event
from registration_rules import __version__, parse_form
from registration_rules.mobile import NATIVE_PATTERN
from site_src.app.form_data import describe_form, describe_rules
from site_src.app.page_data import render_page_data
from site_src.app.registration_page import write_app
from site_src.errors import BuildError
from site_src.load import load_content
from site_src.model import BuildOptions, CalledOff, Content, EventDay, Text
from tests.own_event import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2022, 1, 5, 2, tzinfo=UTC)
PREVIEW = BuildOptions(now=NOW, is_preview=True)


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content(PROJECT)


@pytest.fixture(scope="module")
def app(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("app")
    write_app(content, PREVIEW, folder)
    return folder


def read_page_data(page: Path) -> dict[str, object]:
    [text] = re.findall(r'id="page-data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    data: dict[str, object] = json.loads(text)
    return data


def test_form_json_is_what_the_rules_read(app: Path, content: Content) -> None:
    [event] = content.events
    data = json.loads((app / "r/water-safety-2565/form.json").read_text("utf-8"))
    form = parse_form(data["rules"])
    assert (form.event, form.rules_version, form.quota, form.max_people) == ("water-safety-2565", __version__, 3, 3)
    assert form.deadline_at == event.deadline_at
    assert form.preview_as_of == NOW
    assert [one["code"] for one in data["organisations"]] == data["rules"]["organisations"]
    assert data["organisations"][0] == {
        "code": "saithong-pao",
        "kind": "pao",
        "name": {"th": "องค์การบริหารส่วนจังหวัดทรายทอง", "en": "Saithong Provincial Administrative Organisation"},
        "district": {"th": "", "en": ""},
    }
    assert data["fields"]["honorific"]["choices"]["mr"] == {"th": "นาย", "en": "Mr"}
    assert list(data["fields"]) == [field["name"] for field in data["rules"]["fields"]]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_page_tells_search_engines_what_it_is_and_where(app: Path, content: Content, prefix: str) -> None:
    html = (app / f"{prefix}r/water-safety-2565/index.html").read_text("utf-8")
    here = f"{content.site.base_url}/{prefix}r/water-safety-2565/"
    assert f'<link rel="canonical" href="{here}">' in html
    for locale, folder in {"th": "", "en": "en/"}.items():
        address = f"{content.site.base_url}/{folder}r/water-safety-2565/"
        assert f'<link rel="alternate" hreflang="{locale}" href="{address}">' in html
    [event] = content.events
    assert f'<meta name="description" content="{event.title.get("en" if prefix else "th")} ' in html


@pytest.mark.parametrize(("locale", "prefix"), [("th", ""), ("en", "en/")])
def test_page_carries_the_same_rules_and_addresses_that_exist(app: Path, locale: str, prefix: str) -> None:
    data = read_page_data(app / f"{prefix}r/water-safety-2565/index.html")
    assert data["rules"] == json.loads((app / "r/water-safety-2565/form.json").read_text("utf-8"))["rules"]
    assert (data["locale"], data["preview_as_of"]) == (locale, "2022-01-05T02:00:00Z")
    for name in ("companion", "worker"):
        assert (app / str(data[name]).lstrip("/")).is_file()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_browser_itself_refuses_what_can_be_no_telephone_number(app: Path, prefix: str) -> None:
    page = (app / f"{prefix}r/water-safety-2565/index.html").read_text("utf-8")
    assert re.findall(r'<input id="mobile"[^>]* pattern="([^"]*)"', page) == [NATIVE_PATTERN]
    assert json.loads((app / "r/water-safety-2565/form.json").read_text("utf-8"))["fields"]["mobile"]["attributes"][
        "pattern"
    ] == (NATIVE_PATTERN)


@pytest.mark.parametrize(
    ("prefix", "days", "hours"),
    [
        ("", "วันศุกร์ที่ 14 – วันเสาร์ที่ 15 มกราคม 2565", "เริ่มวันแรกเวลา 08.30 น. สิ้นสุดวันสุดท้ายเวลา 12.00 น."),
        ("en/", "Friday 14 – Saturday 15 January 2022", "from 08:30 on the first day to 12:00 on the last day"),
    ],
)
def test_the_page_says_all_days_of_the_event(
    content: Content, tmp_path: Path, prefix: str, days: str, hours: str
) -> None:
    [event] = content.events
    ends_at = datetime(2022, 1, 15, 5, tzinfo=UTC)
    two = (*event.days, EventDay(ends_at.date(), None, ends_at))
    longer = replace(content, events=(replace(event, days=two, ends_at=ends_at),))
    write_app(longer, PREVIEW, tmp_path)
    page = (tmp_path / f"{prefix}r/water-safety-2565/index.html").read_text("utf-8")
    assert f"<dd>{days}<br>{hours}</dd>" in page


@pytest.mark.parametrize(
    ("reminder_days", "remind_at"),
    [(0, None), (1, "2022-01-13T02:00:00Z"), (3, "2022-01-11T02:00:00Z")],  # 09:00 in Thailand
)
def test_form_json_says_when_to_remind(content: Content, reminder_days: int, remind_at: str | None) -> None:
    event = replace(content.events[0], reminder_days=reminder_days)
    assert describe_form(event, content.site, PREVIEW)["remind_at"] == remind_at


def test_unless_an_event_says_otherwise_it_reminds_the_day_before(content: Content) -> None:
    assert content.events[0].reminder_days == 1


@pytest.fixture(scope="module")
def called_off(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app of an event that was called off."""
    event = content.events[0]
    off = CalledOff(date(2022, 1, 8), Text("น้ำท่วมทั้งเมือง", "The town is flooded"), event.place)
    folder = tmp_path_factory.mktemp("called-off")
    write_app(replace(content, events=(replace(event, called_off=off),)), PREVIEW, folder)
    return folder


def test_form_json_says_that_an_event_was_called_off_and_the_backend_reads_it(called_off: Path, app: Path) -> None:
    files = [(folder / "r/water-safety-2565/form.json").read_text("utf-8") for folder in (called_off, app)]
    off, on = map(parse_event, files)
    assert off.called_off == BackendCalledOff(
        on={"th": "วันเสาร์ที่ 8 มกราคม 2565", "en": "Saturday 8 January 2022"},
        because={"th": "น้ำท่วมทั้งเมือง", "en": "The town is flooded"},
    )
    assert (off.is_called_off, on.is_called_off, on.remind_at) == (True, False, datetime(2022, 1, 13, 2, tzinfo=UTC))


@pytest.mark.parametrize(("page", "reason"), [("r", "น้ำท่วมทั้งเมือง"), ("en/r", "The town is flooded")])
def test_the_form_of_an_event_that_was_called_off_is_not_shown(called_off: Path, page: str, reason: str) -> None:
    html = (called_off / page / "water-safety-2565/index.html").read_text("utf-8")
    assert reason in html
    before, form = html.split('<form id="registration"')
    assert before.rstrip().endswith("<div hidden>")
    assert re.match(r".*</form>\s*</div>\s*<section id=\"queue\">", form, re.DOTALL)


def test_form_json_says_of_the_event_what_messages_need(content: Content) -> None:
    facts = describe_form(content.events[0], content.site, PREVIEW)["facts"]
    when = {"th": "วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น.", "en": "Friday 14 January 2022, 08:30–16:00"}
    phone = "0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123"
    line = content.events[0].help_channels[2]
    assert facts == {
        "when": when,
        "when_in_short": {"th": "14 ม.ค. 2565 08.30 น.", "en": "14 Jan 2022 08:30"},
        "days": [{"starts_at": "2022-01-14T01:30:00Z", "ends_at": "2022-01-14T09:00:00Z", "text": when}],
        "where": {"th": "ออนไลน์ทาง Zoom Webinar", "en": "Online, by Zoom Webinar"},
        "help": [
            {
                "kind": "phone",
                "label": {
                    "th": "โทรศัพท์ กลุ่มฝึกอบรมองค์กรปกครองส่วนท้องถิ่น สำนักงานความปลอดภัยทางน้ำ",
                    "en": "Telephone, LAO Training Group, Water Safety Office",
                },
                "value": {"th": phone, "en": phone},
                "link": "tel:+66-2-555-0123",
            },
            {
                "kind": "email",
                "label": {"th": "อีเมล สำนักงานความปลอดภัยทางน้ำ", "en": "E-mail, Water Safety Office"},
                "value": {"th": "watersafety@gmail.com", "en": "watersafety@gmail.com"},
                "link": "mailto:watersafety@gmail.com",
            },
            {
                "kind": "line",
                "label": {"th": line.label.th, "en": line.label.en},
                "value": {"th": line.value, "en": line.value},
                "link": "",
            },
        ],
        "publisher": {
            "th": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดทรายทอง",
            "en": "Saithong Provincial Office for Local Administration",
        },
        "base_url": "https://wian.example",
    }


def test_without_a_preview_nothing_stands_still(content: Content) -> None:
    options = BuildOptions(now=NOW, is_preview=False)
    assert describe_rules(content.events[0], content.site, options)["preview_as_of"] is None


def test_a_form_that_the_rules_do_not_understand_stops_the_build(content: Content) -> None:
    [event] = content.events
    twice = replace(event, form_fields=(*event.form_fields, event.form_fields[0]))
    with pytest.raises(BuildError, match=re.escape(f"{event.place}: the form doesn't fit its rules: ")):
        describe_form(twice, content.site, PREVIEW)


def test_page_data_cannot_close_its_element(content: Content) -> None:
    data = render_page_data(content, "th", PREVIEW, path="/receipts/", messages=(), title="</script><b>")
    assert "<" not in data
    assert json.loads(data)["title"] == "</script><b>"


def test_messages_for_the_backend_are_public_ones_only(app: Path, content: Content) -> None:
    for locale in ("th", "en"):
        written = json.loads((app / f"messages/{locale}.json").read_text("utf-8"))
        sections = {key.partition(".")[0] for key in content.messages[locale]}
        assert {key.partition(".")[0] for key in written} == sections - {"author", "findings"}


def test_a_missing_pyodide_says_what_to_do(content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.python.runtime.PYODIDE", tmp_path / "not-there")
    with pytest.raises(BuildError, match="Pyodide is missing"):
        write_app(content, PREVIEW, tmp_path / "site")
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
