"""The form model: what `form.json` says that the rules need."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from registration_rules.instants import parse_instant

FORM_VERSION = 1
KINDS = ("organisation", "choice", "flag", "personal_name", "text", "long_text", "number", "email", "mobile")
FIXED_FIELDS = {
    "organisation": "organisation",
    "honorific": "choice",
    "first_name": "personal_name",
    "last_name": "personal_name",
    "email": "email",
    "mobile": "mobile",
}
"""The fields of every form, with their kinds: seats, duplicates and messages need them. Any other is the form's own."""
ENVELOPE_FIELDS = (
    "form-name",
    "bot-field",
    "submission_id",
    "event",
    "locale",
    "notice_version",
    "created_at",
    "sent_at",
    "attempt",
    "rules_version",
    "replaces",
    "manage",
)
"""The fields of the wire that no person fills in; see `wire`."""
TICKED = "yes"
"""The value of a flag that is ticked; one that is not is empty."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def is_field_name(name: str) -> bool:
    """Whether a form's field may have this name: Latin letters, digits and underscores, and no name of the envelope."""
    return _NAME.fullmatch(name) is not None and name not in ENVELOPE_FIELDS


class FormError(ValueError):
    """`form.json` is not what the build writes; the text, for developers, says at which key."""


class FormField(NamedTuple):
    """One field and the parameters of its rules.

    Attributes:
        name: As on the wire; one of `FIXED_FIELDS`, or the form's own (`is_field_name`).
        kind: One of `KINDS`; it decides how the text is normalised and which rules apply.
        required: Whether it must be filled in; never of a flag, which a browser does not send if it is not ticked.
        min_length: Least length in code points after normalising; ignored if the field is empty. Only names, texts
            and e-mail addresses have lengths: numbers and choices are right or wrong as a whole.
        max_length: Greatest length, likewise.
        choices: The values of a choice, as the wire carries them; empty for other kinds.
        min_value: The least number that is accepted; only of a number.
        max_value: The greatest, likewise.
    """

    name: str
    kind: str
    required: bool
    min_length: int
    max_length: int
    choices: tuple[str, ...]
    min_value: int = 0
    max_value: int = 0


class Form(NamedTuple):
    """The `rules` part of `form.json`.

    Attributes:
        event: Slug of the event.
        rules_version: Version of the rules that the build used.
        notice_version: Version of the privacy notice that the form shows.
        deadline_at: The last instant that is in time.
        grace_hours: Hours after the deadline in which what was made before it is still taken, for review.
        quota: Seats per organisation, None if only the capacity counts.
        capacity: Seats of the whole event, None if there are as many as the organisations' quotas give.
        waiting_list: Whether who finds no seat may wait for one.
        max_people: How many people one user may enter in one go.
        preview_as_of: The instant that a preview takes for now; None in a real deployment.
        organisations: The codes of the organisations that are invited.
        fields: The fields in the order in which the page shows them.
    """

    event: str
    rules_version: str
    notice_version: str
    deadline_at: datetime
    grace_hours: int
    quota: int | None
    capacity: int | None
    waiting_list: bool
    max_people: int
    preview_as_of: datetime | None
    organisations: frozenset[str]
    fields: tuple[FormField, ...]

    @property
    def grace(self) -> timedelta:
        """The grace after the deadline."""
        return timedelta(hours=self.grace_hours)


def parse_form(data: object) -> Form:
    """The form from the `rules` part of `form.json`, already read from JSON.

    Raises:
        FormError: A key is missing, unknown, of the wrong type or out of range.
    """
    reader = _Reader(data, "rules")
    if reader.take("form_version", _read_count) != FORM_VERSION:
        raise FormError(f"rules.form_version: only version {FORM_VERSION} is known")
    form = Form(
        event=reader.take("event", _read_word),
        rules_version=reader.take("rules_version", _read_word),
        notice_version=reader.take("notice_version", _read_word),
        deadline_at=reader.take("deadline_at", _read_instant),
        grace_hours=reader.take("grace_hours", _read_count),
        quota=reader.take("quota", _read_count_or_none),
        capacity=reader.take("capacity", _read_count_or_none),
        waiting_list=reader.take("waiting_list", _read_flag),
        max_people=reader.take("max_people", _read_count),
        preview_as_of=reader.take("preview_as_of", _read_instant_or_none),
        organisations=frozenset(reader.take("organisations", _read_words)),
        fields=reader.take("fields", _read_fields),
    )
    reader.finish()
    return form


