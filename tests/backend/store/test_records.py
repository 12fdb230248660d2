"""Rows, written and read past the use case that looks before it writes."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.store import records
from backend.store.opening import open_store
from tests.backend.small_site import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from backend.built_site.events import Event


@pytest.fixture
def event(site: Path) -> Event:
    """The event of the small site."""
    event = Events(site, is_preview=False).find(SLUG)
    assert event is not None
    return event


def test_what_the_site_says_of_deletion_is_kept_for_the_time_when_it_says_nothing(event: Event, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "var")) as store:
        for delete_at in (event.delete_at, event.delete_at.replace(year=2030)):
            event = replace(event, delete_at=delete_at)
            store.write(lambda connection: records.lock_event(connection, event))  # noqa: B023 - run at once
            with store.reading() as connection:
                assert records.find_deletion_times(connection) == {SLUG: delete_at}
