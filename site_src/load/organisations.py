"""`content/organisations/<slug>.yaml` and the table beside it, `<slug>.csv`."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.load.nodes import read_yaml
from site_src.load.readers import EMPTY_TEXT, optional, pair, record
from site_src.load.reading import Refused
from site_src.load.values import flag
from site_src.model import Organisation, OrganisationList, Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_src.load.reading import Reading

COLUMNS = ("code", "kind", "name_th", "name_en", "district_th", "district_en")
KINDS = ("pao", "city", "town", "subdistrict_municipality", "tao", "special")
MAY_BE_EMPTY = ("district_th", "district_en")
_CODE = re.compile(r"[a-z0-9-]{1,20}")


@dataclass(frozen=True, slots=True)
class _WrittenList:
    title: Text
    is_sample: bool
    credit: Text


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place  # its key is empty
    cells: dict[str, str]


_LIST = record(_WrittenList, title=pair, is_sample=flag, credit=optional(pair, EMPTY_TEXT))


def read_organisation_list(file: Path, reading: Reading) -> OrganisationList:
    """The list that `file` describes and the table beside it holds; raises Refused."""
    rows = _read_table(file.with_suffix(".csv"), reading)
    written = _LIST(read_yaml(file, reading), reading)
    return OrganisationList(
        slug=file.stem,
        title=written.title,
        is_sample=written.is_sample,
        credit=written.credit,
        organisations=tuple(_organisation(row) for row in rows),
    )


def _read_table(file: Path, reading: Reading) -> list[_Row]:
    """The rows of the table, each checked and no two alike; what is wrong has been reported."""
    try:
        rows = list(_split(file, reading))
    except Refused:
        return []
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for row in rows:
        _check_row(row, reading)
        cells, line = row.cells, row.place.line
        name = (cells["name_th"], cells["district_th"])
        if codes.setdefault(cells["code"], line) != line:
            reading.report(_cell(row, "code"), "code-twice", code=cells["code"], first=codes[cells["code"]])
        if names.setdefault(name, line) != line:
            reading.report(_cell(row, "name_th"), "organisation-twice", name=name[0], first=names[name])
    if not rows:
        reading.report(Place(file.relative_to(reading.root).as_posix(), 1), "table-empty")
    return rows


def _split(file: Path, reading: Reading) -> Iterator[_Row]:
    """The table's rows as cells by column; raises Refused where it is not that table."""
    name = file.relative_to(reading.root).as_posix()
    text = reading.check_characters(reading.read_text(file), Place(name, 1))
    lines = csv.reader(text.splitlines(keepends=True), strict=True, delimiter=_find_delimiter(text))
    line = 1
    try:
        header = [cell.strip() for cell in next(lines, [])]
        while header and not header[-1]:  # and columns
            header.pop()
        if header != list(COLUMNS):
            raise reading.refuse(Place(name, 1), "table-header", columns=",".join(COLUMNS))
        line = lines.line_num + 1
        for cells in lines:
            place = Place(name, line)
            line = lines.line_num + 1
            if not any(cell.strip() for cell in cells):  # spreadsheets keep rows that were emptied
                continue
            if len(cells) >= len(COLUMNS) and not any(cells[len(COLUMNS) :]):
                yield _Row(place, {key: cell.strip() for key, cell in zip(COLUMNS, cells, strict=False)})
            else:
                reading.report(place, "table-cells", found=len(cells), expected=len(COLUMNS))
    except csv.Error as error:
        raise reading.refuse(Place(name, line), "table-syntax", detail=str(error)) from None


def _find_delimiter(text: str) -> str:
    """What separates the cells: a comma, or what spreadsheets of other regions and "Text (Tab delimited)" write."""
    first = text.partition("\n")[0].casefold()
    return next((mark for mark in ";\t" if mark.join(COLUMNS) in first.replace(" ", "")), ",")


def _check_row(row: _Row, reading: Reading) -> None:
    """A code that addresses can carry, a known kind, and no empty name."""
    for key, cell in row.cells.items():
        if not cell and key not in MAY_BE_EMPTY:
            reading.report(_cell(row, key), "text-empty")
    if row.cells["code"] and not _CODE.fullmatch(row.cells["code"]):
        reading.report(_cell(row, "code"), "code-invalid", written=row.cells["code"])
    if row.cells["kind"] and row.cells["kind"] not in KINDS:
        reading.report_unknown(_cell(row, "kind"), "not-one-of", row.cells["kind"], KINDS)
    if bool(row.cells["district_th"]) != bool(row.cells["district_en"]):
        missing = "en" if row.cells["district_th"] else "th"
        reading.report(_cell(row, f"district_{missing}"), f"translation-missing-{missing}")


def _cell(row: _Row, key: str) -> Place:
    return Place(row.place.file, row.place.line, key)


def _organisation(row: _Row) -> Organisation:
    cells = row.cells
    name, district = Text(cells["name_th"], cells["name_en"]), Text(cells["district_th"], cells["district_en"])
    return Organisation(cells["code"], cells["kind"], name, district)
