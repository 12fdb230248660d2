"""Many at once, over several processes, and a server that is killed in the middle."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from registration_rules import wire
from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
PREVIEW = {"preview_as_of": "2022-01-05T02:00:00Z"}


@contextmanager
def serving(
    site: Path,
    data: Path,
    as_of: str = "2022-01-05T09:00+07:00",
    *,
    options: Sequence[str] = (),
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The backend as a user starts it, as a process of its own.

    It is a real one, and no preview, if `as_of` is empty.
    """
    command = [sys.executable, "-m", "backend", "serve", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--site", str(site), "--data", str(data), *options],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "AS_OF"} | {"AS_OF": as_of},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        address, said = None, list[str]()
        while address is None and (line := process.stdout.readline()):
            said.append(line)
            address = re.match(r"Wian is at (http://localhost:\d+)/", line)
        assert address, said
        yield address[1], process
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def post(client: httpx.Client, base: str, submission: dict[str, str]) -> httpx.Response:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return client.post(f"{base}/r/{SLUG}/", content=wire.encode(submission), headers=headers)


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "preview/wian.sqlite3")) as connection:
        return connection.execute(sql).fetchall()


def test_parallel_registrations_fill_exactly_the_quota(tmp_path: Path) -> None:
    site, data = write_small_site(tmp_path / "site", **PREVIEW), tmp_path / "var"
    with serving(site, data) as (first, _), serving(site, data) as (second, _), httpx.Client(timeout=60) as client:
        with ThreadPoolExecutor(30) as pool:
            answers = list(
                pool.map(lambda number: post(client, (first, second)[number % 2], make_submission(number)), range(30))
            )
        copies = [make_submission(40, organisation="saithong-town")] * 10
        with ThreadPoolExecutor(10) as pool:
            repeated = list(
                pool.map(lambda item: post(client, (first, second)[item[0] % 2], item[1]), enumerate(copies))
            )
    outcomes = [answer.json().get("code") or answer.json()["status"] for answer in answers]
    assert sorted(outcomes) == ["confirmed"] * 3 + ["quota_full"] * 27
    assert sorted(answer.status_code for answer in repeated) == [200] * 9 + [201]
    assert len({answer.text for answer in repeated}) == 1
    assert rows(data, "SELECT organisation, seat FROM registrations ORDER BY organisation, seat") == [
        ("saithong-pao", 1),
        ("saithong-pao", 2),
        ("saithong-pao", 3),
        ("saithong-town", 1),
    ]


def test_every_answered_registration_survives_a_kill(tmp_path: Path) -> None:
    organisations = [f"o{number}" for number in range(100)]
    site = write_small_site(tmp_path / "site", organisations=organisations, **PREVIEW)
    data = tmp_path / "var"
    answered: list[str] = []
    enough = threading.Event()

    def send_until_it_dies(client: httpx.Client, base: str, worker: int) -> None:
        for organisation in organisations[worker::8]:
            for number in range(3):
                try:
                    response = post(client, base, make_submission(number, organisation=organisation))
                except httpx.TransportError:
                    return
                if response.status_code == 201:
                    answered.append(response.json()["receipt"])
                if len(answered) >= 40:
                    enough.set()

    with serving(site, data) as (base, process), httpx.Client(timeout=60) as client, ThreadPoolExecutor(8) as pool:
        for worker in range(8):
            pool.submit(send_until_it_dies, client, base, worker)
        assert enough.wait(60)
        os.kill(process.pid, signal.SIGKILL)
    assert rows(data, "PRAGMA integrity_check") == [("ok",)]
    stored = {row[0] for row in rows(data, "SELECT receipt FROM submissions WHERE receipt IS NOT NULL")}
    assert set(answered) <= stored
    with serving(site, data) as (base, _), httpx.Client() as client:
        assert client.get(f"{base}/healthz").status_code == 200
