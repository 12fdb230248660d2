"""`form.yaml` of an event: the fields that a registrant fills in. It is the one description of the form.

Form.json, both pages, the wire and the organiser's list follow from it. Six fields are fixed, with their kinds; any
further one is an entry of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registration_rules.form import FIXED_FIELDS, KINDS, is_field_name
from registration_rules.wire import MAX_BODY_BYTES
from site_src.load.nodes import read_yaml
from site_src.load.readers import EMPTY_TEXT, each, optional, pair, record, words
from site_src.load.reading import Refused
from site_src.load.values import flag, one_of, slug, whole
from site_src.model import Choice, FormField, Place, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_src.load.nodes import Node
    from site_src.load.reading import Reading

# Words by which the registration page would find a field instead of what it looks for: the ids of its parts, what a
# browser calls the properties of a form, and the one that every JavaScript object has.
_PAGE_WORDS = "main notices queue registration remaining result"
_FORM_WORDS = """
action after animate append attributes autocapitalize autocomplete autocorrect autofocus before blur children click
closest constructor contains dataset dir draggable elements encoding enctype focus hidden id inert lang length matches
method name nonce normalize part popover prefix prepend pseudo rel remove reset role scroll slot spellcheck style
submit target title translate when
"""
RESERVED_NAMES = frozenset(f"{_PAGE_WORDS} {_FORM_WORDS}".split())
# Source: HTML Living Standard, 4.10.18.7 Autofill, the tokens that fit a registrant
AUTOCOMPLETE = (
    "off",
    "name",
    "honorific-prefix",
    "given-name",
    "family-name",
    "organization",
    "organization-title",
    "email",
    "tel",
    "tel-national",
)
MAX_LENGTH, MAX_LONG_LENGTH = 200, 2_000
MAX_NUMBER = 1_000_000
MAX_FORM_FIELDS = 50  # few enough for `wire.MAX_FIELDS`
# What a field may hold where its author says nothing, in characters.
_LENGTHS = {
    "organisation": 40,
    "choice": 40,
    "personal_name": 60,
    "text": 100,
    "long_text": 500,
    "email": 100,
    "mobile": 30,
}
# A Thai letter is three bytes of UTF-8, each written with three characters.
_BYTES_PER_CHARACTER = 9
_BYTES_PER_FIELD = 250  # its name, and a value that is chosen
_BYTES_OF_ENVELOPE = 1_000


@dataclass(frozen=True, slots=True)
class _WrittenField:
    name: str
    kind: str
    label: Text
    hint: Text
    required: bool | None
    min_length: int
    max_length: int | None
    min_value: int
    max_value: int
    autocomplete: str
    choices: tuple[Choice, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _WrittenForm:
    fields: tuple[_WrittenField, ...]
    place: Place


def field_name(node: Node, reading: Reading) -> str:
    """The name of a field, as it stands on the wire."""
    written = words(node, reading)
    if not is_field_name(written) or written in RESERVED_NAMES:
        raise reading.refuse(node.place, "field-name-invalid", written=written)
    return written


_FORM = record(
    _WrittenForm,
    fields=each(
        record(
            _WrittenField,
            name=field_name,
            kind=optional(one_of(KINDS), ""),
            label=pair,
            hint=optional(pair, EMPTY_TEXT),
            required=optional(flag, None),
            min_length=optional(whole(0, MAX_LONG_LENGTH), 0),
            max_length=optional(whole(1, MAX_LONG_LENGTH), None),
            min_value=optional(whole(0, MAX_NUMBER), 0),
            max_value=optional(whole(0, MAX_NUMBER), MAX_NUMBER),
            autocomplete=optional(one_of(AUTOCOMPLETE), ""),
            choices=optional(each(record(Choice, value=slug, label=pair), at_least=1), ()),
        ),
        at_least=1,
    ),
)


def read_form(folder: Path, reading: Reading) -> tuple[FormField, ...]:
    """The fields of an event's form in the order of the page; raises Refused."""
    form = _FORM(read_yaml(folder / "form.yaml", reading), reading)
    fields = tuple(_finish(field) for field in form.fields)
    seen: dict[str, int] = {}
    for written, field in zip(form.fields, fields, strict=True):
        if field.name in seen:
            reading.report(written.place, "field-twice", name=field.name, first=seen[field.name])
        seen.setdefault(field.name, written.place.line)
        _check_kind(written, field, reading)
        _check_lengths(written, field, reading)
        _check_choices(written, field, reading)
    missing = [name for name in FIXED_FIELDS if name not in seen]
    place = reading.place_of(form.place, "fields")
    for name in missing:
        reading.report(place, "field-missing", name=name)
    if len(fields) > MAX_FORM_FIELDS or _measure_body(fields) > MAX_BODY_BYTES:
        reading.report(place, "form-too-large")
    if missing:
        raise Refused
    return fields


