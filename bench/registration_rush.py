"""Whether everybody is answered when all come at once: on SQLite, and on PostgreSQL with two serving processes.

    .venv/bin/python -m bench.registration_rush [sqlite] [postgresql]

On SQLite 1,000 people press the button at the same moment, each over a connection of their own. On PostgreSQL three
people of each of 7,850 organisations register, over 200 connections to two processes. The servers are started as a
user starts them, and send no messages: those wait in the store, where they are counted.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from backend.store.opening import migrate
from backend.store.sqlite import FILE_NAME
from bench.crowd import QUOTA, make_requests, write_site
from bench.load import find_percentile, send_all
from bench.serving import ON_DISK, serving_backend
from tests.servers.postgresql_server import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.load import Answer

SQLITE_PEOPLE = 1_000
SQLITE_WITHIN_S = 20.0
ORGANISATIONS = 7_850
POSTGRESQL_CONNECTIONS = 200
POSTGRESQL_WITHIN_S = 120.0
LAST = 1_000
LAST_WITHIN_S = 5.0
PROCESSES = 2

_COUNTS = {
    "registrations": "SELECT count(*) FROM registrations WHERE state = 'confirmed'",
    "of one organisation": (
        "SELECT max(people) FROM (SELECT count(*) AS people FROM registrations GROUP BY organisation) AS counted"
    ),
    "without messages": "SELECT count(*) FROM registrations LEFT JOIN outbox USING (submission_id) WHERE id IS NULL",
    "messages": "SELECT count(*) FROM outbox",
}


@dataclass(frozen=True, slots=True)
class Rush:
    """What became of everybody.

    Attributes:
        statuses: How many had which answer; 0 is none.
        took_s: Until the last was answered.
        longest_s: What the one waited who waited longest.
        last_p99_s: What 99 of 100 of the last `LAST` to be answered waited at most.
        counts: Of rows in the store, by what they are.
    """

    statuses: Mapping[int, int]
    took_s: float
    longest_s: float
    last_p99_s: float
    counts: Mapping[str, int]

    @property
    def is_complete(self) -> bool:
        """Whether everybody was answered 201, no organisation has too many seats, and no message is missing."""
        stored = self.statuses.get(201, 0)
        most = min(QUOTA, self.counts["of one organisation"])
        wanted = {"registrations": stored, "of one organisation": most, "without messages": 0, "messages": 2 * stored}
        return set(self.statuses) == {201} and self.counts == wanted


def rush_sqlite(people: int = SQLITE_PEOPLE) -> Rush:
    """So many people at once, on a store in a file on the disk."""
    with _working_folder() as folder:
        site = write_site(folder / "site", people)
        with serving_backend(site, folder / "var") as server:
            answers = send_all([server.port], make_requests(people, people), people)
        with closing(sqlite3.connect(folder / "var" / FILE_NAME)) as connection:
            counts = {name: connection.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    return _sum_up(answers, counts)


def rush_postgresql(organisations: int = ORGANISATIONS, url: str = "") -> Rush:
    """All seats of so many organisations, on an empty database and two serving processes.

    Args:
        organisations: How many; each has three seats.
        url: An empty database; a server is started for one if there is none, whose commits are durable.
    """
    with _working_folder() as folder, ExitStack() as stack:
        if not url:
            url = stack.enter_context(running_postgresql())
            _make_durable(url)
        migrate(url)
        site = write_site(folder / "site", organisations)
        servers = [stack.enter_context(serving_backend(site, folder / "var", url)) for _ in range(PROCESSES)]
        requests = make_requests(QUOTA * organisations, organisations)
        answers = send_all([server.port for server in servers], requests, POSTGRESQL_CONNECTIONS)
        with psycopg.connect(url) as connection:
            counts = {name: connection.execute(query).fetchone()[0] for name, query in _COUNTS.items()}  # type: ignore[index, call-overload]
    return _sum_up(answers, counts)


def _make_durable(url: str) -> None:
    """Let the tests' server wait for the disk, as one that is used does."""
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = on")  # type: ignore[call-overload] # one of two names
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def _working_folder() -> Iterator[Path]:
    ON_DISK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        yield Path(folder)


def _sum_up(answers: list[Answer], counts: Mapping[str, int]) -> Rush:
    statuses: dict[int, int] = {}
    for answer in answers:
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
    last = sorted(answers, key=lambda answer: answer.answered_at_s)[-LAST:]
    return Rush(
        statuses=statuses,
        took_s=last[-1].answered_at_s,
        longest_s=max(answer.took_s for answer in answers),
        last_p99_s=find_percentile([answer.took_s for answer in last], 99),
        counts=counts,
    )


def main(databases: list[str]) -> bool:
    """Print what was measured beside what is asked for; whether it is all that."""
    is_good = True
    if "sqlite" in databases:
        rush = rush_sqlite()
        is_good = rush.is_complete and rush.longest_s <= SQLITE_WITHIN_S
        print(f"SQLite, {SQLITE_PEOPLE} at once: answers {dict(rush.statuses)}, rows {dict(rush.counts)}")
        print(f"  the last was answered after {rush.longest_s:.1f} s, asked for: {SQLITE_WITHIN_S:.0f} s")
    if "postgresql" in databases:
        rush = rush_postgresql()
        is_good &= rush.is_complete and rush.took_s <= POSTGRESQL_WITHIN_S and rush.last_p99_s <= LAST_WITHIN_S
        print(f"PostgreSQL, {QUOTA * ORGANISATIONS} people: answers {dict(rush.statuses)}, rows {dict(rush.counts)}")
        print(f"  all were answered after {rush.took_s:.1f} s, asked for: {POSTGRESQL_WITHIN_S:.0f} s")
        print(f"  99 % of the last {LAST} waited {rush.last_p99_s:.2f} s at most, asked for: {LAST_WITHIN_S:.0f} s")
    return is_good


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:] or ["sqlite", "postgresql"]) else 1)
