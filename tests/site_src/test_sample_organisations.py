"""The sample list of organisations is what its tool makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_the_sample_list_is_made_by_its_tool(tmp_path):
    made = tmp_path / "krabi.csv"
    tool = PROJECT / "tools" / "sample_organisations.py"
    run = subprocess.run([sys.executable, tool, made], capture_output=True, text=True, check=True)
    assert run.stdout == f"{made}: 55 organisations\n"
    assert made.read_bytes() == (PROJECT / "content/organisations/krabi.csv").read_bytes()
