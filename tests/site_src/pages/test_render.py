"""The pages' text: what readers are told before and after the deadline, and after the event."""

import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from site_format.locales import Locale
from site_src.check import check_content
from site_src.load import load_content
from site_src.model import BuildOptions, CalledOff, Content, Text
from site_src.pages.event_state import State, find_state
from site_src.pages.filters import link_phone, show_phone
from site_src.pages.qr_targets import list_targets
from site_src.pages.render import ThemedPage, page_environment, render_themed_pages, write_event_files
from tests.own_event import PROJECT

CONTENT = load_content(PROJECT)
EVENT = CONTENT.events[0]
FINDINGS = tuple(check_content(CONTENT, PROJECT))
EVENT_PAGE = "/events/water-safety-2565/"
POSTER = "/events/water-safety-2565/poster/index.html"
TWO_DAYS = """days:
  - {on: 2022-01-14, starts: 08:30, ends: 13:00}
  - {on: 2022-02-01, starts: 13:00, ends: 16:00}"""
MOMENTS: dict[State, str] = {
    "open": "2022-01-05T09:00+07:00",
    "coming": "2022-01-11T00:01+07:00",
    "past": "2022-01-14T16:01+07:00",
}


def options_at(moment: str) -> BuildOptions:
    return BuildOptions(now=datetime.fromisoformat(moment), is_preview=False)


def render_themed(locale: Locale, moment: str, content: Content = CONTENT) -> dict[str, ThemedPage]:
    options = options_at(moment)
    env = page_environment(content, locale, options)
    return {page.path: page for page in render_themed_pages(env, content, locale, options, findings=FINDINGS)}


def render(folder: Path, locale: Locale, moment: str, content: Content = CONTENT) -> dict[str, str]:
    options = options_at(moment)
    env = page_environment(content, locale, options)
    write_event_files(folder, env, content, locale, options, style="/assets/poster.css")
    files = {f"/{path.relative_to(folder).as_posix()}": path.read_text("utf-8") for path in folder.rglob("*.*")}
    start = "" if locale == "th" else f"/{locale}"
    return {path: page.html for path, page in render_themed(locale, moment, content).items()} | {
        path.removeprefix(start): text for path, text in files.items()
    }


REASON = Text("น้ำท่วมทั้งเมือง", "The town is flooded")
OFF = replace(CONTENT, events=(replace(EVENT, called_off=CalledOff(date(2022, 1, 8), REASON, EVENT.place)),))
OFF_WORDS = {
    "th": ("งดจัดงานนี้ (แจ้งเมื่อวันเสาร์ที่ 8 มกราคม 2565)", "น้ำท่วมทั้งเมือง"),
    "en": ("This event will not take place. It was called off on Saturday 8 January 2022.", "The town is flooded"),
}


@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("moment", MOMENTS.values())
def test_an_event_that_was_called_off_says_so_wherever_it_is_named(tmp_path: Path, locale: Locale, moment: str) -> None:
    pages = render(tmp_path, locale, moment, OFF)
    named = ("/", EVENT_PAGE) if moment == MOMENTS["past"] else ("/", EVENT_PAGE, POSTER)
    assert [(path, words) for path in named for words in OFF_WORDS[locale] if words not in pages[path]] == []
    leading_to_the_form = [path for path in ("/", EVENT_PAGE, POSTER) if "/r/water-safety-2565/" in pages[path]]
    assert leading_to_the_form == []
    assert [path for path in ("/", EVENT_PAGE) if "data-deadline-at" in pages[path]] == []


def test_an_event_that_was_called_off_is_so_until_it_would_be_over() -> None:
    states = [find_state(OFF.events[0], datetime.fromisoformat(moment)) for moment in MOMENTS.values()]
    assert states == ["called_off", "called_off", "past"]


def test_a_search_engine_hears_that_an_event_was_called_off() -> None:
    page = render_themed("en", MOMENTS["open"], OFF)[EVENT_PAGE]
    assert page.description.startswith("Called off. It was to be on Friday 14 January 2022")


