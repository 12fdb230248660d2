"""Dates and times, written and found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.dates import (
    THAILAND,
    find_dates,
    format_deadline,
    format_long_date,
    format_short_date,
    format_time,
    format_time_range,
)
from site_src.load import load_content

EVENT = load_content(Path(__file__).parents[2]).events[0]
MONDAY, FRIDAY = 0, 4


@pytest.mark.parametrize(
    ("day", "thai", "english"),
    [
        (date(2022, 1, 14), "วันศุกร์ที่ 14 มกราคม 2565", "Friday 14 January 2022"),
        (date(2024, 2, 29), "วันพฤหัสบดีที่ 29 กุมภาพันธ์ 2567", "Thursday 29 February 2024"),
        (date(2026, 5, 3), "วันอาทิตย์ที่ 3 พฤษภาคม 2569", "Sunday 3 May 2026"),
    ],
)
def test_long_dates(day, thai, english):
    assert (format_long_date(day, "th"), format_long_date(day, "en")) == (thai, english)


def test_short_dates():
    day = date(2021, 12, 23)
    assert (format_short_date(day, "th"), format_short_date(day, "en")) == ("23 ธ.ค. 2564", "23 Dec 2021")


def test_times_are_shown_in_the_zone_asked_for():
    midnight_in_utc = datetime(2022, 1, 14, 0, 5, tzinfo=UTC)
    assert format_time(midnight_in_utc, "th", THAILAND) == "07.05 น."
    assert format_time(midnight_in_utc, "en", THAILAND) == "07:05"
    assert format_time(midnight_in_utc, "en", ZoneInfo("America/New_York")) == "19:05"


def test_time_ranges_name_their_unit_once():
    starts, ends = EVENT.starts_at, EVENT.ends_at
    assert format_time_range(starts, ends, "th", THAILAND) == "08.30–16.00 น."
    assert format_time_range(starts, ends, "en", THAILAND) == "08:30–16:00"


def test_a_deadline_given_as_a_day_is_the_whole_day():
    assert format_deadline(EVENT, "th") == "ภายในวันจันทร์ที่ 10 มกราคม 2565"
    assert format_deadline(EVENT, "en") == "by the end of Monday 10 January 2022 (Thai time)"


def test_a_deadline_with_a_time_says_it():
    event = replace(EVENT, deadline_at=datetime(2022, 1, 10, 9, 30, tzinfo=UTC), deadline_is_day=False)
    assert format_deadline(event, "th") == "ภายในวันจันทร์ที่ 10 มกราคม 2565 เวลา 16.30 น."
    assert format_deadline(event, "en") == "by 16:30 on Monday 10 January 2022 (Thai time)"
    assert format_deadline(event, "en", ZoneInfo("UTC")) == "by 09:30 on Monday 10 January 2022 (UTC)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ภายในวันที่ ๑๐ มกราคม ๒๕๖๕", [(date(2022, 1, 10), None)]),
        ("วันศุกร์ที่ 14 มกราคม 2565", [(date(2022, 1, 14), FRIDAY)]),
        ("วันที่ ๒๐ ธ.ค. ๒๕๖๕", [(date(2022, 12, 20), None)]),
        ("๒๐ธ.ค.๖๕", [(date(2022, 12, 20), None)]),
        ("10 เดือน มิถุนายน พ.ศ. 2565", [(date(2022, 6, 10), None)]),
        ("10 มิ.ย. ค.ศ. 2022", [(date(2022, 6, 10), None)]),
        ("ระหว่างวันที่ 14 – 16 มกราคม 2565", [(date(2022, 1, 14), None), (date(2022, 1, 16), None)]),
        ("วันศุกร์ที่ 14 และ 15 มกราคม 2565", [(date(2022, 1, 14), FRIDAY), (date(2022, 1, 15), None)]),
        ("Friday, 14 January 2022", [(date(2022, 1, 14), FRIDAY)]),
        ("Fri 14th of January 2022", [(date(2022, 1, 14), FRIDAY)]),
        ("on MONDAY, JAN. 10TH, 2022", [(date(2022, 1, 10), MONDAY)]),
        ("14-16 January 2022", [(date(2022, 1, 14), None), (date(2022, 1, 16), None)]),
        ("14 Jan 2565", [(date(2022, 1, 14), None)]),
        ("2022-01-14", [(date(2022, 1, 14), None)]),
        ("2565-01-14", [(date(2022, 1, 14), None)]),
        ("14/1/2565", [(date(2022, 1, 14), None)]),
        ("31 กุมภาพันธ์ 2565", [(None, None)]),
        ("29 กุมภาพันธ์ 2567 and 29 February 2023", [(date(2024, 2, 29), None), (None, None)]),
        ("on 10 January 2022 and 1 March 2022", [(date(2022, 1, 10), None), (date(2022, 3, 1), None)]),
        ("by 2022, in May 2022, 14 มกราคม", []),
        ("number 9/10, 12-34-5678, 1.2.2565, 4 mayors 2022, 14 Januaryish 2022", []),
    ],
)
def test_dates_are_found_in_running_text(text, expected):
    assert [(found.on, found.weekday) for found in find_dates(text)] == expected


def test_a_found_date_says_what_is_written_and_where():
    (found,) = find_dates("ลงวันที่ ๑๔ ธันวาคม ๒๕๖๔ จำนวน ๑ ฉบับ")
    assert (found.words, found.start) == ("๑๔ ธันวาคม ๒๕๖๔", 9)


@given(st.dates(min_value=date(1941, 1, 1), max_value=date(2399, 12, 31)))
def test_what_is_written_is_found_again(day):
    for locale in ("th", "en"):
        written = (format_long_date(day, locale), format_short_date(day, locale))
        found = [found for text in written for found in find_dates(f"({text})")]
        assert [(found.on, found.weekday) for found in found] == [(day, day.weekday()), (day, None)]


@given(st.text())
def test_no_text_is_too_strange(text):
    assert all(found.words in text for found in find_dates(text))
