"""How many registrations a second the form backend accepts, beside a bare app with one insert and one commit each.

    .venv/bin/python -m bench.accepted_rate [RUNS [MS]]

Both are processes of their own with the same server and the same SQLite settings, in a folder on the disk of the
project; `bench.load` sends from a third, over 64 connections that are kept. Runs alternate, so that what else the
machine does meets both. What counts is the ratio of the medians: the bare app waits for the disk once for every
registration, the backend once for all that have come meanwhile, and does all the rest of its work besides. With MS
each commit of both waits so many milliseconds longer, as on a slower disk.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.crowd import make_requests, write_site
from bench.load import send_all
from bench.serving import ON_DISK, serving, serving_backend

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bench.serving import Serving

CONNECTIONS = 64
RUNS = 5
PEOPLE = 3_000
WARM_UP = 200
ORGANISATIONS = 2_000


@dataclass(frozen=True, slots=True)
class Rate:
    """One run.

    Attributes:
        per_s: Registrations that were accepted, by second.
        cpu_ms: Processor time of the server for each of them.
    """

    per_s: float
    cpu_ms: float


def main(runs: int = RUNS, wait_ms: int = 0) -> bool:
    """Print one line for each pair of runs, and what it comes to; whether the backend is twice as fast."""
    print(f"accepted a second, {CONNECTIONS} connections, {PEOPLE} people a run, + {wait_ms} ms a commit")
    print("   bare app  CPU ms each    backend  CPU ms each")
    pairs = []
    for _ in range(runs):
        bare, ours = (measure(is_bare=is_bare, wait_ms=wait_ms) for is_bare in (True, False))
        pairs.append((bare.per_s, ours.per_s))
        print(f"{bare.per_s:11.0f}  {bare.cpu_ms:11.2f}  {ours.per_s:9.0f}  {ours.cpu_ms:11.2f}")
    bare_per_s, ours_per_s = (median(column) for column in zip(*pairs, strict=True))
    print(f"medians: {bare_per_s:.0f} and {ours_per_s:.0f}, ratio {ours_per_s / bare_per_s:.2f}, asked for: 2.00")
    return ours_per_s >= 2 * bare_per_s


def measure(*, is_bare: bool, people: int = PEOPLE, connections: int = CONNECTIONS, wait_ms: int = 0) -> Rate:
    """Send so many registrations to a new server with an empty store."""
    ON_DISK.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=ON_DISK) as folder,
        _start(Path(folder), is_bare=is_bare, wait_ms=wait_ms) as server,
    ):
        requests = make_requests(WARM_UP + people, ORGANISATIONS)
        send_all([server.port], requests[:WARM_UP], connections)
        cpu_before_s = server.read_cpu_s()
        answers = send_all([server.port], requests[WARM_UP:], connections)
        cpu_s = server.read_cpu_s() - cpu_before_s
    refused = [answer for answer in answers if answer.status != 201]  # noqa: PLR2004 - stored
    if refused:
        raise RuntimeError(f"{len(refused)} were not accepted, the first with {refused[0].status}: {refused[0].body!r}")
    return Rate(people / max(answer.answered_at_s for answer in answers), cpu_s / people * 1000)


def _start(folder: Path, *, is_bare: bool, wait_ms: int) -> AbstractContextManager[Serving]:
    if is_bare:
        return serving(["-m", "bench.bare_app", str(folder), str(wait_ms)])
    return serving_backend(write_site(folder / "site", ORGANISATIONS), folder / "var", wait_ms=wait_ms)


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:])) else 1)
