"""Everybody at once: 1,000 people on SQLite, and all seats of 7,850 organisations on PostgreSQL with two processes."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import func, select

from backend.store.postgresql import read_url
from backend.store.schema import registrations
from bench.crowd import QUOTA, make_requests, write_site
from bench.faults.load import count_untold
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving
from bench.load import find_percentile, send_all

if TYPE_CHECKING:
    from bench.faults.stores import Store
    from bench.load import Answer

PEOPLE, FEWEST_PEOPLE, PEOPLE_WITHIN_S = 1_000, 100, 20.0
ORGANISATIONS, FEWEST_ORGANISATIONS, ORGANISATIONS_WITHIN_S = 7_850, 60, 120.0
CONNECTIONS = 200
LAST, LAST_WITHIN_S = 1_000, 5.0
_STORED = 201


async def measure_sqlite(setting: Setting) -> list[Figure]:
    """Every person has a connection of their own, and all press the button at once; one process serves."""
    people = setting.count(PEOPLE, FEWEST_PEOPLE)
    site = write_site(setting.folder / "site", people)
    async with serving(setting, site, processes=1) as server:
        port, requests = server.next_port(), make_requests(people, people)
        answers = await asyncio.to_thread(send_all, [port], requests, people)
        figures = judge(server.store, answers)
    within_s = PEOPLE_WITHIN_S * people / PEOPLE
    longest_s = max(answer.took_s for answer in answers)
    return [*figures, setting.time_figure("the last answer", longest_s, within_s)]


async def measure_postgresql(setting: Setting) -> list[Figure]:
    """All seats of all organisations over 200 connections to two processes; the server waits for the disk."""
    organisations = setting.count(ORGANISATIONS, FEWEST_ORGANISATIONS)
    site = write_site(setting.folder / "site", organisations)
    store = setting.make_store()
    wait_for_disk(store, is_waiting=True)
    async with serving(setting, site, store=store) as server:
        ports = [process.port for process in server.processes]
        requests = make_requests(QUOTA * organisations, organisations)
        answers = await asyncio.to_thread(send_all, ports, requests, CONNECTIONS)
    wait_for_disk(store, is_waiting=False)
    last = sorted(answers, key=lambda answer: answer.answered_at_s)[-LAST:]
    within_s = ORGANISATIONS_WITHIN_S * organisations / ORGANISATIONS
    p99_s = find_percentile([answer.took_s for answer in last], 99)
    return [
        *judge(store, answers),
        setting.time_figure("all answers", last[-1].answered_at_s, within_s),
        setting.time_figure(f"p99 of the last {LAST:,}", p99_s, LAST_WITHIN_S),
    ]


def wait_for_disk(store: Store, *, is_waiting: bool) -> None:
    """Let the tests' server wait for the disk with each commit, as one that is used does; or not again."""
    address = read_url(store.variables["DATABASE_URL"]).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        for name in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = {'on' if is_waiting else 'off'}")  # type: ignore[call-overload]
        connection.execute("SELECT pg_reload_conf()")


def judge(store: Store, answers: list[Answer]) -> list[Figure]:
    """Compare the answers with what is there."""
    told = Counter(answer.status for answer in answers)
    row = registrations.c
    query = select(func.count()).where(row.state == "confirmed").group_by(row.organisation)
    people = [count for (count,) in store.rows(query)]
    return [
        count_figure("answers but yes", told.total() - told[_STORED], of=f"{told.total():,}"),
        count_figure("seats beyond the quota", sum(max(0, count - QUOTA) for count in people)),
        count_figure("acknowledged but not there", max(0, told[_STORED] - sum(people))),
        count_figure("registrations without exactly one message", count_untold(store)),
    ]


ROWS = (
    Row(
        "rush-sqlite",
        "1,000 registrations at once on SQLite: no 503, all answered within 20 s",
        measure_sqlite,
        (
            Control("impatient", ("answers but yes",)),
            Control("doubles_messages", ("registrations without exactly one message",)),
            Control("slow", ("the last answer",), is_of_time=True),
        ),
        ("sqlite",),
    ),
    Row(
        "rush-postgresql",
        "23,550 registrations for 7,850 organisations on PostgreSQL, two serving processes",
        measure_postgresql,
        (
            Control("impatient", ("answers but yes",)),
            Control("doubles_messages", ("registrations without exactly one message",)),
            Control("slow", ("all answers",), is_of_time=True),
        ),
        ("postgresql",),
    ),
)
