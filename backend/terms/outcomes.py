"""What can become of a submission: the words that the use case, the store and the answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from registration_rules import Problem

type Status = Literal["confirmed", "late_review"]
"""How a stored registration stands: accepted, or made in time but received late and held for the organiser."""

type ReceiptState = Status | Literal["replaced"]
"""What a receipt stands for now: a registration as it was stored, or one that a correction has replaced."""

type RefusalCode = Literal["quota_full", "closed", "superseded", "key_reused"]
"""Why a well-formed submission is not stored; the same submission gets the same answer again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The registration is in the store, durably.

    Attributes:
        is_replay: Whether an earlier copy of the submission stored it, and this is its first answer again.
    """

    submission_id: str
    receipt: str
    status: Status
    received_at: datetime
    is_replay: bool


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
