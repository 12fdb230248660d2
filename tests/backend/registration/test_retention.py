"""Deleting on time: all of an event whose time is over, nothing of any other, and no trace in the file."""

from __future__ import annotations

import json
import logging
import sqlite3
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.registration import retention
from backend.registration.retention import delete_expired, scheduled_deletion
from backend.store.opening import open_store
from tests.backend.conftest import SettableClock
from tests.backend.small_site import SLUG, make_submission, write_small_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backend.clock import Clock
    from tests.backend.conftest import Phone

DELETE_AT = datetime(2022, 4, 14, 9, tzinfo=UTC)
MOMENT = timedelta(milliseconds=1)
TABLES = ("outbox", "registrations", "submissions")


def count_rows(phone: Phone) -> list[int]:
    return [phone.query(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]  # noqa: S608 - our own names


def delete_at(phone: Phone, now: datetime) -> dict[str, int]:
    with closing(open_store(phone.database.parent)) as store:
        return delete_expired(store, Events(phone.site, is_preview=False), now)


def register_some(phone: Phone) -> None:
    """Two people, one of them corrected, and one who was too late."""
    phone.register(0)
    replaced = phone.register(1)
    phone.register(2, replaces=replaced["submission_id"])
    phone.clock.now = datetime(2022, 1, 20, tzinfo=UTC)
    assert phone.post(make_submission(4)).status_code == 422


def test_all_of_an_event_goes_when_its_time_is_over(phone: Phone) -> None:
    register_some(phone)
    assert (delete_at(phone, DELETE_AT - MOMENT), count_rows(phone)) == ({}, [8, 3, 4])
    assert b"person0@example.go.th" in phone.database.read_bytes()
    assert (delete_at(phone, DELETE_AT), count_rows(phone)) == ({SLUG: 3}, [0, 0, 0])
    left = b"".join(file.read_bytes() for file in phone.database.parent.iterdir())
    assert [word for word in ("person0@example.go.th", "สมชาย", "081234") if word.encode() in left] == []
    assert delete_at(phone, DELETE_AT) == {}


def test_other_events_stay(phone: Phone) -> None:
    write_small_site(phone.site, event="later")
    form = phone.site / "r/later/form.json"
    form.write_text(json.dumps(json.loads(form.read_text()) | {"delete_at": "2023-01-01T00:00:00Z"}))
    phone.register(0)
    phone.address = "/r/later/"
    phone.register(0, event="later")
    assert delete_at(phone, DELETE_AT) == {SLUG: 1}
    assert phone.query("SELECT event FROM registrations") == [("later",)]


@pytest.mark.parametrize(
    ("change", "deleted"),
    [
        ("put off", {}),
        ("broken", {}),
        ("gone", {SLUG: 1}),
        ("being replaced", {}),
    ],
)
def test_the_site_says_when_and_the_store_where_the_site_no_longer_does(
    phone: Phone, change: str, deleted: dict[str, int]
) -> None:
    phone.register(0)
    form = phone.site / f"r/{SLUG}/form.json"
    if change == "put off":
        form.write_text(form.read_text().replace("2022-04-14", "2022-10-14"))
    elif change == "broken":
        form.write_text("{}")
    elif change == "being replaced":
        phone.site.rename(phone.site.with_name("site.old"))
    else:
        form.unlink()
    assert delete_at(phone, DELETE_AT) == deleted


def test_of_several_times_that_the_store_knows_the_last_one_counts(phone: Phone) -> None:
    phone.register(0)
    form = phone.site / f"r/{SLUG}/form.json"
    form.write_text(form.read_text().replace("2022-04-14", "2022-10-14"))
    phone.register(1)
    form.unlink()
    assert delete_at(phone, DELETE_AT) == {}
    assert delete_at(phone, DELETE_AT.replace(month=10)) == {SLUG: 2}


def test_it_happens_by_itself_while_the_backend_serves(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "wian.backend")
    phone.register(0)
    with closing(open_store(phone.database.parent)) as store:
        clock = SettableClock(DELETE_AT)
        with scheduled_deletion(store, Events(phone.site, is_preview=False), clock):
            pass  # what had expired by the start is deleted before the end
    assert count_rows(phone) == [0, 0, 0]
    assert f"{SLUG}: deleted 1 registrations, whose time was over" in caplog.messages


@contextmanager
def deleting_often(phone: Phone, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(retention, "EVERY_S", 0.01)
    with (
        closing(open_store(phone.database.parent)) as store,
        scheduled_deletion(store, Events(phone.site, is_preview=False), clock),
    ):
        yield


def wait_for(happened: Callable[[], bool]) -> None:
    for _ in range(1000):
        if happened():
            return
        time.sleep(0.01)


def test_it_happens_again_and_again(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.register(0)
    clock = SettableClock(DELETE_AT - MOMENT)
    asked: list[datetime] = []

    def watched_clock() -> datetime:
        asked.append(clock.now)
        return clock.now

    with deleting_often(phone, watched_clock, monkeypatch):
        wait_for(lambda: len(asked) > 1)
        assert count_rows(phone) == [2, 1, 1]
        clock.now = DELETE_AT
        wait_for(lambda: count_rows(phone) == [0, 0, 0])
    assert count_rows(phone) == [0, 0, 0]


def test_it_goes_on_after_what_nobody_foresaw(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone.register(0)
    with closing(sqlite3.connect(phone.database, isolation_level=None)) as other:
        other.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON registrations BEGIN SELECT RAISE(ABORT, 'สมชาย refuses'); END"
        )
        with deleting_often(phone, SettableClock(DELETE_AT), monkeypatch):
            wait_for(lambda: any(record.levelno == logging.ERROR for record in caplog.records))
            other.execute("DROP TRIGGER refuse")
            wait_for(lambda: count_rows(phone) == [0, 0, 0])
    assert count_rows(phone) == [0, 0, 0]
    errors = {record.getMessage() for record in caplog.records if record.levelno == logging.ERROR}
    assert errors == {"what has expired cannot be deleted: IntegrityError, unexpected"}


def test_a_store_that_is_locked_is_cleared_later(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    phone.register(0)
    monkeypatch.setattr(retention, "EVERY_S", 0.01)
    with (
        closing(open_store(phone.database.parent, busy_timeout_s=0.1)) as store,
        closing(sqlite3.connect(phone.database, isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with scheduled_deletion(store, Events(phone.site, is_preview=False), SettableClock(DELETE_AT)):
            wait_for(lambda: any(record.levelno == logging.ERROR for record in caplog.records))
            other.execute("ROLLBACK")
            wait_for(lambda: count_rows(phone) == [0, 0, 0])
    assert count_rows(phone) == [0, 0, 0]
    assert {record.getMessage() for record in caplog.records if record.levelno == logging.ERROR} == {
        "what has expired cannot be deleted yet: SQLITE_BUSY"
    }


def test_it_goes_in_small_steps_until_all_is_gone(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    register_some(phone)
    assert (delete_at(phone, DELETE_AT), count_rows(phone)) == ({SLUG: 3}, [0, 0, 0])
    assert phone.query("SELECT count(*) FROM events") == [(0,)]
