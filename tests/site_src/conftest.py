"""What the tests of the site generator share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content_copy import ContentCopy

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def content_copy(tmp_path: Path) -> ContentCopy:
    """The project's own content in a folder where a test may break it."""
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return ContentCopy(tmp_path)
