"""Content of the tests' own: projects that are not the sample, each a folder with `content/` but for the messages."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
PROCUREMENT = "procurement-2568"
"""Five days with gaps over a month's end, in person; two letters, a picture and a PDF with Thai names, 1579, ต่อ."""


def write_project(root: Path, name: str = PROCUREMENT) -> Path:
    """Write such a project, with the messages of Wian itself, into the folder `root`; gives `root`."""
    shutil.copytree(HERE / name, root, dirs_exist_ok=True)
    shutil.copytree(PROJECT / "content/messages", root / "content/messages")
    return root
