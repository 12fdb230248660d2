"""A copy of the store: as it was at one moment while others write, checked, and under its name only when it is whole.

`VACUUM INTO` reads in one transaction and writes what the tables hold, so the copy has nothing of what was deleted.
SQLite's backup interface takes free pages along too and, when it goes in steps, begins anew at every write of others.
Source: https://sqlite.org/lang_vacuum.html, section 3, which also says that nothing is synced.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_DAILY = "wian-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].sqlite3"
PATIENCE_S = 60.0  # for a moment between two writers: nobody waits for a backup


def back_up(folder: Path, file: Path, *, overwrite: bool = False) -> int:
    """Write a copy of the store in `folder` to `file`, for this user's eyes only; how many bytes it has.

    Whether or not others write meanwhile, the copy is the store at one moment, whole and on the disk.

    Args:
        folder: Where the store is.
        file: The copy, which is there under this name only once it is whole.
        overwrite: Whether it may take the place of a file that is there.

    Raises:
        StoreError: If there is no store, or the copy cannot be written or is not whole; then `file` is as it was.
    """
    store = folder / FILE_NAME
    if not store.is_file():
        raise StoreError(f"{store}: there is no store yet; it is made when the backend first serves.")
    if file.is_dir():
        raise StoreError(f"{file}: is a folder; name the file that is to be written in it.")
    if file.exists() and (not overwrite or file.samefile(store)):
        raise StoreError(f"{file}: is there already; name another file. Nothing has been written.")
    with _named_when_done(file, overwrite=overwrite) as unfinished:
        copy_store(store, unfinished)
        return unfinished.stat().st_size


def back_up_daily(folder: Path, into: Path, today: date, *, keep_days: int) -> tuple[Path, int, list[Path]]:
    """Write today's copy of the store in `folder` into the folder `into`, then delete the copies that are too old.

    A copy of today that is there already is replaced. Nothing is deleted unless today's copy is whole and on the disk,
    and nothing that is not named as a daily copy is.

    Args:
        folder: Where the store is.
        into: The folder with one copy a day, named by its date.
        today: The date, for the copy's name.
        keep_days: A copy goes when it is older than so many days.

    Returns:
        The copy, how many bytes it has, and which copies were deleted.

    Raises:
        StoreError: As `back_up`, or if an old copy cannot be deleted.
    """
    if not into.is_dir():
        raise StoreError(f"{into}: is no folder; make it first, for the eyes of the backend's user only.")
    copy = into / f"wian-{today.isoformat()}.sqlite3"
    size_bytes = back_up(folder, copy, overwrite=True)
    oldest = f"wian-{(today - timedelta(days=keep_days)).isoformat()}.sqlite3"
    expired = sorted(file for file in into.glob(_DAILY) if file.name < oldest)
    for file in expired:
        try:
            file.unlink()
        except OSError as error:
            raise StoreError(f"{file}: is too old and cannot be deleted ({error.strerror})") from error
    return copy, size_bytes, expired


def copy_store(source: Path, copy: Path) -> None:
    """Copy a store into `copy`, an empty file or none, check the copy and bring it to the disk.

    Raises:
        StoreError: If `source` cannot be read or `copy` not be written, or the copy is not whole.
    """
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE_S)) as reader:
            reader.execute("VACUUM INTO ?", (str(copy),))
        check_whole(copy)
        sync(copy)
    except StoreError as error:
        raise StoreError(str(error).replace(str(copy), str(source))) from None
    except sqlite3.Error as error:
        raise StoreError(f"{source}: cannot be copied ({error}); is there room on the disk, is it in order?") from None
    except OSError as error:
        raise StoreError(f"{copy}: cannot be written ({error.strerror})") from error


def check_whole(file: Path) -> None:
    """Read a database from end to end.

    Raises:
        StoreError: If it is none, or damaged.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as reader:
            damages = reader.execute("PRAGMA integrity_check").fetchall() != [("ok",)]
            damages = damages or reader.execute("PRAGMA foreign_key_check").fetchone() is not None
    except sqlite3.Error as error:
        raise StoreError(f"{file}: is no database of SQLite, or is damaged ({error}).") from None
    if damages:
        raise StoreError(f"{file}: is damaged.")


@contextmanager
def _named_when_done(file: Path, *, overwrite: bool) -> Iterator[Path]:
    """An empty file beside `file`, of this user alone, which gets that name when the block ends well, else goes."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", suffix=".part", dir=file.parent)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror}); check the folder and its rights") from error
    os.close(descriptor)
    unfinished = Path(name)
    try:
        yield unfinished
        _give_name(unfinished, file, overwrite=overwrite)
        sync(file.parent)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written ({error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _give_name(unfinished: Path, file: Path, *, overwrite: bool) -> None:
    if overwrite:
        unfinished.replace(file)
        return
    try:
        file.hardlink_to(unfinished)  # fails where there is a file, also one that came in between
    except FileExistsError:
        raise StoreError(f"{file}: is there already; name another file. Nothing has been written.") from None
    except OSError:  # a memory stick's file system knows no second names
        if file.exists():
            raise
        unfinished.rename(file)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
