"""Receipt codes: their form, and the slips that the check digit catches."""

from __future__ import annotations

from itertools import permutations, product

from hypothesis import given
from hypothesis import strategies as st

from backend.registration.receipt_codes import is_receipt_code, make_receipt_code


def check_digit(digits: str) -> int:
    """The one digit that makes a receipt code of up to seven digits."""
    padded = digits.rjust(7, "0")
    (found,) = (digit for digit in range(10) if is_receipt_code(f"{padded[:4]}-{padded[4:]}{digit}"))
    return found


def test_known_check_digits() -> None:
    # Sources: https://en.wikipedia.org/wiki/Damm_algorithm and https://rosettacode.org/wiki/Damm_algorithm; both use
    # this quasigroup.
    assert [check_digit(digits) for digits in ("572", "11294", "0")] == [4, 6, 0]


def test_every_cell_of_the_table_is_right() -> None:
    """It is a weak totally anti-symmetric quasigroup with zeros on its diagonal; one wrong cell would break that.

    Source: Damm's thesis, the definition: (c∗x)∗y = (c∗y)∗x only for x = y.
    """
    first_row = [check_digit(str(digit)) for digit in range(10)]
    rows = {first_row[row]: [check_digit(f"{row}{column}") for column in range(10)] for row in range(10)}
    table = [rows[row] for row in range(10)]
    assert [sorted(line) for line in (*table, *zip(*table, strict=True))] == [list(range(10))] * 20
    assert [table[digit][digit] for digit in range(10)] == [0] * 10
    triples = product(range(10), permutations(range(10), 2))
    assert [(c, x, y) for c, (x, y) in triples if table[table[c][x]][y] == table[table[c][y]][x]] == []


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
