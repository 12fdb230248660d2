"""What registrations need is away for a while: nothing acknowledged is lost, and all goes on when it is back.

A full disk is a small file system that a ballast fills; where nobody may mount one, the limit on the size of the
server's files says the same to SQLite with another error.
"""

from __future__ import annotations

import asyncio
import resource
import time
from collections import defaultdict
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from backend.store.schema import outbox
from bench.faults import disks
from bench.faults.load import ORGANISATIONS, Load, count_untold
from bench.faults.mail import mail_server
from bench.faults.people import EVENT, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.rows.sender_kills import count_waiting, end_leases, wait_until
from bench.faults.serving import serving
from bench.faults.stores import make_postgresql_store, make_sqlite_store
from tests.servers.postgresql_server import postgresql_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bench.faults.mail import Taken
    from bench.faults.row import DatabaseName
    from bench.faults.stores import Store

FULL_S, LEAST_S = 120, 1
HEALED_WITHIN_S, CONTROL_WITHIN_S = 30.0, 2.0
BEFORE_S, LEAST_BEFORE_S = 5, 0.3
SQLITE_DISK_MB, POSTGRESQL_DISK_MB = 16, 120
SENT_WITHIN_S = 600.0
REST_S = 0.2  # so that in the smallest run few messages wait for the mail server
LONGER_S = 10  # than it is asked, until it is felt
_YES_CONTROLS = (
    Control("says_yes", ("acknowledged registrations lost",)),
    Control("stays_down", ("heals alone",)),
)


@dataclass(frozen=True, slots=True)
class Outage:
    """What goes away and comes back, and the store that feels it."""

    store: Store
    begin: Callable[[list[int]], None]
    end: Callable[[list[int]], None]


async def measure_outage(setting: Setting, outage: Outage) -> list[Figure]:
    """Register without a pause before it, through it and after it."""
    site = write_site(setting.folder / "site", {EVENT: {"organisations": ORGANISATIONS, "quota": None}})
    async with serving(setting, site, store=outage.store) as server:
        load, pids = Load(server), [process.pid for process in server.processes]
        people = asyncio.create_task(load.keep_on())
        await asyncio.sleep(BEFORE_S if setting.size else LEAST_BEFORE_S)
        before = len(load.receipts)
        await asyncio.to_thread(outage.begin, pids)
        length_s = setting.count(FULL_S, LEAST_S)
        for left_s in range(length_s + LONGER_S, 0, -1):
            setting.say(f"{left_s} s left, {len(load.receipts):,} accepted, {load.count_refused():,} refused")
            await asyncio.sleep(1)
            # A backend that always says yes lets nobody feel it.
            if left_s <= LONGER_S + 1 and (load.is_felt() or setting.sabotage == "says_yes"):
                break
        during, refused = len(load.receipts) - before, load.count_refused()
        await asyncio.to_thread(outage.end, pids)
        within_s = CONTROL_WITHIN_S if setting.sabotage else HEALED_WITHIN_S
        healed_s = await wait_until_accepted(load, within_s)
        load.is_over = True
        await people
        await load.ask_again()
    told = f"{during:,} accepted and {refused:,} refused in {length_s} s"
    return [
        count_figure("acknowledged registrations lost", load.count_lost(outage.store), of=f"{len(load.receipts):,}"),
        count_figure("registrations without exactly one message", count_untold(outage.store)),
        count_figure("answers but yes and 503", load.count_odd(), of=f"{load.statuses.total():,}"),
        Figure("felt", "by every process", told, load.is_felt()),
        Figure("heals alone", f"within {within_s:.0f} s", f"after {healed_s:.1f} s", healed_s < within_s),
        count_figure("left without a yes when all is well", len(load.open)),
    ]


async def wait_until_accepted(load: Load, within_s: float) -> float:
    """How many seconds go by until every process accepts something sent from now on; `within_s` at most."""
    since = load.wait_for_acceptance()
    with suppress(TimeoutError):
        await asyncio.wait_for(load.healed.wait(), within_s)
    return time.monotonic() - since


async def measure_full_disk(setting: Setting) -> list[Figure]:
    """No room on the disk that the store is on."""
    async with store_on_small_disk(setting) as outage:
        return await measure_outage(setting, outage)


@asynccontextmanager
async def store_on_small_disk(setting: Setting) -> AsyncIterator[Outage]:
    """A store on a disk of its own."""
    if setting.database == "sqlite" and not disks.may_mount():
        store = setting.make_store()
        yield Outage(
            store, lambda pids: limit_files(pids, store.file.stat().st_size), lambda pids: limit_files(pids, -1)
        )
        return
    is_sqlite = setting.database == "sqlite"
    with disks.small_disk(setting.folder / "disk", SQLITE_DISK_MB if is_sqlite else POSTGRESQL_DISK_MB) as disk:
        begin, end = (lambda _pids: disks.fill(disk)), (lambda _pids: disks.free(disk))
        if is_sqlite:
            yield Outage(make_sqlite_store(disk / "data"), begin, end)
            return
        setting.folder.chmod(0o711)  # the server runs as another user
        tables = disk / "tables"
        tables.mkdir(mode=0o700)
        with postgresql_server(tables) as server:
            yield Outage(make_postgresql_store(setting.folder / "data", server.create_database("faults")), begin, end)


