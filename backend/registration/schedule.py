"""What is done again and again while the backend runs, each in a thread of its own."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backend.store.store import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger("wian.backend")


@contextmanager
def repeating(name: str, work: Callable[[], None], every_s: Callable[[], float], trouble: str) -> Iterator[None]:
    """Do `work` now, and again and again until the `with` block ends; what goes wrong once is tried the next time.

    Args:
        name: Of the thread.
        work: What to do.
        every_s: Seconds between two times.
        trouble: What the log says when it fails, before the reason.
    """
    stop = threading.Event()

    def run() -> None:
        while True:
            _try(work, trouble)
            if stop.wait(every_s()):
                return

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _try(work: Callable[[], None], trouble: str) -> None:
    try:
        work()
    except StoreUnavailableError as error:
        _log.error("%s yet: %s", trouble, error)
    except Exception as error:  # noqa: BLE001 - one failure must not end all of it; its text could be personal
        _log.error("%s: %s, unexpected", trouble, type(error).__name__)
