"""Opening the store: a file in a folder, or a database that `DATABASE_URL` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from backend.store import postgresql, sqlite
from backend.store.store import Store, StoreError
from backend.store.upgrade import find_revision, newest_revision, upgrade

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from backend.store.store import Database


def open_store(folder: Path, *, busy_timeout_s: float = sqlite.BUSY_TIMEOUT_S) -> Store:
    """Open the store in `folder` and bring its schema up to date; what is missing is made, for this user's eyes only.

    Args:
        folder: Where the file `wian.sqlite3` is.
        busy_timeout_s: How long a transaction waits for another one's lock.

    Raises:
        StoreError: If the file cannot be opened, is no store, or was written by a newer Wian.
    """
    file, path = sqlite.make_file(folder), folder / sqlite.FILE_NAME
    engine = sqlite.make_engine(path, busy_timeout_s)
    return _open(engine, sqlite.SQLite(file, folder, busy_timeout_s), str(path), is_upgraded=True)


def connect_store(url: str) -> Store:
    """Open the store on the server at `url`; its schema must be up to date, for others may be using it.

    Raises:
        StoreError: If it cannot be reached, is no store, or `python -m backend migrate` has to run first.
    """
    engine = postgresql.make_engine(postgresql.read_url(url))
    return _open(engine, postgresql.PostgreSQL(), _name_database(engine), is_upgraded=False)


def migrate(url: str) -> None:
    """Bring the schema of the store on the server at `url` up to date.

    Raises:
        StoreError: If it cannot be reached, is no store, or was written by a newer Wian.
    """
    engine = postgresql.make_engine(postgresql.read_url(url))
    _open(engine, postgresql.PostgreSQL(), _name_database(engine), is_upgraded=True).close()


def _open(engine: Engine, database: Database, name: str, *, is_upgraded: bool) -> Store:
    store = Store(engine, database)
    try:
        if is_upgraded:
            upgrade(engine, name)
        else:
            _refuse_older(engine, name)
    except DBAPIError as error:
        store.close()
        cause = database.name_of(error.orig) if isinstance(error.orig, Exception) else type(error).__name__
        raise StoreError(f"{name}: cannot be used ({cause}); is it a store of Wian, and in order?") from None
    except BaseException:
        store.close()
        raise
    return store


def _refuse_older(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        if find_revision(connection, name) != newest_revision():
            raise StoreError(f"{name}: has an older schema; run `python -m backend migrate` once, then start again")


def _name_database(engine: Engine) -> str:
    """The database without the password in its address."""
    return engine.url.render_as_string(hide_password=True)
