"""What is taken out of the backend for a control: the row that holds it must fall short then.

Only `bench.faults.launcher` calls these, in a process of its own that it is about to become a backend. The product has
no switch for any of them.
"""

from __future__ import annotations

import dataclasses
import re
import sys
import threading
import time
import uuid
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, update
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool
from starlette.responses import JSONResponse

import backend.__main__ as command
from backend.delivery import mail, sender
from backend.registration import register, seats
from backend.store import keys, outbox, sqlite, store, values, writer
from backend.store import schema as tables
from backend.terms import submission
from backend.web.responses import Responder

if TYPE_CHECKING:
    from collections.abc import Callable

LATE_S = 0.3
SLOW_S = 0.15
MOMENT_S = 0.01
_DIALECTS = (PGDialect_psycopg, SQLiteDialect_pysqlite)
_LOCKS = re.compile(r"\s*FOR UPDATE\b.*|^BEGIN IMMEDIATE$|^(SAVEPOINT|RELEASE|ROLLBACK TO) .*", re.DOTALL)


def no_lock() -> None:
    """Who decides locks nothing, and takes a moment; on SQLite every statement stands for itself."""

    def look(*arguments: Any, **options: Any) -> Any:
        vacancy = find_vacancy(*arguments, **options)
        time.sleep(MOMENT_S)
        return vacancy

    find_vacancy = seats.find_vacancy
    register.find_vacancy = look
    sqlite.having_turn = lambda *_arguments: nullcontext()  # type: ignore[assignment]

    @event.listens_for(Engine, "before_cursor_execute", retval=True)
    def unlock(
        connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any
    ) -> tuple[str, Any]:
        if connection.dialect.name == "postgresql" and "FOR UPDATE" not in statement:
            return statement, parameters
        return _LOCKS.sub("", statement) or "SELECT 1", parameters


def late_commit() -> None:
    """What is written is acknowledged first and committed a moment later."""
    late: set[int] = set()

    def commit_later(_dialect: object, connection: Any) -> None:
        driver = _driver(connection)
        if threading.current_thread() is threading.main_thread():
            driver.commit()  # what is done before serving
            return
        late.add(id(driver))
        threading.Timer(LATE_S, commit, [driver]).start()

    def commit(connection: Any) -> None:
        try:
            connection.commit()
        finally:
            connection.close()
            late.discard(id(connection))

    for dialect in _DIALECTS:
        _leave_alone(dialect, "do_rollback", late)
        _leave_alone(dialect, "do_close", late)
        dialect.do_commit = commit_later  # type: ignore[method-assign]
    _replace_everywhere(values.create_engine, _without_pool(values.create_engine))


def new_keys() -> None:
    """Every copy is taken for a submission of its own."""
    parse = submission.parse_submission

    def parse_as_new(fields: Any) -> Any:
        return dataclasses.replace(parse(fields), submission_id=str(uuid.uuid4()))

    _replace_everywhere(parse, parse_as_new)


def forgets_keys() -> None:
    """No key was answered before."""
    _replace_everywhere(keys.find_submission, lambda _connection, _submission_id: None)


def doubles_messages() -> None:
    """Every message is queued twice."""
    add = outbox.add_messages

    def add_twice(connection: Any, to: Any, *arguments: Any) -> None:
        add(connection, [*to] * 2, *arguments)

    _replace_everywhere(add, add_twice)


def notes_first() -> None:
    """A message is noted as sent before it is."""
    take = outbox.take_due

    def take_and_note(connection: Any, *arguments: Any) -> Any:
        due = take(connection, *arguments)
        row = tables.outbox.c.id.in_([message.id for message in due])
        connection.execute(update(tables.outbox).where(row).values(state="sent"))
        return due

    _replace_everywhere(take, take_and_note)


def no_lease() -> None:
    """Who takes messages keeps nobody else from taking them, and leaves time for it."""
    take = outbox.take_due

    def take_at_once(connection: Any, channels: Any, now: Any, _until: Any, most: Any) -> Any:
        return take(connection, channels, now, now, most)

    _replace_everywhere(take, take_at_once)


