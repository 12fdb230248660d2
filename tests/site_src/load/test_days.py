"""When an event takes place: one day, days in a row, days with gaps, over the turn of a year and of a night."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from site_src.dates import THAILAND
from site_src.load import load_content
from tests.own_event import EVENT

TIMES = "starts_at: 2022-01-14 08:30\nends_at: 2022-01-14 16:00"


def load_days(content_copy, written):
    content_copy.edit(f"{EVENT}/event.yaml", TIMES, written)
    (event,) = load_content(content_copy.root).events
    shown = [(day.on, *(moment and show(moment) for moment in (day.starts_at, day.ends_at))) for day in event.days]
    return shown, (show(event.starts_at), show(event.ends_at))


def show(moment: datetime) -> str:
    return f"{moment.astimezone(THAILAND):%m-%d %H:%M}"


def test_one_day(content_copy):
    days, ends = load_days(content_copy, TIMES)
    assert days == [(date(2022, 1, 14), "01-14 08:30", "01-14 16:00")]
    assert ends == ("01-14 08:30", "01-14 16:00")


def test_days_between_two_moments_have_the_hours_of_their_agenda(content_copy):
    """The agenda goes on on the second day without naming it at each of its items."""
    content_copy.edit(f"{EVENT}/agenda.yaml", "- starts: 13:00", "- on: 2022-01-15\n    starts: 13:00")
    days, ends = load_days(content_copy, TIMES.replace("14 16:00", "16 12:00"))
    assert days == [
        (date(2022, 1, 14), "01-14 08:30", "01-14 13:00"),
        (date(2022, 1, 15), "01-15 13:00", "01-15 16:00"),
        (date(2022, 1, 16), None, "01-16 12:00"),
    ]
    assert ends == ("01-14 08:30", "01-16 12:00")


def test_listed_days_have_their_own_hours_and_may_have_gaps(content_copy):
    days, ends = load_days(
        content_copy,
        """days:
  - {on: 2021-12-30, starts: 08:30, ends: 16:30}
  - {on: 2021-12-31, starts: 08:30, ends: 12:00}
  - {on: 2022-01-14, starts: 20:00, ends: 02:00}""",
    )
    assert days == [
        (date(2021, 12, 30), "12-30 08:30", "12-30 16:30"),
        (date(2021, 12, 31), "12-31 08:30", "12-31 12:00"),
        (date(2022, 1, 14), "01-14 20:00", "01-15 02:00"),
    ]
    assert ends == ("12-30 08:30", "01-15 02:00")


@pytest.mark.parametrize(
    ("ends_at", "count"),
    [("14 16:00", 1), ("15 02:00", 1), ("15 06:00", 1), ("15 06:01", 2), ("16 02:00", 2), ("13 08:00", 1)],
)
def test_a_night_belongs_to_the_day_before(content_copy, ends_at, count):
    days, _ends = load_days(content_copy, TIMES.replace("14 16:00", ends_at))
    assert len(days) == count


def test_an_agenda_item_may_go_on_past_midnight(content_copy):
    content_copy.edit(f"{EVENT}/agenda.yaml", "- starts: 16:00", "- starts: 22:00\n    ends: 01:00")
    (event,) = load_content(content_copy.root).events
    assert event.agenda[-1].ends_at is not None
    assert show(event.agenda[-1].ends_at) == "01-15 01:00"
