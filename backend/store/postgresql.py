"""The store on a server: everything that is particular to PostgreSQL, and to databases that speak its language."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from backend.store.store import StoreError
from backend.store.values import create_engine

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from sqlalchemy import URL, Connection, Engine

LOCK_TIMEOUT_S = 10
CONNECT_TIMEOUT_S = 10
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_EXAMPLE = "postgresql://wian@database.example/wian"


class PostgreSQL:
    """PostgreSQL's errors. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html."""

    def is_mistake(self, error: Exception) -> bool:
        """See `backend.store.store.Database`."""
        return isinstance(error, psycopg.IntegrityError | psycopg.ProgrammingError | psycopg.DataError)

    def is_conflict(self, error: Exception) -> bool:
        """A serialization failure or a deadlock."""
        return isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected)

    def name_of(self, error: Exception) -> str:
        """E.g. LockNotAvailable."""
        return type(error).__name__

    def guarding(self) -> AbstractContextManager[None]:
        """Nothing: a commit that the server acknowledged is kept."""
        return nullcontext()

    def prove_writable(self, connection: Connection) -> None:
        """Write Alembic's one row again: a server that only reads refuses that."""
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))

    def wipe(self, connection: Connection) -> None:
        """Nothing: the server vacuums its own files, to which nobody but its administrator has access."""

    def close(self) -> None:
        """Nothing is held."""


def read_url(text: str) -> URL:
    """The address of a database, as `DATABASE_URL` has it.

    Raises:
        StoreError: If it is none of a PostgreSQL database; the text does not repeat it, for it may hold a password.
    """
    try:
        url = make_url(text)
    except ArgumentError:
        url = None
    if url is None or url.drivername not in _SCHEMES or not url.database:
        raise StoreError(f"DATABASE_URL: is no address of a PostgreSQL database, such as {_EXAMPLE}")
    return url.set(drivername="postgresql+psycopg")


def make_engine(url: URL, pool: Mapping[str, int] | None = None) -> Engine:
    """The engine for a server; a connection that died in the pool is noticed before it is used."""
    settings = f"-c lock_timeout={LOCK_TIMEOUT_S}s -c timezone=UTC"
    return create_engine(
        url,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": settings, "connect_timeout": CONNECT_TIMEOUT_S},
        **(pool or {}),
    )
