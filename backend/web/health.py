"""Whether registrations can be taken and messages get on, found out once for all who ask at the same time."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING, Literal

import anyio.to_thread

from backend.store.outbox_progress import is_standing_still
from backend.store.store import StoreUnavailableError

if TYPE_CHECKING:
    from anyio import CapacityLimiter

    from backend.clock import Clock
    from backend.store.store import Store

_log = logging.getLogger("wian.backend")

KEPT_S = 1.0
"""How long an answer holds: finding out writes to the disk, and anybody may ask."""


type Condition = Literal["ok", "unavailable", "messages_stand_still"]
"""`unavailable`: a registration could not be stored. `messages_stand_still`: it could, but no e-mail goes out."""


class Health:
    """The store's health as of a moment ago."""

    def __init__(self, store: Store, clock: Clock, threads: CapacityLimiter) -> None:
        """Look at `store`, in `threads` of its own."""
        self._store = store
        self._clock = clock
        self._threads = threads
        self._turn = asyncio.Lock()
        self._condition: Condition = "unavailable"
        self._asked_at_s = -math.inf

    async def find_condition(self) -> Condition:
        """How it is."""
        async with self._turn:
            if time.monotonic() - self._asked_at_s >= KEPT_S:
                self._condition = await anyio.to_thread.run_sync(self._check, limiter=self._threads)
                self._asked_at_s = time.monotonic()
            return self._condition

    def _check(self) -> Condition:
        try:
            self._store.check()
            with self._store.reading() as connection:
                is_still = is_standing_still(connection, self._clock())
        except StoreUnavailableError as error:
            _log.error("the store is not available: %s", error)
            return "unavailable"
        if is_still:
            _log.error("no e-mail has gone out for half an hour, although some are due")
        return "messages_stand_still" if is_still else "ok"
