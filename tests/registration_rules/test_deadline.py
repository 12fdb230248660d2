"""The late rule, at and around each of its limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from registration_rules import deadline

D = datetime(2022, 1, 10, 17, tzinfo=UTC)
G = timedelta(hours=72)
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("received_at", "age", "timeliness"),
    [
        (D - HOUR, timedelta(0), "normal"),
        (D, timedelta(0), "normal"),
        (D, -HOUR, "normal"),  # in time whatever the phone's clock says
        (D + TICK, TICK, "late_review"),
        (D + TICK, timedelta(0), "closed"),  # made after the deadline
        (D + HOUR, HOUR, "late_review"),
        (D + HOUR, HOUR - TICK, "closed"),
        (D + HOUR, -2 * HOUR, "closed"),
        (D + G, G, "late_review"),
        (D + G, 30 * G, "late_review"),
        (D + G, G - TICK, "closed"),
        (D + G + TICK, 30 * G, "closed"),
    ],
)
@pytest.mark.parametrize("clock_error", [timedelta(0), timedelta(days=-400), timedelta(days=200_000)], ids=str)
def test_lateness(received_at: datetime, age: timedelta, timeliness: str, clock_error: timedelta) -> None:
    sent_at = received_at + clock_error
    assert deadline.judge(received_at, sent_at - age, sent_at, D, G) == timeliness


def test_the_oldest_and_the_newest_instant_there_are() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert deadline.judge(D + HOUR, first, last, D, G) == "late_review"
    assert deadline.judge(D + HOUR, last, first, D, G) == "closed"


def test_a_form_without_javascript_is_never_late() -> None:
    assert deadline.judge(D + HOUR, D + HOUR, D + HOUR, D, G) == "closed"


def test_without_grace_nothing_is_late() -> None:
    assert deadline.judge(D + TICK, D, D + TICK, D, timedelta(0)) == "closed"
