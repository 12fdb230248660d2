"""Health is what the next registration would meet: each cause says 503, loses nothing and heals when it is gone."""

from __future__ import annotations

import resource
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.store import store_file
from backend.web import health
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.backend.test_concurrency import PREVIEW, post, rows, serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.backend.conftest import Phone

PATIENCE_S = 20


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request looks anew, so that no test has to wait."""
    monkeypatch.setattr(health, "KEPT_S", 0.0)


@contextmanager
def removed(phone: Phone) -> Iterator[None]:
    """The database file is not there; then it is put back."""
    away = phone.database.with_name("away")
    phone.database.rename(away)
    yield
    assert not phone.database.exists()  # nobody made another
    away.rename(phone.database)


@contextmanager
def folder_removed(phone: Phone) -> Iterator[None]:
    """The data folder is not there; then it is put back."""
    away = phone.database.parent.with_name("away")
    phone.database.parent.rename(away)
    yield
    away.rename(phone.database.parent)


@contextmanager
def replaced(phone: Phone) -> Iterator[None]:
    """A copy stands in its place, as a backup put back under a running server; then the file itself is back."""
    away = phone.database.with_name("away")
    phone.database.rename(away)
    phone.database.write_bytes(away.read_bytes())
    before = phone.database.read_bytes()
    yield
    assert phone.database.read_bytes() == before
    away.replace(phone.database)


@contextmanager
def deleted_and_made_anew(phone: Phone) -> Iterator[None]:
    """The file is deleted and one of the same number made; then the file itself, which had another name, is back."""
    kept = phone.database.with_name("kept")
    kept.hardlink_to(phone.database)
    phone.database.unlink()
    phone.database.touch()
    yield
    kept.replace(phone.database)


@contextmanager
def read_only(phone: Phone) -> Iterator[None]:
    """Nobody may write the file; then its owner may again."""
    phone.database.chmod(0o400)
    yield
    phone.database.chmod(0o600)


@pytest.mark.parametrize("cause", [removed, folder_removed, replaced, deleted_and_made_anew, read_only])
def test_what_keeps_a_registration_out_is_said_and_heals(
    phone: Phone, cause: Callable[[Phone], contextmanager[None]]
) -> None:
    first = phone.register(0)
    assert phone.client.get("/healthz").status_code == 200
    submission = make_submission(1)
    with cause(phone):
        answers = [phone.client.get("/healthz"), phone.post(submission), phone.client.get("/healthz")]
        assert [answer.status_code for answer in answers] == [503, 503, 503]
    assert phone.client.get("/healthz").status_code == 200
    second = phone.post(submission)
    assert second.status_code == 201
    kept = phone.query("SELECT receipt FROM submissions ORDER BY received_at, receipt")
    assert sorted(kept) == sorted([(first["receipt"],), (second.json()["receipt"],)])


def test_a_deleted_file_is_not_taken_for_another_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with closing(store_file.StoreFile(path)) as file:
        for _ in range(100):  # a file system gives a free number again, if nobody holds the file
            path.unlink()
            path.touch()
            with pytest.raises(OSError, match="another file has taken its place"):
                file.check_place()


@contextmanager
def disk_without_room(pid: int, size_bytes: int) -> Iterator[None]:
    """No file of this process may grow beyond `size_bytes`, as on a full disk; then it may again."""
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size_bytes, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def wait_for_health(client: httpx.Client, base: str, status: int) -> None:
    give_up_at = time.monotonic() + PATIENCE_S
    while client.get(f"{base}/healthz").status_code != status:
        assert time.monotonic() < give_up_at
        time.sleep(0.1)


@pytest.mark.parametrize("spare_bytes", [-1_000_000, 0], ids=["nothing can be written", "the file cannot grow"])
def test_a_full_disk_is_said_and_heals(tmp_path: Path, spare_bytes: int) -> None:
    organisations = [f"o{number}" for number in range(100)]
    site, data = write_small_site(tmp_path / "site", organisations=organisations, **PREVIEW), tmp_path / "var"
    with serving(site, data) as (base, process), httpx.Client(timeout=60) as client:
        answers = {number: post(client, base, make_person(number)) for number in range(5)}
        size_bytes = (data / "preview/wian.sqlite3").stat().st_size
        with disk_without_room(process.pid, max(0, size_bytes + spare_bytes)):
            wait_for_health(client, base, 503)
            answers |= {number: post(client, base, make_person(number)) for number in range(5, 100)}
            wait_for_health(client, base, 503)
        wait_for_health(client, base, 200)
        again = {number: post(client, base, make_person(number)) for number in range(100)}
    told = [answer.json()["receipt"] for answer in answers.values() if answer.is_success]
    assert {answer.status_code for answer in answers.values()} == {201, 503}
    assert {answer.status_code for answer in again.values()} <= {200, 201}
    assert [again[number].json()["receipt"] for number, answer in answers.items() if answer.is_success] == told
    assert rows(data, "SELECT count(*), count(seat) FROM registrations") == [(100, 100)]
    with closing(sqlite3.connect(data / "preview/wian.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def make_person(number: int) -> dict[str, str]:
    """The same submission each time, of a person in an organisation of their own."""
    key = f"00000000-0000-4000-8000-{number:012}"
    return make_submission(number, organisation=f"o{number}", submission_id=key, event=SLUG)


def test_asking_often_costs_the_disk_no_more(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT_S", 3600.0)
    assert phone.client.get("/healthz").status_code == 200
    with removed(phone):
        assert phone.client.get("/healthz").status_code == 200
        monkeypatch.setattr(health, "KEPT_S", 0.0)
        assert phone.client.get("/healthz").status_code == 503
