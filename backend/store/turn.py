"""Taking turns at writing a store in a file, between the threads and the processes that do.

SQLite lets those who wait for its lock try again after pauses, so whoever writes without a pause keeps the others out:
beside registrations in a rush a sender waited for 2 to 10 seconds each time, and what is sent but not noted is sent
again. Here only one waits for the turn, and whoever has had it has to stand behind that one.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backend.store.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEXT_NAME, TURN_NAME = "wian.next", "wian.turn"
_LOOK_EVERY_S = 0.002


@contextmanager
def having_turn(folder: Path, patience_s: float) -> Iterator[None]:
    """Write to the store in `folder` when it is one's turn.

    The kernel lets go of a turn when the process that has it ends. It is a courtesy only, for SQLite has a lock of its
    own: where a file for it cannot be made, on a disk that is full, say, it is done without.

    Raises:
        StoreUnavailableError: If others have it for longer than `patience_s`.
    """
    until = time.monotonic() + patience_s
    next_one = _take(folder / NEXT_NAME, until)
    try:
        turn = _take(folder / TURN_NAME, until)
    finally:
        _let_go(next_one)
    try:
        yield
    finally:
        _let_go(turn)


def _take(path: Path, until: float) -> int | None:
    """An open file that nobody else has locked, each being open for one thread alone; None if it cannot be opened."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                os.close(descriptor)
                raise StoreUnavailableError("others write") from None
            time.sleep(_LOOK_EVERY_S)
        else:
            return descriptor


def _let_go(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
