"""People who keep registering whatever happens, and what they were told."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.store.schema import outbox, registrations, submissions
from bench.faults.http_client import NoAnswerError, ask
from bench.faults.people import make_registrant, name_organisations
from bench.faults.serving import work_through

if TYPE_CHECKING:
    from bench.faults.people import Registrant
    from bench.faults.serving import Serving
    from bench.faults.stores import Store

CLIENTS = 8
ORGANISATIONS = name_organisations(500)
PAUSE_S = 0.1
_STORED, _UNAVAILABLE = (200, 201), 503


@dataclass(slots=True)
class Load:
    """What they were told.

    Attributes:
        after_yes_s: How long each of them rests after a yes.
        receipts: By key, the receipt that was given.
        open: Those who have no yes yet.
        statuses: How often each status came; 0 is no answer.
        refusing: The ports of the processes that said "not now".
        healed: Set when each process has accepted something that was sent since this was waited for.
    """

    server: Serving
    after_yes_s: float = 0
    receipts: dict[str, str] = field(default_factory=dict)
    open: list[Registrant] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    refusing: set[int] = field(default_factory=set)
    healed: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False
    _accepting: set[int] = field(default_factory=set)
    _waiting_since: float = 0.0
    _number: int = 0

    async def keep_on(self) -> None:
        """Register one after the other, several at the same time, until it is over."""
        await asyncio.gather(*(self._go_on() for _ in range(CLIENTS)))

    def wait_for_acceptance(self) -> float:
        """From now on `healed` speaks of what is sent from now on; gives the time, by the monotonic clock."""
        self.healed.clear()
        self._accepting.clear()
        self._waiting_since = time.monotonic()
        return self._waiting_since

    async def ask_again(self) -> None:
        """Send what had no yes once more."""
        again, self.open = self.open, []
        await work_through(again, self.register, CLIENTS, lambda _text: None, "")

    async def register(self, person: Registrant) -> bool:
        """Send one; whether it was accepted."""
        sent_at, port = time.monotonic(), self.server.next_port()
        try:
            answer = await ask(port, person.request, person.address)
        except NoAnswerError:
            status = 0
        else:
            status = answer.status
        self.statuses[status] += 1
        if status == _UNAVAILABLE:
            self.refusing.add(port)
        if status not in _STORED:
            self.open.append(person)
            return False
        self.receipts[person.key] = answer.json()["receipt"]
        if sent_at >= self._waiting_since:
            self._accepting.add(port)
            if len(self._accepting) == len(self.server.processes):
                self.healed.set()
        return True

    async def _go_on(self) -> None:
        while not self.is_over:
            self._number += 1
            person = make_registrant(self._number, ORGANISATIONS[self._number % len(ORGANISATIONS)])
            is_accepted = await self.register(person)
            await asyncio.sleep(self.after_yes_s if is_accepted else PAUSE_S)

    def count(self) -> int:
        """How many people there were, numbered from 1."""
        return self._number

    def count_lost(self, store: Store) -> int:
        """How many were told yes and are not there, or not with that receipt."""
        receipts = {row.submission_id: row.receipt for row in store.rows(select(submissions))}
        kept = {row.submission_id for row in store.rows(select(registrations.c.submission_id))}
        return sum(receipts.get(key) != receipt or key not in kept for key, receipt in self.receipts.items())

    def is_felt(self) -> bool:
        """Whether every process has refused something."""
        return len(self.refusing) == len(self.server.processes)

    def count_odd(self) -> int:
        """Answers that were neither yes nor "not now"."""
        return sum(count for status, count in self.statuses.items() if status not in {*_STORED, _UNAVAILABLE})

    def count_refused(self) -> int:
        """How often it was "not now"."""
        return self.statuses[_UNAVAILABLE]


def count_untold(store: Store) -> int:
    """Registrations without exactly one message to confirm them by e-mail."""
    row = outbox.c
    query = select(row.submission_id).where(row.kind == "confirmation", row.channel == "email")
    told = Counter(found.submission_id for found in store.rows(query))
    return sum(told[row.submission_id] != 1 for row in store.rows(select(registrations.c.submission_id)))
