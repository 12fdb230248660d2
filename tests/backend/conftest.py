"""A running backend with the small site, a phone's way to speak to it, and a store of each kind."""

from __future__ import annotations

import itertools
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url

from backend.store.opening import connect_store, migrate, open_store
from registration_rules import wire
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.backend_server import running_backend
from tests.servers.postgresql_server import running_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.store.store import Store

_numbers = itertools.count()

OPEN_AT = datetime(2022, 1, 5, 2, 0, 6, tzinfo=UTC)


@dataclass
class SettableClock:
    """A clock that stands where a test puts it."""

    now: datetime = OPEN_AT

    def __call__(self) -> datetime:
        """What the backend takes for now."""
        return self.now


@dataclass
class Phone:
    """Speaks to the backend as the page's script does, and looks into its store."""

    client: httpx.Client
    clock: SettableClock
    site: Path
    database: Path
    address: str = field(default=f"/r/{SLUG}/")

    def post(self, submission: dict[str, str], **headers: str) -> httpx.Response:
        """Send a submission."""
        return self.send(wire.encode(submission).encode(), **headers)

    def send(self, body: bytes, **headers: str) -> httpx.Response:
        """Send a body as it is."""
        sent = {"content-type": "application/x-www-form-urlencoded"} | headers
        return self.client.post(self.address, content=body, headers=sent)

    def register(self, number: int = 0, **fields: str) -> dict[str, Any]:
        """Register a person for good; gives the answer."""
        response = self.post(make_submission(number, **fields))
        assert response.status_code == 201, response.text
        return response.json()

    def query(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of the store, read past the backend."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, values).fetchall()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small site."""
    return write_small_site(tmp_path / "site")


@pytest.fixture
def no_new_hour() -> None:
    """None begins during the test: rate limits go by the hour of the clock, and a new one admits more."""
    left_s = 3600 - time.time() % 3600
    time.sleep(left_s if left_s < 30 else 0)


@pytest.fixture
def phone(site: Path, tmp_path: Path) -> Iterator[Phone]:
    """A phone, and the backend that it reaches."""
    clock = SettableClock()
    with (
        running_backend(site, tmp_path / "var", clock) as backend,
        httpx.Client(base_url=backend.url, headers={"accept": "*/*"}) as client,
    ):
        yield Phone(client, clock, site, backend.database)


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
