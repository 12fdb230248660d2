"""Files that are read once, and again when anything about them has changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from backend.built_site.built_files import BuiltFile

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_stays_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    read: list[str] = []
    file = BuiltFile(path, lambda text: read.append(text) or text)
    assert [file.load(), file.load(), read] == ["one", "one", ["one"]]


@pytest.mark.parametrize("changed", ["inode", "time", "size"])
def test_each_change_is_seen_by_itself(tmp_path: Path, changed: str) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_text("one")
    file = BuiltFile(path, str)
    assert file.load() == "one"
    before = path.stat()
    if changed == "inode":
        other.write_text("two")
        other.replace(path)
    else:
        path.write_text("two" if changed == "time" else "three")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + (changed == "time")))
    after = path.stat()
    seen = [after.st_ino != before.st_ino, after.st_mtime_ns != before.st_mtime_ns, after.st_size != before.st_size]
    assert seen == [changed == "inode", changed == "time", changed == "size"]
    assert file.load() == path.read_text() != "one"


def test_what_is_recalled_is_never_read_and_never_old(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("one")
    file = BuiltFile(path, str)
    assert file.recall() is None
    file.load()
    assert file.recall() == "one"
    path.write_text("other")
    assert file.recall() is None
