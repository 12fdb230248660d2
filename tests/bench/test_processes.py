"""The backend's processes as the table starts and ends them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import urllib.request
from typing import TYPE_CHECKING

import pytest

from bench.faults.people import EVENT, write_site
from bench.faults.processes import ROOT, Starter
from bench.faults.stores import make_sqlite_store

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S = 60
SERVING = """
import sys, time
from pathlib import Path
from bench.faults.processes import Starter
from bench.faults.stores import make_sqlite_store
folder = Path(sys.argv[1])
process = Starter().serve(folder / "site", make_sqlite_store(folder / "data"), forks=True)
print(process.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one event."""
    return write_site(tmp_path / "site", {EVENT: {"quota": 3}})


@pytest.mark.parametrize("forks", [False, True])
def test_a_backend_serves_until_it_is_killed_and_again(site: Path, tmp_path: Path, forks: bool) -> None:
    store = make_sqlite_store(tmp_path / "data")
    with Starter() as starter:
        for _ in range(2):
            process = starter.serve(site, store, forks=forks)
            with urllib.request.urlopen(f"http://127.0.0.1:{process.port}/healthz") as answer:
                assert answer.status == 200
            assert process.is_running()
            assert process.count_memory_bytes() > 10_000_000
            process.kill()
            assert not process.is_running()


def test_a_backend_that_cannot_start_says_why(tmp_path: Path) -> None:
    store = make_sqlite_store(tmp_path / "data")
    with Starter() as starter, pytest.raises(RuntimeError, match="is not a built site"):
        starter.serve(tmp_path / "nothing", store, forks=True)


def test_no_process_is_left_by_a_table_that_was_killed(site: Path, tmp_path: Path) -> None:
    table = subprocess.Popen(
        [sys.executable, "-c", SERVING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with table:
        handle = os.pidfd_open(int(table.stdout.readline()))
        watch = select.poll()
        watch.register(handle, select.POLLIN)
        assert not watch.poll(0)
        table.kill()
        assert watch.poll(PATIENCE_S * 1000)
        os.close(handle)
