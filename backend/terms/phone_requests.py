"""What a phone asks about registrations that it has a receipt for: to cancel one, and how several stand."""

from __future__ import annotations

from dataclasses import dataclass

from registration_rules import Code, Problem, wire

MOST_NAMED = 30
"""Registrations in one question."""

_CHECKS = {
    "submission_id": wire.is_identifier,
    "manage": wire.is_manage_key,
    "act_id": wire.is_identifier,
    "created_at": wire.is_instant,
    "sent_at": wire.is_instant,
    "attempt": wire.is_attempt,
}


@dataclass(frozen=True, slots=True)
class Named:
    """A registration as a phone names it: by its key, with the key of its own page as the proof."""

    submission_id: str
    manage: str


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A registration is to be cancelled.

    Attributes:
        act_id: What the answer has to repeat. Nothing is kept under it: cancelling twice is cancelling once anyway.
    """

    act_id: str
    named: Named


def parse_cancellation(body: bytes) -> Cancellation:
    """Read the body of a `POST /r/<slug>/cancel/`.

    Raises:
        WireError: It has other fields than it should have, or one that no phone of ours writes so.
    """
    fields = wire.parse_exactly(body, _CHECKS)
    for name, is_sound in _CHECKS.items():
        if not is_sound(fields[name]):
            raise wire.WireError(Problem(Code.FIELD_BROKEN, name))
    return Cancellation(fields["act_id"], Named(fields["submission_id"], fields["manage"]))


def parse_question(body: bytes) -> tuple[Named, ...]:
    """Read the body of a `POST /r/<slug>/standing/`: the registrations that it asks about, at least one, in its order.

    Raises:
        WireError: It is no such question, or asks about too many.
    """
    lines = wire.parse_exactly(body, ["registrations"])["registrations"].split("\n")
    named = tuple(Named(*line.split(".", 1)) for line in lines if line.count(".") == 1)
    is_sound = all(wire.is_identifier(one.submission_id) and wire.is_manage_key(one.manage) for one in named)
    if len(named) != len(lines) or len(lines) > MOST_NAMED or not is_sound:
        raise wire.WireError(Problem(Code.FIELD_BROKEN, "registrations"))
    return named