class _Reader:
    """Takes the keys of one JSON object, each exactly once."""

    def __init__(self, data: object, path: str) -> None:
        if not isinstance(data, Mapping):
            raise FormError(f"{path}: not an object")
        self._rest = dict(data)
        self._path = path

    def take[Value](self, key: str, read: Callable[[object, str], Value]) -> Value:
        """The value at `key`, read by `read(value, path)`."""
        path = f"{self._path}.{key}"
        if key not in self._rest:
            raise FormError(f"{path}: missing")
        return read(self._rest.pop(key), path)

    def finish(self) -> None:
        """Refuse what nobody took."""
        if self._rest:
            raise FormError(f"{self._path}: unknown keys {sorted(map(str, self._rest))}")


def _read_word(value: object, path: str) -> str:
    if not isinstance(value, str) or not value:
        raise FormError(f"{path}: not a text, or empty")
    return value


def _read_count(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 1_000_000:  # noqa: PLR2004 - a guard against nonsense
        raise FormError(f"{path}: not a whole number from 0 to 1,000,000")
    return value


def _read_count_or_none(value: object, path: str) -> int | None:
    return None if value is None else _read_count(value, path)


def _read_flag(value: object, path: str) -> bool:
    if not isinstance(value, bool):
        raise FormError(f"{path}: neither true nor false")
    return value


def _read_instant(value: object, path: str) -> datetime:
    text = _read_word(value, path)
    try:
        return parse_instant(text)
    except ValueError as error:
        raise FormError(f"{path}: {error}") from error


def _read_instant_or_none(value: object, path: str) -> datetime | None:
    return None if value is None else _read_instant(value, path)


def _read_list(value: object, path: str) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise FormError(f"{path}: not a list")
    return value


def _read_words(value: object, path: str) -> tuple[str, ...]:
    words = tuple(_read_word(item, f"{path}[{number}]") for number, item in enumerate(_read_list(value, path)))
    if len(set(words)) != len(words):
        raise FormError(f"{path}: the same value twice")
    return words


def _read_fields(value: object, path: str) -> tuple[FormField, ...]:
    fields = tuple(_read_field(item, f"{path}[{number}]") for number, item in enumerate(_read_list(value, path)))
    kinds = {field.name: field.kind for field in fields}
    if len(kinds) != len(fields):
        raise FormError(f"{path}: the same field twice")
    for name, kind in FIXED_FIELDS.items():
        if kinds.pop(name, "") != kind:
            raise FormError(f"{path}: no field {name} of kind {kind}")
    if "organisation" in kinds.values():
        raise FormError(f"{path}: more than one organisation")
    return fields


def _read_field(value: object, path: str) -> FormField:
    reader = _Reader(value, path)
    field = FormField(
        name=reader.take("name", _read_name),
        kind=reader.take("kind", _read_kind),
        required=reader.take("required", _read_flag),
        min_length=reader.take("min_length", _read_count),
        max_length=reader.take("max_length", _read_count),
        choices=reader.take("choices", _read_words),
    )
    if field.kind == "number":
        low, high = reader.take("min_value", _read_count), reader.take("max_value", _read_count)
        field = field._replace(min_value=low, max_value=high)
    reader.finish()
    if field.kind == "flag" and field.required:
        raise FormError(f"{path}.required: a flag is never required")
    return field


def _read_name(value: object, path: str) -> str:
    name = _read_word(value, path)
    if not is_field_name(name):
        raise FormError(f"{path}: {name} is no name for a field")
    return name


def _read_kind(value: object, path: str) -> str:
    kind = _read_word(value, path)
    if kind not in KINDS:
        raise FormError(f"{path}: {kind} is no kind of field")
    return kind
