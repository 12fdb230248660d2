"""How much one address may ask of the form backend: many phones behind it must pass, guessing and flooding must not.

Counted in this process's memory, by the address alone, which is written nowhere.
"""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from backend.terms.outcomes import Invalid, Refused, Stored
from registration_rules import Code

if TYPE_CHECKING:
    from limits import RateLimitItem

    from backend.terms.outcomes import Outcome

NETWORK_BITS = 64
"""Of an IPv6 address: what one connection is given, and may change the rest of at will."""


class TooManyRequestsError(Exception):
    """The address has had what it may for now; nothing is kept of the request."""

    def __init__(self, retry_after_s: int) -> None:
        """Say after how many seconds the next may come."""
        super().__init__()
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much may come from one address; ARCHITECTURE.md says why so much.

    Attributes:
        posts: Registrations and acts that can be read, copies too.
        questions: How registrations stand, which phones ask by themselves: it must keep nobody from registering.
        refusals: "No place is free", "closed": each is kept, and would fill the disk.
        seatless: What is stored without a seat, in line or for review: neither seats nor a deadline end it.
        corrections: Accepted ones: who may change a registration at will could try out who else is registered.
        conflicts: What says that others are registered, or a key is taken.
    """

    posts: str = "1000 per 10 minutes"
    questions: str = "3000 per 10 minutes"
    refusals: str = "60 per hour"
    seatless: str = "300 per hour"
    corrections: str = "60 per hour"
    conflicts: str = "20 per hour"


class RateLimits:
    """Counts for every address, in a window that slides."""

    def __init__(self, numbers: Numbers | None = None) -> None:
        """Count from nothing, up to `numbers`."""
        numbers = numbers or Numbers()
        self._posts = parse(numbers.posts)
        self._questions = parse(numbers.questions)
        self._refusals = parse(numbers.refusals)
        self._seatless = parse(numbers.seatless)
        self._corrections = parse(numbers.corrections)
        self._conflicts = parse(numbers.conflicts)
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    def admit_post(self, address: str) -> None:
        """Count a POST.

        Raises:
            TooManyRequestsError: If there were too many from this address.
        """
        self._count(self._posts, "posts", address)

    def admit_question(self, address: str) -> None:
        """Count a question how registrations stand.

        Raises:
            TooManyRequestsError: If there were too many from this address.
        """
        self._count(self._questions, "questions", address)

    def admit_outcome(self, address: str, outcome: Outcome, *, is_correction: bool) -> None:
        """Count an answer that is given for the first time, before it is kept.

        Raises:
            TooManyRequestsError: If this address had too many of its kind.
        """
        match outcome:
            case Refused(code="key_reused"):
                self._count(self._conflicts, "conflicts", address)
            case Invalid() if any(problem.code == Code.ALREADY_REGISTERED for problem in outcome.problems):
                self._count(self._conflicts, "conflicts", address)
            case Refused():
                self._count(self._refusals, "refusals", address)
            case Stored() if is_correction:
                self._count(self._corrections, "corrections", address)
            case Stored() if outcome.status != "confirmed":
                self._count(self._seatless, "seatless", address)

    def reset(self) -> None:
        """Begin to count anew."""
        self._storage.reset()

    def _count(self, limit: RateLimitItem, kind: str, address: str) -> None:
        sender = group_address(address)
        if not self._limiter.hit(limit, kind, sender):
            free_at = self._limiter.get_window_stats(limit, kind, sender).reset_time
            raise TooManyRequestsError(max(1, math.ceil(free_at - time.time())))


def group_address(address: str) -> str:
    """What is counted as one sender: an IPv4 address, an IPv6 network; whatever is no address counts together."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "?"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, NETWORK_BITS), strict=False))
