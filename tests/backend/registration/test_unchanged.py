"""A correction that says what is registered already is none: nothing is kept of it, and nobody is told."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import pytest

from backend.registration.standing import find_standing
from backend.terms.outcomes import Invalid, Stored
from registration_rules import Code, Problem
from tests.backend.registration.office import Office
from tests.backend.small_site import FORM, RULES, SLUG, describe_fields, make_field

if TYPE_CHECKING:
    from pathlib import Path

    from backend.store.store import Store
    from backend.terms.outcomes import Outcome


@pytest.fixture
def office(store: Store, site: Path) -> Office:
    return Office(store, site)


def take(outcome: Outcome) -> Stored:
    assert isinstance(outcome, Stored), outcome
    return outcome


def test_it_is_kept_nowhere_however_often_it_comes(office: Office) -> None:
    first = take(office.register(0, mobile="081-234-0000"))
    key = str(uuid.uuid4())
    for mobile in ("0812340000", "081 234 0000", "0812340000"):
        same = office.register(0, submission_id=key, replaces=first.submission_id, manage=first.manage, mobile=mobile)
        assert same == Invalid(key, (Problem(Code.UNCHANGED),))
    assert office.told() == [("สมชาย", "confirmation")]
    with office.store.reading() as connection:
        standing = find_standing(connection, first.manage)
    assert standing is not None
    assert (standing.receipt, standing.is_replaced, standing.state) == (first.receipt, False, "confirmed")
    changed = take(office.register(0, replaces=first.submission_id, manage=first.manage, position="ปลัด"))
    assert office.told() == [("สมชาย", "changed")]
    back = take(office.register(0, replaces=changed.submission_id))
    assert back.receipt not in {first.receipt, changed.receipt}


@pytest.mark.parametrize(
    "change", [{"honorific": ""}, {"position": "ปลัด"}, {"email": "x@example.go.th"}, {"locale": "en"}, {"bus": "yes"}]
)
def test_each_field_and_the_language_make_it_a_change(office: Office, change: dict[str, str]) -> None:
    fields = [*RULES["fields"], make_field("bus", "flag")]
    form = FORM | {"rules": RULES | {"fields": fields}, "fields": describe_fields(fields)}
    (office.site / f"r/{SLUG}/form.json").write_text(json.dumps(form))
    first = take(office.register(0))
    take(office.register(0, **change, replaces=first.submission_id))


def test_what_nobody_proved_is_not_told_to_be_the_same(office: Office) -> None:
    first = take(office.register(0))
    other = take(office.register(1))
    asked = office.register(0, replaces=first.submission_id, manage=other.manage)
    assert isinstance(asked, Invalid)
    assert [problem.code for problem in asked.problems] == [Code.ALREADY_REGISTERED]
