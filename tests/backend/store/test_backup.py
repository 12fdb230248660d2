"""Backups: the README's commands, copies made while others write, and what never happens to a file."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.store.backup import _named_when_done, back_up, back_up_daily
from backend.store.opening import open_store
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError
from registration_rules import wire
from tests.backend.conftest import SettableClock
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.backend_server import running_backend

if TYPE_CHECKING:
    from tests.backend.conftest import Phone

ROOT = Path(__file__).parents[3]
FORM = {"content-type": "application/x-www-form-urlencoded"}


def query(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with an empty store."""
    open_store(tmp_path / "var").close()
    return tmp_path / "var"


@pytest.mark.parametrize("readme", ["README.md", "README.th.md"])
def test_a_backup_is_made_and_restored_as_the_readme_says(tmp_path: Path, readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    [save] = re.findall(r"^    (\S+python -m backend backup \S+)$", text, re.MULTILINE)
    [restore] = re.findall(r"^    (\S+python -m backend restore \S+)$", text, re.MULTILINE)
    (tmp_path / ".venv").symlink_to(sys.prefix)

    def run(command: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        subprocess.run(["bash", "-c", command], cwd=tmp_path, env=environment, check=True, timeout=60)

    site, var = write_small_site(tmp_path / "site"), tmp_path / "var"
    with running_backend(site, var, SettableClock()) as backend, httpx.Client(base_url=backend.url) as client:
        first, second = (wire.encode(make_submission(number)) for number in range(2))
        receipt = client.post(f"/r/{SLUG}/", content=first, headers=FORM).json()["receipt"]
        run(save)
        assert client.post(f"/r/{SLUG}/", content=second, headers=FORM).status_code == 201
    run(restore)
    assert query(var / FILE_NAME, "SELECT receipt FROM submissions") == [(receipt,)]


def test_copies_made_while_others_write_are_whole_and_hold_what_was_acknowledged(tmp_path: Path) -> None:
    site, var = write_small_site(tmp_path / "site", quota=200), tmp_path / "var"
    acknowledged: list[str] = []
    is_over = threading.Event()

    def keep_registering(url: str, organisation: str) -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            for number in range(100):
                submission = make_submission(number, organisation=organisation)
                answer = client.post(f"/r/{SLUG}/", content=wire.encode(submission), headers=FORM)
                assert answer.status_code == 201, answer.text
                acknowledged.append(submission["submission_id"])
        is_over.set()

    made_while_writing = 0
    with running_backend(site, var, SettableClock()) as backend:
        writers = [
            threading.Thread(target=keep_registering, args=(backend.url, organisation))
            for organisation in ("saithong-pao", "saithong-town", "ao-ngam-tao")
        ]
        for writer in writers:
            writer.start()
        for number in range(20):
            before = set(acknowledged)
            copy = tmp_path / f"{number}.sqlite3"
            back_up(var, copy)
            made_while_writing += not is_over.is_set()
            assert query(copy, "PRAGMA integrity_check") == [("ok",)]
            assert before <= {key for (key,) in query(copy, "SELECT submission_id FROM submissions")}
        for writer in writers:
            writer.join()
    assert made_while_writing >= 2
    assert len(acknowledged) == 300


def test_only_this_user_can_read_a_backup(data: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        back_up(data, tmp_path / "copy")
    finally:
        os.umask(before)
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_replaced_only_when_told(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("precious")
    with pytest.raises(StoreError, match="is there already"):
        back_up(data, copy)
    assert copy.read_text() == "precious"
    back_up(data, copy, overwrite=True)
    assert query(copy, "PRAGMA integrity_check") == [("ok",)]


def test_a_file_that_comes_while_the_copy_is_made_stays(tmp_path: Path) -> None:
    copy = tmp_path / "copy"

    def write_copy() -> None:
        with _named_when_done(copy, overwrite=False) as unfinished:
            unfinished.write_text("the copy")
            copy.write_text("precious")

    with pytest.raises(StoreError, match="is there already"):
        write_copy()
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("copy", "precious")]


def test_the_store_is_never_its_own_backup(data: Path) -> None:
    with pytest.raises(StoreError, match="is there already"):
        back_up(data, data / FILE_NAME, overwrite=True)


def test_a_damaged_store_gives_no_backup(phone: Phone, tmp_path: Path) -> None:
    phone.register()
    [(root,)] = phone.query("SELECT rootpage FROM sqlite_schema WHERE name = 'registrations'")
    size = phone.query("PRAGMA page_size")[0][0]
    with phone.database.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    backups = tmp_path / "backups"
    backups.mkdir()
    with pytest.raises(StoreError, match="cannot be copied"):
        back_up(phone.database.parent, backups / "copy")
    assert list(backups.iterdir()) == []


def test_a_copy_that_is_not_whole_is_not_kept(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:  # a row without its parent
        connection.execute("CREATE TABLE children (parent REFERENCES submissions)")
        connection.execute("INSERT INTO children VALUES (1)")
        connection.commit()
    with pytest.raises(StoreError) as failure:
        back_up(data, tmp_path / "copy")
    assert str(failure.value) == f"{data / FILE_NAME}: is damaged."
    assert not (tmp_path / "copy").exists()


def test_what_was_deleted_is_not_in_a_backup(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:  # without the store's own care for deleted pages
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE people (name)")
        connection.execute("INSERT INTO people VALUES ('Somchai Jaidee')")
        connection.execute("DELETE FROM people")
        connection.commit()
    assert b"Somchai Jaidee" in (data / FILE_NAME).read_bytes()
    back_up(data, tmp_path / "copy")
    assert b"Somchai Jaidee" not in (tmp_path / "copy").read_bytes()


@pytest.mark.parametrize(
    ("file", "reason"),
    [("nowhere/copy", "cannot be written (No such file or directory)"), (".", "is a folder")],
)
def test_what_cannot_be_written_is_said(data: Path, tmp_path: Path, file: str, reason: str) -> None:
    with pytest.raises(StoreError, match=re.escape(reason)):
        back_up(data, tmp_path / file)


def test_without_a_store_there_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store yet"):
        back_up(tmp_path / "var", tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_daily_copies_are_named_by_their_day_and_the_old_ones_go(data: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    today = date(2022, 1, 15)
    kept = {"wian-2022-01-01.sqlite3", "wian-2022-01-14.sqlite3", "wian-before-the-move.sqlite3", "notes.txt"}
    for name in {"wian-2021-12-31.sqlite3", "wian-2020-02-29.sqlite3"} | kept:
        (copies / name).write_text("of before", "utf-8")
    for _ in range(2):  # the second time, today's is replaced
        copy, size_bytes, _ = back_up_daily(data, copies, today, keep_days=14)
    assert {file.name for file in copies.iterdir()} == kept | {"wian-2022-01-15.sqlite3"}
    assert query(copy, "SELECT count(*) FROM registrations") == [(0,)]
    assert copy.stat().st_size == size_bytes


def test_no_old_copy_goes_unless_a_new_one_is_there(data: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    with pytest.raises(StoreError, match="is no folder"):
        back_up_daily(data, copies, date(2022, 1, 15), keep_days=1)
    copies.mkdir()
    old = copies / "wian-2021-01-01.sqlite3"
    old.write_text("of before", "utf-8")
    (data / FILE_NAME).write_text("no database", "utf-8")
    with pytest.raises(StoreError):
        back_up_daily(data, copies, date(2022, 1, 15), keep_days=1)
    assert old.exists()


def test_the_command_makes_todays_copy_and_says_what_went(data: Path, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    (copies / "wian-2021-01-01.sqlite3").write_text("of before", "utf-8")
    command = [sys.executable, "-m", "backend", "backup", "--data", str(data), str(copies), "--keep-days"]
    done = subprocess.run([*command, "14"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    [copy] = copies.iterdir()
    assert done.stdout.startswith(f"{copy}: saved and checked (")
    assert done.stdout.endswith(f"{copies}/wian-2021-01-01.sqlite3: deleted, for it was older than 14 days.\n")
    for wrong in ("0", "-1", "x", "4000"):
        refused = subprocess.run([*command, wrong], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        assert (refused.returncode, "is no number of days from 1 to 3650" in refused.stderr) == (2, True)
