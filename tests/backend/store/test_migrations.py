"""A store that an earlier version wrote: it opens as one of this version, with all that was in it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.__main__ import main
from backend.built_site.events import Events
from backend.registration.retention import delete_expired
from backend.store import migrations
from backend.store.opening import open_store
from backend.store.schema import SCHEMA_VERSION
from backend.store.sqlite import FILE_NAME
from registration_rules import wire
from tests.backend.conftest import OPEN_AT
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOT = Path(__file__).parents[3]
FIRST = make_submission(0, submission_id="7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab", position='ปลัด "อบต."')

# The step is done, but the transaction has not ended, when the machine fails.
INTERRUPT = """
import os, sys
from pathlib import Path
from backend.store import migrations
from backend.store.opening import open_store

def fail_after(step):
    def run(connection):
        step(connection)
        os._exit(9)
    return run

for version, step in migrations.MIGRATIONS.items():
    migrations.MIGRATIONS[version] = fail_after(step)
open_store(Path(sys.argv[1]))
"""


@pytest.fixture
def old_store(tmp_path: Path) -> Path:
    """The file of a store of schema 1."""
    file = tmp_path / "var" / FILE_NAME
    file.parent.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(Path(__file__).with_name("schema_1.sql").read_text(encoding="utf-8"))
    return file


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def describe(file: Path) -> dict[str, object]:
    """What SQLite says of the tables, whoever wrote their SQL."""
    with closing(sqlite3.connect(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            table: [
                connection.execute(f"PRAGMA {what}({table})").fetchall()
                for what in ("table_xinfo", "foreign_key_list", "index_list")
            ]
            for table in tables
        } | {"version": connection.execute("PRAGMA user_version").fetchone()}


def test_what_was_in_it_is_in_it_still(old_store: Path) -> None:
    open_store(old_store.parent).close()
    with closing(sqlite3.connect(old_store)) as connection:
        rows = connection.execute(
            "SELECT first_name, seat, answers FROM registrations ORDER BY seat, first_name"
        ).fetchall()
        kept = connection.execute("SELECT (SELECT count(*) FROM submissions), (SELECT count(*) FROM outbox)").fetchone()
    assert [(*row[:2], json.loads(row[2])) for row in rows] == [
        ("สมหญิง", None, {"position": "นิติกร"}),
        ("สมชาย", 1, {"position": 'ปลัด "อบต."'}),
        ("สมหญิง", 2, {"position": "นิติกร"}),
    ]
    assert kept == (3, 6)


def test_it_is_a_store_like_a_new_one(old_store: Path, tmp_path: Path) -> None:
    open_store(old_store.parent).close()
    open_store(tmp_path / "new").close()
    assert describe(old_store) == describe(tmp_path / "new" / FILE_NAME)
    assert describe(old_store)["version"] == (SCHEMA_VERSION,)


def test_a_position_that_was_left_empty_is_no_answer(old_store: Path) -> None:
    with closing(sqlite3.connect(old_store)) as connection:
        connection.execute("UPDATE registrations SET position = ''")
        connection.commit()
    open_store(old_store.parent).close()
    with closing(sqlite3.connect(old_store)) as connection:
        assert set(connection.execute("SELECT answers FROM registrations")) == {("{}",)}


def test_a_step_that_is_interrupted_has_not_begun(old_store: Path) -> None:
    before = dump(old_store)
    interrupted = subprocess.run([sys.executable, "-c", INTERRUPT, str(old_store.parent)], cwd=ROOT, check=False)
    assert interrupted.returncode == 9
    assert dump(old_store) == before
    open_store(old_store.parent).close()
    assert describe(old_store)["version"] == (SCHEMA_VERSION,)


def test_a_step_that_fails_leaves_the_old_store(old_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = migrations.MIGRATIONS[1]

    def fail(connection: Connection) -> None:
        step(connection)
        raise RuntimeError("half way")

    before = dump(old_store)
    monkeypatch.setitem(migrations.MIGRATIONS, 1, fail)
    with pytest.raises(RuntimeError, match="half way"):
        open_store(old_store.parent)
    assert dump(old_store) == before


def test_a_phone_that_sends_again_what_the_old_version_stored_gets_its_receipt(old_store: Path, tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    with running_backend(site, old_store.parent, lambda: OPEN_AT) as backend:
        again = httpx.post(f"{backend.url}/r/{SLUG}/", content=wire.encode(FIRST | {"attempt": "2"}), headers=headers)
    assert (again.status_code, again.json()["receipt"]) == (200, "7374-3241")


def test_it_is_listed_and_deleted_on_time(old_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_small_site(tmp_path / "site")
    assert main(["registrations", SLUG, "--site", str(site), "--data", str(old_store.parent), "--csv", "-"]) == 0
    assert capsys.readouterr().out.count("นิติกร") == 1
    with closing(open_store(old_store.parent)) as store:
        assert delete_expired(store, Events(site, is_preview=False), OPEN_AT.replace(month=5)) == {SLUG: 3}
    assert "นิติกร".encode() not in old_store.read_bytes()
