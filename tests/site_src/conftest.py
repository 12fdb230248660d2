"""What the tests of the site generator share."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.own_event import PROJECT
from tests.site_src.content_copy import ContentCopy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def content_copy(tmp_path: Path) -> ContentCopy:
    """The project's own content in a folder where a test may break it, with few messages so that it loads fast."""
    shutil.copytree(PROJECT / "content", tmp_path / "content", ignore=shutil.ignore_patterns("messages"))
    copy = ContentCopy(tmp_path)
    copy.put("content/messages/th.yaml", 'author:\n  did-you-mean: "หมายถึง “{nearest}” หรือไม่"\n')
    copy.put("content/messages/en.yaml", 'author:\n  did-you-mean: "Did you mean “{nearest}”?"\n')
    return copy
