"""Whoever writes without a pause keeps nobody else from writing."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from backend.store.opening import open_store
from backend.store.store import StoreUnavailableError
from backend.store.turn import NEXT_NAME, TURN_NAME, having_turn

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


def dawdle(connection: Connection) -> None:
    connection.execute(text("DELETE FROM decisions"))
    time.sleep(0.01)


def test_a_rush_lets_others_have_their_turn(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as rush, closing(open_store(tmp_path)) as sender:
        written, is_over = 0, threading.Event()

        def write_without_a_pause() -> None:
            nonlocal written
            while not is_over.is_set():
                rush.write(dawdle)
                written += 1

        thread = threading.Thread(target=write_without_a_pause)
        thread.start()
        try:
            for _ in range(10):
                before = written
                while written == before:
                    time.sleep(0.001)  # so that it comes while the other writes
                sender.write(dawdle)
        finally:
            is_over.set()
            thread.join()
    assert written <= 40  # without turns it is some hundreds


def test_a_turn_is_waited_for_no_longer_than_one_has_patience(tmp_path: Path) -> None:
    with having_turn(tmp_path, 0), pytest.raises(StoreUnavailableError), having_turn(tmp_path, 0):
        pass
    with having_turn(tmp_path, 0):
        pass


def test_without_its_files_it_is_done_without(tmp_path: Path) -> None:
    for name in (NEXT_NAME, TURN_NAME):
        (tmp_path / name).mkdir()
    with having_turn(tmp_path, 0), having_turn(tmp_path, 0):
        pass
    with closing(open_store(tmp_path)) as store:
        store.write(dawdle)
