"""Checking takes as long per event whether there are few events or many."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from site_src.check import check_content
from site_src.load import load_content
from tests.own_event import PROJECT

if TYPE_CHECKING:
    from types import FrameType

    from site_src.model import Content

ROOT = Path(__file__).parents[3]
OWN = str(ROOT / "site_src")
FEW, MANY = 2, 12
TOLERANCE = 1.05  # comparing each acceptance with each finding makes it 2


def load_copies(root: Path, count: int) -> Content:
    """The tests’ own event `count` times."""
    shutil.copytree(PROJECT / "content", root / "content")
    [event] = (root / "content/events").iterdir()
    for number in range(1, count):
        shutil.copytree(event, event.with_name(f"{event.name}-{number}"))
    return load_content(root)


def count_calls(content: Content, root: Path) -> int:
    """How many functions `site_src` calls while the content is checked; unlike time, the same on every machine.

    What others call in between (memory that is cleared, expressions that are compiled again) is not counted.
    """
    count = 0

    def note(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        caller = frame if event == "c_call" else frame.f_back
        if event in {"call", "c_call"} and caller is not None:
            count += caller.f_code.co_filename.startswith(OWN)

    sys.setprofile(note)
    try:
        findings = list(check_content(content, root))
    finally:
        sys.setprofile(None)
    of_events = [finding for finding in findings if "/events/" in finding.place.file]
    assert len(of_events) % len(content.events) == 0
    return count


def test_the_check_grows_with_the_events_and_not_with_their_square(tmp_path: Path) -> None:
    per_event = []
    for count in (FEW, MANY):
        root = tmp_path / str(count)
        content = load_copies(root, count)
        list(check_content(content, root))  # what is found in a text is kept for the next rule that asks
        per_event.append(count_calls(content, root) / count)
    assert per_event[1] <= per_event[0] * TOLERANCE
