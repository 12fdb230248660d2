"""The door for JavaScript: JSON in, JSON out, whatever comes in."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from registration_rules import __version__, json_door
from tests.conformance.cases import load_form, load_person


def test_an_answer() -> None:
    request = {"form": load_form(), "people": [load_person() | {"mobile": "191"}]}
    assert json.loads(json_door.check(json.dumps(request))) == {
        "rules_version": __version__,
        "people": [
            {
                "values": load_person() | {"mobile": "191"},
                "problems": [{"code": "mobile_too_short", "field": "mobile", "params": {"digits": "3"}}],
            }
        ],
    }


def test_the_answer_is_ascii_so_that_nothing_can_break_it() -> None:
    request = {"form": load_form(), "people": [load_person() | {"position": "\ud83d ปลัด"}]}
    assert json_door.check(json.dumps(request)).isascii()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "JSONDecodeError: Expecting value: line 1 column 1 (char 0)"),
        ("{}", "KeyError: 'form'"),
        ("[]", "TypeError: list indices must be integers or slices, not str"),
        (json.dumps({"form": load_form()}), "KeyError: 'people'"),
        (json.dumps({"form": load_form(), "people": {}}), "FormError: people: not a list"),
        (json.dumps({"form": {}, "people": []}), "FormError: rules.form_version: missing"),
    ],
)
def test_what_is_no_request(text: str, error: str) -> None:
    assert json.loads(json_door.check(text)) == {"rules_version": __version__, "error": error}


@pytest.mark.parametrize("text", [None, 7, b"\xff", "[" * 100_000, "9" * 5000, "NaN", '"\\ud83d"'])
def test_nothing_is_raised(text: Any) -> None:
    assert set(json.loads(json_door.check(text))) == {"rules_version", "error"}


def test_the_door_opens_fast() -> None:
    """Pyodide has these modules in memory already; each further one costs a cheap phone some of its start."""
    loaded_by_pyodide = {"re", "json", "enum", "typing", "inspect", "functools", "contextlib", "importlib"}
    script = (
        f"import sys, {', '.join(sorted(loaded_by_pyodide))}; before = set(sys.modules); "
        "import registration_rules.json_door; "
        "print(*sorted(name for name in set(sys.modules) - before if not name.startswith('registration_rules')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"datetime", "_datetime", "unicodedata"}
