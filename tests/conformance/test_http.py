"""The conformance table over HTTP: the form backend finds the same problems, and stores the same normalised values."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from registration_rules import wire
from tests.backend.small_site import make_submission, write_small_site
from tests.conformance.cases import Case, load_cases
from tests.servers.backend_server import RunningBackend, running_backend

if TYPE_CHECKING:
    from collections.abc import Iterator

# Each case has an event of its own, so that none meets another's registrations.
CASES = {f"case-{number}": case for number, case in enumerate(load_cases()) if case.fits_one_post}


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBackend]:
    """The form backend with an event for every case, all of them open."""
    folder = tmp_path_factory.mktemp("conformance")
    for slug, case in CASES.items():
        write_small_site(folder / "site", **{**case.form, "event": slug})
    with running_backend(folder / "site", folder / "var", lambda: datetime(2022, 1, 5, 2, tzinfo=UTC)) as running:
        yield running


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """One connection for all cases."""
    with httpx.Client() as client:
        yield client


@pytest.mark.parametrize("slug", CASES, ids=lambda slug: CASES[slug].name)
def test_case(slug: str, backend: RunningBackend, client: httpx.Client) -> None:
    case = CASES[slug]
    submission = make_submission(event=slug, notice_version=case.form["notice_version"]) | dict(case.people[0])
    response = client.post(
        f"{backend.url}/r/{slug}/",
        content=wire.encode(submission),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    answer = response.json()
    assert (response.status_code, answer.get("problems", [])) == (422 if case.problems[0] else 201, case.problems[0])
    assert answer["submission_id"] == submission["submission_id"]
    if response.is_success:
        assert read_stored(backend, case, submission["submission_id"]) == case.values[0]


def read_stored(backend: RunningBackend, case: Case, submission_id: str) -> dict[str, str]:
    """The stored values that the case speaks of."""
    with closing(sqlite3.connect(backend.database)) as connection:
        connection.row_factory = sqlite3.Row
        query = "SELECT * FROM registrations WHERE submission_id = ?"
        row = connection.execute(query, (submission_id,)).fetchone()
    stored = dict(row) | json.loads(row["answers"])
    return {name: stored.get(name, "") for name in case.values[0]}
