"""Works that share a transaction: what one of them does wrong is its own, what the disk does is everybody's."""

from __future__ import annotations

import asyncio
import os
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from backend.store import writer as writing
from backend.store.opening import connect_store, migrate, open_store
from backend.store.schema import events
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreUnavailableError, Work
from backend.store.writer import Writer
from tests.backend.store.test_schema import AT
from tests.backend.web.test_health import disk_without_room
from tests.servers.coroutines import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from backend.store.store import Store


class RefusedError(Exception):
    """As a limit raises it, in the middle of a transaction."""


def inserting(name: str, then: Callable[[], object] = lambda: None) -> Work:
    """Insert a row, do something, give the row's name."""

    def insert_it(connection: Connection) -> str:
        connection.execute(insert(events).values(event=name, delete_at=AT))
        then()
        return name

    return Work(name, insert_it)


def refuse() -> None:
    raise RefusedError


def list_names(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted(connection.execute(select(events.c.event)).scalars())


def test_what_one_raises_undoes_that_one_alone(store: Store) -> None:
    results = store.write_together([inserting("a"), inserting("b", refuse), inserting("c")])
    assert [results[0], type(results[1]), results[2]] == ["a", RefusedError, "c"]
    assert list_names(store) == ["a", "c"]


def test_what_a_constraint_refuses_undoes_that_one_alone(store: Store) -> None:
    results = store.write_together([inserting("a"), inserting("a"), inserting("c")])
    assert [results[0], type(results[1]), results[2]] == ["a", IntegrityError, "c"]
    assert list_names(store) == ["a", "c"]


def test_events_are_locked_in_one_order_whoever_comes_first(store: Store) -> None:
    done: list[int] = []

    def note(number: int) -> Work:
        return Work("bacab"[number], lambda _: done.append(number) or number)

    assert store.write_together(note(number) for number in range(5)) == [0, 1, 2, 3, 4]
    assert done == [1, 3, 0, 4, 2]


def test_a_commit_that_fails_fails_them_all(tmp_path: Path) -> None:
    def lose_the_file() -> None:
        (tmp_path / FILE_NAME).rename(tmp_path / "away")

    with closing(open_store(tmp_path)) as store:
        with pytest.raises(StoreUnavailableError, match="its file"):
            store.write_together([inserting("a"), inserting("b", lose_the_file)])
        (tmp_path / "away").rename(tmp_path / FILE_NAME)
        store.check()


def test_a_disk_that_is_full_fails_them_all(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        many = [inserting(f"{number}{'x' * 4000}") for number in range(20)]
        with disk_without_room(os.getpid(), 0), pytest.raises(StoreUnavailableError, match="SQLITE_"):
            store.write_together(many)
        assert list_names(store) == []
        store.write_together(many)
        assert len(list_names(store)) == 20


def test_a_conflict_repeats_them_all(database_url: str) -> None:
    migrate(database_url)
    tries: list[str] = []

    def get_into_anothers_way(connection: Connection) -> None:
        tries.append("b")
        if len(tries) == 1:
            connection.execute(sa.text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$"))

    with closing(connect_store(database_url)) as store:
        assert store.write_together([inserting("a"), Work("b", get_into_anothers_way)]) == ["a", None]
        assert (tries, list_names(store)) == (["b", "b"], ["a"])


def run_while_one_is_written(store: Store, asking: Callable[[Writer], list[asyncio.Task[object]]]) -> list[object]:
    """What those are told who ask while another is being written."""
    has_begun, may_end = threading.Event(), threading.Event()

    def begin_and_wait() -> None:
        has_begun.set()
        may_end.wait(20)

    async def ask() -> list[object]:
        writer = Writer(store)
        first = inserting("first", begin_and_wait)
        begun = asyncio.create_task(writer.write(first.event, first.run))
        await asyncio.to_thread(has_begun.wait, 20)
        asked = asking(writer)
        await asyncio.sleep(0)  # they take their places
        for task in asked:
            if task.get_name() == "goes away":
                task.cancel()
        may_end.set()
        return [await begun, *await asyncio.gather(*asked, return_exceptions=True)]

    return run(ask())


@pytest.mark.parametrize(("most", "seen"), [(64, [1, 1, 1]), (2, [1, 1, 3])])
def test_those_who_come_meanwhile_share_the_next_transaction(
    store: Store, monkeypatch: pytest.MonkeyPatch, most: int, seen: list[int]
) -> None:
    """Each looks past its transaction at what is on the disk: the first alone, or the group before as well."""
    monkeypatch.setattr(writing, "MOST_TOGETHER", most)
    committed: list[int] = []
    works = [inserting(name, lambda: committed.append(len(list_names(store)))) for name in "abc"]
    told = run_while_one_is_written(
        store, lambda writer: [asyncio.ensure_future(writer.write(one.event, one.run)) for one in works]
    )
    assert (told, committed) == (["first", "a", "b", "c"], seen)


def test_each_is_told_what_became_of_its_own(store: Store) -> None:
    works = [inserting("a"), inserting("b", refuse), inserting("c")]
    told = run_while_one_is_written(
        store, lambda writer: [asyncio.ensure_future(writer.write(one.event, one.run)) for one in works]
    )
    assert [type(one) if isinstance(one, Exception) else one for one in told] == ["first", "a", RefusedError, "c"]


def test_who_went_away_before_the_turn_is_not_written(store: Store) -> None:
    works = {"goes away": inserting("a"), "stays": inserting("b")}
    told = run_while_one_is_written(
        store,
        lambda writer: [
            asyncio.create_task(writer.write(one.event, one.run), name=name) for name, one in works.items()
        ],
    )
    assert [type(told[1]), told[2]] == [asyncio.CancelledError, "b"]
    assert list_names(store) == ["b", "first"]


def test_who_goes_away_while_being_written_keeps_nobody_from_the_answer(store: Store) -> None:
    has_begun, may_end = threading.Event(), threading.Event()

    def begin_and_wait() -> None:
        has_begun.set()
        may_end.wait(20)

    async def ask() -> list[object]:
        writer, works = Writer(store), [inserting("a", begin_and_wait), inserting("b")]
        asked = [asyncio.create_task(writer.write(one.event, one.run)) for one in works]
        await asyncio.to_thread(has_begun.wait, 20)
        asked[0].cancel()
        await asyncio.sleep(0)  # it is gone
        may_end.set()
        return await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 20)

    told = run(ask())
    assert [type(told[0]), told[1]] == [asyncio.CancelledError, "b"]
    assert list_names(store) == ["a", "b"]


def test_a_writer_goes_on_after_a_failure(tmp_path: Path) -> None:
    async def write_twice(writer: Writer) -> str:
        with disk_without_room(os.getpid(), 0), pytest.raises(StoreUnavailableError):
            await writer.write("a", inserting("a" * 9000).run)
        return await writer.write("b", inserting("b").run)

    with closing(open_store(tmp_path)) as store:
        assert run(write_twice(Writer(store))) == "b"
