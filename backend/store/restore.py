"""A backup in the store's place: checked first, with the store that was there kept beside it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from backend.store.backup import check_whole, copy_store, sync
from backend.store.opening import open_store
from backend.store.schema import metadata
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError
from backend.store.store_lock import replacing_store

if TYPE_CHECKING:
    from datetime import datetime

_PLACE = ".restore-"  # how the folder begins in which a copy is prepared
_LOGS = ("-wal", "-journal")  # what SQLite keeps beside a database until it is closed well


def restore(folder: Path, file: Path, now: datetime) -> Path | None:
    """Put a copy of `file` in the place of the store in `folder`.

    Until the copy has been checked and is on the disk, the store stays as it is; there is one at every moment.

    Args:
        folder: Where the store is.
        file: A backup, which stays as it is.
        now: Names what is kept.

    Returns:
        Where the store is now that was there before; None if there was none.

    Raises:
        StoreError: If the store is in use, or `file` is no whole store that this version knows.
    """
    if not file.is_file():
        raise StoreError(f"{file}: there is no such file.")
    with replacing_store(folder):
        store = folder / FILE_NAME
        try:
            if store.exists() and store.samefile(file):
                raise StoreError(f"{file}: is the store itself; name the backup.")
            for left in folder.glob(f"{_PLACE}*"):  # by a command that was killed
                shutil.rmtree(left)
            place = Path(tempfile.mkdtemp(prefix=_PLACE, dir=folder))
            try:
                copy = _prepare_copy(file, place)
                kept = _keep(store, place, f"wian-before-restore-{now:%Y%m%dT%H%M%SZ}") if store.exists() else None
                copy.replace(store)
            finally:
                shutil.rmtree(place, ignore_errors=True)
            sync(folder)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written ({error.strerror}); the store is as it was") from error
    return kept


def _prepare_copy(file: Path, place: Path) -> Path:
    """A copy of `file` in the folder `place` that has been read whole, opened and brought up to date."""
    check_whole(file)
    copy = place / FILE_NAME
    try:
        copy_store(file, copy)
        _refuse_other_tables(copy)
        open_store(place).close()
        check_whole(copy)
    except StoreError as error:
        raise StoreError(str(error).replace(str(copy), str(file))) from None
    return copy


def _refuse_other_tables(copy: Path) -> None:
    """Refuse what has none of the store's tables, which opening would take for a store that is still to be made."""
    with closing(sqlite3.connect(copy)) as reader:
        names = {name for (name,) in reader.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if not names & set(metadata.tables):
        raise StoreError(f"{copy}: is no store of Wian; nothing has been changed.")


def _keep(store: Path, place: Path, name: str) -> Path:
    """Copy the store as it is, with the log that a crash may have left beside it, and leave it without that log."""
    kept, number = store.with_name(f"{name}.sqlite3"), 1
    while kept.exists():
        number += 1
        kept = store.with_name(f"{name}-{number}.sqlite3")
    for ending in (*_LOGS, ""):
        part = store.with_name(store.name + ending)
        if part.exists() and part.stat().st_size:
            _copy(part, place / "kept")
            (place / "kept").rename(kept.with_name(kept.name + ending))
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{store.absolute().as_uri()}?mode=rw", uri=True)) as settled:
        settled.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for ending in (*_LOGS, "-shm"):  # left by a store that is too damaged to be closed well
        store.with_name(store.name + ending).unlink(missing_ok=True)
    return kept


def _copy(source: Path, copy: Path) -> None:
    copy.touch(mode=0o600)
    shutil.copyfile(source, copy)
    sync(copy)
