"""What the watched folders hold, to be compared: events of a file system tell that something happened, not what."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

type Snapshot = dict[Path, tuple[int, int, int]]
"""Of each file its inode, its time of change in nanoseconds and its size."""


def take_snapshot(folders: Iterable[Path]) -> Snapshot:
    """What is there now, without what editors and Python leave for themselves."""
    return dict(_look(file) for folder in folders for file in _list_files(folder))


def list_changes(before: Snapshot, after: Snapshot) -> list[Path]:
    """The files that are new, gone or written again, in order."""
    return sorted(file for file in before.keys() | after.keys() if before.get(file) != after.get(file))


def is_scratch(name: str) -> bool:
    """Whether a file or folder of this name is an editor's or Python's own: hidden, a back-up, a trial, bytecode."""
    return name.startswith((".", "#")) or name.endswith(("~", ".pyc", ".tmp")) or name in {"__pycache__", "4913"}


def _list_files(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_scratch(name)]
        yield from (Path(place, name) for name in files if not is_scratch(name))


def _look(file: Path) -> tuple[Path, tuple[int, int, int]]:
    try:
        stat = file.stat()
    except OSError:
        return file, (0, 0, 0)  # deleted meanwhile, or a link that leads nowhere
    return file, (stat.st_ino, stat.st_mtime_ns, stat.st_size)
