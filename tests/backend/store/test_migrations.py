"""A store that an earlier version wrote: it opens as one of this version, with all that was in it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from backend.__main__ import main
from backend.built_site.events import Events
from backend.registration.retention import delete_expired
from backend.store import upgrade
from backend.store.opening import open_store
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError
from registration_rules import wire
from tests.backend.conftest import OPEN_AT
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.backend_server import running_backend

ROOT = Path(__file__).parents[3]
FIRST = make_submission(0, submission_id="7f2c1f4e-9a1b-4c3d-8e5f-0123456789ab", position='ปลัด "อบต."')

# The steps are done, but the transaction has not ended, when the machine fails.
INTERRUPT = """
import os, sys
from pathlib import Path
from backend.store import upgrade
from backend.store.opening import open_store

upgrade._finish_file = lambda *_: os._exit(9)
open_store(Path(sys.argv[1]))
"""

# A table to which others point is made anew, as SQLite wants it for most changes.
REBUILDING_STEP = '''"""Rebuild."""
from alembic import op
revision = "9999"
down_revision = "0006"
def upgrade():
    with op.batch_alter_table("submissions", recreate="always"):
        pass
'''


@pytest.fixture(params=[1, 2])
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file of a store of an older schema."""
    return write_store(tmp_path / "var", request.param)


def write_store(folder: Path, schema: int) -> Path:
    file = folder / FILE_NAME
    folder.mkdir()
    with closing(sqlite3.connect(file)) as connection:
        script = Path(__file__).with_name(f"schema_{schema}.sql")
        connection.executescript(script.read_text(encoding="utf-8"))
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


def query(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def test_every_row_of_schema_1_is_in_it_still(tmp_path: Path) -> None:
    file = write_store(tmp_path / "var", 1)
    open_store(file.parent).close()
    rows = query(file, "SELECT first_name, state, seat, answers FROM registrations ORDER BY seat, first_name")
    assert [(*row[:3], json.loads(str(row[3]))) for row in rows] == [
        ("สมหญิง", "replaced", None, {"position": "นิติกร"}),
        ("สมชาย", "confirmed", 1, {"position": 'ปลัด "อบต."'}),
        ("สมหญิง", "confirmed", 2, {"position": "นิติกร"}),
    ]
    assert query(file, "SELECT (SELECT count(*) FROM submissions), (SELECT count(*) FROM outbox)") == [(3, 6)]


def test_every_row_of_schema_2_is_in_it_still(tmp_path: Path) -> None:
    file = write_store(tmp_path / "var", 2)
    open_store(file.parent).close()
    assert query(
        file,
        "SELECT substr(submission_id, -1), state, seat, organisation, late_by_s, in_line_since = received_at "
        "FROM registrations ORDER BY submission_id",
    ) == [
        ("0", "confirmed", 1, "saithong-pao", None, 1),
        ("1", "replaced", None, "saithong-pao", None, 1),
        ("2", "confirmed", 2, "saithong-pao", None, 1),
        ("3", "confirmed", 3, "saithong-pao", None, 1),
        ("5", "late_review", None, "saithong-town", 32406, 1),
    ]
    assert query(
        file,
        "SELECT substr(submission_id, -1), outcome, substr(replaces, -1), fingerprint IS NULL, receipt IS NULL "
        "FROM submissions ORDER BY submission_id",
    ) == [
        ("0", "confirmed", None, 0, 0),
        ("1", "confirmed", None, 0, 0),
        ("2", "confirmed", "1", 0, 0),
        ("3", "confirmed", "4", 0, 0),
        ("4", "superseded", None, 1, 1),
        ("5", "late_review", None, 0, 0),
        ("6", "closed", None, 0, 1),
    ]
    assert query(file, "SELECT event, delete_at FROM events") == [(SLUG, "2022-04-14T09:00:00.000Z")]
    assert query(file, "SELECT state, count(*) FROM outbox GROUP BY state") == [("dropped", 2), ("waiting", 6)]


def test_it_is_a_store_like_a_new_one(old_store: Path, tmp_path: Path) -> None:
    open_store(old_store.parent).close()
    open_store(tmp_path / "new").close()
    assert describe(old_store) == describe(tmp_path / "new" / FILE_NAME)
    assert describe(old_store)["version"] == (3,)


def test_a_position_that_was_left_empty_is_no_answer(tmp_path: Path) -> None:
    file = write_store(tmp_path / "var", 1)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE registrations SET position = ''")
        connection.commit()
    open_store(file.parent).close()
    assert set(query(file, "SELECT answers FROM registrations")) == {("{}",)}


def test_a_step_that_is_interrupted_has_not_begun(old_store: Path) -> None:
    before = dump(old_store)
    interrupted = subprocess.run([sys.executable, "-c", INTERRUPT, str(old_store.parent)], cwd=ROOT, check=False)
    assert interrupted.returncode == 9
    assert dump(old_store) == before
    open_store(old_store.parent).close()
    assert describe(old_store)["version"] == (3,)


def test_rows_that_point_to_nothing_are_refused_and_left(old_store: Path) -> None:
    with closing(sqlite3.connect(old_store)) as connection:
        connection.execute("DELETE FROM submissions WHERE submission_id = (SELECT submission_id FROM outbox LIMIT 1)")
        connection.commit()
    before = dump(old_store)
    with pytest.raises(
        StoreError, match=r"rows point to what is not there \(registrations\); nothing has been changed"
    ):
        open_store(old_store.parent)
    assert dump(old_store) == before


def test_a_version_from_before_alembic_refuses_the_file(old_store: Path) -> None:
    open_store(old_store.parent).close()
    assert query(old_store, "PRAGMA user_version")[0][0] > 2  # all that it looked at


def test_a_table_to_which_others_point_can_be_made_anew(
    old_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(old_store.parent).close()
    before = dump(old_store)
    steps = tmp_path / "alembic"
    (steps / "versions").mkdir(parents=True)
    for file in upgrade.STEPS.rglob("*.py"):
        (steps / file.relative_to(upgrade.STEPS)).write_bytes(file.read_bytes())
    (steps / "versions" / "9999.py").write_text(REBUILDING_STEP)
    monkeypatch.setattr(upgrade, "STEPS", steps)
    with closing(open_store(old_store.parent)) as store, store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1  # on again
    rows = [line for line in dump(old_store) if line.startswith("INSERT") and "alembic_version" not in line]
    assert rows == [line for line in before if line.startswith("INSERT") and "alembic_version" not in line]
    assert query(old_store, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_phone_that_sends_again_what_the_old_version_stored_gets_its_receipt(tmp_path: Path) -> None:
    file = write_store(tmp_path / "var", 1)
    site = write_small_site(tmp_path / "site")
    headers = {"content-type": "application/x-www-form-urlencoded"}
    with running_backend(site, file.parent, lambda: OPEN_AT) as backend:
        again = httpx.post(f"{backend.url}/r/{SLUG}/", content=wire.encode(FIRST | {"attempt": "2"}), headers=headers)
    assert (again.status_code, again.json()["receipt"]) == (200, "7374-3241")


def test_it_is_listed_and_deleted_on_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_store(tmp_path / "var", 1)
    site = write_small_site(tmp_path / "site")
    assert main(["registrations", SLUG, "--site", str(site), "--data", str(file.parent), "--csv", "-"]) == 0
    assert capsys.readouterr().out.count("นิติกร") == 1
    with closing(open_store(file.parent)) as store:
        assert delete_expired(store, Events(site, is_preview=False), OPEN_AT.replace(month=5)) == {SLUG: 3}
    assert "นิติกร".encode() not in file.read_bytes()
