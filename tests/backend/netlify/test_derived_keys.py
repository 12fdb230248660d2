"""Without JavaScript the content is the key: imported again it stays what it was, sent again it is judged anew."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend.built_site.events import Events
from backend.netlify.registration_import import ImportReport, import_submissions
from backend.netlify.submission_list import find_form, list_submissions
from backend.registration.acts import decide
from backend.store.opening import open_store
from backend.store.schema import registrations, submissions
from tests.backend.small_site import SLUG, make_plain_submission, write_small_site
from tests.servers.netlify_api import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.registration.acts import Decision
    from tests.backend.netlify.conftest import Way
    from tests.servers.netlify_api import NetlifyApiServer

FORM = f"registration-{SLUG}"


class Importer:
    """Imports what the imitation has, and decides about what was stored."""

    def __init__(self, netlify: NetlifyApiServer, way: Way, folder: Path) -> None:
        """Keep the store in `folder`."""
        self.netlify, self._way = netlify, way
        event = Events(write_small_site(folder / "site", quota=1), is_preview=False).find(SLUG)
        assert event is not None
        self._event = event
        self.store = open_store(folder / "var")

    def send(self, number: int, minute: int, second: str = "00") -> None:
        """A person registers at Netlify, at a minute after nine."""
        self.netlify.receive(FORM, make_plain_submission(number), f"2022-01-05T02:{minute:02}:{second}Z")

    def run(self) -> tuple[int, int, int]:
        """Import; how many are new, known and refused."""
        report = ImportReport()
        found = list_submissions(self._way.api, find_form(self._way.api, PROJECT, FORM), self._way.progress)
        import_submissions(self.store, self._event, found, report, self._way.progress)
        assert report.invalid == []
        return report.new, report.known, len(report.refused)

    def decide(self, decision: Decision, minute: int) -> None:
        """Decide about the last one that was stored."""
        with self.store.reading() as connection:
            query = select(submissions.c.receipt).where(submissions.c.receipt.is_not(None))
            receipt = connection.execute(query.order_by(submissions.c.received_at.desc())).scalars().first()
        at = datetime(2022, 1, 5, 2, minute, tzinfo=UTC)
        assert decide(self.store, self._event, receipt, decision, by="office", at=at).hindrance is None

    def states(self) -> list[str]:
        """How all registrations stand, in the order in which Netlify had them."""
        with self.store.reading() as connection:
            return list(
                connection.execute(select(registrations.c.state).order_by(registrations.c.received_at)).scalars()
            )


@pytest.fixture
def importer(netlify: NetlifyApiServer, way: Way, tmp_path: Path) -> Iterator[Importer]:
    """An importer with an empty store; each organisation has one seat."""
    importer = Importer(netlify, way, tmp_path)
    with closing(importer.store):
        yield importer


@pytest.mark.parametrize(("decision", "left"), [("cancel", ["cancelled"]), ("remove", []), ("erase", [])])
def test_what_has_ended_does_not_come_back_with_the_next_import(
    importer: Importer, decision: Decision, left: list[str]
) -> None:
    importer.send(0, minute=1)
    importer.send(0, minute=2)  # the button was pressed twice
    assert importer.run() == (1, 1, 0)
    importer.decide(decision, minute=30)
    assert importer.run() == (0, 2, 0)
    assert importer.states() == left


def test_whoever_registers_again_after_the_end_is_registered_again(importer: Importer) -> None:
    importer.send(0, minute=1)
    importer.run()
    importer.decide("cancel", minute=30)
    importer.send(0, minute=31)
    importer.send(0, minute=32)
    assert importer.run() == (1, 2, 0)
    assert importer.run() == (0, 3, 0)
    assert importer.states() == ["cancelled", "confirmed"]
    importer.decide("cancel", minute=40)
    assert importer.run() == (0, 3, 0)
    assert importer.states() == ["cancelled", "cancelled"]


def test_a_refusal_stays_one_until_the_person_tries_again(importer: Importer) -> None:
    importer.send(0, minute=1)
    importer.send(1, minute=2, second="00.250999")
    assert importer.run() == (1, 0, 1)
    importer.decide("cancel", minute=30)
    assert importer.run() == (0, 1, 1)
    importer.send(1, minute=31)
    assert importer.run() == (1, 1, 1)
    assert importer.run() == (0, 2, 1)
    assert importer.states() == ["cancelled", "confirmed"]
