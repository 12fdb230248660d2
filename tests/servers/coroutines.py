"""Coroutines run from tests, in a thread of their own: the browser that a process drives has a loop in its first."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Coroutine


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it to its end."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
