"""Measuring the rows one after the other, and showing what was measured beside what was asked."""

from __future__ import annotations

import asyncio
import itertools
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.faults.processes import ROOT, Starter
from bench.faults.row import Figure, Setting
from bench.faults.rows import accepted, copies, hostile, moves, outages, rushes, seats, sender_kills, server_kills
from bench.faults.stores import make_postgresql_store, make_sqlite_store
from tests.servers.postgresql_server import postgresql_server

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Sequence

    from bench.faults.row import Control, DatabaseName, Row
    from bench.faults.stores import Store
    from tests.servers.postgresql_server import PostgreSQLServer

ROWS: tuple[Row, ...] = (
    seats.ROW,
    copies.ROW,
    server_kills.ROW,
    sender_kills.ROW,
    moves.ROW,
    *rushes.ROWS,
    accepted.ROW,
    hostile.ROW,
    *outages.ROWS,
)
CACHE = ROOT / ".cache" / "faults"
MEMORY = Path("/dev/shm")  # noqa: S108 - only for what is quick, in a folder of its own
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Bench:
    """What all rows are measured with; see `Setting`."""

    size: float
    seed: int
    starter: Starter
    postgresql: PostgreSQLServer | None
    judges_time: bool = True
    run: Callable[[Coroutine[Any, Any, list[Figure]]], list[Figure]] = asyncio.run

    def measure(self, row: Row, database: DatabaseName, say: Callable[[str], None]) -> list[Figure]:
        """Every figure of a row, and that each of its controls falls short."""
        figures = self._measure(row, database, say)
        controls = [control for control in row.controls if self.judges_time or not control.is_of_time]
        return figures + [self._try_control(row, database, control, say) for control in controls]

    def _try_control(self, row: Row, database: DatabaseName, control: Control, say: Callable[[str], None]) -> Figure:
        bench = replace(self, size=0)
        figures = bench._measure(row, database, say, control.sabotage)  # noqa: SLF001 - its own kind
        missed = [figure.name for figure in figures if not figure.is_met]
        told = "; ".join(f"{figure.measured} {figure.name}" for figure in figures if figure.name in control.breaks)
        is_met = (any if control.is_any_enough else all)(name in missed for name in control.breaks)
        return Figure(f"control: {control.sabotage.replace('_', ' ')}", "falls short", told, is_met)

    def _measure(
        self, row: Row, database: DatabaseName, say: Callable[[str], None], sabotage: str = ""
    ) -> list[Figure]:
        with scratch_folder(in_memory=not self.judges_time) as folder:
            setting = Setting(
                database=database,
                folder=folder,
                size=self.size,
                starter=self.starter,
                chance=Random(self.seed),  # noqa: S311 - no secret
                say=say,
                make_store=lambda: self._make_store(database, folder),
                postgresql=self.postgresql,
                sabotage=sabotage,
                judges_time=self.judges_time,
            )
            return self.run(row.measure(setting))

    def _make_store(self, database: DatabaseName, folder: Path) -> Store:
        number = next(_numbers)
        data = folder / f"data-{number}"
        if database == "sqlite":
            return make_sqlite_store(data)
        assert self.postgresql is not None
        return make_postgresql_store(data, self.postgresql.create_database(f"faults_{number}"))


@contextmanager
def scratch_folder(*, in_memory: bool) -> Iterator[Path]:
    """An empty folder on the checkout's disk, or in memory where there is such a place; gone afterwards."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=MEMORY if in_memory and MEMORY.is_dir() else CACHE, prefix="wian-faults-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def show_table(
    rows: Sequence[Row], databases: Sequence[DatabaseName], *, size: float, seed: int, is_quick: bool
) -> bool:
    """Measure and print; whether everything is as it was asked."""
    with ExitStack() as stack:
        server = stack.enter_context(postgresql_server()) if "postgresql" in databases else None
        starter = stack.enter_context(Starter(always_forks=is_quick))
        bench = Bench(size, seed, starter, server, judges_time=not is_quick)
        pairs = [(row, database) for row in rows for database in databases if database in row.databases]
        met = [_show(bench, row, database) for row, database in pairs]
    return all(met)


def _show(bench: Bench, row: Row, database: DatabaseName) -> bool:
    print(f"\n{row.title}  [{row.name}, {database}]", flush=True)
    started = time.monotonic()
    figures = bench.measure(row, database, _say)
    _say("")
    for figure in figures:
        mark = "ok   " if figure.is_met else "SHORT"
        print(f"  {mark}  {figure.name}: {figure.measured}  (asked: {figure.asked})")
    print(f"  {time.monotonic() - started:.0f} s", flush=True)
    return all(figure.is_met for figure in figures)


def _say(text: str) -> None:
    """Progress, on the terminal only in one line, else line by line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\N{ESCAPE}[K{text}")
    elif text:
        sys.stderr.write(f"    … {text}\n")
    sys.stderr.flush()
