"""Copies of one submission through a network that breaks anywhere: one row, one receipt, one set of messages."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.store.schema import outbox, registrations, submissions
from bench.faults.cutting_proxy import Cut, cutting_proxy
from bench.faults.http_client import Answer, NoAnswerError, ask
from bench.faults.people import EVENT, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from random import Random

    from bench.faults.cutting_proxy import Direction
    from bench.faults.people import Registrant
    from bench.faults.stores import Store

COPIES = 10
AT_ONCE = 24
CUT_OF_TEN = 7
LONGEST_ANSWER_BYTES = 900
_ACCEPTED = (200, 201)


@dataclass(slots=True)
class Sent:
    """What came back of all copies, by key; and how many came back to nobody."""

    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    lost: int = 0


async def measure(setting: Setting) -> list[Figure]:
    """Send every copy, most of them into a cut."""
    count = setting.count(10_000, 24)
    site = write_site(setting.folder / "site", {EVENT: {"organisations": name_organisations(count), "quota": 3}})
    people = [make_registrant(number, f"o{number}") for number in range(count)]
    longest = len(people[-1].request)
    cuts, sent = Counter[str](), Sent()
    async with (
        serving(setting, site) as server,
        cutting_proxy(server.next_port, lambda: draw_cut(setting.chance, longest), cuts) as proxy,
    ):

        async def register(person: Registrant) -> None:
            await asyncio.gather(*(send(proxy.port, person, sent) for _ in range(COPIES - 1)))
            await send(server.next_port(), person, sent)

        await work_through(people, register, AT_ONCE, setting.say, "keys")
    return judge(server.store, people, sent, cuts)


def draw_cut(chance: Random, longest: int) -> Cut | None:
    """Seven of ten connections are cut, in either direction, between any two bytes."""
    if chance.randrange(10) >= CUT_OF_TEN:
        return None
    is_reset = chance.random() < 1 / 2
    if chance.random() < 1 / 2:
        return Cut("request", chance.randrange(longest), is_reset)
    return Cut("answer", chance.randrange(LONGEST_ANSWER_BYTES), is_reset)


async def send(port: int, person: Registrant, sent: Sent) -> None:
    """Send one copy, and keep what comes back."""
    try:
        sent.answers[person.key].append(await ask(port, person.request, person.address))
    except NoAnswerError:
        sent.lost += 1


def judge(store: Store, people: list[Registrant], sent: Sent, cuts: Counter[Direction]) -> list[Figure]:
    """Compare what was answered with what is there."""
    count = len(people)
    rows = Counter(row.submission_id for row in store.rows(select(registrations.c.submission_id)))
    receipts = {row.submission_id: row.receipt for row in store.rows(select(submissions))}
    sets = Counter((row.submission_id, row.kind, row.channel) for row in store.rows(select(outbox)))
    told = {key for key, kind, channel in sets if (kind, channel) == ("confirmation", "email")}
    doubled = {key for (key, _, _), number in sets.items() if number > 1}
    keys = [person.key for person in people]
    torn = sum(not is_one(sent.answers[key], receipts.get(key)) for key in keys)
    return [
        count_figure("keys without exactly one row", sum(rows[key] != 1 for key in keys), of=f"{count:,} × {COPIES}"),
        count_figure("keys answered in two ways", torn),
        count_figure("keys without exactly one set of messages", len(doubled) + sum(key not in told for key in keys)),
        count_figure("rows of nobody", len(rows.keys() - set(keys))),
        Figure(
            "cuts",
            "both ways",
            f"{cuts['request']:,} on the way there, {cuts['answer']:,} back; {sent.lost:,} copies unanswered",
            min(cuts["request"], cuts["answer"]) > count,
        ),
    ]


def is_one(answers: list[Answer], receipt: str | None) -> bool:
    """Whether all answers are one, with this receipt, told as new at most once."""
    told = {json.dumps(answer.json(), sort_keys=True) for answer in answers}
    statuses = Counter(answer.status for answer in answers)
    receipts = {answer.json().get("receipt") for answer in answers}
    return len(told) == 1 and receipts == {receipt} and statuses[201] <= 1 and set(statuses) <= set(_ACCEPTED)


ROW = Row(
    "copies",
    "10,000 keys × 10 copies, connection cut anywhere in either direction",
    measure,
    (
        Control("forgets_keys", ("keys answered in two ways",)),
        Control("new_keys", ("keys without exactly one row", "rows of nobody")),
        Control("doubles_messages", ("keys without exactly one set of messages",)),
    ),
)
