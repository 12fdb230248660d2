"""A store of each kind: a file, and a database on a PostgreSQL server of the tests' own."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy.engine import make_url

from backend.store.opening import connect_store, migrate, open_store
from tests.servers.postgresql_server import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.store.store import Store

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database of a running server."""
    with running_postgresql() as url:
        yield url


@pytest.fixture
def database_url(postgresql: str) -> str:
    """The address of a new, empty database."""
    name = f"wian_{next(_numbers)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(postgresql).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new store, once of each kind."""
    if request.param == "sqlite":
        store = open_store(tmp_path / "var")
    else:
        url = request.getfixturevalue("database_url")
        migrate(url)
        store = connect_store(url)
    yield store
    store.close()
