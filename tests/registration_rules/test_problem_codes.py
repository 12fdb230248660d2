"""Problems and their texts: every code has one in both languages, and every text has a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from registration_rules import Code, Problem

MESSAGES = {
    locale: YAML(typ="safe").load(Path(f"content/messages/{locale}.yaml").read_text(encoding="utf-8"))["problems"]
    for locale in ("th", "en")
}


@pytest.mark.parametrize("locale", MESSAGES)
def test_codes_and_messages_are_the_same(locale: str) -> None:
    assert list(MESSAGES[locale]) == [code.value for code in Code]


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("locale", MESSAGES)
def test_a_message_uses_exactly_the_parameters_of_its_code(locale: str, code: Code) -> None:
    assert set(re.findall(r"\{(\w+)\}", MESSAGES[locale][code])) == set(code.params)


def test_a_problem_as_json() -> None:
    problem = Problem(Code.TOO_LONG, "position", {"max": "100"})
    assert problem.as_json() == {"code": "too_long", "field": "position", "params": {"max": "100"}}
    assert Problem(Code.CLOSED).as_json() == {"code": "closed", "field": "", "params": {}}


def test_a_code_is_its_text() -> None:
    assert f"problems.{Code.NAME_TITLE}" == "problems.name_title"
    assert Code("name_title") is Code.NAME_TITLE
