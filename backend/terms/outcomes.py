"""What can become of a submission: the words that the use case, the store and the answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from backend.terms.message_kinds import State
    from registration_rules import Problem

type Status = Literal["confirmed", "waiting", "late_review"]
"""How a registration is stored: with a seat, in the waiting list, or received late and held for the organiser."""

type RefusalCode = Literal["quota_full", "closed", "superseded", "key_reused"]
"""Why a well-formed submission is not stored; the same submission gets the same answer again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The registration is in the store, durably.

    Attributes:
        manage: The key of the registrant's own page; empty for what was stored before there were any.
        place: Its place in the waiting list now, from 1; None if it does not wait.
        is_replay: Whether an earlier copy of the submission stored it, and this is its first answer again.
    """

    submission_id: str
    receipt: str
    status: State
    received_at: datetime
    is_replay: bool
    manage: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """The submission is well-formed, but cannot be stored, now or later."""

    submission_id: str
    code: RefusalCode


@dataclass(frozen=True, slots=True)
class Invalid:
    """The submission breaks rules; nothing is stored, and a person has to mend it."""

    submission_id: str
    problems: tuple[Problem, ...]


type Outcome = Stored | Refused | Invalid
