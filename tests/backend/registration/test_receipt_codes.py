"""Receipt codes: their form, and the slips that the check digit catches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.registration.receipt_codes import is_receipt_code, make_receipt_code


def test_known_check_digit() -> None:
    # Source: the worked example of Damm's algorithm, 572 with the check digit 4.
    assert is_receipt_code("0000-5724")


def test_new_codes_are_sound_and_differ() -> None:
    codes = {make_receipt_code() for _ in range(300)}
    assert len(codes) > 290
    assert all(is_receipt_code(code) for code in codes)


@given(position=st.sampled_from([0, 1, 2, 3, 5, 6, 7, 8]), digit=st.integers(0, 9))
def test_every_wrong_digit_is_caught(position: int, digit: int) -> None:
    code = make_receipt_code()
    wrong = f"{code[:position]}{digit}{code[position + 1 :]}"
    assert is_receipt_code(wrong) is (wrong == code)


@given(position=st.sampled_from([0, 1, 2, 5, 6, 7]))
def test_every_swap_of_neighbours_is_caught(position: int) -> None:
    code = make_receipt_code()
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert is_receipt_code(swapped) is (swapped == code)


@given(st.text(max_size=12))
def test_other_texts_are_no_codes(text: str) -> None:
    assert is_receipt_code(text) is False or len(text) == 9
