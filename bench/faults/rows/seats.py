"""Seats under 64 writers: none given twice, and none that is free refused."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from backend.store.schema import registrations
from bench.faults.http_client import NoAnswerError, ask
from bench.faults.people import address_of, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from random import Random

    from bench.faults.people import Registrant
    from bench.faults.serving import Serving

WRITERS, FEWEST_WRITERS = 64, 32
ORGANISATIONS = name_organisations(8)
_SERVER_ERROR = 500


@dataclass(slots=True)
class Seen:
    """What was wrong so far, and how much was asked."""

    over: int = 0
    refused: int = 0
    errors: int = 0
    requests: int = 0
    codes: Counter[str] = field(default_factory=Counter)


async def measure(setting: Setting) -> list[Figure]:
    """Go through the rounds, each an event of its own with the next kind of limits."""
    writers = setting.count(WRITERS, FEWEST_WRITERS)
    kinds = list_kinds(writers)
    rounds = setting.count(50, len(kinds))
    limits = {f"round-{number}": kinds[number % len(kinds)] for number in range(rounds)}
    rules = {slug: {"organisations": ORGANISATIONS} | kind for slug, kind in limits.items()}
    site = write_site(setting.folder / "site", rules)
    seen = Seen()
    async with serving(setting, site) as server:

        async def play(item: tuple[int, str]) -> None:
            await Round(server, setting.chance, item[1], limits[item[1]], item[0] * 3 * WRITERS, writers, seen).play()

        await work_through(enumerate(limits), play, 1, setting.say, "rounds")
    told = ", ".join(f"{count:,} {code}" for code, count in sorted(seen.codes.items()))
    return [
        count_figure("seats given beyond quota or capacity", seen.over, of=f"{rounds} rounds: {told}"),
        count_figure("free seats refused, or free while somebody waits", seen.refused),
        count_figure("5xx or no answer", seen.errors, of=f"{seen.requests:,}"),
    ]


def list_kinds(writers: int) -> list[dict[str, Any]]:
    """The kinds of limits, each too narrow for so many writers."""
    capacity = writers * 5 // 16
    return [
        {"quota": 3},
        {"quota": None, "capacity": capacity},
        {"quota": 3, "capacity": capacity},
        {"quota": 2, "waiting_list": True},
        {"quota": 2, "capacity": capacity, "waiting_list": True},
    ]


@dataclass(slots=True)
class Round:
    """One event, from its first registration to its last."""

    server: Serving
    chance: Random
    event: str
    limits: Mapping[str, Any]
    first_number: int
    writers: int
    seen: Seen

    async def play(self) -> None:
        """All register at once; then they cancel, move and register at once; then what is free is asked for."""
        people = [self.make_person(number) for number in range(self.writers)]
        answers = await self.all_at_once(person.request for person in people)
        self.judge_first(people, answers)
        stored = [(person, answer) for person, answer in zip(people, answers, strict=True) if "manage" in answer]
        late = [self.make_person(self.writers + number).request for number in range(self.writers - len(stored))]
        await self.all_at_once([*(self.disturb(*one) for one in stored), *late])
        self.judge_seats()
        await self.ask_for_the_rest()

    def make_person(self, number: int, organisation: str | None = None) -> Registrant:
        """Somebody new to this event."""
        organisation = organisation or ORGANISATIONS[number % len(ORGANISATIONS)]
        return make_registrant(self.first_number + number, organisation, self.event)

    def disturb(self, person: Registrant, answer: dict[str, str]) -> bytes:
        """Cancel, or move somewhere else."""
        if self.chance.random() < 1 / 2:
            return person.cancellation(answer["manage"])
        return person.corrected(answer["manage"], organisation=self.chance.choice(ORGANISATIONS)).request

    async def all_at_once(self, requests: Iterable[bytes]) -> list[dict[str, str]]:
        """Send them at the same time; gives the answers in order."""
        numbered = enumerate(requests, self.first_number + self.seen.requests % self.writers)
        return await asyncio.gather(*(self.send(*one) for one in numbered))

    async def send(self, number: int, request: bytes) -> dict[str, str]:
        """Send one."""
        self.seen.requests += 1
        try:
            answer = await ask(self.server.next_port(), request, address_of(number))
        except NoAnswerError:
            self.seen.errors += 1
            return {}
        self.seen.errors += answer.status >= _SERVER_ERROR
        said = answer.json()
        self.seen.codes[said.get("code") or said.get("status", "?")] += 1
        return said

    def judge_first(self, people: list[Registrant], answers: list[dict[str, str]]) -> None:
        """No seat became free yet: who was told no, or to wait, finds the organisation or the event full."""
        taken = self.count_taken()
        for person, answer in zip(people, answers, strict=True):
            is_told_no = answer.get("code") == "quota_full" or answer.get("status") == "waiting"
            self.seen.refused += is_told_no and self.has_room(taken, person.fields["organisation"])
        self.judge_seats()

    def judge_seats(self) -> None:
        """Nothing beyond the limits, and nobody waits for a seat that is free."""
        taken = self.count_taken()
        quota, capacity = self.limits.get("quota"), self.limits.get("capacity")
        self.seen.over += sum(max(0, count - quota) for count in taken.values()) if quota else 0
        self.seen.over += max(0, taken.total() - capacity) if capacity else 0
        waiting = self.count_states("waiting")
        self.seen.refused += sum(self.has_room(taken, organisation) for organisation in waiting)

    async def ask_for_the_rest(self) -> None:
        """As many people as there are seats left ask for them at once, and each must get one."""
        taken, wanted = self.count_taken(), list[str]()
        for organisation in ORGANISATIONS * (self.limits.get("quota") or self.writers):
            if self.has_room(taken, organisation):
                taken[organisation] += 1
                wanted.append(organisation)
        people = [self.make_person(2 * self.writers + place, one) for place, one in enumerate(wanted[: self.writers])]
        answers = await self.all_at_once(person.request for person in people)
        self.seen.refused += sum(answer.get("status") != "confirmed" for answer in answers)
        self.judge_seats()

    def has_room(self, taken: Counter[str], organisation: str) -> bool:
        """Whether an organisation could have one more."""
        quota, capacity = self.limits.get("quota"), self.limits.get("capacity")
        return (not quota or taken[organisation] < quota) and (not capacity or taken.total() < capacity)

    def count_taken(self) -> Counter[str]:
        """How many hold a seat, by organisation."""
        return self.count_states("confirmed")

    def count_states(self, state: str) -> Counter[str]:
        """How many are in a state, by organisation."""
        table = registrations.c
        query = select(table.organisation).where(table.event == self.event, table.state == state)
        return Counter(row.organisation for row in self.server.store.rows(query))


ROW = Row(
    "seats",
    "quota and capacity, 64 writers × 50 rounds, with cancels, moves and a waiting list between",
    measure,
    (Control("no_lock", ("seats given beyond quota or capacity", "5xx or no answer"), is_any_enough=True),),
)
