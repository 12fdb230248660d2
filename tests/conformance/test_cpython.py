"""The conformance table in CPython, through the same door that the browser uses."""

from __future__ import annotations

import json

import pytest

from registration_rules import Code, __version__, json_door
from tests.conformance.cases import Case, load_cases

CASES = load_cases()
ELSEWHERE = {
    "bad_request",
    "body_too_large",
    "body_unreadable",
    "field_unknown",
    "field_repeated",
    "field_missing",
    "field_broken",
    "event_unknown",
    "locale_unknown",
    "notice_outdated",
    "already_registered",
    "unchanged",
    "superseded",
    "quota_full",
    "closed",
    "key_reused",
}
"""Codes of the wire and of the form backend, which no form and no person alone can bring about."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    answer = json.loads(json_door.check(json.dumps(case.request)))

    assert answer["rules_version"] == __version__
    assert [person["problems"] for person in answer["people"]] == case.problems
    spoken_of = [{name: person["values"][name] for name in values} for person, values in _pair(answer, case)]
    assert spoken_of == case.values


def test_names_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_every_code_that_a_person_can_meet_has_a_case() -> None:
    met = {problem["code"] for case in CASES for problems in case.problems for problem in problems}
    assert met == {code.value for code in Code} - ELSEWHERE


def _pair(answer: dict, case: Case) -> list[tuple[dict, dict]]:
    return list(zip(answer["people"], case.values, strict=True))
