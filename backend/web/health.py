"""Whether registrations can be taken now, found out once for all who ask at the same time."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING

import anyio.to_thread

from backend.store.store import StoreUnavailableError

if TYPE_CHECKING:
    from anyio import CapacityLimiter

    from backend.store.store import Store

_log = logging.getLogger("wian.backend")

KEPT_S = 1.0
"""How long an answer holds: finding out writes to the disk, and anybody may ask."""


class Health:
    """The store's health as of a moment ago."""

    def __init__(self, store: Store, threads: CapacityLimiter) -> None:
        """Look at `store`, in `threads` of its own."""
        self._store = store
        self._threads = threads
        self._turn = asyncio.Lock()
        self._is_good = False
        self._asked_at_s = -math.inf

    async def is_good(self) -> bool:
        """Whether a registration could be stored."""
        async with self._turn:
            if time.monotonic() - self._asked_at_s >= KEPT_S:
                self._is_good = await anyio.to_thread.run_sync(self._check, limiter=self._threads)
                self._asked_at_s = time.monotonic()
            return self._is_good

    def _check(self) -> bool:
        try:
            self._store.check()
        except StoreUnavailableError as error:
            _log.error("the store is not available: %s", error)
            return False
        return True
