"""Servers as processes of their own: the form backend as a user starts it, on a file or a database, and others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = Path(__file__).resolve().parent.parent
ON_DISK = PROJECT / ".cache" / "bench"
"""Where stores are made: a folder on the disk, for one in memory would wait for nothing."""

PATIENCE_S = 60
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_SETTINGS = ("AS_OF", "DATABASE_URL")


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that listens on `port` of this machine."""

    port: int
    process_id: int

    def read_cpu_s(self) -> float:
        """Processor seconds that it has used so far. Source: proc_pid_stat(5), fields 14 and 15."""
        fields = Path(f"/proc/{self.process_id}/stat").read_text("ascii").rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / _TICKS_PER_S


@contextmanager
def serving_backend(site: Path, data: Path, database_url: str = "", wait_ms: int = 0) -> Iterator[Serving]:
    """`python -m backend serve` on a free port, with a store in `data` unless there is a `database_url`.

    Each commit waits `wait_ms` longer for the disk.
    """
    backend = ["-m", "bench.slow_disk", str(wait_ms)] if wait_ms else ["-m", "backend"]
    command = [*backend, "serve", "--port", "0", "--site", str(site), "--data", str(data)]
    with serving(command, {"DATABASE_URL": database_url} if database_url else {}) as server:
        yield server


@contextmanager
def serving(command: Sequence[str], settings: dict[str, str] | None = None) -> Iterator[Serving]:
    """Run Python with `command` until the end of the block; it says where it is as `backend.web.server` does."""
    inherited = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=PROJECT,
        env=inherited | (settings or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        said = ""
        while (found := re.search(r"Wian is at http://localhost:(\d+)/", said)) is None:
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the server did not start: {said}")
            said += line
        yield Serving(int(found[1]), process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        process.stdout.close()
