"""One person, moved to several organisations at the same moment: one move wins, and the others are told no."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from backend.store.schema import registrations
from bench.faults.http_client import NoAnswerError, ask
from bench.faults.people import EVENT, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from bench.faults.people import Registrant
    from bench.faults.serving import Serving

MOVES = 8
_SERVER_ERROR = 500
_ACCEPTED = 201


@dataclass(slots=True)
class Seen:
    """Of all rounds: how many moves won in each, and every status."""

    winners: list[int] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


async def measure(setting: Setting) -> list[Figure]:
    """Go through the rounds; in each, somebody new registers and moves."""
    rounds, seen = setting.count(200, 8), Seen()
    organisations = name_organisations(MOVES + 1)
    site = write_site(setting.folder / "site", {EVENT: {"organisations": organisations, "quota": None}})
    async with serving(setting, site) as server:

        async def move(number: int) -> None:
            person = make_registrant(number * MOVES, organisations[-1])
            seen.winners.append(await race(server, person, organisations[:MOVES], seen.statuses))

        await work_through(range(rounds), move, 1, setting.say, "rounds")
    query = select(registrations.c.mobile, func.count()).where(registrations.c.state == "confirmed")
    left = [count for _, count in server.store.rows(query.group_by(registrations.c.mobile))]
    return [
        count_figure("rounds without exactly one winner", sum(won != 1 for won in seen.winners), of=f"{rounds:,}"),
        count_figure("people with other than one seat", sum(count != 1 for count in left) + abs(rounds - len(left))),
        count_figure(
            "5xx or no answer",
            sum(count for status, count in seen.statuses.items() if status >= _SERVER_ERROR or not status),
            of=f"{seen.statuses.total():,}",
        ),
    ]


async def race(server: Serving, person: Registrant, organisations: list[str], statuses: Counter[int]) -> int:
    """Register, then move to all of them at once; how many moves were accepted."""
    answer = await ask(server.next_port(), person.request, person.address)
    manage = answer.json().get("manage", "")
    moves = [
        replace(person.corrected(manage, organisation=organisation), number=person.number + place)
        for place, organisation in enumerate(organisations)
    ]

    async def move(correction: Registrant) -> int:
        try:
            return (await ask(server.next_port(), correction.request, correction.address)).status
        except NoAnswerError:
            return 0

    told = await asyncio.gather(*map(move, moves))
    statuses.update(told)
    return told.count(_ACCEPTED)


ROW = Row(
    "moves",
    "8 concurrent moves of one person to 8 organisations, 200 rounds",
    measure,
    (Control("no_lock", ("5xx or no answer",)),),
)
