"""Two processes that serve one PostgreSQL database, as an office with many registrants runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from bench.crowd import QUOTA, make_requests, write_site
from bench.load import send_all
from bench.serving import PROJECT, serving_backend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORGANISATIONS = 4
CONNECTIONS = 32
MOST_CONNECTIONS = 15
"""Of one process to its database, as ARCHITECTURE.md says."""


def run(command: str, url: str, *options: str) -> subprocess.CompletedProcess[str]:
    """`python -m backend` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "backend", command, *options],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def url(database_url: str) -> str:
    """A database that the command has brought up to date."""
    done = run("migrate", database_url)
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    return database_url


@contextmanager
def serving_twice(folder: Path, url: str) -> Iterator[list[int]]:
    """Two processes; gives their ports."""
    site = write_site(folder / "site", ORGANISATIONS)
    with ExitStack() as stack:
        servers = [stack.enter_context(serving_backend(site, folder / name, url)) for name in ("one", "two")]
        yield [server.port for server in servers]


def test_many_at_once_get_exactly_the_seats(tmp_path: Path, url: str) -> None:
    people = 40 * ORGANISATIONS
    with serving_twice(tmp_path, url) as ports, psycopg.connect(url) as connection:
        answers = send_all(ports, make_requests(people, ORGANISATIONS), CONNECTIONS)
        seats = connection.execute(
            "SELECT organisation, array_agg(seat ORDER BY seat) FROM registrations GROUP BY organisation"
        ).fetchall()
        messages = connection.execute("SELECT count(*) FROM outbox").fetchone()
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchone()
    accepted = QUOTA * ORGANISATIONS
    assert Counter(answer.status for answer in answers) == {201: accepted, 422: people - accepted}
    assert {json.loads(answer.body).get("code", "stored") for answer in answers} == {"stored", "quota_full"}
    assert [found for _, found in seats] == [[1, 2, 3]] * ORGANISATIONS
    assert messages == (2 * accepted,)
    assert others is not None
    assert others[0] <= 2 * MOST_CONNECTIONS


def test_one_key_sent_to_both_is_one_registration(tmp_path: Path, url: str) -> None:
    keys = make_requests(8, ORGANISATIONS)
    copies = [request for request in keys for _ in range(8)]
    with serving_twice(tmp_path, url) as ports, psycopg.connect(url) as connection:
        answers = send_all(ports, copies, CONNECTIONS)
        rows = connection.execute("SELECT count(*), count(DISTINCT submission_id) FROM registrations").fetchone()
    assert Counter(answer.status for answer in answers) == {201: 8, 200: 56}
    receipts = [{json.loads(one.body)["receipt"] for one in answers[at : at + 8]} for at in range(0, 64, 8)]
    assert [len(one) for one in receipts] == [1] * 8
    assert rows == (8, 8)


def test_a_database_that_nobody_has_migrated_is_refused_in_words(tmp_path: Path, database_url: str) -> None:
    site = write_site(tmp_path / "site", ORGANISATIONS)
    done = run("serve", database_url, "--port", "0", "--site", str(site), "--data", str(tmp_path / "var"))
    assert done.returncode == 1
    assert "run `python -m backend migrate` once, then start again" in done.stderr
    assert "Traceback" not in done.stderr
