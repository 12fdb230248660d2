"""Group commit: what comes while others are being written is written together, and answered once it is on the disk.

A commit waits for the disk for as long as a registration takes otherwise, or several times that. So whoever comes alone
is written at once, and those who come meanwhile share the next transaction, in the order in which they came.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from anyio import CapacityLimiter

from backend.store.sqlite import BUSY_TIMEOUT_S
from backend.store.store import StoreUnavailableError, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from backend.store.store import Store

MOST_TOGETHER = 64
"""In one transaction, so that the first of them does not wait for long, nor anybody else for the lock."""


class Writer:
    """Writes to a store for an event loop, which waits in turn."""

    def __init__(self, store: Store) -> None:
        """Write to `store`, in a thread of its own, so that the site is served while the store is locked."""
        self._store = store
        self._thread = CapacityLimiter(1)
        self._waiting = deque[_Waiting]()
        self._writing: asyncio.Task[None] | None = None

    async def write[T](self, event: str, run: Callable[[Connection], T]) -> T:
        """Run `run`, which locks `event`, in a transaction, which has reached the disk when this returns.

        Raises:
            StoreUnavailableError: If the store cannot be written just now, or too many wait; nothing is written then.
            Exception: What `run` raised; nothing is written of it then.
        """
        loop = asyncio.get_running_loop()
        one = _Waiting(Work(event, run), loop.create_future())
        self._waiting.append(one)
        patience = loop.call_later(BUSY_TIMEOUT_S, self._send_away, one)
        if self._writing is None:
            self._writing = loop.create_task(self._write_all())
        try:
            result: T = await one.answer
        finally:
            patience.cancel()
        return result

    async def _write_all(self) -> None:
        while group := self._take():
            works = [one.work for one in group]
            try:
                results = await anyio.to_thread.run_sync(self._store.write_together, works, limiter=self._thread)
            except Exception as error:  # noqa: BLE001 - whoever waits is told
                results = [error] * len(group)
            for one, result in zip(group, results, strict=True):
                one.tell(result)
        self._writing = None

    def _take(self) -> list[_Waiting]:
        group = list[_Waiting]()
        while self._waiting and len(group) < MOST_TOGETHER:
            one = self._waiting.popleft()
            if not one.answer.done():
                group.append(one)
        return group

    def _send_away(self, one: _Waiting) -> None:
        """Nobody waits for ever; what is being written has had its turn."""
        if one in self._waiting:
            self._waiting.remove(one)
            one.tell(StoreUnavailableError("too many wait for their turn"))


class _Waiting:
    """What waits for its turn, and whoever waits for its answer."""

    __slots__ = ("answer", "work")

    def __init__(self, work: Work, answer: asyncio.Future[Any]) -> None:
        self.work = work
        self.answer = answer

    def tell(self, result: object) -> None:
        """Give the answer, or the error, unless nobody waits any more."""
        if self.answer.done():
            return
        if isinstance(result, Exception):
            self.answer.set_exception(result)
        else:
            self.answer.set_result(result)
