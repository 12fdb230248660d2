"""The POST body: how a submission is written, read and told from another. Only servers and tests need this module."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote_plus, unquote_to_bytes

from registration_rules.form import PERSON_FIELDS, Form
from registration_rules.instants import format_instant, parse_instant
from registration_rules.problems import Code, Problem

__all__ = [
    "CANONICAL_FIELDS",
    "FIELDS",
    "MAX_BODY_BYTES",
    "WireError",
    "check_identifiers",
    "check_origin",
    "check_script_fields",
    "encode",
    "fingerprint",
    "format_instant",
    "parse_body",
    "parse_instant",
]

FIELDS = (
    "form-name",
    "bot-field",
    "submission_id",
    "event",
    "locale",
    *PERSON_FIELDS,
    "notice_version",
    "created_at",
    "sent_at",
    "attempt",
    "rules_version",
    "replaces",
)
"""Every field of the wire, in order. Each stands in the static form, so each is in every body, if only empty."""

CANONICAL_FIELDS = tuple(
    name for name in FIELDS if name not in {"form-name", "bot-field", "sent_at", "attempt", "rules_version"}
)
"""What a submission says. Not in it: what changes from one attempt to the next, and what is for the way only. That is
`form-name`, which Netlify reads, and `bot-field`, which people do not see, so that a server may know programs by it."""

MAX_BODY_BYTES = 16 * 1024
LOCALES = ("th", "en")

_ESCAPED = re.compile(rb"(?:[^%]|%[0-9A-Fa-f]{2})*")
_UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_ATTEMPT = re.compile(r"[1-9][0-9]{0,5}")


class WireError(ValueError):
    """The body is no submission; `problem` says why. Nothing of it may be stored."""

    def __init__(self, problem: Problem) -> None:
        """An error that carries its problem."""
        super().__init__(str(problem.code))
        self.problem = problem


def parse_body(body: bytes) -> dict[str, str]:
    """The fields of a POST body in `application/x-www-form-urlencoded`, all of `FIELDS` and in that order.

    A browser without JavaScript sends every field of the form too; those that a script would fill in are empty then.

    Raises:
        WireError: More than 16 KiB, a broken percent escape, not UTF-8, a field twice, unknown or missing.

    Source: WHATWG URL Standard, section 5.1, but strict where that one guesses.
    """
    if len(body) > MAX_BODY_BYTES:
        raise WireError(Problem(Code.BODY_TOO_LARGE, params={"max": str(MAX_BODY_BYTES // 1024)}))
    fields: dict[str, str] = {}
    for pair in body.split(b"&"):
        name, _, value = (_decode(part) for part in pair.partition(b"="))
        if name not in FIELDS:
            raise WireError(Problem(Code.FIELD_UNKNOWN, params={"name": name[:40]}))
        if name in fields:
            raise WireError(Problem(Code.FIELD_REPEATED, name))
        fields[name] = value
    for name in FIELDS:
        if name not in fields:
            raise WireError(Problem(Code.FIELD_MISSING, name))
    return {name: fields[name] for name in FIELDS}


def _decode(part: bytes) -> str:
    if _ESCAPED.fullmatch(part) is None:
        raise WireError(Problem(Code.BODY_UNREADABLE))
    try:
        return unquote_to_bytes(part.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        raise WireError(Problem(Code.BODY_UNREADABLE)) from None


def encode(submission: Mapping[str, str]) -> str:
    """The body of a submission: every field of `FIELDS` in order, empty where the submission has none.

    Raises:
        UnicodeEncodeError: A value holds half a surrogate pair, which no UTF-8 can carry.
    """
    return "&".join(f"{name}={quote_plus(submission.get(name, ''))}" for name in FIELDS)


def fingerprint(submission: Mapping[str, str]) -> str:
    """SHA-256 of what the submission says (`CANONICAL_FIELDS`), as 64 hexadecimal digits.

    Two attempts of one submission have one fingerprint; any change of what a person entered gives another. The fields
    are hashed as compact JSON, a list of pairs in order, in which no value can pass for another or for two.
    """
    canonical = [[name, submission.get(name, "")] for name in CANONICAL_FIELDS]
    return hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode("ascii")).hexdigest()


def check_origin(form: Form, submission: Mapping[str, str]) -> Iterator[Problem]:
    """The submission is for this event, in a language that we have, under the notice that the form shows."""
    if submission["event"] != form.event:
        yield Problem(Code.EVENT_UNKNOWN, "event")
    if submission["locale"] not in LOCALES:
        yield Problem(Code.LOCALE_UNKNOWN, "locale")
    if submission["notice_version"] != form.notice_version:
        yield Problem(Code.NOTICE_OUTDATED, "notice_version")


def check_identifiers(submission: Mapping[str, str]) -> Iterator[Problem]:
    """Identifiers are UUIDs of version 4 in small letters or empty, and nothing replaces itself.

    Source: RFC 9562, sections 4 and 5.4.
    """
    for name in ("submission_id", "replaces"):
        if submission[name] and _UUID4.fullmatch(submission[name]) is None:
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
        for name, is_sound in (("created_at", _is_instant), ("sent_at", _is_instant), ("attempt", _is_attempt)):
            if not is_sound(submission[name]):
                yield Problem(Code.FIELD_BROKEN, name)
    elif any(submission[name] for name in ("created_at", "sent_at", "attempt", "rules_version", "replaces")):
        yield Problem(Code.FIELD_BROKEN, "submission_id")


def _is_instant(text: str) -> bool:
    try:
        parse_instant(text)
    except ValueError:
        return False
    return True


def _is_attempt(text: str) -> bool:
    return _ATTEMPT.fullmatch(text) is not None
