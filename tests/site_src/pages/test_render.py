"""The pages' text: what readers are told before and after the deadline, and after the event."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from site_format.locales import Locale
from site_src.check import check_content
from site_src.load import load_content
from site_src.model import BuildOptions, Content
from site_src.pages.event_state import State, find_state
from site_src.pages.filters import format_phone
from site_src.pages.qr_targets import list_targets
from site_src.pages.render import ThemedPage, page_environment, render_themed_pages, write_event_files

ROOT = Path(__file__).parents[3]
CONTENT = load_content(ROOT)
EVENT = CONTENT.events[0]
FINDINGS = tuple(check_content(CONTENT, ROOT))
EVENT_PAGE = "/events/ita-lao-2565/"
POSTER = "/events/ita-lao-2565/poster/index.html"
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


def render(folder: Path, locale: Locale, moment: str) -> dict[str, str]:
    options = options_at(moment)
    write_event_files(
        folder, page_environment(CONTENT, locale, options), CONTENT, locale, options, style="/assets/poster.css"
    )
    files = {f"/{path.relative_to(folder).as_posix()}": path.read_text("utf-8") for path in folder.rglob("*.*")}
    start = "" if locale == "th" else f"/{locale}"
    return {path: page.html for path, page in render_themed(locale, moment).items()} | {
        path.removeprefix(start): text for path, text in files.items()
    }


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
    for page, buttons in (("/", 1), (EVENT_PAGE, 2)):
        assert pages[page].count(f'href="{start}/r/ita-lao-2565/"') == buttons
    assert set(pages) == {
        "/",
        "/privacy/",
        EVENT_PAGE,
        "/events/ita-lao-2565/event.ics",
        POSTER,
    }


@pytest.mark.parametrize("state", ["coming", "past"])
@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_closed_event_says_so_and_offers_no_registration(tmp_path: Path, locale: Locale, state: State) -> None:
    pages = render(tmp_path, locale, MOMENTS[state])
    texts = CONTENT.messages[locale]
    assert [path for path, text in pages.items() if "/r/ita-lao-2565/" in text and not path.endswith(".ics")] == []
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
    assert "<strong>It cites letter ที่ ปช ๐๐๑๓/ว ๐๐๙๗; the one attached is ที่ ปช๐๐๑๓ /ว ๐๐๕๗.</strong>" in page
    assert "<strong>It is dated 15 Dec 2022, after the event that it announces (14 Jan 2022).</strong>" in page


def test_every_accepted_contradiction_of_a_letter_has_words_for_readers() -> None:
    codes = {finding.code for finding in FINDINGS if finding.accepted_because and "/circulars/" in finding.place.file}
    assert {code for code in codes if f"site.letter.contradiction.{code}" not in CONTENT.messages["th"]} == set()


def test_codes_lead_to_the_form_in_the_pages_language() -> None:
    assert list_targets(CONTENT, options_at(MOMENTS["open"])) == {
        "/events/ita-lao-2565/": "https://wian.example/r/ita-lao-2565/",
        "/events/ita-lao-2565/poster/": "https://wian.example/r/ita-lao-2565/",
        "/en/events/ita-lao-2565/": "https://wian.example/en/r/ita-lao-2565/",
        "/en/events/ita-lao-2565/poster/": "https://wian.example/en/r/ita-lao-2565/",
    }


def test_an_event_over_several_days_names_both() -> None:
    longer = replace(EVENT, ends_at=datetime.fromisoformat("2022-01-15T12:00+07:00"))
    content = replace(CONTENT, events=(longer,))
    page = render_themed("en", MOMENTS["open"], content)[EVENT_PAGE].html
    assert "Friday 14 January 2022, 08:30 – Saturday 15 January 2022, 12:00" in page


@pytest.mark.parametrize(
    ("number", "expected"),
    [("075611910", "0 7561 1910"), ("0812345678", "08 1234 5678"), ("1234 ext. 5", "1234 ext. 5")],
)
def test_numbers_are_grouped_as_letters_print_them(number: str, expected: str) -> None:
    assert format_phone(number) == expected.replace(" ", "\N{NO-BREAK SPACE}" if number.isdecimal() else " ")
