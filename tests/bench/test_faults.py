"""The table of what the form backend guarantees, every row with its controls at the smallest size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.faults.processes import Starter
from bench.faults.table import ROWS, Bench
from tests.servers import coroutines
from tests.servers.postgresql_server import postgresql_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.faults.row import DatabaseName, Row
    from tests.servers.postgresql_server import PostgreSQLServer

SEED = 7


@pytest.fixture(scope="session")
def starter() -> Iterator[Starter]:
    """Processes that fork, for loading Python's modules each time would take most of the test's time."""
    with Starter(always_forks=True) as starter:
        yield starter


@pytest.fixture(scope="session")
def server() -> Iterator[PostgreSQLServer]:
    """A running PostgreSQL."""
    with postgresql_server() as server:
        yield server


@pytest.mark.parametrize(
    ("row", "database"),
    [pytest.param(row, database, id=f"{row.name}-{database}") for row in ROWS for database in row.databases],
)
def test_everything_is_as_it_is_asked(
    row: Row, database: DatabaseName, starter: Starter, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("server") if database == "postgresql" else None
    figures = Bench(0, SEED, starter, server, judges_time=False, run=coroutines.run).measure(
        row, database, lambda _text: None
    )
    assert figures
    assert [figure for figure in figures if not figure.is_met] == []
