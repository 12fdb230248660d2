"""The site's own pages in a real browser: for everybody, in both languages, on narrow and dark screens, on paper."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from site_src.bundle import bundle_script
from site_src.load import load_content
from site_src.model import BuildOptions
from site_src.pages.render import page_environment, render_themed_pages
from site_src.project import LOOK
from tests.own_event import PROJECT, SLUG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.servers.fault_proxy import FaultProxy

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVENT = f"/events/{SLUG}/"
PAGES = ["/", EVENT, "/privacy/", f"{EVENT}poster/", "/not/here/"]
STARTS = ["", "/en"]
EXPECTED_NOISE = "the server responded with a status of 404"  # of the page that is not there


@pytest.fixture
def quiet_page(page: Page, proxy: FaultProxy) -> Iterator[Page]:
    """A page that asks nobody but its own site, and about which the browser has nothing to complain."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(proxy.url) else complaints.append(request.url))
    yield page
    assert [text for text in complaints if EXPECTED_NOISE not in text] == []


def list_violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({ runOnly: tags })", AXE_TAGS)["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(quiet_page: Page, path: str, start: str, scheme: Any) -> None:
    quiet_page.emulate_media(color_scheme=scheme)
    quiet_page.goto(start + path)
    for letter in quiet_page.locator("details").all():
        letter.evaluate("element => { element.open = true; }")
    assert list_violations(quiet_page) == []


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("start", STARTS)
def test_no_page_is_wider_than_the_screen(quiet_page: Page, start: str, width: int) -> None:
    quiet_page.set_viewport_size({"width": width, "height": 740})
    for path in PAGES:
        quiet_page.goto(start + path)
        assert quiet_page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("path", PAGES[:-1])
def test_each_page_leads_to_itself_in_the_other_language_and_back(quiet_page: Page, path: str) -> None:
    quiet_page.goto(path)
    expect(quiet_page.locator("html")).to_have_attribute("lang", "th")
    quiet_page.get_by_role("link", name="English").click()
    expect(quiet_page).to_have_url(re.compile(f"/en{path}$"))
    expect(quiet_page.locator("html")).to_have_attribute("lang", "en")
    quiet_page.get_by_role("link", name="ภาษาไทย").click()
    expect(quiet_page).to_have_url(re.compile(f"[0-9]{path}$"))


def test_the_first_key_press_offers_to_skip_to_the_content(quiet_page: Page) -> None:
    quiet_page.goto(f"/en{EVENT}")
    quiet_page.keyboard.press("Tab")
    expect(quiet_page.get_by_role("link", name="Skip to content")).to_be_focused()
    quiet_page.keyboard.press("Enter")
    expect(quiet_page.locator("#content")).to_be_focused()


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("จมน้ำ", "แนวทางการป้องกันเด็กจมน้ำในแหล่งน้ำขององค์กรปกครองส่วนท้องถิ่น"),
        ("มานพ", "แนวทางการป้องกันเด็กจมน้ำในแหล่งน้ำขององค์กรปกครองส่วนท้องถิ่น"),
        ("ส่วนบุคคล", "ประกาศการคุ้มครองข้อมูลส่วนบุคคล"),
    ],
)
def test_search_finds_a_thai_word_inside_a_phrase(quiet_page: Page, word: str, title: str) -> None:
    quiet_page.goto("/")
    quiet_page.locator("label.w-search-open").click()
    search = quiet_page.get_by_role("textbox", name="ค้นหา")
    search.fill(word)
    search.press("End")
    first = quiet_page.locator(".md-search-result__item").first
    expect(first.locator("h1")).to_have_text(title)
    expect(first.locator("mark").first).to_have_text(word)


def test_search_says_so_when_there_is_nothing(quiet_page: Page) -> None:
    quiet_page.goto("/")
    quiet_page.locator("label.w-search-open").click()
    search = quiet_page.get_by_role("textbox", name="ค้นหา")
    search.fill("สมรส")
    search.press("End")
    expect(quiet_page.locator(".md-search-result__meta")).to_have_text("ไม่พบคำนี้")


@pytest.mark.parametrize("start", STARTS)
def test_the_event_page_says_everything_without_javascript(browser: Browser, proxy: FaultProxy, start: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=proxy.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(start + EVENT)
    year = "2022" if start else "2565"
    for text in (f"14 {'January' if start else 'มกราคม'} {year}", f"10 {'January' if start else 'มกราคม'} {year}"):
        expect(page.locator("#content dl").first).to_contain_text(text)
    expect(page.get_by_role("row")).to_have_count(7)
    expect(page.locator(".w-remaining")).to_have_text("5 days left" if start else "เหลือเวลาอีก 5 วัน")
    expect(page.get_by_role("textbox")).to_have_count(0)  # the search needs JavaScript, so it is not offered
    page.locator(".w-register a.w-button").click()
    expect(page).to_have_url(re.compile(f"{start}/r/{SLUG}/$"))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page_path", ["", "poster/"])
@pytest.mark.parametrize("start", STARTS)
def test_a_camera_reads_the_code_from_the_screen(quiet_page: Page, start: str, page_path: str, scheme: Any) -> None:
    quiet_page.emulate_media(color_scheme=scheme)
    quiet_page.goto(f"{start}{EVENT}{page_path}")
    code = quiet_page.get_by_role("img", name="QR")
    picture = Image.open(io.BytesIO(code.screenshot()))
    assert [read.text for read in zxingcpp.read_barcodes(picture)] == [f"http://localhost:8000{start}/r/{SLUG}/"]


@pytest.mark.parametrize("start", STARTS)
def test_the_poster_prints_on_one_sheet_of_a4(browser: Browser, proxy: FaultProxy, start: str) -> None:
    context = browser.new_context(base_url=proxy.url)
    page = context.new_page()
    page.goto(f"{start}{EVENT}poster/")
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [(round(float(width)), round(float(height))) for width, height in boxes] == [(595, 842)]
    context.close()


@pytest.mark.parametrize(
    ("now", "said", "is_open"),
    [
        ("2022-01-07T12:00:00+07:00", "3 days left", True),
        ("2022-01-09T23:59:00+07:00", "Open until tomorrow", True),
        ("2022-01-10T00:01:00+07:00", "Today is the last day", True),
        ("2022-01-11T00:01:00+07:00", "Registration is closed", False),
    ],
)
def test_what_remains_stays_true_on_an_old_page(page: Page, now: str, said: str, is_open: bool) -> None:
    built = BuildOptions(now=datetime.fromisoformat("2022-01-05T09:00+07:00"), is_preview=False)
    content = load_content(PROJECT)
    env = page_environment(content, "en", built)
    [body] = [each.html for each in render_themed_pages(env, content, "en", built, findings=()) if each.path == EVENT]
    page.clock.set_fixed_time(datetime.fromisoformat(now))
    page.set_content(body)
    page.add_script_tag(content=bundle_script(LOOK / "remaining.js", fmt="iife"))
    expect(page.locator(".w-remaining")).to_have_text(said)
    expect(page.locator("a.w-button").first).to_be_visible(visible=is_open)
