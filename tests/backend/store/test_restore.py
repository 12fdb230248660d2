"""Restoring: what is refused leaves the store as it was, what was there is kept, and no server runs meanwhile."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backend.store.backup import back_up
from backend.store.opening import open_store
from backend.store.restore import restore
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError
from backend.store.store_lock import LOCK_NAME, replacing_store, using_store
from tests.backend.small_site import write_small_site
from tests.backend.test_concurrency import PREVIEW, ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2022, 1, 6, 3, 4, 5, tzinfo=UTC)
KEPT = "wian-before-restore-20220106T030405Z"


def mark(data: Path, text: str) -> None:
    """Leave a mark in a store, by which it can be told from others."""
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS marks (text)")
        connection.execute("INSERT INTO marks VALUES (?)", (text,))
        connection.commit()


def marks(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM marks")]


def names(folder: Path) -> list[str]:
    """What is in a folder, but the journals that SQLite keeps empty between transactions."""
    return sorted(file.name for file in folder.iterdir() if file.stat().st_size or not file.name.endswith("-journal"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a store that has a mark."""
    open_store(tmp_path / "var").close()
    mark(tmp_path / "var", "first")
    return tmp_path / "var"


@pytest.fixture
def backup(data: Path, tmp_path: Path) -> Path:
    """A backup of it, after which it got another mark."""
    back_up(data, tmp_path / "backup")
    mark(data, "second")
    return tmp_path / "backup"


def test_the_store_that_was_there_is_kept_beside_it(data: Path, backup: Path) -> None:
    kept = restore(data, backup, NOW)
    again = restore(data, backup, NOW)
    assert (kept, again) == (data / f"{KEPT}.sqlite3", data / f"{KEPT}-2.sqlite3")
    assert marks(data / FILE_NAME) == marks(data / f"{KEPT}-2.sqlite3") == marks(backup) == ["first"]
    assert marks(data / f"{KEPT}.sqlite3") == ["first", "second"]
    assert names(data) == sorted([f"{KEPT}.sqlite3", f"{KEPT}-2.sqlite3", FILE_NAME, LOCK_NAME])
    assert {file.stat().st_mode & 0o777 for file in data.iterdir()} == {0o600}


def test_a_backup_is_restored_where_no_store_was(backup: Path, tmp_path: Path) -> None:
    assert restore(tmp_path / "new", backup, NOW) is None
    assert marks(tmp_path / "new" / FILE_NAME) == ["first"]


@pytest.mark.parametrize("schema", [1, 2])
def test_a_backup_of_an_older_version_is_brought_up_to_date(data: Path, tmp_path: Path, schema: int) -> None:
    backup = tmp_path / "old"
    with closing(sqlite3.connect(backup)) as connection:
        connection.executescript(Path(__file__).with_name(f"schema_{schema}.sql").read_text("utf-8"))
        connection.execute(f"PRAGMA user_version = {schema}")
    before = backup.read_bytes()
    restore(data, backup, NOW)
    assert backup.read_bytes() == before
    with closing(open_store(data)) as store, store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM decisions").scalar_one() == 0


def test_commits_that_a_crash_left_in_a_log_are_kept_too(data: Path, backup: Path) -> None:
    program = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA journal_mode = WAL')\n"
        "connection.execute(\"INSERT INTO marks VALUES ('third')\")\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(data / FILE_NAME)], check=True, timeout=60)
    assert (data / f"{FILE_NAME}-wal").stat().st_size
    restore(data, backup, NOW)
    assert marks(data / FILE_NAME) == ["first"]
    assert marks(data / f"{KEPT}.sqlite3") == ["first", "second", "third"]


