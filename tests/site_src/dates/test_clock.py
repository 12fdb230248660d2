"""Times of day in running text."""

from __future__ import annotations

from datetime import time

import pytest

from site_src.dates import find_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("เวลา ๐๘.๓๐ - ๑๖.๐๐ น.", [("๐๘.๓๐", time(8, 30)), ("๑๖.๐๐", time(16))]),
        ("ตั้งแต่ 9.00 น. ถึง 10 น.", [("9.00", time(9)), ("10", time(10))]),
        ("เวลา 09.00", [("09.00", time(9))]),
        ("08:30–16:00", [("08:30", time(8, 30)), ("16:00", time(16))]),
        ("9 a.m. to 4 p.m.", [("9", time(9)), ("4", time(16))]),
        ("9–11.30 am", [("9", time(9)), ("11.30", time(11, 30))]),
        ("12 noon, midnight, 12 a.m.", [("12 noon", time(12)), ("midnight", time(0)), ("12", time(0))]),
        ("เที่ยงวัน 24.00 น.", [("เที่ยงวัน", time(12)), ("24.00", time(0))]),
        ("ข้อ 3.10, 3,711 แห่ง, 12.3456, 25:00, 24:30", []),
    ],
)
def test_times_are_found_in_running_text(text, times):
    assert [(found.words, found.at) for found in find_times(text) if found.is_sure] == times


def test_a_number_with_a_full_stop_may_be_a_time():
    assert [(found.words, found.at, found.is_sure) for found in find_times("at 9.30")] == [("9.30", time(9, 30), False)]
