"""The store: transactions on one database, whichever it is. `backend.store.opening` makes one."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Engine

WRITING = "wian_writing"
"""The execution option of connections that are going to write."""

MOST_TRIES = 20
"""Of one transaction. Everybody who decides on an event waits for its row, so a conflict is rare and soon over."""


class StoreError(Exception):
    """The store cannot be used as it is; the text says why and what to do."""


class StoreUnavailableError(Exception):
    """The store cannot be used just now, because others write or the disk fails; a later try may succeed."""


class Work(NamedTuple):
    """What is to be done in a transaction.

    Attributes:
        event: The event that it locks.
        run: Does it, through its connection alone.
    """

    event: str
    run: Callable[[Connection], Any]


class Database(Protocol):
    """What differs between databases, as far as transactions go."""

    def is_mistake(self, error: Exception) -> bool:
        """Whether the driver's error is a mistake of ours, which must not be told as a bad moment."""

    def is_conflict(self, error: Exception) -> bool:
        """Whether the transaction would succeed if it were repeated from its beginning."""

    def name_of(self, error: Exception) -> str:
        """The database's own name for an error, without any value in it."""

    def guarding(self) -> AbstractContextManager[None]:
        """Around a transaction that writes: makes sure that it is kept where it will be found."""

    def prove_writable(self, connection: Connection) -> None:
        """Write, without changing anything."""

    def wipe(self, connection: Connection) -> None:
        """Empty the files beside the database that may still hold what was deleted."""

    def close(self) -> None:
        """Let go of what is held beside the connections, which are closed."""


class Store:
    """One database. Methods may be called from any thread; connections are pooled."""

    def __init__(self, engine: Engine, database: Database) -> None:
        """Use an engine that is set up."""
        self._readers = engine
        self._writers = engine.execution_options(**{WRITING: True})
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            StoreUnavailableError: If the store cannot be read just now.
        """
        with self._translated_errors(), self._readers.begin() as connection:
            yield connection

    def write[T](self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction, which has reached the disk when this returns; gives what `work` gives.

        Where the database finds that two transactions got into each other's way, the whole is repeated, so `work` must
        do nothing but through its connection.

        Raises:
            StoreUnavailableError: If the database is locked or away, the disk fails, or a file is not in its place;
                then nothing is written where it would be found.
        """
        for _ in range(MOST_TRIES):
            try:
                with self._database.guarding(), self._translated_errors(), self._writers.begin() as connection:
                    return work(connection)
            except _ConflictError:
                continue
        raise StoreUnavailableError("others write at the same time")

    def write_together(self, works: Iterable[Work]) -> list[Any]:
        """Run several works in one transaction, one after the other; the disk is waited for once.

        What one of them raises undoes that one alone. Whoever locks several events does so in the order of their names,
        so that no two wait for each other.

        Returns:
            What each work gave, or the error that it raised, in their order.

        Raises:
            StoreUnavailableError: As `write`; then nothing of any work is written.
        """
        numbered = sorted(enumerate(works), key=lambda item: item[1].event)
        results = self.write(lambda connection: {number: self._attempt(connection, work) for number, work in numbered})
        return [result for _, result in sorted(results.items())]

    def check(self) -> None:
        """Make sure that a registration could be stored now, by writing what is there already.

        Raises:
            StoreUnavailableError: If it could not.
        """

        def look_and_write(connection: Connection) -> None:
            connection.execute(text("SELECT count(*) FROM (SELECT 1 FROM submissions LIMIT 1) AS found"))
            self._database.prove_writable(connection)

        self.write(look_and_write)

    def forget(self) -> None:
        """Let nothing of what was just deleted be readable in the database's own files.

        It is done with the next deletion if others keep the database from doing it now.
        """
        with suppress(StoreUnavailableError), self._translated_errors(), self._readers.connect() as connection:
            self._database.wipe(connection)

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._database.close()

    def _attempt(self, connection: Connection, work: Work) -> Any:  # noqa: ANN401 - whatever the work gives
        """Run one of several works; gives its error, unless that is one of the database, which ends them all."""
        connection.exec_driver_sql("SAVEPOINT one_work")
        try:
            result = work.run(connection)
        except Exception as error:
            if isinstance(error, DBAPIError) and not self._is_mistake(error):
                raise
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT one_work")
            result = error
        connection.exec_driver_sql("RELEASE SAVEPOINT one_work")
        return result

    def _is_mistake(self, error: DBAPIError) -> bool:
        return not isinstance(error.orig, Exception) or self._database.is_mistake(error.orig)

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        """Turn the driver's errors that are nobody's mistake into one that says so, without any value in its text."""
        try:
            yield
        except DBAPIError as error:
            cause = error.orig
            if not isinstance(cause, Exception) or self._database.is_mistake(cause):
                raise
            kind = _ConflictError if self._database.is_conflict(cause) else StoreUnavailableError
            raise kind(self._database.name_of(cause)) from None
        except PoolTimeoutError:
            raise StoreUnavailableError("all connections are in use") from None


class _ConflictError(StoreUnavailableError):
    """Two transactions got into each other's way."""
