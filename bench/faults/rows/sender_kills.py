"""The sender killed between sending and noting, 500 times: no message missing, and a copy only for a kill.

A killed sender leaves its messages to the others when its lease of five minutes is over. That time is not waited for:
once no sender is alive, what still waits is made due at once, past the backend.
"""

from __future__ import annotations

import asyncio
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from backend.store.schema import outbox, registrations
from bench.faults.http_client import ask
from bench.faults.mail import mail_server
from bench.faults.people import EVENT, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from bench.faults.mail import MailServer, Taken
    from bench.faults.people import Registrant
    from bench.faults.processes import Process
    from bench.faults.stores import Store

SENDERS = 2
ORGANISATIONS = name_organisations(200)
MOST_BEFORE_KILL = 6
LATEST_KILL_S = 0.03
SLOWER_S = 0.2  # so that two senders surely work at the same time
SUPPLY_EACH = 4
SUPPLY_LEAST = 24
AT_ONCE = 8
PATIENCE_S = 120.0
LOOK_EVERY_S = 0.2
_CREATED = 201


@dataclass(slots=True)
class Killer:
    """Ends all senders when the mail server has taken so many messages, before it answers or a moment later."""

    chance: Random
    left: int = 0
    victims: list[Process] = field(default_factory=list)
    is_done: threading.Event = field(default_factory=threading.Event)

    def note_taken(self) -> None:
        """One more was taken."""
        self.left -= 1
        if self.left == 0:
            delay_s = self.chance.choice((0, self.chance.uniform(0, LATEST_KILL_S)))
            threading.Timer(delay_s, self.kill).start() if delay_s else self.kill()

    def kill(self) -> None:
        """End them."""
        for victim in self.victims:
            victim.kill()
        self.is_done.set()


async def measure(setting: Setting) -> list[Figure]:
    """Register people, then kill senders until enough were killed, then let everything go out."""
    kills = setting.count(500, 6)
    lives = kills // SENDERS
    site = write_site(setting.folder / "site", {EVENT: {"organisations": ORGANISATIONS, "quota": None}})
    store = setting.make_store()
    await register_people(setting, site, store, SUPPLY_LEAST + lives * SUPPLY_EACH)
    with mail_server(setting.chance) as mails:
        for life in range(lives):
            await asyncio.to_thread(live_and_die, setting, site, store, mails, life)
            if life % 20 == 0:
                setting.say(f"{life * SENDERS:,} kills, {len(mails.taken):,} messages taken")
        mails.on_taken = lambda: None
        if setting.sabotage:
            mails.slowest_s = SLOWER_S
        left = await asyncio.to_thread(send_the_rest, setting, site, store, mails)
        return judge(store, mails.taken, kills, left)


async def register_people(setting: Setting, site: Path, store: Store, count: int) -> None:
    """So many people, one message to each."""
    people = [make_registrant(number, ORGANISATIONS[number % len(ORGANISATIONS)]) for number in range(count)]
    async with serving(setting, site, store=store, processes=1, forks=True) as server:

        async def register(person: Registrant) -> None:
            answer = await ask(server.next_port(), person.request, person.address)
            assert answer.status == _CREATED, answer

        await work_through(people, register, AT_ONCE, setting.say, "registered")


def live_and_die(setting: Setting, site: Path, store: Store, mails: MailServer, life: int) -> None:
    """Start the senders and kill them while they send; then their leases are over."""
    killer = Killer(setting.chance, setting.chance.randint(1, MOST_BEFORE_KILL))
    mails.on_taken = lambda: None
    killer.victims = start_senders(setting, site, store, mails, f"Life {life}")
    mails.on_taken = killer.note_taken
    if count_waiting(store) <= MOST_BEFORE_KILL or not killer.is_done.wait(PATIENCE_S):
        killer.kill()
    end_leases(store)


def start_senders(setting: Setting, site: Path, store: Store, mails: MailServer, life: str) -> list[Process]:
    """Several senders of one life, by whose name the mail server tells later what was sent in it."""
    variables = mails.name_variables(life)
    return [
        setting.starter.send(site, store, sabotage=setting.sabotage, forks=True, **variables) for _ in range(SENDERS)
    ]


def end_leases(store: Store) -> None:
    """Make due what still waits."""
    waiting = update(outbox).where(outbox.c.state == "waiting")
    store.change(waiting.values(next_try_at=datetime.now(UTC)))


def count_waiting(store: Store) -> int:
    """E-mails that have not gone out."""
    query = select(func.count()).where(outbox.c.state == "waiting", outbox.c.channel == "email")
    return store.rows(query)[0][0]


def send_the_rest(setting: Setting, site: Path, store: Store, mails: MailServer) -> int:
    """Let the senders work in peace until nothing waits; how much does all the same."""
    senders = start_senders(setting, site, store, mails, "Peace")
    wait_until(lambda: count_waiting(store) == 0)
    for sender in senders:
        sender.kill()
    return count_waiting(store)


def wait_until(is_so: Callable[[], bool], patience_s: float = PATIENCE_S) -> bool:
    """Look again and again; whether it became so in time."""
    never = threading.Event()
    for _ in range(round(patience_s / LOOK_EVERY_S)):
        if is_so():
            return True
        never.wait(LOOK_EVERY_S)
    return False


def judge(store: Store, taken: list[Taken], kills: int, left: int) -> list[Figure]:
    """Compare what the mail server took with who is registered."""
    ids = defaultdict[str, set[str]](set)
    for one in taken:
        ids[one.recipient].add(one.message_id)
    recipients = {row.email for row in store.rows(select(registrations.c.email))}
    in_one_life = Counter((one.recipient, one.sender) for one in taken)
    copies = len(taken) - len(ids)
    return [
        count_figure("messages missing", len(recipients - ids.keys()) + left, of=f"{len(recipients):,}"),
        count_figure("messages sent twice without a kill", sum(count > 1 for count in in_one_life.values())),
        count_figure("messages with a second Message-ID", sum(len(known) > 1 for known in ids.values())),
        Figure(
            "copies after a kill",
            "at most one of a message for each kill",
            f"{copies:,} in {kills:,} kills",
            copies > 0,
        ),
    ]


ROW = Row(
    "sender-kills",
    "500 kills of the sender: no message missing, at most one copy for each kill",
    measure,
    (
        Control("notes_first", ("messages missing",)),
        Control("new_message_ids", ("messages with a second Message-ID",)),
        Control("no_lease", ("messages sent twice without a kill",)),
    ),
)
