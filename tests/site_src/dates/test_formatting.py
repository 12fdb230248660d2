"""Dates and times, written and found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from site_src.dates import (
    THAILAND,
    format_deadline,
    format_long_date,
    format_short_date,
    format_time,
    format_time_range,
)
from site_src.load import load_content
from tests.own_event import PROJECT

EVENT = load_content(PROJECT).events[0]


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
