"""Dates in running text, in every way in which letters write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_src.dates import (
    find_dates,
    format_long_date,
    format_long_days,
    format_short_date,
    format_short_days,
    list_named_days,
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)


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
        # days in a row
        (
            "ระหว่างวันพุธที่ ๒๖ - วันพฤหัสบดีที่ ๒๗ มิถุนายน ๒๕๖๗",
            [(date(2024, 6, 26), WEDNESDAY), (date(2024, 6, 27), THURSDAY)],
        ),
        ("26 มิถุนายน ถึง 2 กรกฎาคม 2567", [(date(2024, 6, 26), None), (date(2024, 7, 2), None)]),
        ("24 -  26   มิถุนายน 2558", [(date(2015, 6, 24), None), (date(2015, 6, 26), None)]),
        (
            "25 – 26, 28 สิงหาคม และ 1 – 2 กันยายน 2568",
            [(date(2025, 8, day), None) for day in (25, 26, 28)] + [(date(2025, 9, day), None) for day in (1, 2)],
        ),
        ("28 ธันวาคม - 2 มกราคม 2568", [(date(2024, 12, 28), None), (date(2025, 1, 2), None)]),
        ("28 ธันวาคม 2567 ถึงวันที่ 2 มกราคม 2568", [(date(2024, 12, 28), None), (date(2025, 1, 2), None)]),
        (
            "วันเสาร์ - วันอาทิตย์ที่ 6 - 7 ก.ค. 67",
            [(date(2024, 7, 6), SATURDAY), (date(2024, 7, 7), SUNDAY)],
        ),
        (
            "Wednesday 26 – Thursday 27 June 2024",
            [(date(2024, 6, 26), WEDNESDAY), (date(2024, 6, 27), THURSDAY)],
        ),
        (
            "Wednesday, June 26 – Thursday, June 27, 2024",
            [(date(2024, 6, 26), WEDNESDAY), (date(2024, 6, 27), THURSDAY)],
        ),
        (
            "August 25–26, 28 and September 1, 2025",
            [(date(2025, 8, day), None) for day in (25, 26, 28)] + [(date(2025, 9, 1), None)],
        ),
        ("26 June to 2 July 2024", [(date(2024, 6, 26), None), (date(2024, 7, 2), None)]),
        ("the 26th and 27th of June 2024", [(date(2024, 6, 26), None), (date(2024, 6, 27), None)]),
        ("30–31 มิถุนายน 2567", [(date(2024, 6, 30), None), (None, None)]),
        ("26/06/67 - 27/06/67", [(date(2024, 6, 26), None), (date(2024, 6, 27), None)]),
        # names in short
        ("วันพฤหัสที่ 27 มิถุนายน 2567", [(date(2024, 6, 27), THURSDAY)]),
        ("พฤ. 27 มิ.ย. 67", [(date(2024, 6, 27), THURSDAY)]),
        ("จ. 24 มิ.ย. 67 อ. 25 มิ.ย. 67", [(date(2024, 6, 24), MONDAY), (date(2024, 6, 25), TUESDAY)]),
        ("พ. 26 มิย 67", [(date(2024, 6, 26), WEDNESDAY)]),
        ("ศ. 28 มิ.ย. 2567", [(date(2024, 6, 28), FRIDAY)]),
        ("ส.๒๙ มิ.ย. ๒๕๖๗ และ อา.๓๐ มิ.ย. ๒๕๖๗", [(date(2024, 6, 29), SATURDAY), (date(2024, 6, 30), SUNDAY)]),
        ("27 มิ.ย. 2567 (พฤ.)", [(date(2024, 6, 27), THURSDAY)]),
        ("Thurs. 27 Jun 2024", [(date(2024, 6, 27), THURSDAY)]),
        # what is no day of the row
        ("จำนวน 45 และ 14 มกราคม 2565", [(date(2022, 1, 14), None)]),
        ("ห้อง 16, 14 มกราคม 2565", [(date(2022, 1, 14), None)]),
        ("เวลา 08.30 - 14 มกราคม 2565", [(date(2022, 1, 14), None)]),
        ("ข้อ 3\n- 14 มกราคม 2565", [(date(2022, 1, 14), None)]),
        ("ตาม พ.ศ. 26 มิ.ย. 2567", [(date(2024, 6, 26), None)]),
        ("14 มกราคม 65 คน, 14 มกราคม 08.30 น.", []),
        ("by 2022, in May 2022, 14 มกราคม", []),
        ("number 9/10, 12-34-5678, 1.2.2565, 4 mayors 2022, 14 Januaryish 2022", []),
    ],
)
def test_dates_are_found_in_running_text(text, expected):
    assert [(found.on, found.weekday) for found in find_dates(text)] == expected


def test_a_found_date_says_what_is_written_and_where():
    (found,) = find_dates("ลงวันที่ ๑๔ ธันวาคม ๒๕๖๔ จำนวน ๑ ฉบับ")
    assert (found.words, found.start, found.row_start) == ("๑๔ ธันวาคม ๒๕๖๔", 9, 9)


def test_each_day_of_a_row_stands_at_its_own_place_and_knows_the_whole_row():
    text = "ลงวันที่ 10 มิ.ย. 67 จัด 25 – 26, 28 สิงหาคม 2568"
    row = "25 – 26, 28 สิงหาคม 2568"
    found = find_dates(text)
    assert [(text[one.start :][:2], one.words, text[one.row_start :][:2], one.opens_span) for one in found] == [
        ("10", "10 มิ.ย. 67", "10", False),
        ("25", row, "25", True),
        ("26", row, "25", False),
        ("28", row, "25", False),
    ]


def test_days_between_the_ends_of_a_span_are_named_too():
    assert list_named_days(find_dates("30 มิถุนายน - 2 กรกฎาคม 2567 และ 5 กรกฎาคม 2567")) == {
        *(date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2), date(2024, 7, 5)),
    }


@pytest.mark.parametrize(
    ("text", "locale", "era"),
    [
        ("14 มิถุนายน 2024", "th", "common"),
        ("14 มิถุนายน 2567", "th", "buddhist"),
        ("14 มิถุนายน ค.ศ. 2024", "th", None),
        ("14 มิ.ย. 67", "th", None),
        ("14 June 2567", "en", "buddhist"),
        ("14 June B.E. 2567", "en", None),
        ("June 14, 2567 BE", "en", None),
        ("2024-06-14", None, None),
        ("14/06/2024", None, "common"),
    ],
)
def test_a_date_says_in_which_era_its_year_counts_if_the_text_does_not(text, locale, era):
    assert [(found.on, found.locale, found.era) for found in find_dates(text)] == [(date(2024, 6, 14), locale, era)]


@settings(deadline=None)
@given(
    st.lists(st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31)), min_size=1, max_size=6, unique=True)
)
def test_the_days_of_an_event_are_found_again_as_they_are_shown(days):
    days.sort()
    for locale in ("th", "en"):
        for written in (format_long_days(days, locale), format_short_days(days, locale)):
            found = find_dates(f"({written})")
            assert list_named_days(found) == set(days)
            assert {one.weekday for one in found if one.weekday != (one.on and one.on.weekday())} <= {None}


@settings(deadline=None)
@given(st.dates(min_value=date(1941, 1, 1), max_value=date(2399, 12, 31)))
def test_what_is_written_is_found_again(day):
    for locale in ("th", "en"):
        written = (format_long_date(day, locale), format_short_date(day, locale))
        found = [found for text in written for found in find_dates(f"({text})")]
        assert [(found.on, found.weekday) for found in found] == [(day, day.weekday()), (day, None)]


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_strange(text):
    assert all(found.words in text for found in find_dates(text))
