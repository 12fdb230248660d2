"""`form.yaml` of an event: the fields that a registrant fills in.

Which fields there are, and of which kind, is the wire's to say; the content words them and sets what their
rules take.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.load.nodes import read_yaml
from site_src.load.readers import EMPTY_TEXT, each, optional, pair, record
from site_src.load.reading import Refused
from site_src.load.values import flag, one_of, slug, whole
from site_src.model import Choice, FormField, Place, Text

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

    from site_src.load.reading import Reading

KINDS: dict[str, Literal["organisation", "choice", "personal_name", "text", "email", "mobile"]] = {
    "organisation": "organisation",
    "honorific": "choice",
    "first_name": "personal_name",
    "last_name": "personal_name",
    "position": "text",
    "email": "email",
    "mobile": "mobile",
}
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
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class _WrittenField:
    name: str
    label: Text
    hint: Text
    required: bool
    min_length: int
    max_length: int
    autocomplete: str
    choices: tuple[Choice, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _WrittenForm:
    fields: tuple[_WrittenField, ...]
    place: Place


_FORM = record(
    _WrittenForm,
    fields=each(
        record(
            _WrittenField,
            name=one_of(KINDS),
            label=pair,
            hint=optional(pair, EMPTY_TEXT),
            required=optional(flag, default=True),
            min_length=optional(whole(0, MAX_LENGTH), 0),
            max_length=whole(1, MAX_LENGTH),
            autocomplete=optional(one_of(AUTOCOMPLETE), ""),
            choices=optional(each(record(Choice, value=slug, label=pair), at_least=1), ()),
        ),
        at_least=1,
    ),
)


def read_form(folder: Path, reading: Reading) -> tuple[FormField, ...]:
    """The fields of an event's form in the order of the page; raises Refused."""
    form = _FORM(read_yaml(folder / "form.yaml", reading), reading)
    seen: dict[str, int] = {}
    for field in form.fields:
        if field.name in seen:
            reading.report(field.place, "field-twice", name=field.name, first=seen[field.name])
        seen.setdefault(field.name, field.place.line)
        _check_field(field, reading)
    for name in KINDS.keys() - seen.keys():
        reading.report(reading.place_of(form.place, "fields"), "field-missing", name=name)
    if seen.keys() != KINDS.keys():
        raise Refused
    return tuple(_finish(field) for field in form.fields)


def _check_field(field: _WrittenField, reading: Reading) -> None:
    """A field's parameters fit each other and its kind."""
    if field.min_length > field.max_length:
        place = reading.place_of(field.place, "min_length")
        reading.report(place, "lengths-crossed", low=field.min_length, high=field.max_length)
    if (KINDS[field.name] == "choice") != bool(field.choices):
        code = "choices-unexpected" if field.choices else "choices-missing"
        reading.report(reading.place_of(field.place, "choices"), code, name=field.name)
    values: set[str] = set()
    for number, choice in enumerate(field.choices):
        place = reading.place_of(field.place, f"choices[{number}].value")
        if choice.value in values:
            reading.report(place, "choice-twice", value=choice.value)
        if len(choice.value) > field.max_length:
            reading.report(place, "choice-too-long", value=choice.value, high=field.max_length)
        values.add(choice.value)


def _finish(field: _WrittenField) -> FormField:
    return FormField(
        name=field.name,
        kind=KINDS[field.name],
        label=field.label,
        hint=field.hint,
        required=field.required,
        min_length=field.min_length,
        max_length=field.max_length,
        autocomplete=field.autocomplete,
        choices=field.choices,
    )
