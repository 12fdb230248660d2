"""Cells of the organiser's list."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.organiser.registration_list import (
    defuse_formula,
    display_width,
    format_csv,
    format_table,
    print_registrations,
)
from backend.store.opening import open_store
from backend.terms.mobile_numbers import format_mobile
from tests.backend.small_site import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.backend.conftest import Phone


@pytest.mark.parametrize("cell", ["=1+1", "+66", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "　＋1"])
def test_formulas_are_defused(cell: str) -> None:
    assert defuse_formula(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "สมชาย", "a=b", "081-234-5678", "a@b.go.th", "2022-01-05"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert defuse_formula(cell) == cell


STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]


@given(
    st.lists(st.text() | st.builds("{}{}".format, st.sampled_from([*STARTS, " ="]), st.text()), min_size=2, max_size=2)
)
def test_no_cell_of_the_file_begins_a_formula(row: list[str]) -> None:
    heading, read = csv.reader(StringIO(format_csv(["a", "b"], [row]), newline=""))
    assert heading == ["a", "b"]
    assert [cell.removeprefix("'") if cell != entered else cell for cell, entered in zip(read, row, strict=True)] == row
    assert [cell for cell in read if cell.lstrip().startswith(tuple(STARTS)) or cell.startswith(("\t", "\r"))] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_registration_that_begins_formulas_is_plain_text_in_the_file(
    phone: Phone, tmp_path: Path, start: str
) -> None:
    """As it may have come into the store before the rules were what they are; seen as it stands in the file."""
    phone.register()
    fields = ("first_name", "last_name", "email", "mobile")
    with closing(sqlite3.connect(phone.database, isolation_level=None)) as database:
        for name in fields:
            database.execute(f"UPDATE registrations SET {name} = ?", (f"{start}1",))  # noqa: S608 - our own names
        database.execute("UPDATE registrations SET answers = json_object('position', ?)", (f"{start}1",))
    target = tmp_path / "list.csv"
    with closing(open_store(phone.database.parent)) as store:
        print_registrations(store, phone.site, SLUG, "th", str(target))
    raw = target.read_bytes().decode("utf-8-sig")
    assert (raw.count(f'"\'{start}1"'), raw.count(f'"{start}1')) == (len(fields) + 1, 0)


def test_a_heading_is_no_formula_either() -> None:
    assert format_csv(["=1+1"], []) == '"\'=1+1"\r\n'


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
