"""The organiser's list: who registered for an event, as a table for the terminal or a CSV file for a spreadsheet."""

from __future__ import annotations

import csv
import os
import sys
import unicodedata
from io import StringIO
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.built_site.events import Events
from backend.built_site.messages import Messages
from backend.organiser.columns import list_columns
from backend.store.schema import registrations, submissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping

    from backend.store.store import Store
    from site_format.locales import Locale

# What a spreadsheet takes for the beginning of a formula, their full-width forms too.
# Source: OWASP, CSV Injection.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_UNSEEN = frozenset({"Mn", "Me", "Cf"})  # categories of characters that take no room of their own
_WIDE = frozenset({"W", "F"})


class ListError(Exception):
    """There is nothing to list; the text says why and what can be listed."""


def print_registrations(store: Store, site: Path, slug: str, locale: Locale, csv_file: str | None) -> None:
    """Print the registrations of an event to standard output, or write them as CSV.

    Args:
        store: Where the registrations are.
        site: The built site, for names of organisations and choices.
        slug: The event.
        locale: Language of the headings and names.
        csv_file: Path of a CSV file to write, `-` for standard output, or None for a table.

    Raises:
        ListError: If neither site nor store knows the event, or the file cannot be written.
    """
    # A preview's registrations can be listed too: nothing is taken here.
    events = Events(site, is_preview=True)
    event = events.find(slug)
    with store.reading() as connection:
        known = sorted({*events.slugs(), *connection.execute(select(submissions.c.event).distinct()).scalars()})
        if slug not in known:
            raise ListError(f"There is no event {slug!r}. Known events: {', '.join(known) or 'none'}.")
        rows = _select_active(connection, slug)
    messages = Messages(site)
    if csv_file is None:
        columns = list_columns(rows, event, locale, messages, is_file=False)
        table = [[" / ".join(column.cell(row).splitlines()) for column in columns] for row in rows]
        _print_lines(format_table([column.heading for column in columns], table))
        _print_lines([messages.text(locale, "backend.list.total", count=len(rows))])
    else:
        columns = list_columns(rows, event, locale, messages, is_file=True)
        text = format_csv([column.heading for column in columns], [[one.cell(row) for one in columns] for row in rows])
        _write_file(csv_file, text)
        if csv_file != "-":
            sys.stderr.write(f"{csv_file}: {len(rows)} registrations\n")


def format_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table whose columns stand in line on a terminal, where Thai vowels and tone marks take no room."""
    widths = [max(map(display_width, column)) for column in zip(headings, *rows, strict=True)]
    ruled = [headings, ["─" * width for width in widths], *rows]
    return ["  ".join(_pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in ruled]


def format_csv(headings: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """The text of a CSV file in which no cell can become a formula. Source: RFC 4180."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)  # whatever a spreadsheet separates by, a cell stays one
    writer.writerow([defuse_formula(heading) for heading in headings])
    writer.writerows([defuse_formula(cell) for cell in row] for row in rows)
    return text.getvalue()


def defuse_formula(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, also behind spaces."""
    return f"'{cell}" if cell[:1] in _FORMULA_STARTS or cell.lstrip()[:1] in _FORMULA_STARTS else cell


def display_width(text: str) -> int:
    """Columns that `text` takes on a terminal: none for marks that stand above or below, two for wide characters."""
    shown = (character for character in text if unicodedata.category(character) not in _UNSEEN)
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in shown)


def _select_active(connection: Connection, slug: str) -> Sequence[RowMapping]:
    query = (
        select(registrations, submissions.c.receipt)
        .join(submissions, submissions.c.submission_id == registrations.c.submission_id)
        .where(registrations.c.event == slug, registrations.c.state != "replaced")
        .order_by(
            registrations.c.organisation,
            registrations.c.seat.is_(None),
            registrations.c.seat,
            registrations.c.in_line_since,
        )
    )
    return connection.execute(query).mappings().all()


def _pad(cell: str, width: int) -> str:
    return cell + " " * (width - display_width(cell))


def _print_lines(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _write_file(csv_file: str, text: str) -> None:
    """Write UTF-8 with the mark by which Excel knows it; a file that only this user may read."""
    content = text.encode("utf-8-sig")
    if csv_file == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        with os.fdopen(os.open(csv_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            os.fchmod(file.fileno(), 0o600)  # also a file that was there before
            file.write(content)
    except OSError as error:
        raise ListError(f"{csv_file}: cannot be written ({error.strerror}).") from error
