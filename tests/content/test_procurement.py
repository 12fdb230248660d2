"""A circular that is not the sample goes the whole way: nothing is found in it, and its pages say all of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.delivery.preview import make_sample, render_preview
from site_src.check import check_content
from site_src.load import load_content
from site_src.model import BuildOptions
from site_src.publish.steps import publish
from tests.content import PROCUREMENT, write_project

if TYPE_CHECKING:
    from pathlib import Path

    from site_src.model import Content

OPTIONS = BuildOptions(now=datetime(2025, 8, 1, tzinfo=UTC), is_preview=False)
PICTURE = r"[0-9a-f]{8}\.png"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def content(root: Path) -> Content:
    return load_content(root)


@pytest.fixture(scope="module")
def site(root: Path, content: Content) -> Path:
    publish(content, OPTIONS, (), output=root / "site", translate=lambda key, **_params: key)
    return root / "site"


def test_nothing_is_found_in_it(root: Path, content: Content) -> None:
    assert [(str(finding.place), finding.code, dict(finding.params)) for finding in check_content(content, root)] == []


def test_its_days_have_gaps(content: Content) -> None:
    [event] = content.events
    assert [day.on for day in event.days] == [
        *(date(2025, 8, day) for day in (25, 26, 28)),
        *(date(2025, 9, day) for day in (1, 2)),
    ]


@pytest.mark.parametrize(
    ("prefix", "long", "short"),
    [
        ("", "วันที่ 25–26, 28 สิงหาคม และ 1–2 กันยายน 2568", "25–26, 28 ส.ค. และ 1–2 ก.ย. 2568"),
        ("en/", "25–26, 28 August and 1–2 September 2025", "25–26, 28 Aug and 1–2 Sep 2025"),
    ],
)
def test_every_page_says_all_days(site: Path, prefix: str, long: str, short: str) -> None:
    folder = site / prefix / "events" / PROCUREMENT
    event = (folder / "index.html").read_text("utf-8")
    assert short in event
    assert event.count('<h3 id="agenda-2025-') == 5
    for page in ("index.html", f"r/{PROCUREMENT}/index.html", f"events/{PROCUREMENT}/poster/index.html"):
        assert long in (site / prefix / page).read_text("utf-8")
    calendar = (folder / "event.ics").read_text("utf-8")
    assert re.findall(r"DTSTART:(\d{8}T\d{4})", calendar) == [
        *("20250825T0130", "20250826T0130", "20250828T0200", "20250901T0130", "20250902T0130"),
    ]


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_numbers_can_be_dialled_and_files_opened(site: Path, prefix: str) -> None:
    folder = site / prefix / "events" / PROCUREMENT
    page = (folder / "index.html").read_text("utf-8")
    assert set(re.findall(r'href="(tel:[^"]*)"', page)) == {
        *("tel:+66-2-528-4037;ext=123", "tel:1579", "tel:+66-75-611-910"),
    }
    [picture] = re.findall(rf'src="({PICTURE})"', page)
    [letter] = re.findall(r'href="(circulars-department-[0-9a-f]{8}\.pdf)"', page)
    assert (folder / picture).read_bytes().startswith(b"\x89PNG")
    assert (folder / letter).read_bytes().startswith(b"%PDF")


def test_the_picture_is_kept_for_reading_without_a_network(site: Path) -> None:
    worker = (site / "sw.js").read_text("utf-8")
    assert re.findall(rf"(/events/{PROCUREMENT}/{PICTURE})", worker)
    assert f"/events/{PROCUREMENT}/circulars-" not in worker


def test_messages_about_it_say_each_day_and_where_to_ask(site: Path) -> None:
    event = Events(site, is_preview=False).find(PROCUREMENT)
    assert event is not None
    facts = event.facts
    assert [day.text["th"] for day in facts.days] == [
        "วันจันทร์ที่ 25 สิงหาคม 2568 เวลา 08.30–16.30 น.",
        "วันอังคารที่ 26 สิงหาคม 2568 เวลา 08.30–16.30 น.",
        "วันพฤหัสบดีที่ 28 สิงหาคม 2568 เวลา 09.00–12.00 น.",
        "วันจันทร์ที่ 1 กันยายน 2568 เวลา 08.30–16.30 น.",
        "วันอังคารที่ 2 กันยายน 2568 เวลา 08.30–12.00 น.",
    ]
    assert facts.when_in_short["en"] == "25–26, 28 Aug and 1–2 Sep 2025 08:30"
    assert [(one.value["th"].replace("\N{NO-BREAK SPACE}", " "), one.link) for one in facts.help] == [
        ("0 2528 4037 ต่อ 123", "tel:+66-2-528-4037;ext=123"),
        ("1579", "tel:1579"),
    ]
    assert facts.reply_to == ""
    sample = make_sample(event, "confirmation", "sms", "th", StrictMessages(site))
    text = render_preview(sample, StrictMessages(site))
    assert text.startswith("ลงทะเบียนแล้ว การฝึกอบรม")
