"""Waiting until somebody has changed something, and has come to a pause."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Self

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from watchdog.events import FileSystemEvent

PAUSE_S = 0.05
LONGEST_S = 1.0  # a program that writes on and on must not keep the change before it from view
LOOK_EVERY_S = 2.0  # for what no event tells of: network drives, folders that were replaced, too many watches

# Reading is no change: a build that reads the content must not wake the next one.
_CHANGES: list[type[FileSystemEvent]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
    FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip


class Watcher(FileSystemEventHandler):
    """Wakes whoever waits when a file in one of the folders is written, made, moved or deleted; for a `with` block."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Watch `folders` and all below them."""
        self._folders = list(folders)
        self._woken = threading.Event()
        self._observer = Observer()

    def __enter__(self) -> Self:
        """Begin to watch; where the system can't, `wait` still returns every two seconds."""
        try:
            for folder in self._folders:
                self._observer.schedule(self, str(folder), recursive=True, event_filter=_CHANGES)
            self._observer.start()
        except OSError:
            self._observer.unschedule_all()
        return self

    def __exit__(self, *_exception: object) -> None:
        """End watching."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - watchdog's signature
        """Something has happened."""
        self.wake()

    def wake(self) -> None:
        """End the present or the next wait."""
        self._woken.set()

    def wait(self) -> None:
        """Return when something has happened and then nothing for a moment, or when it is time to look anyway."""
        if not self._woken.wait(LOOK_EVERY_S):
            return
        for _ in range(round(LONGEST_S / PAUSE_S)):
            self._woken.clear()
            if not self._woken.wait(PAUSE_S):
                return
