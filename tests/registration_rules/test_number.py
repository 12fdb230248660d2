"""Whole numbers: how they are typed, and their limits."""

from __future__ import annotations

import pytest

from registration_rules import FormField
from registration_rules.number import check_number, normalise_number
from tests.registration_rules.fields import read_problems

CARS = FormField("cars", "number", required=True, min_length=0, max_length=10, choices=(), min_value=1, max_value=9)


@pytest.mark.parametrize(
    ("typed", "number"), [("๑๒", "12"), ("1,200", "1200"), ("007", "7"), ("1,2", "1,2"), ("x", "x")]
)
def test_how_it_may_be_typed(typed: str, number: str) -> None:
    assert normalise_number(typed) == number


@pytest.mark.parametrize(
    ("number", "problems"),
    [
        ("1", []),
        ("9", []),
        ("0", [("number_too_small", {"min": "1"})]),
        ("10", [("number_too_large", {"max": "9"})]),
        ("1.5", [("number_format", {})]),
    ],
)
def test_its_limits_are_inclusive(number: str, problems: list[object]) -> None:
    assert read_problems(check_number(CARS, number)) == problems
