"""The store that the processes under test use, looked into past them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine
from sqlalchemy.pool import NullPool

from backend.store.opening import migrate, open_store
from backend.store.postgresql import read_url
from backend.store.sqlite import FILE_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine, Executable, Row

PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Store:
    """One store.

    Attributes:
        data: The data folder of the processes.
        engine: Leads into the store; connections are made and closed each time, so that none is in anybody's way.
        variables: What the processes' environment has to say to find it.
    """

    data: Path
    engine: Engine
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The SQLite file, where it is one."""
        return self.data / FILE_NAME

    def rows(self, query: Executable) -> list[Row[Any]]:
        """What a query gives."""
        with self.engine.connect() as connection:
            return list(connection.execute(query))

    def change(self, statement: Executable) -> None:
        """Change rows past the backend."""
        with self.engine.begin() as connection:
            connection.execute(statement)


def make_sqlite_store(data: Path) -> Store:
    """A store in a new file in the folder `data`."""
    open_store(data).close()
    url = URL.create("sqlite", database=str(data / FILE_NAME))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE_S})
    return Store(data, engine, {"DATABASE_URL": ""})


def make_postgresql_store(data: Path, url: str) -> Store:
    """A store in the new, empty database at `url`."""
    migrate(url)
    return Store(data, create_engine(read_url(url), poolclass=NullPool), {"DATABASE_URL": url})
