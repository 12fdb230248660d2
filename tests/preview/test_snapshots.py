"""What counts as a change in a watched folder."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from preview.snapshots import list_changes, take_snapshot

if TYPE_CHECKING:
    from pathlib import Path


def test_new_written_and_deleted_files_are_changes(tmp_path: Path) -> None:
    for name in ("kept", "written", "deleted"):
        (tmp_path / name).write_text("before", "utf-8")
    before = take_snapshot([tmp_path])
    (tmp_path / "written").write_text("after that", "utf-8")
    (tmp_path / "deleted").unlink()
    (tmp_path / "below").mkdir()
    (tmp_path / "below/new").write_text("new", "utf-8")
    changes = list_changes(before, take_snapshot([tmp_path]))
    assert changes == [tmp_path / "below/new", tmp_path / "deleted", tmp_path / "written"]


def test_a_file_that_an_editor_puts_in_the_place_of_another_is_a_change(tmp_path: Path) -> None:
    file = tmp_path / "event.yaml"
    file.write_text("before", "utf-8")
    before = take_snapshot([tmp_path])
    shutil.copy2(file, tmp_path / "other")
    (tmp_path / "other").replace(file)  # the same bytes at the same time; only the inode tells
    assert list_changes(before, take_snapshot([tmp_path])) == [file]


def test_what_editors_and_python_leave_is_none(tmp_path: Path) -> None:
    before = take_snapshot([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (
        ".event.yaml.swp", "event.yaml~", "4913", "#event.yaml#", ".#event.yaml", "event.yaml.tmp",
        "__pycache__/load.py", "load.pyc", ".git/index",
    ):  # fmt: skip
        (tmp_path / name).write_text("", "utf-8")
    assert list_changes(before, take_snapshot([tmp_path])) == []


def test_a_folder_that_is_gone_and_a_link_to_nowhere_are_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert list(take_snapshot([tmp_path, tmp_path / "gone"])) == [tmp_path / "link"]
