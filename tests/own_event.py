"""The event that tests need: their own, below `tests/content/`, so that they hold whatever becomes of the sample.

It is of the sample's kind: online, on one day, with a deadline, a quota of 3, a form of all fixed fields, and two
letters that contradict each other, with reasons. Its messages are a link to those of Wian itself.
"""

from __future__ import annotations

from pathlib import Path

SLUG = "water-safety-2565"
EVENT = f"content/events/{SLUG}"
PROJECT = Path(__file__).resolve().parent / "content" / SLUG
"""The folder that holds `content/`, as the project itself does."""
