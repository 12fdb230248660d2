"""The store on a PostgreSQL server: whom it lets in, and transactions that get into each other's way."""

from __future__ import annotations

import threading
from contextlib import closing

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, insert, select, update

from backend.store import store as transactions
from backend.store.opening import connect_store, migrate
from backend.store.schema import events
from backend.store.store import StoreError, StoreUnavailableError
from tests.backend.store.test_schema import AT


@pytest.fixture
def url(database_url: str) -> str:
    """A database whose schema is up to date."""
    migrate(database_url)
    return database_url


def test_migrating_again_changes_nothing(url: str) -> None:
    migrate(url)
    with closing(connect_store(url)) as store, store.reading() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all() == ["0006"]


def test_serving_changes_no_schema(database_url: str) -> None:
    with pytest.raises(StoreError, match="run `python -m backend migrate` once"):
        connect_store(database_url)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


def test_a_newer_schema_is_refused_in_words(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    for opening in (connect_store, migrate):
        with pytest.raises(StoreError, match=r"newer Wian \(schema 0099; this one knows 0006\)"):
            opening(url)


def test_a_database_of_something_else_is_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE other (id integer)")
    with pytest.raises(StoreError, match="is no store of Wian"):
        migrate(database_url)


@pytest.mark.parametrize(
    "text", ["", "wian", "mysql://wian:hunter2@localhost/wian", "postgresql://wian:hunter2@localhost", "postgresql://["]
)
def test_what_is_no_address_is_said_without_its_password(text: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL: is no address of a PostgreSQL database") as caught:
        connect_store(text)
    assert "hunter2" not in str(caught.value)


def test_a_server_that_is_not_there_is_said_without_its_password(url: str) -> None:
    address = sa.make_url(url).set(password="hunter2", query={"host": "/nowhere"})  # noqa: S106 - not a real one
    with pytest.raises(StoreError, match="cannot be used \\(OperationalError\\)") as caught:
        connect_store(address.render_as_string(hide_password=False))
    assert "hunter2" not in str(caught.value)


def test_a_transaction_that_got_into_anothers_way_is_repeated_from_its_beginning(url: str) -> None:
    """Two lock two rows in opposite order: the server ends one of them, which then runs again."""
    both_have_one = threading.Barrier(2, timeout=20)
    tries: list[str] = []

    def change(connection: Connection, first: str, second: str) -> None:
        is_first_try = first not in tries
        tries.append(first)
        connection.execute(update(events).where(events.c.event == first).values(delete_at=AT))
        if is_first_try:
            both_have_one.wait()
        connection.execute(update(events).where(events.c.event == second).values(delete_at=AT))

    with closing(connect_store(url)) as store:
        rows = [{"event": name, "delete_at": AT.replace(year=2000)} for name in ("a", "b")]
        store.write(lambda connection: connection.execute(insert(events), rows))
        other = threading.Thread(target=store.write, args=[lambda connection: change(connection, "b", "a")])
        other.start()
        store.write(lambda connection: change(connection, "a", "b"))
        other.join()
        with store.reading() as connection:
            assert connection.execute(select(events.c.delete_at).distinct()).scalars().all() == [AT]
    assert len(tries) >= 3  # the one that repeats may get into the way of the other again


def test_one_that_never_gets_through_is_told_as_a_bad_moment(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "MOST_TRIES", 3)
    tries: list[int] = []

    def fail(connection: Connection) -> None:
        tries.append(1)
        connection.execute(sa.text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$"))

    with closing(connect_store(url)) as store, pytest.raises(StoreUnavailableError, match="others write"):
        store.write(fail)
    assert len(tries) >= 3  # the one that repeats may get into the way of the other again


def test_a_lock_that_is_not_to_be_had_is_a_bad_moment(url: str) -> None:
    with closing(connect_store(url)) as store, psycopg.connect(url) as other:
        other.execute("LOCK TABLE events")

        def wait_shortly(connection: Connection) -> None:
            connection.execute(sa.text("SET LOCAL lock_timeout = '50ms'"))
            connection.execute(select(events))

        with pytest.raises(StoreUnavailableError, match="LockNotAvailable"):
            store.write(wait_shortly)
        with store.reading() as connection:
            assert connection.execute(sa.text("SHOW lock_timeout")).scalar_one() == "10s"


def test_connections_that_the_server_cut_are_replaced(url: str) -> None:
    with closing(connect_store(url)) as store:
        store.check()
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        store.check()