@pytest.mark.parametrize(("state", "moment"), MOMENTS.items())
def test_an_event_is_open_then_coming_then_past(state: State, moment: str) -> None:
    assert find_state(EVENT, datetime.fromisoformat(moment)) == state


def test_the_deadline_itself_is_still_in_time() -> None:
    assert find_state(EVENT, EVENT.deadline_at) == "open"
    assert find_state(EVENT, EVENT.ends_at) == "coming"


@pytest.mark.parametrize("locale", ["th", "en"])
def test_an_open_event_can_be_registered_for(tmp_path: Path, locale: Locale) -> None:
    pages = render(tmp_path, locale, MOMENTS["open"])
    start = "/en" if locale == "en" else ""
    for page, buttons in (("/", 1), (EVENT_PAGE, 3)):
        assert pages[page].count(f'href="{start}/r/water-safety-2565/"') == buttons
    assert set(pages) == {
        "/",
        "/privacy/",
        EVENT_PAGE,
        "/events/water-safety-2565/event.ics",
        POSTER,
    }


@pytest.mark.parametrize("state", ["coming", "past"])
@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_closed_event_says_so_and_offers_no_registration(tmp_path: Path, locale: Locale, state: State) -> None:
    pages = render(tmp_path, locale, MOMENTS[state])
    texts = CONTENT.messages[locale]
    assert [path for path, text in pages.items() if "/r/water-safety-2565/" in text and not path.endswith(".ics")] == []
    assert [path for path, text in pages.items() if 'class="qr"' in text] == []
    said = texts["site.event.past" if state == "past" else "site.event.closed"].split("{")[0]
    assert said in pages[EVENT_PAGE]
    assert said in pages[POSTER]
    assert texts[f"site.home.{state}"] in pages["/"]
    assert texts["site.home.none_open"] in pages["/"]
    assert list_targets(CONTENT, options_at(MOMENTS[state])) == {}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2022-01-05T09:00+07:00", "5 days left"),
        ("2022-01-08T23:59+07:00", "2 days left"),
        ("2022-01-09T00:00+07:00", "Open until tomorrow"),
        ("2022-01-10T23:59+07:00", "Today is the last day"),
        ("2022-01-11T00:01+07:00", "Registration is closed"),
    ],
)
def test_what_remains_is_counted_in_thai_days(tmp_path: Path, moment: str, expected: str) -> None:
    page = render(tmp_path, "en", moment)[EVENT_PAGE]
    assert f">{expected}<" in page.replace("\n", "")
    assert "by the end of Monday 10 January 2022 (Thai time)" in page


def test_readers_are_told_what_in_the_letter_contradicts_itself(tmp_path: Path) -> None:
    accepted = {finding.accepted_because.en for finding in FINDINGS if finding.accepted_because}
    page = render(tmp_path, "en", MOMENTS["open"])[EVENT_PAGE]
    shown = page.replace("&#39;", "'").replace("&#34;", '"')
    in_letters = {
        finding.accepted_because.en
        for finding in FINDINGS
        if finding.accepted_because and "/circulars/" in finding.place.file
    }
    assert {reason for reason in accepted if reason in shown} == in_letters
    assert len(in_letters) > 1


def test_what_contradicts_is_said_before_why_it_stands(tmp_path: Path) -> None:
    page = render(tmp_path, "en", MOMENTS["open"])[EVENT_PAGE]
    assert "<strong>It cites letter ที่ ปน ๐๐๒๒/ว ๐๐๗๔; the one attached is ที่ ปน๐๐๒๒ /ว ๐๐๓๔.</strong>" in page
    assert "<strong>It is dated 15 Dec 2022, after the event that it announces (14 Jan 2022).</strong>" in page


def test_every_accepted_contradiction_of_a_letter_has_words_for_readers() -> None:
    codes = {finding.code for finding in FINDINGS if finding.accepted_because and "/circulars/" in finding.place.file}
    assert {code for code in codes if f"site.letter.contradiction.{code}" not in CONTENT.messages["th"]} == set()


