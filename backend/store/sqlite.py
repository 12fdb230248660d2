"""The store in a file: everything that is particular to SQLite.

SQLite before 3.51.3 can corrupt a write-ahead log that several connections write, so that an older library stays with a
rollback journal. Either way a commit is on the disk before it returns.
Source: https://sqlite.org/wal.html, section “The WAL-Reset Bug”.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, event

from backend.store.store import WRITING, StoreError, StoreUnavailableError
from backend.store.store_file import StoreFile
from backend.store.turn import having_turn
from backend.store.values import create_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE_NAME = "wian.sqlite3"
BUSY_TIMEOUT_S = 10.0
SAFE_WAL_SINCE = (3, 51, 3)

REBUILDING = "wian_rebuilding"
"""The execution option of the connection that changes the schema: a table that others point to can be made anew."""


class SQLite:
    """SQLite, and the file that it writes."""

    def __init__(self, file: StoreFile, folder: Path, patience_s: float) -> None:
        """Keep `file` in view, and wait as long for a turn to write in `folder`."""
        self._file = file
        self._folder = folder
        self._patience_s = patience_s

    def is_mistake(self, error: Exception) -> bool:
        """See `backend.store.store.Database`."""
        return isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError)

    def is_conflict(self, error: Exception) -> bool:  # noqa: ARG002 - of others
        """Never: whoever writes has the lock from the beginning on."""
        return False

    def name_of(self, error: Exception) -> str:
        """E.g. SQLITE_BUSY."""
        return str(getattr(error, "sqlite_errorname", None) or type(error).__name__)

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """A transaction in its turn, after which what was written is in the file that will be opened next time."""
        with having_turn(self._folder, self._patience_s):
            _check(self._file.check_place)
            yield
            _check(self._file.check_place)

    def prove_writable(self, connection: Connection) -> None:
        """Write what is there already, and see that there is room for more."""
        _check(self._file.check_room)
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")

    def wipe(self, connection: Connection) -> None:
        """Empty the write-ahead log, if there is one; the file itself is overwritten by `secure_delete`."""
        connection.rollback()  # of the transaction that every connection begins with
        driver = connection.connection.dbapi_connection
        if driver is not None:
            driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file, after all connections to it."""
        self._file.close()


def make_file(folder: Path) -> StoreFile:
    """Make the store's file in `folder`, if it is missing, for this user's eyes only.

    Raises:
        StoreError: If it cannot be written.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return StoreFile(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); check the folder and its rights") from error


def journal_mode(library_version: tuple[int, int, int]) -> str:
    """The journal that is safe with this version of the SQLite library."""
    return "WAL" if library_version >= SAFE_WAL_SINCE else "TRUNCATE"


def make_engine(path: Path, busy_timeout_s: float) -> Engine:
    """The engine for a file; a transaction waits for another one's lock as long as `busy_timeout_s`."""
    # SQLite by itself would make an empty file where the store's was deleted.
    address = f"{path.absolute().as_uri()}?mode=rw"
    connect = partial(sqlite3.connect, address, uri=True, timeout=busy_timeout_s, check_same_thread=False)
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect)

    @event.listens_for(engine, "connect")
    def set_up_connection(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions by itself: it would do so too late and without the write lock.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
        # What is deleted is overwritten: it was personal data.
        connection.execute("PRAGMA secure_delete = ON")
        # EXTRA is FULL and, with a rollback journal, the sync that keeps a finished journal from coming back.
        connection.execute("PRAGMA synchronous = EXTRA")

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(REBUILDING):
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # it would be ignored within the transaction
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING) else "BEGIN")

    return engine


def _check(what: Callable[[], None]) -> None:
    try:
        what()
    except OSError as error:
        raise StoreUnavailableError(f"its file: {error.strerror}") from None
