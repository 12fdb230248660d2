"""What `make mutants` reads from the two mutation testers, and the report that it makes of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from tools.mutation.outcomes import Mutant, find_line, print_report, read_diff, read_report

if TYPE_CHECKING:
    import pytest

PROJECT = Path(__file__).parents[2]

SOURCE = '''\
"""A module."""


class Store:
    """A class."""

    def check(self) -> int:
        """Rule."""
        return 1


def check() -> int:
    """Rule."""
    first = 1
    return first
'''

SHOWN = '''\
# module.x_check__mutmut_1: survived
--- module.py
+++ module.py
@@ -1,4 +1,4 @@
 def check() -> int:
     """Rule."""
-    first = 1
+    first = 2
     return first
'''


def test_a_change_is_told_as_line_of_its_file() -> None:
    offset, change = read_diff(SHOWN)
    assert (find_line(SOURCE, ["check"]) + offset, change) == (14, "-    first = 1\n+    first = 2")
    assert find_line(SOURCE, ["Store", "check"]) == 7


def test_a_change_far_below_its_function_s_head_is_told_as_line_of_its_file() -> None:
    assert read_diff(SHOWN.replace("@@ -1,4 +1,4 @@", "@@ -20,4 +20,4 @@"))[0] == 21


def test_strykers_report_is_read() -> None:
    location = {"start": {"line": 2, "column": 4}, "end": {"line": 4, "column": 2}}
    mutant = {"location": location, "replacement": "{}", "status": "Survived"}
    report = {"files": {"pwa/queue/a.js": {"source": "one\nif {\n  b\n}\n", "mutants": [mutant]}}}
    assert read_report(report) == [Mutant("pwa/queue/a.js", 2, "-{\n-  b\n-}\n+{}", "survived")]


def test_the_report_names_what_survived_and_counts_all(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(
        [
            Mutant("b/one.py", 7, "-a\n+b", "survived"),
            Mutant("b/one.py", 0, "", "killed"),
            Mutant("b/two.py", 0, "", "killed"),
            Mutant("a/one.js", 3, "-c\n+d", "timeout"),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        *["", "a/one.js:3: timeout", "-c", "+d"],
        *["", "b/one.py:7: survived", "-a", "+b"],
        *["", "mutants by place and outcome:"],
        "  a: 1 tried, 1 timeout",
        "  b: 3 tried, 2 killed, 1 survived",
    ]


def test_every_place_that_the_settings_name_is_there() -> None:
    mutmut = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    stryker = json.loads((PROJECT / "requirements" / "mutants" / "stryker.json").read_text(encoding="utf-8"))
    patterns = [*mutmut["only_mutate"], *stryker["mutate"], *stryker["tap"]["testFiles"]]
    assert [pattern for pattern in patterns if not list(PROJECT.glob(pattern))] == []
    places = [*mutmut["source_paths"], *mutmut["pytest_add_cli_args_test_selection"]]
    assert [place for place in places if not (PROJECT / place).exists()] == []
