"""A submission: one POST, understood as far as the wire goes, before any rule about persons is asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from registration_rules import wire
from site_format.locales import Locale, parse_locale

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from registration_rules import Problem

# Keys that the server derives are of version 5, those that a phone makes of version 4, so that they never meet.
_DERIVED_KEYS = uuid.UUID("8b0d3f64-9f0e-5c1c-a1a5-6d5c2d4a7e10")


@dataclass(frozen=True, slots=True)
class Submission:
    """One POST.

    Attributes:
        submission_id: The idempotency key. A page without JavaScript sends none; then it follows from what was entered,
            so that a second press of the button, or a reload, is the same submission.
        is_scripted: Whether the page's script made the key, and keeps it.
        fingerprint: SHA-256 of what was entered; tells a copy from another submission under the same key.
        replaces: The key that this one takes the place of, or empty.
        manage: The key of an own page that came with it, as long as nobody has looked whether it belongs to what is
            replaced; or empty. Without JavaScript it alone says what is replaced.
        bot_suspected: Whether the field that people do not see was filled in. Password managers and autofill do that
            too, so such a submission is taken like any other, and the organiser sees the mark.
    """

    submission_id: str
    is_scripted: bool
    fingerprint: str
    fields: Mapping[str, str]
    locale: Locale
    created_at: datetime | None
    sent_at: datetime | None
    replaces: str
    manage: str
    bot_suspected: bool

    @property
    def is_correction(self) -> bool:
        """Whether it is to take the place of another."""
        return self.replaces != "" or self.manage != ""

    def next_derived(self) -> Submission:
        """The same content under the key that the server derives next, for one whose last key has come to its end."""
        return replace(self, submission_id=str(uuid.uuid5(_DERIVED_KEYS, self.submission_id)))


def _derive_key(fingerprint: str, manage: str) -> str:
    """The same content is the same submission, but that of a correction is another than that of a registration."""
    return str(uuid.uuid5(_DERIVED_KEYS, fingerprint + manage))


class EnvelopeError(Exception):
    """What the page's script fills in is broken; `submission_id` is empty if that is too."""

    def __init__(self, submission_id: str, problems: tuple[Problem, ...]) -> None:
        """An error that carries its problems."""
        super().__init__(", ".join(problem.code for problem in problems))
        self.submission_id = submission_id
        self.problems = problems


def parse_submission(fields: Mapping[str, str]) -> Submission:
    """Understand the fields that `wire.parse_body` gave.

    Raises:
        EnvelopeError: With every problem of the identifiers, times and numbers that the page's script fills in.
    """
    problems = (*wire.check_identifiers(fields), *wire.check_script_fields(fields))
    if problems:
        is_named = all(problem.field != "submission_id" for problem in problems)
        raise EnvelopeError(fields["submission_id"] if is_named else "", problems)
    fingerprint = wire.fingerprint(fields)
    is_scripted = fields["submission_id"] != ""
    return Submission(
        submission_id=fields["submission_id"] if is_scripted else _derive_key(fingerprint, fields["manage"]),
        is_scripted=is_scripted,
        fingerprint=fingerprint,
        fields=fields,
        locale=parse_locale(fields["locale"]),
        created_at=wire.parse_instant(fields["created_at"]) if is_scripted else None,
        sent_at=wire.parse_instant(fields["sent_at"]) if is_scripted else None,
        replaces=fields["replaces"],
        manage=fields["manage"],
        bot_suspected=fields["bot-field"] != "",
    )
