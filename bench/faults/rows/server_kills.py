"""The server killed at any moment, a thousand times: what it acknowledged is there when it starts again."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.store.schema import outbox, registrations, submissions
from bench.faults.http_client import NoAnswerError, ask
from bench.faults.people import EVENT, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from pathlib import Path

    from bench.faults.people import Registrant
    from bench.faults.serving import Serving
    from bench.faults.stores import Store

LANES = 2
CLIENTS = 8
ORGANISATIONS = name_organisations(500)
LONGEST_LIFE_S = 0.3
ONE_OF_CANCELS = 4
PAUSE_S = 0.01
_STORED = (200, 201)


@dataclass(slots=True)
class Lane:
    """One store with its servers, and what they acknowledged.

    Attributes:
        receipts: By key, the receipt that was given.
        cancelled: The keys whose cancellation was acknowledged.
        open: Those who have no answer yet.
        in_flight: How many requests are under way.
        hits: How many kills met a request under way.
        kills: How many there were.
        changed: How many keys were answered with a second receipt.
        refused: How many answers were no yes.
    """

    receipts: dict[str, str] = field(default_factory=dict)
    cancelled: set[str] = field(default_factory=set)
    open: list[Registrant] = field(default_factory=list)
    in_flight: int = 0
    hits: int = 0
    kills: int = 0
    is_over: bool = False
    changed: int = 0
    refused: int = 0


async def measure(setting: Setting) -> list[Figure]:
    """Kill the servers of several stores side by side, while people register and cancel."""
    kills = setting.count(1_000, 12)
    site = write_site(setting.folder / "site", {EVENT: {"organisations": ORGANISATIONS, "quota": None}})
    numbers, lanes = itertools.count(), [Lane() for _ in range(min(LANES, kills))]
    turns = iter(range(kills))

    async def play(lane: Lane) -> Store:
        async with serving(setting, site, forks=True) as server:
            people = [asyncio.create_task(keep_registering(server, lane, numbers)) for _ in range(CLIENTS)]
            for number in turns:
                await kill_one(setting, site, server, lane)
                setting.say(f"{number + 1:,} kills") if number % 20 == 0 else None
            lane.is_over = True
            await asyncio.gather(*people)
            await work_through(lane.open, lambda person: register(server, lane, person), CLIENTS, setting.say, "left")
            return server.store

    stores = await asyncio.gather(*map(play, lanes))
    return judge(stores, lanes)


async def kill_one(setting: Setting, site: Path, server: Serving, lane: Lane) -> None:
    """Wait a moment, kill one of the servers, and put a new one in its place."""
    await asyncio.sleep(setting.chance.uniform(0, LONGEST_LIFE_S))
    place = setting.chance.randrange(len(server.processes))
    lane.hits += lane.in_flight > 0
    lane.kills += 1
    await asyncio.to_thread(server.processes[place].kill)
    server.processes[place] = await asyncio.to_thread(
        setting.starter.serve, site, server.store, sabotage=setting.sabotage, forks=True
    )


async def keep_registering(server: Serving, lane: Lane, numbers: itertools.count[int]) -> None:
    """Register one person after the other, and cancel for some; who gets no answer tries again later."""
    while not lane.is_over:
        number = next(numbers)
        person = make_registrant(number, ORGANISATIONS[number % len(ORGANISATIONS)])
        if not await register(server, lane, person):
            lane.open.append(person)
            await asyncio.sleep(PAUSE_S)
        if lane.open and number % 2:
            again = lane.open.pop(0)
            await register(server, lane, again) or lane.open.append(again)


async def register(server: Serving, lane: Lane, person: Registrant) -> bool:
    """Send one submission, and cancel one of four; whether there was an answer."""
    lane.in_flight += 1
    try:
        answer = await ask(server.next_port(), person.request, person.address)
        if answer.status not in _STORED:
            lane.refused += 1
            return False
        said = answer.json()
        lane.changed += lane.receipts.setdefault(person.key, said["receipt"]) != said["receipt"]
        if person.number % ONE_OF_CANCELS == 0:
            cancelled = await ask(server.next_port(), person.cancellation(said["manage"]), person.address)
            if cancelled.json().get("status") == "cancelled":
                lane.cancelled.add(person.key)
    except NoAnswerError:
        return person.key in lane.receipts
    finally:
        lane.in_flight -= 1
    return True


def judge(stores: list[Store], lanes: list[Lane]) -> list[Figure]:
    """Compare what was acknowledged with what is there."""
    lost = unmade = silent = doubled = 0
    for store, lane in zip(stores, lanes, strict=True):
        receipts = {row.submission_id: row.receipt for row in store.rows(select(submissions))}
        states = {row.submission_id: row.state for row in store.rows(select(registrations))}
        lost += sum(receipts.get(key) != receipt or key not in states for key, receipt in lane.receipts.items())
        unmade += sum(states.get(key) != "cancelled" for key in lane.cancelled)
        sets = Counter((row.submission_id, row.kind, row.channel) for row in store.rows(select(outbox)))
        told = {key for key, kind, channel in sets if (kind, channel) == ("confirmation", "email")}
        silent += len(states.keys() - told)
        doubled += sum(count > 1 for count in sets.values())
    kills, hits = sum(lane.kills for lane in lanes), sum(lane.hits for lane in lanes)
    acknowledged = sum(len(lane.receipts) for lane in lanes)
    cancelled = sum(len(lane.cancelled) for lane in lanes)
    return [
        count_figure("acknowledged registrations lost", lost, of=f"{acknowledged:,} in {kills:,} kills"),
        count_figure("acknowledged cancellations lost", unmade, of=f"{cancelled:,}"),
        count_figure("keys with a second receipt", sum(lane.changed for lane in lanes)),
        count_figure("answers that were no yes", sum(lane.refused for lane in lanes)),
        count_figure("registrations without their message, or with two", silent + doubled),
        Figure("kills with requests under way", "most of them", f"{hits:,} of {kills:,}", hits * 2 > kills),
    ]


ROW = Row(
    "server-kills",
    "1,000 kills of the server: nothing lost that was acknowledged",
    measure,
    (Control("late_commit", ("acknowledged registrations lost",)),),
)
