"""The use case called as the endpoint calls it, where a test has to choose what chance would."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backend.built_site.events import Events
from backend.registration.register import register
from backend.store.opening import open_store
from backend.terms.outcomes import Stored
from backend.terms.submission import parse_submission
from registration_rules import check_registration
from tests.backend.small_site import SLUG, make_submission

if TYPE_CHECKING:
    from pathlib import Path

RECEIVED_AT = datetime(2022, 1, 5, 2, 0, 6, tzinfo=UTC)


def test_a_receipt_code_that_is_taken_is_drawn_again(site: Path, tmp_path: Path) -> None:
    event = Events(site, is_preview=False).find(SLUG)
    assert event is not None
    drawn = iter(["0000-0000", "0000-0000", "0000-0000", "0000-5724"])
    with closing(open_store(tmp_path / "var")) as store:
        receipts = []
        for number in range(2):
            submission = parse_submission(make_submission(number))
            checked = check_registration(event.form, submission.fields)
            outcome = register(store, event, submission, checked, RECEIVED_AT, make_code=lambda: next(drawn))
            assert isinstance(outcome, Stored)
            receipts.append(outcome.receipt)
    assert receipts == ["0000-0000", "0000-5724"]
