"""Cells of the organiser's list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.organiser.columns import format_mobile
from backend.organiser.registration_list import defuse_formula, display_width, format_csv, format_table


@pytest.mark.parametrize("cell", ["=1+1", "+66", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "　＋1"])
def test_formulas_are_defused(cell: str) -> None:
    assert defuse_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "สมชาย", "a=b", "081-234-5678", "a@b.go.th", "2022-01-05"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defuse_formula(cell) == cell


@given(st.lists(st.text(), min_size=2, max_size=2))
def test_no_cell_of_the_file_begins_a_formula(row: list[str]) -> None:
    text = format_csv(["a", "b"], [row])
    for cell in text.removeprefix("a,b\r\n").removesuffix("\r\n").split(","):
        assert not cell.strip('"').lstrip().startswith(("=", "+", "-", "@")) or "," in "".join(row)


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("ที่นั่ง", 3), ("น้ำ", 2), ("日本", 4), ("a\u200bb", 2), ("", 0)])
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_stand_in_line() -> None:
    assert format_table(["ก", "b"], [["ที่", "1"], ["ยาวกว่า", "2"]]) == [
        "ก       b",
        "──────  ─",
        "ที่       1",
        "ยาวกว่า  2",
    ]


@pytest.mark.parametrize(
    ("mobile", "shown"),
    [("+66812345678", "081-234-5678"), ("+6681234567", "+6681234567"), ("+14155550100", "+14155550100"), ("", "")],
)
def test_numbers_are_shown_as_they_are_dialled(mobile: str, shown: str) -> None:
    assert format_mobile(mobile) == shown