def test_a_damaged_store_is_kept_as_it_is(data: Path, backup: Path) -> None:
    damaged = b"damaged" * 1000
    (data / FILE_NAME).write_bytes(damaged)
    (data / f"{FILE_NAME}-journal").write_bytes(b"a log")
    (data / f"{FILE_NAME}-shm").write_bytes(b"its index")
    restore(data, backup, NOW)
    assert names(data) == sorted([f"{KEPT}.sqlite3", f"{KEPT}.sqlite3-journal", FILE_NAME, LOCK_NAME])
    assert marks(data / FILE_NAME) == ["first"]
    assert (data / f"{KEPT}.sqlite3").read_bytes() == damaged
    assert (data / f"{KEPT}.sqlite3-journal").read_bytes() == b"a log"


def _make_newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '1000'")
        connection.commit()


def _make_foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE events (title)")


def _tear(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _leave_a_row_without_its_parent(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE parents (id PRIMARY KEY)")
        connection.execute("CREATE TABLE children (parent REFERENCES parents)")
        connection.execute("INSERT INTO children VALUES (1)")
        connection.commit()


def _break_a_constraint(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO marks VALUES (NULL)")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE marks (text NOT NULL)' WHERE name = 'marks'")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda file: file.unlink(), "there is no such file"),
        (lambda file: file.write_bytes(b""), "is no store of Wian"),
        (lambda file: file.write_text("a letter\n" * 500), "is no database of SQLite"),
        (_make_foreign, "is no store of Wian"),
        (_make_newer, "was written by a newer Wian"),
        (_tear, "is damaged"),
        (_leave_a_row_without_its_parent, "is damaged"),
        (_break_a_constraint, "is damaged"),
    ],
)
def test_what_is_no_whole_store_is_refused_and_changes_nothing(
    data: Path, backup: Path, spoil: Callable[[Path], object], reason: str
) -> None:
    before = (data / FILE_NAME).read_bytes()
    spoil(backup)
    with pytest.raises(StoreError) as refusal:
        restore(data, backup, NOW)
    assert str(refusal.value).startswith(f"{backup}: ")
    assert reason in str(refusal.value)
    assert (data / FILE_NAME).read_bytes() == before
    assert set(names(data)) <= {FILE_NAME, LOCK_NAME}


def test_the_store_is_not_restored_from_itself(data: Path) -> None:
    with pytest.raises(StoreError, match="is the store itself"):
        restore(data, data / FILE_NAME, NOW)


def test_nothing_is_restored_below_a_running_server_but_after_its_sudden_end(
    data: Path, backup: Path, tmp_path: Path
) -> None:
    site = write_small_site(tmp_path / "site", **PREVIEW)
    served = tmp_path / "served"
    served.mkdir()
    data = data.rename(served / "preview")  # where a preview has its own store
    with serving(site, served) as (_, server):
        with pytest.raises(StoreError, match="is in use by a running server"):
            restore(data, backup, NOW)
        back_up(data, tmp_path / "another")  # which a server does not mind
        server.kill()
        server.wait()
        restore(data, backup, NOW)
    assert marks(data / FILE_NAME) == ["first"]


def test_no_server_starts_and_no_backup_is_made_while_a_store_is_replaced(data: Path, tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site")
    with replacing_store(data):
        for command in (["serve", "--site", site, "--port", "0"], ["backup", tmp_path / "copy"]):
            result = subprocess.run(
                [sys.executable, "-m", "backend", *map(str, command), "--data", data],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            reason = f"{data}: is being replaced by a backup; wait until that is done\n"
            assert (result.returncode, result.stdout, result.stderr) == (1, "", reason)


def test_several_may_use_a_store(data: Path) -> None:
    with using_store(data), using_store(data):
        assert marks(data / FILE_NAME) == ["first"]


def test_copies_that_a_killed_command_left_go_away(data: Path, backup: Path) -> None:
    (data / ".restore-killed").mkdir()
    (data / ".restore-killed" / FILE_NAME).write_text("somebody's data")
    restore(data, backup, NOW)
    assert names(data) == sorted([f"{KEPT}.sqlite3", FILE_NAME, LOCK_NAME])
