"""Disks that can be full: a small file system in memory, which not everybody may mount."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BALLAST = "ballast"
_PAGE_BYTES = 4096
_CAP_SYS_ADMIN = 21


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
    """Whether this process may mount a file system: root may, but not in most containers. Source: capabilities(7)."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("ascii").splitlines())
    return bool(int(status["CapEff"], 16) >> _CAP_SYS_ADMIN & 1)