def limit_files(pids: list[int], size_bytes: int) -> None:
    """Let these processes write no file beyond a size; -1 lifts the limit."""
    for pid in pids:
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size_bytes, hard))


async def measure_file_gone(setting: Setting) -> list[Figure]:
    """The store's file is taken away and put back."""
    store = setting.make_store()
    elsewhere = store.file.with_name("elsewhere")
    take, put = (lambda _pids: store.file.rename(elsewhere)), (lambda _pids: elsewhere.rename(store.file))
    return await measure_outage(setting, Outage(store, take, put))


async def measure_database_away(setting: Setting) -> list[Figure]:
    """The PostgreSQL server is stopped and started."""
    server = setting.postgresql
    assert server is not None
    return await measure_outage(
        setting, Outage(setting.make_store(), lambda _pids: server.stop(), lambda _pids: server.start())
    )


async def measure_mail_away(setting: Setting) -> list[Figure]:
    """The mail server is stopped and started, while people register and the serving processes send."""
    site = write_site(setting.folder / "site", {EVENT: {"organisations": ORGANISATIONS, "quota": None}})
    with mail_server(setting.chance) as mails:
        async with serving(setting, site, **mails.name_variables()) as server:
            load = Load(server, 0 if setting.size else REST_S)
            people = asyncio.create_task(load.keep_on())
            await asyncio.sleep(BEFORE_S if setting.size else LEAST_BEFORE_S)
            await asyncio.to_thread(mails.stop)
            taken = len(mails.taken)
            length_s = setting.count(FULL_S, LEAST_S)
            for left_s in range(length_s + LONGER_S, 0, -1):
                setting.say(f"{left_s} s left, {len(load.receipts):,} accepted")
                await asyncio.sleep(1)
                if left_s <= LONGER_S + 1 and count_unsent(server.store):
                    break
            unsent = count_unsent(server.store)
            load.is_over = True
            await people
            await asyncio.to_thread(mails.start)
            started = time.monotonic()
            if not setting.size or setting.sabotage:  # its pauses begin with a minute
                await asyncio.sleep(1)
                end_leases(server.store)
            await asyncio.to_thread(wait_until, lambda: count_waiting(server.store) == 0, SENT_WITHIN_S)
            needed_s = time.monotonic() - started
    return judge_mail(load, mails.taken, taken, unsent, needed_s)


def count_unsent(store: Store) -> int:
    """Messages that were tried in vain."""
    return store.rows(select(func.count()).where(outbox.c.last_error.is_not(None)))[0][0]


def judge_mail(load: Load, taken: list[Taken], before: int, unsent: int, needed_s: float) -> list[Figure]:
    """Compare what the mail server took, `before` of it before it went away, with who is registered."""
    ids = defaultdict[str, set[str]](set)
    for one in taken:
        ids[one.recipient].add(one.message_id)
    missing = {f"person{number}@example.go.th" for number in range(1, load.count() + 1)} - ids.keys()
    sent = f"{len(taken) - before:,} messages in {needed_s:.0f} s"
    lost = load.count_lost(load.server.store)
    return [
        count_figure("acknowledged registrations lost", lost, of=f"{len(load.receipts):,}"),
        count_figure("answers but yes", len(load.open)),
        count_figure("messages missing", len(missing), of=f"{load.count():,}, {len(taken) - len(ids)} of them twice"),
        count_figure("messages with a second Message-ID", sum(len(known) > 1 for known in ids.values())),
        Figure("felt", "by the senders", f"{unsent:,} messages tried in vain", unsent > 0),
        Figure("heals alone", f"within {SENT_WITHIN_S:.0f} s", sent, not missing),
    ]


def make_row(
    name: str,
    title: str,
    measure: Callable[[Setting], object],
    databases: tuple[DatabaseName, ...],
    controls: tuple[Control, ...] = _YES_CONTROLS,
) -> Row:
    """A row of an outage."""
    return Row(
        name, f"{title} for 2 minutes of load: nothing acknowledged lost, heals alone", measure, controls, databases
    )


ROWS = (
    make_row(
        "full-disk", "disk full", measure_full_disk, ("sqlite", "postgresql") if disks.may_mount() else ("sqlite",)
    ),
    make_row("file-gone", "the store's file gone", measure_file_gone, ("sqlite",)),
    make_row("database-away", "database away", measure_database_away, ("postgresql",)),
    make_row(
        "mail-away",
        "mail server away",
        measure_mail_away,
        ("sqlite", "postgresql"),
        (Control("gives_up", ("messages missing",)),),
    ),
)
