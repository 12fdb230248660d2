"""The columns of the organiser's list: what every registration has, and what the event's form asks, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.terms.instants import format_thai_time
from backend.terms.mobile_numbers import format_mobile
from registration_rules.form import FIXED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import RowMapping

    from backend.built_site.events import Event
    from backend.built_site.messages import Messages
    from registration_rules import FormField
    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands above it, and how its cell is written for a row."""

    heading: str
    cell: Callable[[RowMapping], str]


def list_columns(
    rows: Sequence[RowMapping], event: Event | None, locale: Locale, messages: Messages, *, is_file: bool
) -> list[Column]:
    """The columns for these rows of `registrations`, joined with their receipts.

    Answers to what the form no longer asks have a column too, headed by the field's name; so have all answers where the
    site no longer has the event.

    Args:
        rows: The registrations.
        event: The event as the site has it, None if it has left the site.
        locale: Language of headings and choices.
        messages: For the texts that the form does not have.
        is_file: Whether there is room for what a machine needs to match rows.
    """

    def text(name: str) -> str:
        return messages.text(locale, f"backend.list.{name}")

    if event is None:
        asked = [Column(text(name), _fixed_cell(name)) for name in FIXED_FIELDS]
    else:
        asked = [_form_column(field, event, locale, text) for field in event.form.fields]
    known = set(FIXED_FIELDS) if event is None else {field.name for field in event.form.fields}
    former = sorted({name for row in rows for name in row["answers"]} - known)
    return [
        Column(text("receipt"), lambda row: row["receipt"]),
        Column(text("status"), lambda row: text(row["state"])),
        Column(text("late_by"), lambda row: _format_lateness(row["late_by_s"])),
        *asked,
        *(Column(name, _reader(name)) for name in former),
        Column(text("received_at"), lambda row: format_thai_time(row["received_at"])),
        Column(text("mark"), lambda row: text("bot_suspected") if row["bot_suspected"] else ""),
        *([Column(text("organisation_code"), _reader("organisation")), _locale_column(text)] if is_file else []),
    ]


def _form_column(field: FormField, event: Event, locale: Locale, text: Callable[[str], str]) -> Column:
    """The column of a field, whose cells are written as its kind is read."""
    shown, read = event.fields[field.name], _reader(field.name)
    labels = {value: label[locale] for value, label in shown.choices.items()}
    writers: dict[str, Callable[[str], str]] = {
        "organisation": lambda code: event.organisation_name(code, locale),
        "choice": lambda value: labels.get(value, value),
        "flag": lambda value: text("ticked") if value else "",
        "mobile": format_mobile,
    }
    write = writers.get(field.kind, str)
    return Column(shown.label[locale], lambda row: write(read(row)))


def _fixed_cell(name: str) -> Callable[[RowMapping], str]:
    read = _reader(name)
    return (lambda row: format_mobile(read(row))) if name == "mobile" else read


def _reader(name: str) -> Callable[[RowMapping], str]:
    """How a field's value is found: the fixed ones have columns of their own, the form's stand among the answers."""

    def read(row: RowMapping) -> str:
        value: str = row[name] if name in FIXED_FIELDS else row["answers"].get(name, "")
        return value

    return read


def _locale_column(text: Callable[[str], str]) -> Column:
    return Column(text("locale"), lambda row: row["locale"])


def _format_lateness(late_by_s: int | None) -> str:
    """Hours and minutes after the deadline, e.g. `26:05`; empty for what came in time."""
    if late_by_s is None:
        return ""
    minutes = late_by_s // 60
    return f"{minutes // 60}:{minutes % 60:02}"
