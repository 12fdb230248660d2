"""`/healthz` says when messages stand still, whatever the cause, and takes one bad address for none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backend.web import health
from registration_rules.wire import format_instant

if TYPE_CHECKING:
    from tests.backend.conftest import Phone

LONG = timedelta(minutes=31)


@pytest.fixture(autouse=True)
def nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request looks anew."""
    monkeypatch.setattr(health, "KEPT_S", 0.0)


def ask(phone: Phone) -> tuple[int, str]:
    answer = phone.client.get("/healthz")
    return answer.status_code, answer.json()["status"]


def change(phone: Phone, channel: str, person: int, **values: object) -> None:
    """Write what a sender would write of a message to the person registered at this place."""
    columns = ", ".join(f"{name} = ?" for name in values)
    with closing(sqlite3.connect(phone.database, isolation_level=None)) as store:
        [number] = store.execute(
            "SELECT id FROM outbox WHERE channel = ? ORDER BY id LIMIT 1 OFFSET ?", (channel, person)
        ).fetchone()
        store.execute(f"UPDATE outbox SET {columns} WHERE id = ?", (*values.values(), number))  # noqa: S608 - ours


WELL = (200, "ok")
STILL = (503, "messages_stand_still")


def later(phone: Phone, after: timedelta) -> str:
    return format_instant(phone.clock.now + after)


def test_what_nobody_takes_is_said_once_something_was_ever_sent(phone: Phone) -> None:
    phone.register(0)
    phone.register(1)
    phone.clock.now += LONG
    assert ask(phone) == WELL  # no e-mail was ever tried, so none is set up
    change(phone, "email", 0, attempts=1, state="sent", sent_at=later(phone, -LONG))
    assert ask(phone) == STILL
    change(phone, "email", 1, state="sent", sent_at=later(phone, timedelta()))
    assert ask(phone) == WELL  # and it has healed


def test_a_message_has_half_an_hour(phone: Phone) -> None:
    phone.register(0)
    phone.register(1)
    change(phone, "email", 0, attempts=1, state="sent", sent_at=later(phone, timedelta()))
    phone.clock.now += timedelta(minutes=29)
    assert ask(phone) == WELL


@pytest.mark.parametrize(
    ("error", "condition"),
    [
        ("unreachable", STILL),
        ("timeout", STILL),
        ("connection_lost", STILL),
        ("not_secure", STILL),
        ("credentials_refused 535 5.7.8", STILL),
        ("answered_later 451 4.2.2", WELL),  # of one mailbox that is full
    ],
)
def test_what_any_message_would_meet_is_said(phone: Phone, error: str, condition: tuple[int, str]) -> None:
    phone.register(0)
    tried = later(phone, timedelta())
    phone.clock.now += LONG
    next_try = later(phone, timedelta(minutes=16))
    change(phone, "email", 0, attempts=5, first_tried_at=tried, next_try_at=next_try, last_error=error)
    assert ask(phone) == condition


def test_while_others_get_through_an_error_is_of_that_message(phone: Phone) -> None:
    phone.register(0)
    phone.register(1)
    tried = later(phone, timedelta())
    phone.clock.now += LONG
    next_try = later(phone, timedelta(minutes=16))
    change(phone, "email", 0, attempts=5, first_tried_at=tried, next_try_at=next_try, last_error="timeout")
    change(phone, "email", 1, attempts=1, state="sent", sent_at=later(phone, timedelta(minutes=-5)))
    assert ask(phone) == WELL


def test_sms_that_nobody_sends_are_no_illness(phone: Phone) -> None:
    phone.register(0)
    phone.register(1)
    change(phone, "sms", 0, attempts=1, state="sent", sent_at=later(phone, timedelta()))
    for person in range(2):
        change(phone, "email", person, attempts=1, state="sent", sent_at=later(phone, timedelta()))
    phone.clock.now += LONG
    assert ask(phone) == WELL
