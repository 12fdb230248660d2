"""The store's file: who may read it, which journal it keeps, and what is refused."""

from __future__ import annotations

import os
import sqlite3
import traceback
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from backend.store.opening import open_store
from backend.store.schema import registrations
from backend.store.sqlite import FILE_NAME, journal_mode
from backend.store.store import StoreError, StoreUnavailableError
from backend.store.store_file import StoreFile
from tests.backend.web.test_health import disk_without_room

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def test_only_this_user_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    (folder / FILE_NAME).touch(0o644)  # as somebody may have copied it
    with closing(open_store(folder)), closing(open_store(tmp_path / "new" / "var")):
        assert oct((tmp_path / "new" / "var").stat().st_mode & 0o777) == "0o700"
        assert [oct(path.stat().st_mode & 0o777) for path in (folder, folder / FILE_NAME)] == ["0o700", "0o600"]


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((4, 0, 0), "WAL")],
)
def test_the_write_ahead_log_waits_for_a_library_that_is_safe(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_connections_are_set_up_for_durable_commits(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store, store.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("foreign_keys", "synchronous", "journal_mode", "user_version", "busy_timeout")
        }
        driver = connection.connection.dbapi_connection
        assert driver is not None
        assert driver.isolation_level is None  # it begins no transaction by itself
    assert settings == {
        "foreign_keys": 1,
        "synchronous": 3,
        "journal_mode": journal_mode(sqlite3.sqlite_version_info).lower(),
        "user_version": 3,
        "busy_timeout": 10_000,
    }


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    open_store(tmp_path).close()
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_newer_store_is_refused_unchanged(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '99'")
        connection.commit()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match=r"newer Wian \(schema 99; this one knows 0006\)"):
        open_store(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE other (id)")
    with pytest.raises(StoreError, match="is no store of Wian"):
        open_store(tmp_path)
    (tmp_path / FILE_NAME).write_text("text " * 1000)
    with pytest.raises(StoreError, match="SQLITE_NOTADB"):
        open_store(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        open_store(tmp_path / "file")


def test_a_failed_transaction_leaves_nothing_and_shows_no_values(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, busy_timeout_s=0.1)) as store:
        with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailableError, match=r"^SQLITE_BUSY$"):
                store.write(look)
        store.write(look)


def look(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA user_version")


def test_what_was_written_into_a_file_that_is_gone_by_then_is_not_acknowledged(tmp_path: Path) -> None:
    def write_and_lose_the_file(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA user_version = 3")
        (tmp_path / FILE_NAME).rename(tmp_path / "away")

    with closing(open_store(tmp_path)) as store:
        with pytest.raises(StoreUnavailableError, match="its file: No such file"):
            store.write(write_and_lose_the_file)
        (tmp_path / "away").rename(tmp_path / FILE_NAME)
        store.check()


def test_where_the_file_is_gone_nobody_makes_an_empty_one(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store, store.reading():
        (tmp_path / FILE_NAME).rename(tmp_path / "away")
        with pytest.raises(StoreUnavailableError, match=r"^SQLITE_CANTOPEN$"), store.reading():
            pass
        assert not (tmp_path / FILE_NAME).exists()
        (tmp_path / "away").rename(tmp_path / FILE_NAME)


def test_a_disk_that_fails_in_spite_of_its_room_is_noticed_by_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StoreFile, "check_room", lambda _file: None)
    with closing(open_store(tmp_path)) as store:
        with disk_without_room(os.getpid(), 0), pytest.raises(StoreUnavailableError, match=r"^SQLITE_"):
            store.check()
        store.check()


def test_an_error_that_sqlite_has_no_name_for_is_told_by_its_type(tmp_path: Path) -> None:
    with (
        closing(open_store(tmp_path)) as store,
        pytest.raises(StoreUnavailableError, match=r"^OperationalError$"),
        store.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT CAST(x'ff' AS TEXT)").scalar_one()


def test_an_error_that_nobody_foresaw_names_no_person(tmp_path: Path) -> None:
    row = {column.name: None for column in registrations.columns} | {"submission_id": "a", "first_name": "สมชาย"}
    with (
        closing(open_store(tmp_path)) as store,
        pytest.raises(IntegrityError) as caught,
    ):
        store.write(lambda connection: connection.execute(insert(registrations).values(row)))
    told = "".join(traceback.format_exception(caught.value))
    assert "NOT NULL constraint failed" in told
    assert "สมชาย" not in told
