"""Files of the built site that are read and understood once, and again when a rebuild has changed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

type Signature = tuple[int, int, int]


class BuiltFile[T]:
    """One file and what it means, kept until the file changes."""

    def __init__(self, path: Path, parse: Callable[[str], T]) -> None:
        """Read `path` as UTF-8 with `parse` when `load` is called."""
        self._path = path
        self._parse = parse
        self._kept: tuple[Signature, T] | None = None

    def recall(self) -> T | None:
        """What the file means now, if it was read before and has not changed: never waits for reading.

        Raises:
            OSError: As `load`.
        """
        kept = self._kept
        return kept[1] if kept and kept[0] == make_signature(self._path.stat()) else None

    def load(self) -> T:
        """What the file means now.

        Raises:
            FileNotFoundError: If the file is not there.
            OSError: If it cannot be read.
            Exception: Whatever `parse` raises.
        """
        signature = make_signature(self._path.stat())
        kept = self._kept
        if kept is None or kept[0] != signature:
            kept = signature, self._parse(self._path.read_text(encoding="utf-8"))
            self._kept = kept
        return kept[1]


def make_signature(stat: os.stat_result) -> Signature:
    """What changes when a file is written or replaced: its inode, time of change in nanoseconds, and size in bytes."""
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
