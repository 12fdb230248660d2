"""Disks that can be full: a small file system in memory, which only root may mount."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BALLAST = "ballast"
_PAGE_BYTES = 4096


@contextmanager
def small_disk(folder: Path, size_mb: int) -> Iterator[Path]:
    """A file system of that size at `folder`, gone at the end of the `with` block."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_mb}m", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    for size_bytes in (1024 * 1024, _PAGE_BYTES):
        with (disk / BALLAST).open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(size_bytes)) == size_bytes:
                pass


def free(disk: Path) -> None:
    """Give the room back."""
    (disk / BALLAST).unlink()


def may_mount() -> bool:
    """Whether this user may mount a file system."""
    return os.geteuid() == 0
