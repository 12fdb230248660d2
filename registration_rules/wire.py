"""The POST body: how a submission is written, read and told from another. Only servers and tests need this module."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote_plus, unquote_to_bytes

from registration_rules.form import ENVELOPE_FIELDS, FIXED_FIELDS, Form, is_field_name
from registration_rules.instants import format_instant, parse_instant
from registration_rules.problems import Code, Problem
from registration_rules.text import CONTROL_CATEGORIES, tidy_lines

__all__ = [
    "ENVELOPE_FIELDS",
    "MAX_BODY_BYTES",
    "MAX_FIELDS",
    "WireError",
    "check_identifiers",
    "check_origin",
    "check_script_fields",
    "encode",
    "fingerprint",
    "format_instant",
    "is_attempt",
    "is_identifier",
    "is_instant",
    "is_manage_key",
    "list_fields",
    "list_former",
    "parse_body",
    "parse_exactly",
    "parse_instant",
]

MAX_BODY_BYTES = 64 * 1024
MAX_FIELDS = 100  # in one body: the envelope's, a form's, and some that the form had before
LOCALES = ("th", "en")

# `manage` is younger than bodies that phones still hold, and that Netlify keeps.
_NEEDED = (*(name for name in ENVELOPE_FIELDS if name != "manage"), *FIXED_FIELDS)
_FOR_THE_WAY = frozenset({"form-name", "bot-field", "sent_at", "attempt", "rules_version", "manage"})
# The order in which fingerprints have always been made, however a form orders its fields; `position` is of that time.
_CANONICAL_ORDER = (
    "submission_id",
    "event",
    "locale",
    "organisation",
    "honorific",
    "first_name",
    "last_name",
    "position",
    "email",
    "mobile",
    "notice_version",
    "created_at",
    "replaces",
)

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CANONICAL = json.JSONEncoder(separators=(",", ":"))
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_MANAGE_KEY = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_ATTEMPT = re.compile(r"[1-9][0-9]{0,5}")


class WireError(ValueError):
    """The body is no submission; `problem` says why. Nothing of it may be stored."""

    def __init__(self, problem: Problem) -> None:
        """An error that carries its problem."""
        super().__init__(str(problem.code))
        self.problem = problem


def list_fields(form: Form) -> tuple[str, ...]:
    """The wire of a form: the envelope's fields and then the form's, in its order. Each stands in the static page."""
    return (*ENVELOPE_FIELDS, *(field.name for field in form.fields))


def parse_body(body: bytes) -> dict[str, str]:
    """The fields of a POST body, `application/x-www-form-urlencoded`: the envelope's, the fixed and any further ones.

    A browser without JavaScript sends every field of the form too, but a flag that is not ticked; those that a script
    would fill in are empty then. Which further fields there are is not asked here: a phone sends those that the form
    had when it was filled in, and what was saved then is neither refused nor lost because the form has changed since.

    Raises:
        WireError: More than 64 KiB, a broken percent escape, not UTF-8, a field twice, one of the envelope or a fixed
            one missing, a name that no field of a form can have, or too many of them.

    Source: WHATWG URL Standard, section 5.1, but strict where that one guesses.
    """
    fields = _read_fields(body, lambda name: name in ENVELOPE_FIELDS or is_field_name(name), _NEEDED)
    return {"manage": ""} | fields


def parse_exactly(body: bytes, names: Iterable[str]) -> dict[str, str]:
    """The fields of a POST body that has these, each once, and no other; as strict as `parse_body` otherwise.

    Raises:
        WireError: It has others, lacks one or cannot be read.
    """
    known = tuple(names)
    return _read_fields(body, lambda name: name in known, known)


def _read_fields(body: bytes, is_known: Callable[[str], bool], needed: Iterable[str]) -> dict[str, str]:
    if len(body) > MAX_BODY_BYTES:
        raise WireError(Problem(Code.BODY_TOO_LARGE, params={"max": str(MAX_BODY_BYTES // 1024)}))
    fields: dict[str, str] = {}
    for pair in body.split(b"&"):
        name, _, value = (_decode(part) for part in pair.partition(b"="))
        if not is_known(name) or len(fields) >= MAX_FIELDS:
            raise WireError(Problem(Code.FIELD_UNKNOWN, params={"name": name[:40]}))
        if name in fields:
            raise WireError(Problem(Code.FIELD_REPEATED, name))
        fields[name] = value
    for name in needed:
        if name not in fields:
            raise WireError(Problem(Code.FIELD_MISSING, name))
    return fields


def list_former(form: Form, submission: Mapping[str, str]) -> dict[str, str]:
    """Answers to what the form no longer asks, tidied; the empty ones are left out.

    Nobody could correct them any more, so nothing is wrong with them: characters that nobody can see are taken out.
    """
    known = list_fields(form)
    tidied = {name: _show(tidy_lines(text)) for name, text in submission.items() if name not in known}
    return {name: text for name, text in tidied.items() if text}


def _show(text: str) -> str:
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in CONTROL_CATEGORIES)


def _decode(part: bytes) -> str:
    if _BROKEN_ESCAPE.search(part):
        raise WireError(Problem(Code.BODY_UNREADABLE))
    try:
        return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise WireError(Problem(Code.BODY_UNREADABLE)) from None


def encode(submission: Mapping[str, str]) -> str:
    """The body of a submission: its fields, those that every body needs first, empty where the submission has none.

    Raises:
        UnicodeEncodeError: A value holds half a surrogate pair, which no UTF-8 can carry.
    """
    fields = dict.fromkeys(_NEEDED, "") | dict(submission)
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields.items())


def fingerprint(submission: Mapping[str, str]) -> str:
    """SHA-256 of what the submission says, as 64 hexadecimal digits; of all its fields but those for the way.

    Two attempts of one submission have one fingerprint, whatever became of the form in between; any change of what a
    person entered gives another. The fields are hashed as compact JSON, a list of pairs whose order depends on their
    names alone, in which no value can pass for another or for two. For the way only are the number and time of the
    attempt, `form-name`, which Netlify reads, `bot-field`, which people do not see, and `manage`, which only proves
    what `replaces` says.
    """
    names = [name for name in _CANONICAL_ORDER if name in submission]
    names += sorted(submission.keys() - _FOR_THE_WAY - set(names))
    canonical = [[name, submission[name]] for name in names]
    return hashlib.sha256(_CANONICAL.encode(canonical).encode("ascii")).hexdigest()


def check_origin(form: Form, submission: Mapping[str, str]) -> Iterator[Problem]:
    """The submission is for this event, in a language that we have, under the notice that the form shows."""
    if submission["event"] != form.event:
        yield Problem(Code.EVENT_UNKNOWN, "event")
    if submission["locale"] not in LOCALES:
        yield Problem(Code.LOCALE_UNKNOWN, "locale")
    if submission["notice_version"] != form.notice_version:
        yield Problem(Code.NOTICE_OUTDATED, "notice_version")


def check_identifiers(submission: Mapping[str, str]) -> Iterator[Problem]:
    """Identifiers are UUIDs of version 4 in small letters or empty, and nothing replaces itself; `manage` likewise."""
    for name, is_sound in (("submission_id", is_identifier), ("replaces", is_identifier), ("manage", is_manage_key)):
        if submission[name] and not is_sound(submission[name]):
            yield Problem(Code.FIELD_BROKEN, name)
    if submission["replaces"] and submission["replaces"] == submission["submission_id"]:
        yield Problem(Code.FIELD_BROKEN, "replaces")


def check_script_fields(submission: Mapping[str, str]) -> Iterator[Problem]:
    """With a `submission_id` come both times and the attempt from 1; without a script all of these are empty.

    `rules_version` may be empty also with a script: the rules had not arrived yet.
    """
    if submission["rules_version"] and _VERSION.fullmatch(submission["rules_version"]) is None:
        yield Problem(Code.FIELD_BROKEN, "rules_version")
    if submission["submission_id"]:
        for name, is_sound in (("created_at", is_instant), ("sent_at", is_instant), ("attempt", is_attempt)):
            if not is_sound(submission[name]):
                yield Problem(Code.FIELD_BROKEN, name)
    elif any(submission[name] for name in ("created_at", "sent_at", "attempt", "rules_version", "replaces")):
        yield Problem(Code.FIELD_BROKEN, "submission_id")


def is_identifier(text: str) -> bool:
    """Whether `text` is a UUID of version 4 in small letters.

    Source: RFC 9562, sections 4 and 5.4.
    """
    return _UUID4.fullmatch(text) is not None


def is_manage_key(text: str) -> bool:
    """Whether `text` is written like the key of a registrant's own page: 128 bits in small hexadecimal digits."""
    return _MANAGE_KEY.fullmatch(text) is not None


def is_instant(text: str) -> bool:
    """Whether `parse_instant` can read it."""
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def is_attempt(text: str) -> bool:
    """Whether `text` is the number of an attempt, from 1."""
    return _ATTEMPT.fullmatch(text) is not None