def test_codes_lead_to_the_form_in_the_pages_language() -> None:
    assert list_targets(CONTENT, options_at(MOMENTS["open"])) == {
        "/events/water-safety-2565/": "https://wian.example/r/water-safety-2565/",
        "/events/water-safety-2565/poster/": "https://wian.example/r/water-safety-2565/",
        "/en/events/water-safety-2565/": "https://wian.example/en/r/water-safety-2565/",
        "/en/events/water-safety-2565/poster/": "https://wian.example/en/r/water-safety-2565/",
    }


@pytest.fixture(scope="module")
def two_days(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The sample with its afternoon on another day, in the next month."""
    root = tmp_path_factory.mktemp("two-days")
    shutil.copytree(PROJECT / "content", root / "content")
    folder = root / "content/events/water-safety-2565"
    for name, old, new in (
        ("event.yaml", "starts_at: 2022-01-14 08:30\nends_at: 2022-01-14 16:00", TWO_DAYS),
        ("agenda.yaml", "- starts: 13:00", "- on: 2022-02-01\n    starts: 13:00"),
    ):
        text = (folder / name).read_text("utf-8")
        assert text.count(old) == 1
        (folder / name).write_text(text.replace(old, new), "utf-8")
    return load_content(root)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "th",
            (
                "14 ม.ค. และ 1 ก.พ. 2565",
                "วันที่ 14 มกราคม และ 1 กุมภาพันธ์ 2565 เริ่มวันแรกเวลา 08.30 น. สิ้นสุดวันสุดท้ายเวลา 16.00 น.",
                ["วันศุกร์ที่ 14 มกราคม 2565", "วันอังคารที่ 1 กุมภาพันธ์ 2565"],
            ),
        ),
        (
            "en",
            (
                "14 Jan and 1 Feb 2022",
                "14 January and 1 February 2022, from 08:30 on the first day to 16:00 on the last day",
                ["Friday 14 January 2022", "Tuesday 1 February 2022"],
            ),
        ),
    ],
)
def test_an_event_of_several_days_says_all_of_them(
    tmp_path: Path, two_days: Content, locale: Locale, expected: tuple[str, str, list[str]]
) -> None:
    short, long, headings = expected
    pages = render(tmp_path, locale, MOMENTS["open"], two_days)
    page = pages[EVENT_PAGE]
    assert re.findall(r'<p class="w-kicker">.* · (.*)</p>', page) == [short]
    assert re.findall(r'<h3 id="agenda-[\d-]*">(.*)</h3>', page) == headings
    tables = page.split('<table class="w-agenda"')[1:]
    assert [table.split("</table>")[0].count('<th scope="row">') for table in tables] == [4, 2]
    for shown in (page, pages["/"], pages[POSTER]):
        assert long in shown


def test_an_event_of_one_day_has_no_headings_in_its_agenda(tmp_path: Path) -> None:
    page = render(tmp_path, "th", MOMENTS["open"])[EVENT_PAGE]
    assert '<h3 id="agenda-' not in page
    assert "<caption>วันศุกร์ที่ 14 มกราคม 2565 · เวลาประเทศไทย</caption>" in page


def test_numbers_are_links_that_dial_them(tmp_path: Path) -> None:
    page = render(tmp_path, "en", MOMENTS["open"])[EVENT_PAGE]
    assert re.findall(r'<a href="(tel:[^"]*)">([^<]*)</a>', page) == [
        ("tel:+66-2-555-0123", "0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123"),
        ("tel:+66-75-550-190", "0\N{NO-BREAK SPACE}7555\N{NO-BREAK SPACE}0190"),
        ("tel:+66-2-555-0123", "0\N{NO-BREAK SPACE}2555\N{NO-BREAK SPACE}0123"),
    ]


@pytest.mark.parametrize(
    ("number", "shown", "link"),
    [
        ("๑๕๗๙", "1579", "tel:1579"),
        ("0 2528 4037 ต่อ ๑๒", "0 2528 4037 ext. 12", "tel:+66-2-528-4037;ext=12"),
        ("ask at the door", "ask at the door", ""),
    ],
)
def test_a_number_is_shown_and_dialled_as_it_is_meant(number: str, shown: str, link: str) -> None:
    assert (show_phone(number, "en").replace("\N{NO-BREAK SPACE}", " "), link_phone(number)) == (shown, link)
