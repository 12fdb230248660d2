"""Rows, written and read past the use case that looks before it writes."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from backend.built_site.events import Events
from backend.store import records
from backend.store.opening import open_store
from backend.store.schema import submissions
from tests.backend.small_site import SLUG, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2022, 1, 5, 2, tzinfo=UTC)


def test_what_was_replaced_or_is_of_another_event_stays_as_it_is(site: Path, tmp_path: Path) -> None:
    write_small_site(site, event="other")
    events = Events(site, is_preview=False)
    event, other = events.find(SLUG), events.find("other")
    assert event is not None
    assert other is not None
    with closing(open_store(tmp_path / "var")) as store, store.writing() as connection:
        records.replace(connection, event, "old", "first", AT)
        records.replace(connection, event, "old", "second", AT)
        records.replace(connection, other, "old", "third", AT)
        known = connection.execute(select(submissions.c.submission_id, submissions.c.event, submissions.c.replaced_by))
        assert [tuple(row) for row in known] == [("old", SLUG, "first")]
