"""The store's file: everything that is particular to SQLite.

SQLite before 3.51.3 can corrupt a write-ahead log that several connections write, so that an older library stays with a
rollback journal. Either way a commit is on the disk before it returns.
Source: https://sqlite.org/wal.html, section “The WAL-Reset Bug”.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from backend.store.migrations import MIGRATIONS
from backend.store.schema import SCHEMA_VERSION, metadata
from backend.store.store_file import StoreFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILE_NAME = "wian.sqlite3"
BUSY_TIMEOUT_S = 10.0
SAFE_WAL_SINCE = (3, 51, 3)


_WRITING = "wian_writing"


class StoreError(Exception):
    """The store cannot be used as it is; the text says why and what to do."""


class StoreUnavailableError(Exception):
    """The store cannot be used just now, because others write or the disk fails; a later try may succeed."""


class Store:
    """One SQLite file. Methods may be called from any thread; connections are pooled.

    Make one with `open_store`.
    """

    def __init__(self, engine: Engine, file: StoreFile) -> None:
        """Use an engine that `open_store` set up."""
        self._file = file
        self._readers = engine
        self._writers = engine.execution_options(**{_WRITING: True})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store.

        Raises:
            StoreUnavailableError: If the store cannot be read just now.
        """
        with _translated_errors(), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its first moment, and has reached the disk when it is left.

        Raises:
            StoreUnavailableError: If the lock is not to be had in time, the disk fails, or the file is not in its
                place; then nothing is written where it would be found.
        """
        _check(self._file.check_place)
        with _translated_errors(), self._writers.begin() as connection:
            yield connection
        _check(self._file.check_place)  # what was written just now is in the file that will be opened next time

    def check(self) -> None:
        """Make sure that a registration could be stored now, by writing what is there already.

        Raises:
            StoreUnavailableError: If it could not.
        """
        _check(self._file.check_room)
        with self.writing() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM (SELECT 1 FROM submissions LIMIT 1)")
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")

    def close(self) -> None:
        """Close all connections, then the file."""
        self._readers.dispose()
        self._file.close()


def open_store(folder: Path, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Store:
    """Open the store in `folder` and bring its schema up to date; what is missing is made, for this user's eyes only.

    Args:
        folder: Where the file `wian.sqlite3` is.
        busy_timeout_s: How long a transaction waits for another one's lock.

    Raises:
        StoreError: If the file cannot be opened, is no store, or was written by a newer Wian.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = StoreFile(path)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); check the folder and its rights") from error
    engine = _make_engine(path, busy_timeout_s)
    store = Store(engine, file)
    try:
        with store.writing() as connection:
            _migrate(connection, path)
    except StoreUnavailableError as error:
        store.close()
        raise StoreError(f"{path}: cannot be used ({error}); is it a store of Wian, is the disk in order?") from error
    except BaseException:
        store.close()
        raise
    return store


def journal_mode(library_version: tuple[int, int, int]) -> str:
    """The journal that is safe with this version of the SQLite library."""
    return "WAL" if library_version >= SAFE_WAL_SINCE else "TRUNCATE"


def _make_engine(path: Path, busy_timeout_s: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # SQLite by itself would make an empty file where the store's was deleted.
        creator=partial(
            sqlite3.connect,
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=busy_timeout_s,
            check_same_thread=False,
        ),
        json_serializer=partial(json.dumps, ensure_ascii=False),
        hide_parameters=True,  # so that no error's text carries personal data into a log
    )

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
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _migrate(connection: Connection, path: Path) -> None:
    """Bring the schema to `SCHEMA_VERSION` within the caller's transaction."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: was written by a newer Wian (schema {version}; this one knows {SCHEMA_VERSION}); "
            "use that version, nothing has been changed"
        )
    if version == 0:
        _refuse_foreign_tables(connection, path)
        metadata.create_all(connection)
    for step in range(version or SCHEMA_VERSION, SCHEMA_VERSION):
        MIGRATIONS[step](connection)
    if version != SCHEMA_VERSION:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _refuse_foreign_tables(connection: Connection, path: Path) -> None:
    if connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one():
        raise StoreError(f"{path}: is no store of Wian; move it away, or choose another folder with --data")


def _check(what: Callable[[], None]) -> None:
    try:
        what()
    except OSError as error:
        raise StoreUnavailableError(f"its file: {error.strerror}") from None


@contextmanager
def _translated_errors() -> Iterator[None]:
    """Turn the driver's errors that are nobody's mistake into one that says so, without any value in its text."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise StoreUnavailableError(_error_name(error.orig)) from None
    except PoolTimeoutError:
        raise StoreUnavailableError("all connections are in use") from None


def _error_name(error: Any) -> str:  # noqa: ANN401 - whatever the driver raised
    """SQLite's name for an error, e.g. SQLITE_BUSY."""
    return str(getattr(error, "sqlite_errorname", None) or type(error).__name__)
