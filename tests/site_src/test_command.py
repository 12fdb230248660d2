"""Programs of others: what they wrote, and in their own words why they failed."""

from __future__ import annotations

import os
import sys

import pytest

from site_src.command import run_command
from site_src.errors import BuildError
from site_src.project import ROOT


def run(code: str, *, is_quiet: bool = False) -> str:
    return run_command([sys.executable, "-c", code], "It can't be made", os.environ | {"A": "ก"}, is_quiet=is_quiet)


def test_a_program_runs_in_the_projects_folder_with_its_environment() -> None:
    assert run("import os, sys; sys.stdout.buffer.write(f\"{os.environ['A']} {os.getcwd()}\".encode())") == f"ก {ROOT}"


def test_a_failure_is_told_in_the_programs_words() -> None:
    with pytest.raises(BuildError) as caught:
        run("import sys; print('said'); print('complained', file=sys.stderr); sys.exit(3)")
    assert (caught.value.what, caught.value.advice) == ("It can't be made", "said\ncomplained")


def test_a_failure_without_a_word_gives_its_exit_code() -> None:
    with pytest.raises(BuildError) as caught:
        run("import sys; sys.exit(3)")
    assert caught.value.advice == f"{sys.executable}: exit code 3"


def test_a_complaint_is_a_failure_of_a_program_that_should_have_none() -> None:
    complaint = "import sys; print('complained', file=sys.stderr)"
    assert run(complaint) == ""
    with pytest.raises(BuildError, match="complained"):
        run(complaint, is_quiet=True)


def test_a_program_that_cannot_be_started_says_why() -> None:
    with pytest.raises(BuildError) as missing:
        run_command(["/not/there"], "It can't be made")
    assert missing.value.advice == "/not/there: No such file or directory"
    with pytest.raises(BuildError) as long:
        run_command([sys.executable, "-c", f"'{'x' * 200_000}'"], "It can't be made")
    assert long.value.advice == f"{sys.executable}: Argument list too long"
