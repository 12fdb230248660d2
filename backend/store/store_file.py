"""The store's file as the operating system sees it: whether it is still the one that was opened, and has room to grow.

SQLite goes on writing into a file that was deleted or moved away, where nobody finds what it was told to keep.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ROOM_BYTES = 1024 * 1024  # more than any registration needs, its journal with it


class StoreFile:
    """A file that is held open, so that no other file can pass for it."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, or make it, for this user's eyes only.

        Raises:
            OSError: If it cannot be written.
        """
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.fchmod(self._descriptor, 0o600)  # also one that somebody copied here

    def check_place(self) -> None:
        """Make sure that the file is still in its place and that its owner may write it.

        Raises:
            OSError: If it was deleted or moved away, another has taken its place, or it was made read-only.
        """
        found = self._path.stat()
        if not os.path.samestat(found, os.fstat(self._descriptor)):
            raise OSError(errno.ESTALE, "another file has taken its place")
        if not found.st_mode & stat.S_IWUSR:
            raise OSError(errno.EACCES, "it was made read-only")

    def check_room(self) -> None:
        """Make sure that the disk has room for more.

        Raises:
            OSError: If it has not, or nothing may be written beside the file.
        """
        with tempfile.TemporaryFile(dir=self._path.parent) as probe:
            os.posix_fallocate(probe.fileno(), 0, _ROOM_BYTES)

    def close(self) -> None:
        """Let go of the file, after all connections to it: closing it earlier would take away their locks."""
        os.close(self._descriptor)
