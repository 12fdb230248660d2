"""Mobile numbers: every usual spelling, and a reason of its own for everything else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registration_rules.mobile import NATIVE_PATTERN, check_mobile, normalise_mobile
from tests.registration_rules.fields import MOBILE, read_problems

# Python has no name for the category of a digit, but its classes mean the same.
AS_A_BROWSER = re.compile(NATIVE_PATTERN.replace(r"\p{Nd}", r"\d").replace(r"\P{Nd}", r"\D"))


@pytest.mark.parametrize(
    "typed",
    [
        "0812345678",
        "081-234-5678",
        "081 234 5678",
        "08 1234 5678",
        "081.234.5678",
        "(081) 234-5678",
        "081/234 5678",
        "081–234–5678",
        "๐๘๑๒๓๔๕๖๗๘",
        "๐๘๑-๒๓๔-๕๖๗๘",
        "０８１２３４５６７８",
        "+66812345678",
        "+66 81 234 5678",
        "+66-81-234-5678",
        "+66(0)812345678",
        "+66 (0) 81 234 5678",
        "+660812345678",
        "+๖๖ ๘๑ ๒๓๔ ๕๖๗๘",
        "0066812345678",
        "0066 (0)81 2345678",
        "66812345678",
        "660812345678",
        "812345678",
        "81 234 5678",
        "+0812345678",
        "tel:+66812345678",
        "Tel. 081-234-5678",
        "โทร. ๐๘๑-๒๓๔-๕๖๗๘",
        "โทรศัพท์ 081 234 5678",
        "มือถือ: 0812345678",
        " 081\u200b2345678\u00a0",
    ],
)
def test_every_spelling_gives_one_number(typed: str) -> None:
    assert normalise_mobile(typed) == "+66812345678"
    assert AS_A_BROWSER.fullmatch(typed)
    assert read_problems(check_mobile(MOBILE, "+66812345678")) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0612345678", "+66612345678"),
        ("0912345678", "+66912345678"),
        ("0661234567", "+66661234567"),
        ("661234567", "+66661234567"),  # its 0 is missing: with a country code it would be too short
        ("66661234567", "+66661234567"),
    ],
)
def test_numbers_that_could_be_read_in_two_ways(typed: str, kept: str) -> None:
    assert normalise_mobile(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("abc", "mobile_format", {}),
        ("08l2345678", "mobile_format", {}),
        ("-", "mobile_format", {}),
        ("081+2345678", "mobile_format", {}),
        ("0812345678 (บ้าน)", "mobile_format", {}),
        ("081234567", "mobile_too_short", {"digits": "9"}),
        ("+6681234567", "mobile_too_short", {"digits": "9"}),
        ("6681234567", "mobile_too_short", {"digits": "9"}),
        ("191", "mobile_too_short", {"digits": "3"}),
        ("08123456789", "mobile_too_long", {"digits": "11"}),
        ("+66 (0) 81 234 56789", "mobile_too_long", {"digits": "11"}),
        ("0112345678", "mobile_prefix", {}),
        ("0712345678", "mobile_prefix", {}),
        ("1800 123 456", "mobile_prefix", {}),
        ("02-528-4037", "mobile_landline", {}),
        ("0 2528 4037", "mobile_landline", {}),
        ("๐ ๗๕๖๑ ๑๙๑๐", "mobile_landline", {}),
        ("075611910", "mobile_landline", {}),
        ("038123456", "mobile_landline", {}),
        ("043123456", "mobile_landline", {}),
        ("053123456", "mobile_landline", {}),
        ("+6675611910", "mobile_landline", {}),
        ("75611910", "mobile_landline", {}),
        ("075-611910 ต่อ 12", "mobile_extension", {}),
        ("075-611910 ต่อ๑๒", "mobile_extension", {}),
        ("0-2528-4037 กด 0", "mobile_extension", {}),
        ("02 528 4037 ext. 12", "mobile_extension", {}),
        ("02 528 4037 Extension 12", "mobile_extension", {}),
        ("02 528 4037 x12", "mobile_extension", {}),
        ("081-234-5678#4", "mobile_extension", {}),
        ("+60 12-345 6789", "mobile_foreign", {}),
        ("+1 (555) 010-9999", "mobile_foreign", {}),
        ("0060123456789", "mobile_foreign", {}),
        ("081-2345678, 089-8765432", "mobile_several", {"suggestion": "0812345678"}),
        ("0812345678 0898765432", "mobile_several", {"suggestion": "0812345678"}),
        ("0812345678 หรือ 0898765432", "mobile_several", {"suggestion": "0812345678"}),
        ("somchai@gmail.com", "mobile_is_email", {}),
    ],
)
def test_what_is_no_mobile_number(typed: str, code: str, params: dict[str, str]) -> None:
    assert read_problems(check_mobile(MOBILE, normalise_mobile(typed))) == [(code, params)]


def test_what_is_no_number_stays_readable() -> None:
    assert normalise_mobile(" ๐๒ ๕๒๘  ๔๐๓๗ ต่อ ๕ ") == "02 528 4037 ต่อ 5"


@settings(deadline=None)
@given(
    st.text(st.sampled_from("+0123456689๐๖๘ ()-.,/xต่อ#"), max_size=16) | st.from_regex(r"[+0 ]{0,3}66?[689][\d ]{8,10}")
)
def test_what_the_rules_accept_fits_the_native_pattern(typed):
    if not read_problems(check_mobile(MOBILE, normalise_mobile(typed))):
        assert AS_A_BROWSER.fullmatch(typed)


@pytest.mark.parametrize("typed", ["12ab", "ไม่มี", "12345678", "๐๘๑ ๒๓๔", "-", "081 234"])
def test_what_no_number_can_be_does_not(typed):
    assert not AS_A_BROWSER.fullmatch(typed)
