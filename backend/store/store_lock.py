"""Who uses the store, so that none is replaced below a running server: a lock on a file beside it.

The kernel lets go of the lock when the process that holds it ends, however it ends; the file itself stays and is empty.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backend.store.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_NAME = "wian.lock"


@contextmanager
def using_store(folder: Path) -> Iterator[None]:
    """Say that this process uses the store in `folder`, beside others that do; enter it before opening the store.

    Raises:
        StoreError: If the store is being replaced, or the folder cannot be written.
    """
    with _holding(folder, fcntl.LOCK_SH, "is being replaced by a backup; wait until that is done"):
        yield


@contextmanager
def replacing_store(folder: Path) -> Iterator[None]:
    """Keep everybody else from the store in `folder` while it is replaced.

    Raises:
        StoreError: If anybody uses it, or the folder cannot be written.
    """
    busy = "is in use by a running server or another command; stop that first, nothing has been changed"
    with _holding(folder, fcntl.LOCK_EX, busy):
        yield


@contextmanager
def _holding(folder: Path, kind: int, busy: str) -> Iterator[None]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error.strerror}); check the folder and its rights") from error
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"{folder}: {busy}") from None
        yield
    finally:
        os.close(descriptor)
