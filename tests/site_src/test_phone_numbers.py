"""Telephone numbers of Thai letters: judged, shown and dialled."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_src.phone_numbers import read_phone


@pytest.mark.parametrize(
    ("written", "link", "thai", "english"),
    [
        ("025284037", "tel:+66-2-528-4037", "0 2528 4037", "0 2528 4037"),
        ("๐ ๒๕๒๘ ๔๐๓๗", "tel:+66-2-528-4037", "0 2528 4037", "0 2528 4037"),
        ("02-5284037", "tel:+66-2-528-4037", "0 2528 4037", "0 2528 4037"),
        ("+66 2528 4037", "tel:+66-2-528-4037", "0 2528 4037", "0 2528 4037"),
        ("+66 (0) 2528 4037", "tel:+66-2-528-4037", "0 2528 4037", "0 2528 4037"),
        ("๐๗๕-๖๑๑๙๑๐", "tel:+66-75-611-910", "0 7561 1910", "0 7561 1910"),
        ("081-234-5678", "tel:+66-81-234-5678", "08 1234 5678", "08 1234 5678"),
        ("1579", "tel:1579", "1579", "1579"),
        ("๑๕๗๙", "tel:1579", "1579", "1579"),
        ("191", "tel:191", "191", "191"),
        ("1800 123 456", "tel:+66-1800-123-456", "1800 123 456", "1800 123 456"),
        ("0 2528 4037 ต่อ ๑๒๓", "tel:+66-2-528-4037;ext=123", "0 2528 4037 ต่อ 123", "0 2528 4037 ext. 123"),
        ("025284037 ext. 123", "tel:+66-2-528-4037;ext=123", "0 2528 4037 ต่อ 123", "0 2528 4037 ext. 123"),
        ("025284037#12", "tel:+66-2-528-4037;ext=12", "0 2528 4037 ต่อ 12", "0 2528 4037 ext. 12"),
        (
            "0 2528 4037 ต่อ 1234-6, 1240",
            "tel:+66-2-528-4037;ext=1234",
            "0 2528 4037 ต่อ 1234-6, 1240",
            "0 2528 4037 ext. 1234-6, 1240",
        ),
        ("0 2528 4800-49", "tel:+66-2-528-4800", "0 2528 4800-49", "0 2528 4800-49"),
        ("+44 20 7946 0958", "tel:+44-20-7946-0958", "+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_a_number_is_read_however_it_is_written(written, link, thai, english):
    number = read_phone(written)
    assert number is not None
    assert number.link == link
    assert (number.show("th"), number.show("en")) == tuple(
        shown.replace(" ", "\N{NO-BREAK SPACE}") for shown in (thai, english)
    )


@pytest.mark.parametrize(
    "written",
    [
        *("", "02528403", "0756119100", "015611910", "999", "2579", "15790", "1579 ต่อ 1", "+66 2528 403"),
        *("0251x84037", "โทร 025284037", "025284037, 025284038", "+999 1234567", "tel:025284037"),
    ],
)
def test_what_is_no_number_is_none(written):
    assert read_phone(written) is None


@settings(deadline=None)
@given(st.text() | st.text(st.sampled_from("0123456789๐๖๘ ()+-.,ต่อx#")))
def test_no_text_is_too_strange(written):
    number = read_phone(written)
    assert number is None or number.link.startswith("tel:")
