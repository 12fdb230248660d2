"""The form model: what `form.json` says that the rules need."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from registration_rules.instants import parse_instant

FORM_VERSION = 1
KINDS = ("organisation", "choice", "personal_name", "text", "email", "mobile")
PERSON_FIELDS = ("organisation", "honorific", "first_name", "last_name", "position", "email", "mobile")
"""The fields that a person fills in, in the order of the wire."""


class FormError(ValueError):
    """`form.json` is not what the build writes; the text, for developers, says at which key."""


class FormField(NamedTuple):
    """One field and the parameters of its rules.

    Attributes:
        name: One of `PERSON_FIELDS`.
        kind: One of `KINDS`; it decides how the text is normalised and which rules apply.
        required: Whether it must be filled in.
        min_length: Least length in code points after normalising; ignored if the field is empty. Only names, texts
            and e-mail addresses have lengths: numbers and choices are right or wrong as a whole.
        max_length: Greatest length, likewise.
        choices: The values of a choice, as the wire carries them; empty for other kinds.
    """

    name: str
    kind: str
    required: bool
    min_length: int
    max_length: int
    choices: tuple[str, ...]


class Form(NamedTuple):
    """The `rules` part of `form.json`.

    Attributes:
        event: Slug of the event.
        rules_version: Version of the rules that the build used.
        notice_version: Version of the privacy notice that the form shows.
        deadline_at: The last instant that is in time.
        grace_hours: Hours after the deadline in which what was made before it is still taken, for review.
        quota: Seats per organisation.
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
    quota: int
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
        quota=reader.take("quota", _read_count),
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
    if len({field.name for field in fields}) != len(fields):
        raise FormError(f"{path}: the same field twice")
    return fields


def _read_field(value: object, path: str) -> FormField:
    reader = _Reader(value, path)
    field = FormField(
        name=reader.take("name", _read_word),
        kind=reader.take("kind", _read_word),
        required=reader.take("required", _read_flag),
        min_length=reader.take("min_length", _read_count),
        max_length=reader.take("max_length", _read_count),
        choices=reader.take("choices", _read_words),
    )
    reader.finish()
    if field.name not in PERSON_FIELDS:
        raise FormError(f"{path}.name: {field.name} is no field of the wire")
    if field.kind not in KINDS:
        raise FormError(f"{path}.kind: {field.kind} is no kind of field")
    return field