def _finish(written: _WrittenField) -> FormField:
    """The field with what its author left out."""
    kind = written.kind or FIXED_FIELDS.get(written.name, "text")
    return FormField(
        name=written.name,
        kind=kind,
        label=written.label,
        hint=written.hint,
        required=kind != "flag" if written.required is None else written.required,
        min_length=written.min_length,
        max_length=_LENGTHS.get(kind, 0) if written.max_length is None else written.max_length,
        min_value=written.min_value,
        max_value=written.max_value,
        autocomplete=written.autocomplete,
        choices=written.choices,
    )


def _check_kind(written: _WrittenField, field: FormField, reading: Reading) -> None:
    """A fixed field has its own kind, and there is one organisation; a browser cannot insist on a flag."""
    fixed = FIXED_FIELDS.get(field.name)
    place = reading.place_of(written.place, "kind")
    if fixed and field.kind != fixed:
        reading.report(place, "field-kind-fixed", name=field.name, kind=fixed)
    elif not fixed and field.kind == "organisation":
        reading.report(place, "organisation-second", name=field.name)
    if field.kind == "flag" and field.required:
        reading.report(reading.place_of(written.place, "required"), "flag-required", name=field.name)


def _check_lengths(written: _WrittenField, field: FormField, reading: Reading) -> None:
    """Least and greatest are the right way round, and only text of several lines is long."""
    most = MAX_LONG_LENGTH if field.kind == "long_text" else MAX_LENGTH
    if field.max_length > most:
        place = reading.place_of(written.place, "max_length")
        reading.report(place, "not-a-number", written=str(field.max_length), low=1, high=most)
    if field.kind not in {"number", "flag"} and field.min_length > field.max_length:
        place = reading.place_of(written.place, "min_length")
        reading.report(place, "lengths-crossed", low=field.min_length, high=field.max_length)
    if field.min_value > field.max_value:
        place = reading.place_of(written.place, "min_value")
        reading.report(place, "values-crossed", low=field.min_value, high=field.max_value)


def _check_choices(written: _WrittenField, field: FormField, reading: Reading) -> None:
    """A choice, and nothing else, has choices, each of its own."""
    if (field.kind == "choice") != bool(field.choices):
        code = "choices-unexpected" if field.choices else "choices-missing"
        reading.report(reading.place_of(written.place, "choices"), code, name=field.name)
    values: set[str] = set()
    for number, choice in enumerate(field.choices):
        place = reading.place_of(written.place, f"choices[{number}].value")
        if choice.value in values:
            reading.report(place, "choice-twice", value=choice.value)
        if len(choice.value) > field.max_length:
            reading.report(place, "choice-too-long", value=choice.value, high=field.max_length)
        values.add(choice.value)


def _measure_body(fields: Sequence[FormField]) -> int:
    """What the longest submission takes on the way, in bytes: one that is longer could be saved, but never sent."""
    return _BYTES_OF_ENVELOPE + sum(_BYTES_PER_FIELD + _BYTES_PER_CHARACTER * field.room for field in fields)
