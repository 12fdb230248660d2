"""What came of trying to send a message. Nothing here is about the recipient: it goes to the store and to the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Reason = Literal[
    "not_set_up",
    "texts_missing",
    "unreachable",
    "timeout",
    "connection_lost",
    "not_secure",
    "credentials_refused",
    "answered_later",
    "answer_not_understood",
    "address_unusable",
    "refused",
    "event_missing",
    "not_taken",
]
"""Why a message did not go out; each has its text under `delivery.outcome` of the messages."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Whoever carries it on has taken it; `provider_id` is their name for it, empty if they gave none."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class TryAgain:
    """It may or may not have been taken; the same message again does no harm.

    Attributes:
        detail: Codes that the other side gave: `451 4.7.1`, `HTTP 503`; empty if none.
    """

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """The reason and the codes, for a column or a log line."""
        return f"{self.reason} {self.detail}".strip()


@dataclass(frozen=True, slots=True)
class Failed:
    """It will never be taken; attributes as of `TryAgain`."""

    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        """The reason and the codes, for a column or a log line."""
        return f"{self.reason} {self.detail}".strip()


type Outcome = Sent | TryAgain | Failed
