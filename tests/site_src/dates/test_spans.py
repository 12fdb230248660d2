"""The days and hours of an event, written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from site_src.dates import (
    THAILAND,
    format_hours,
    format_long_days,
    format_short_days,
    format_time_span,
    format_when,
    list_time_spans,
)
from site_src.load import load_content
from site_src.model import EventDay
from tests.own_event import PROJECT

EVENT = load_content(PROJECT).events[0]
JUNE, AUGUST, NEW_YEAR = date(2024, 6, 26), date(2025, 8, 25), date(2024, 12, 28)


def days_from(first, count):
    return [first + timedelta(number) for number in range(count)]


SPANS = [
    ([JUNE], "วันพุธที่ 26 มิถุนายน 2567", "Wednesday 26 June 2024"),
    (days_from(JUNE, 2), "วันพุธที่ 26 – วันพฤหัสบดีที่ 27 มิถุนายน 2567", "Wednesday 26 – Thursday 27 June 2024"),
    (days_from(JUNE, 7), "วันพุธที่ 26 มิถุนายน – วันอังคารที่ 2 กรกฎาคม 2567", "Wednesday 26 June – Tuesday 2 July 2024"),
    (
        days_from(NEW_YEAR, 6),
        "วันเสาร์ที่ 28 ธันวาคม 2567 – วันพฤหัสบดีที่ 2 มกราคม 2568",
        "Saturday 28 December 2024 – Thursday 2 January 2025",
    ),
    (
        [*days_from(AUGUST, 2), date(2025, 8, 28), date(2025, 9, 1), date(2025, 9, 2)],
        "วันที่ 25–26, 28 สิงหาคม และ 1–2 กันยายน 2568",
        "25–26, 28 August and 1–2 September 2025",
    ),
    ([JUNE, date(2024, 6, 28)], "วันที่ 26 และ 28 มิถุนายน 2567", "26 and 28 June 2024"),
    (
        [JUNE, date(2024, 7, 1), date(2024, 8, 5)],
        "วันที่ 26 มิถุนายน, 1 กรกฎาคม และ 5 สิงหาคม 2567",
        "26 June, 1 July and 5 August 2024",
    ),
    (
        [date(2024, 12, 30), date(2025, 1, 2)],
        "วันที่ 30 ธันวาคม 2567 และ 2 มกราคม 2568",
        "30 December 2024 and 2 January 2025",
    ),
    (
        [date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 5)],
        "วันที่ 30 มิถุนายน – 1 กรกฎาคม และ 5 กรกฎาคม 2567",
        "30 June – 1 July and 5 July 2024",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("days", "thai", "english"), SPANS, ids=lambda value: value if isinstance(value, str) else "")
def test_the_days_of_an_event_are_said_with_what_they_share_once(days, thai, english):
    assert (format_long_days(days, "th"), format_long_days(days, "en")) == (thai, english)


def test_the_same_in_short():
    shown = [(format_short_days(days, "th"), format_short_days(days, "en")) for days, _thai, _english in SPANS]
    assert shown[:5] == [
        ("26 มิ.ย. 2567", "26 Jun 2024"),
        ("26–27 มิ.ย. 2567", "26–27 Jun 2024"),
        ("26 มิ.ย. – 2 ก.ค. 2567", "26 Jun – 2 Jul 2024"),
        ("28 ธ.ค. 2567 – 2 ม.ค. 2568", "28 Dec 2024 – 2 Jan 2025"),
        ("25–26, 28 ส.ค. และ 1–2 ก.ย. 2568", "25–26, 28 Aug and 1–2 Sep 2025"),
    ]


def make_event(*hours):
    """The sample on 26 June 2024 and the days after it, from and to these hours in Thailand."""
    days = []
    for number, (starts, ends) in enumerate(hours):
        on = JUNE + timedelta(number)
        midnight = datetime(on.year, on.month, on.day, tzinfo=THAILAND).astimezone(UTC)
        moments = [None if hour is None else midnight + timedelta(hours=hour) for hour in (starts, ends)]
        days.append(EventDay(on, *moments))
    return replace(EVENT, days=tuple(days), starts_at=days[0].starts_at, ends_at=days[-1].ends_at)


@pytest.mark.parametrize(
    ("hours", "thai", "english"),
    [
        ([(8.5, 16)], "08.30–16.00 น.", "08:30–16:00"),
        ([(8.5, 16), (8.5, 16)], "08.30–16.00 น. ทุกวัน", "08:30–16:00 each day"),
        (
            [(13, 16), (8.5, 12)],
            "เริ่มวันแรกเวลา 13.00 น. สิ้นสุดวันสุดท้ายเวลา 12.00 น.",
            "from 13:00 on the first day to 12:00 on the last day",
        ),
        (
            [(8.5, None), (None, None), (None, 16)],
            "เริ่มวันแรกเวลา 08.30 น. สิ้นสุดวันสุดท้ายเวลา 16.00 น.",
            "from 08:30 on the first day to 16:00 on the last day",
        ),
        ([(20, 26)], "20.00 น. ถึงเวลา 02.00 น. ของวันถัดไป", "20:00 to 02:00 on the next day"),
    ],
)
def test_the_hours_of_an_event(hours, thai, english):
    event = make_event(*hours)
    assert (format_hours(event, "th", THAILAND), format_hours(event, "en", THAILAND)) == (thai, english)


def test_days_and_hours_in_one_line():
    assert format_when(EVENT, "th", THAILAND) == "วันศุกร์ที่ 14 มกราคม 2565 เวลา 08.30–16.00 น."
    assert format_when(EVENT, "en", THAILAND) == "Friday 14 January 2022, 08:30–16:00"
    event = make_event((13, 16), (8.5, 12))
    assert format_when(event, "th", THAILAND) == (
        "วันพุธที่ 26 – วันพฤหัสบดีที่ 27 มิถุนายน 2567 เริ่มวันแรกเวลา 13.00 น. สิ้นสุดวันสุดท้ายเวลา 12.00 น."
    )


@pytest.mark.parametrize(
    ("hours", "thai", "english"),
    [
        ((8.5, 16), "วันพุธที่ 26 มิถุนายน 2567 เวลา 08.30–16.00 น.", "Wednesday 26 June 2024, 08:30–16:00"),
        (
            (20, 26),
            "วันพุธที่ 26 มิถุนายน 2567 เวลา 20.00 น. – วันพฤหัสบดีที่ 27 มิถุนายน 2567 เวลา 02.00 น.",
            "Wednesday 26 June 2024, 20:00 – Thursday 27 June 2024, 02:00",
        ),
    ],
)
def test_one_day_with_its_hours(hours, thai, english):
    [(starts_at, ends_at)] = list_time_spans(make_event(hours))
    shown = [format_time_span(starts_at, ends_at, locale, THAILAND) for locale in ("th", "en")]
    assert shown == [thai, english]
