"""Calendar files: what a calendar reads out of them, and that nothing changes from build to build."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from site_format.locales import Locale
from site_src.load import load_content
from site_src.model import CalledOff, Content, EventDay, Text
from site_src.pages.calendar_file import render_calendar
from tests.own_event import PROJECT, SLUG

CONTENT = load_content(PROJECT)


def read_entry(locale: Locale, content: Content = CONTENT) -> Calendar:
    calendar = Calendar.from_ical(render_calendar(content, content.events[0], locale))
    (entry,) = calendar.walk("VEVENT")
    return entry


@pytest.mark.parametrize(("locale", "page"), [("th", ""), ("en", "en/")])
def test_a_calendar_reads_the_event(locale: Locale, page: str) -> None:
    entry = read_entry(locale)
    event = CONTENT.events[0]
    assert entry.decoded("dtstart") == datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
    assert entry.decoded("dtend") == datetime(2022, 1, 14, 9, 0, tzinfo=UTC)
    assert entry.decoded("dtstamp") == datetime(2021, 12, 23, tzinfo=UTC)
    assert str(entry["summary"]) == event.title.get(locale)
    assert str(entry["location"]) == event.channel.get(locale)
    assert str(entry["uid"]) == "water-safety-2565@wian.example"
    assert str(entry["url"]) == f"https://wian.example/{page}events/water-safety-2565/"
    assert f"https://wian.example/{page}r/water-safety-2565/" in str(entry["description"])


@pytest.mark.parametrize(("locale", "title"), [("th", "งดจัด: "), ("en", "Called off: ")])
def test_a_calendar_reads_that_an_event_was_called_off(locale: Locale, title: str) -> None:
    event = CONTENT.events[0]
    called_off = CalledOff(date(2022, 1, 8), Text("น้ำท่วม", "A flood"), event.place)
    entry = read_entry(locale, replace(CONTENT, events=(replace(event, called_off=called_off),)))
    assert (str(entry["status"]), entry["sequence"]) == ("CANCELLED", 1)
    assert entry["uid"] == read_entry(locale)["uid"]
    assert (str(read_entry(locale)["status"]), read_entry(locale)["sequence"]) == ("CONFIRMED", 0)
    assert str(entry["summary"]) == title + event.title.get(locale)
    assert entry.decoded("dtstamp") == datetime(2022, 1, 8, tzinfo=UTC)
    assert called_off.because.get(locale) in str(entry["description"])
    assert "/r/water-safety-2565/" not in str(entry["description"])


@pytest.mark.parametrize(
    ("hours", "entries"),
    [
        (
            [(1, 9), (2, 5)],
            [
                ("2022-01-14", 1, 9, "water-safety-2565-2022-01-14"),
                ("2022-01-15", 2, 5, "water-safety-2565-2022-01-15"),
            ],
        ),
        ([(1, None), (None, 9)], [("2022-01-14", 1, 33, SLUG)]),
    ],
)
def test_each_day_of_an_event_takes_its_own_hours(
    hours: list[tuple[int, int]], entries: list[tuple[str, int, int, str]]
) -> None:
    midnight = datetime(2022, 1, 14, tzinfo=UTC)
    days = []
    for number, each in enumerate(hours):
        moments = [None if hour is None else midnight + timedelta(days=number, hours=hour) for hour in each]
        days.append(EventDay(midnight.date() + timedelta(number), *moments))
    first, last = days[0].starts_at, days[-1].ends_at
    assert first is not None
    assert last is not None
    event = replace(CONTENT.events[0], days=tuple(days), starts_at=first, ends_at=last)
    calendar = Calendar.from_ical(render_calendar(CONTENT, event, "en"))
    found = []
    for entry in calendar.walk("VEVENT"):
        starts, ends = entry.decoded("dtstart"), entry.decoded("dtend")
        hours_long = (ends - starts).total_seconds() / 3600
        found.append((f"{starts:%Y-%m-%d}", starts.hour, starts.hour + hours_long, str(entry["uid"]).partition("@")[0]))
        assert "Friday 14 – Saturday 15 January 2022, " in str(entry["description"])
    assert found == entries
    summaries = [str(entry["summary"]) for entry in calendar.walk("VEVENT")]
    title = event.title.en
    assert summaries == ([f"{title} (day 1 of 2)", f"{title} (day 2 of 2)"] if len(entries) > 1 else [title])


def test_thai_reads_in_the_buddhist_era_and_english_in_the_common_one() -> None:
    assert "10 มกราคม 2565" in str(read_entry("th")["description"])
    assert "10 January 2022" in str(read_entry("en")["description"])


@pytest.mark.parametrize("locale", ["th", "en"])
def test_lines_are_folded_and_end_as_the_standard_says(locale: Locale) -> None:
    data = render_calendar(CONTENT, CONTENT.events[0], locale)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert {b"VERSION:2.0", b"PRODID:-//Wian//Wian//EN"} <= set(lines)


def test_the_same_content_gives_the_same_bytes() -> None:
    first, second = (render_calendar(CONTENT, CONTENT.events[0], "th") for _ in range(2))
    assert first == second
