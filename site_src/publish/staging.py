"""A finished site takes the old one's place in one step, or not at all."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from site_src.errors import BuildError
from site_src.project import BUILD_LOCK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MARK = "_headers"  # every site that this build wrote has it
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def staged(output: Path, on_wait: Callable[[], None]) -> Iterator[Path]:
    """An empty folder beside `output` that becomes `output` if the block ends well, and goes away if it does not.

    One build at a time: another one waits, after calling `on_wait`. What an interrupted build left is cleared first.

    Raises:
        BuildError: `output` holds something that no build wrote.
    """
    staging, old = output.with_name(f"{output.name}.new"), output.with_name(f"{output.name}.old")
    with _locked(on_wait):
        if not output.exists() and old.exists():
            old.rename(output)  # a build was interrupted between its two renames
        _refuse_foreign_folder(output)
        for left in (staging, old):
            shutil.rmtree(left, ignore_errors=True)
        staging.mkdir(parents=True)
        try:
            yield staging
            _swap(staging, output, old)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _refuse_foreign_folder(output: Path) -> None:
    if output.exists() and not (output.is_dir() and ((output / MARK).is_file() or not any(output.iterdir()))):
        raise BuildError(
            f"{output} is there already, and no build of Wian wrote it, so it is not replaced",
            "Choose another --output, or move that folder away.",
        )


def _swap(staging: Path, output: Path, old: Path) -> None:
    if not output.exists():
        staging.rename(output)
    elif not _exchange(staging, output):
        output.rename(old)
        staging.rename(output)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; false where the system can't.

    Source: renameat2(2), Linux 3.15.
    """
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


@contextmanager
def _locked(on_wait: Callable[[], None]) -> Iterator[None]:
    BUILD_LOCK.parent.mkdir(parents=True, exist_ok=True)
    with BUILD_LOCK.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
