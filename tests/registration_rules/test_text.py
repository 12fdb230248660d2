"""Free text: tidying, lengths, and what no field may hold."""

from __future__ import annotations

import pytest

from registration_rules.text import (
    check_control_characters,
    check_lengths,
    check_symbols,
    list_characters,
    tidy_lines,
    tidy_text,
)
from tests.registration_rules.fields import POSITION, make_field, read_problems


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  ปลัด   อบต. ", "ปลัด อบต."),
        ("หัวหน้า\r\nสำนักปลัด\t(อบต.)", "หัวหน้า สำนักปลัด (อบต.)"),
        ("\u00a0a\u2003b\u3000c\u2028", "a b c"),
        (" \n ", ""),
        ("ผู้อ\u0e4dานวยการ", "ผู้อำนวยการ"),
    ],
)
def test_white_space_is_tidied(text: str, tidy: str) -> None:
    assert tidy_text(text) == tidy


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  a  b \r\n c ", "a b\nc"),
        ("\n\na\n\n\n \nb\n\n", "a\n\nb"),
        ("ห้อง X\n", "ห้อง X"),
        (" \n ", ""),
    ],
)
def test_lines_are_tidied(text: str, tidy: str) -> None:
    assert tidy_lines(text) == tidy


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("กข", []),
        ("กขค", []),
        ("ก", [("too_short", {"min": "2"})]),
        ("กขคง", [("too_long", {"max": "3"})]),
    ],
)
def test_lengths_are_inclusive(text: str, problems: list[object]) -> None:
    assert read_problems(check_lengths(make_field("position", "text", min_length=2, max_length=3), text)) == problems


@pytest.mark.parametrize("text", ["a\x00", "\x7f", "a\u0085b", "\ud83d", "tag \U000e0041"])
def test_what_cannot_be_seen_is_a_problem(text: str) -> None:
    assert read_problems(check_control_characters(POSITION, text)) == [("control_characters", {})]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ปลัด 😀", "😀"),
        ("★ผอ.★", "★"),
        ("👍🏽", "👍 🏽"),
        ("🇹🇭", "🇹 🇭"),
        ("1\u20e3", "\u20e3"),
        ("\ue000", "\ue000"),
        ("😀😁😂🤣😃😄", "😀 😁 😂 🤣 😃"),
    ],
)
def test_pictures_are_a_problem_and_are_shown(text: str, shown: str) -> None:
    assert read_problems(check_symbols(POSITION, text)) == [("symbols", {"characters": shown})]


@pytest.mark.parametrize(
    "text", ["นักวิชาการ (ชำนาญการ) / รก. ผอ. 100% + C#", "№ 1 © ® ™ 37°", "Chief, “Plan & Policy” – level 7"]
)
def test_what_a_position_may_hold(text: str) -> None:
    assert [*check_symbols(POSITION, text), *check_control_characters(POSITION, text)] == []


def test_characters_are_listed_once_and_only_a_few() -> None:
    assert list_characters("abcabcdefg") == "a b c d e"
