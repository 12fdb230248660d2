"""The processes that serve one store while a row is measured, and the people who come to them."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from pathlib import Path
    from random import Random

    from bench.faults.processes import Process
    from bench.faults.row import Setting
    from bench.faults.stores import Store

PROCESSES = 2
SAY_EVERY_S = 2.0


@dataclass(slots=True)
class Serving:
    """They are asked by chance: if they took turns, those of one organisation could always come to the same one."""

    store: Store
    processes: list[Process]
    chance: Random

    def next_port(self) -> int:
        """The port of one of them."""
        return self.chance.choice(self.processes).port


@asynccontextmanager
async def serving(
    setting: Setting,
    site: Path,
    *,
    store: Store | None = None,
    processes: int = PROCESSES,
    forks: bool = False,
    **variables: str,
) -> AsyncIterator[Serving]:
    """`site` served by several processes, from a new store or `store`."""
    store = store or setting.make_store()

    def start() -> Process:
        return setting.starter.serve(site, store, sabotage=setting.sabotage, forks=forks, **variables)

    running = [await asyncio.to_thread(start) for _ in range(processes)]
    try:
        yield Serving(store, running, setting.chance)
    finally:
        for process in running:
            if process.is_running():
                await asyncio.to_thread(process.kill)


async def work_through[T](
    items: Iterable[T], work: Callable[[T], Awaitable[object]], at_once: int, say: Callable[[str], None], what: str
) -> None:
    """Do the work for each item, so many at the same time, and say how far it is."""
    waiting, done, said_at = iter(items), 0, time.monotonic()

    async def go_on() -> None:
        nonlocal done, said_at
        for item in waiting:
            await work(item)
            done += 1
            if time.monotonic() - said_at > SAY_EVERY_S:
                said_at = time.monotonic()
                say(f"{done:,} {what}")

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(go_on())