def new_message_ids() -> None:
    """An e-mail that goes out again has another Message-ID."""
    render = mail.render_mail

    def render_anew(*arguments: Any) -> Any:
        made = render(*arguments)
        made.replace_header("Message-ID", f"<{uuid.uuid4()}@example.go.th>")
        return made

    _replace_everywhere(render, render_anew)


def gives_up() -> None:
    """A mail server that is away is taken for a final no."""
    sender.GIVE_UP_AFTER = timedelta(0)


def says_yes() -> None:
    """What could not be stored is acknowledged all the same."""
    respond = Responder.respond_with_problem

    def acknowledge(self: Responder, client: Any, details: Any, *arguments: Any) -> Any:
        if details.status == 503 and details.submission_id:  # noqa: PLR2004 - HTTP's
            answer = {"submission_id": details.submission_id, "receipt": "0000-0000", "status": "confirmed"}
            return JSONResponse(answer | {"manage": "0" * 32}, 201)
        return respond(self, client, details, *arguments)

    Responder.respond_with_problem = acknowledge  # type: ignore[method-assign]


def stays_down() -> None:
    """A store that was away once is never asked again."""
    is_down, unavailable = False, store.StoreUnavailableError
    translate = store.Store._translated_errors  # noqa: SLF001 - there is no other way in

    def remember(self: store.Store) -> Any:
        nonlocal is_down
        if is_down:
            raise unavailable("it was away")
        return translate(self)

    class Noted(store.StoreUnavailableError):
        def __init__(self, *arguments: object) -> None:
            nonlocal is_down
            super().__init__(*arguments)
            is_down = True

    store.Store._translated_errors = remember  # type: ignore[method-assign]  # noqa: SLF001
    _replace_everywhere(store.StoreUnavailableError, Noted)


def impatient() -> None:
    """Who waits for the store's writer is sent away at once, and nobody is written together with others."""
    one_by_one()
    slow()
    writer.BUSY_TIMEOUT_S = SLOW_S


def slow() -> None:
    """Every look at the seats takes a while."""

    def look(*arguments: Any, **options: Any) -> Any:
        time.sleep(SLOW_S)
        return find_vacancy(*arguments, **options)

    find_vacancy = seats.find_vacancy
    register.find_vacancy = look


def one_by_one() -> None:
    """Every registration is a transaction of its own."""
    writer.MOST_TOGETHER = 1


def careless() -> None:
    """What is asked is written to the log and kept in memory, and an odd method is an error of ours."""
    create = command.create_app
    kept: list[bytes] = []

    def create_careless(*arguments: Any, **options: Any) -> Any:
        app = create(*arguments, **options)

        async def answer(scope: Any, receive: Any, send: Any) -> None:
            sys.stderr.write(f"asked for {scope['raw_path']!r}?{scope['query_string']!r}\n")
            kept.append(bytes(LEAK_BYTES))
            if scope["method"] == "BREW":
                raise ValueError(scope["path"])
            await app(scope, receive, send)

        return answer

    _replace_everywhere(create, create_careless)


LEAK_BYTES = 400 * 1024


def _replace_everywhere(original: Any, replacement: Any) -> None:
    """Put it in the place of what the backend's modules know under any name."""
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "backend"]:
        for name in [name for name, value in vars(module).items() if value is original]:
            setattr(module, name, replacement)


def _leave_alone(dialect: Any, name: str, late: set[int]) -> None:
    original = getattr(dialect, name)

    def act(self: Any, connection: Any) -> None:
        if id(_driver(connection)) not in late:
            original(self, connection)

    setattr(dialect, name, act)


def _driver(connection: Any) -> Any:
    """The driver's connection, also where the pool's stands for it."""
    return getattr(connection, "dbapi_connection", connection)


def _without_pool(create: Callable[..., Engine]) -> Callable[..., Engine]:
    def create_without(url: Any, **options: Any) -> Engine:
        kept = {name: value for name, value in options.items() if not name.startswith(("pool", "max_overflow"))}
        return create(url, poolclass=NullPool, **kept)

    return create_without
