"""A watcher wakes at changes, and only at those."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import preview.watcher
from preview.watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

LONG_S = 3600
PATIENCE_S = 60


def wait_while(watcher: Watcher, act: Callable[[], object]) -> None:
    """Have `act` done while somebody waits; return when the wait is over."""
    waiting = threading.Thread(target=watcher.wait, daemon=True)
    waiting.start()
    act()
    waiting.join(PATIENCE_S)
    assert not waiting.is_alive()


def test_a_written_file_wakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview.watcher, "LOOK_EVERY_S", LONG_S)
    with Watcher([tmp_path]) as watcher:
        wait_while(watcher, lambda: (tmp_path / "file").write_text("new", "utf-8"))


def test_so_does_one_in_a_folder_that_came_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview.watcher, "LOOK_EVERY_S", LONG_S)
    with Watcher([tmp_path]) as watcher:
        wait_while(watcher, (tmp_path / "event").mkdir)
        wait_while(watcher, lambda: (tmp_path / "event/file").write_text("new", "utf-8"))


def test_reading_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("old", "utf-8")
    woken = threading.Event()
    monkeypatch.setattr(Watcher, "wake", lambda _: woken.set())
    with Watcher([tmp_path]):
        (tmp_path / "file").read_text("utf-8")
        assert not woken.wait(0.5)
        (tmp_path / "file").write_text("new", "utf-8")
        assert woken.wait(PATIENCE_S)


def test_a_folder_that_cannot_be_watched_is_looked_at_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview.watcher, "LOOK_EVERY_S", 0.01)
    with Watcher([tmp_path / "gone"]) as watcher:
        watcher.wait()
