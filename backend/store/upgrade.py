"""Bringing a store's schema up to date, with Alembic's steps in `alembic/versions/`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from backend.store.sqlite import REBUILDING
from backend.store.store import WRITING, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

STEPS = Path(__file__).with_name("alembic")
_NEWEST_WITHOUT_ALEMBIC = 2
_FIRST_OF_ALEMBIC = 3  # so that an older Wian, which looks at user_version, refuses the file


def newest_revision() -> str:
    """The revision of the schema that this version of Wian uses."""
    return str(ScriptDirectory(str(STEPS)).get_current_head())


def upgrade(engine: Engine, name: str) -> None:
    """Bring the schema of the store that is called `name` in messages up to date, in one transaction or not at all.

    Raises:
        StoreError: If it is no store of Wian, or one of a newer version; nothing is changed then.
    """
    try:
        with engine.execution_options(**{WRITING: True, REBUILDING: True}).begin() as connection:
            if find_revision(connection, name) != newest_revision():
                _run_steps(connection, name)
    finally:
        engine.dispose()  # connections whose foreign keys are off are used no more


def _run_steps(connection: Connection, name: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(STEPS))
    command.upgrade(config, "head")
    if _is_sqlite(connection):
        _finish_file(connection, name)


def find_revision(connection: Connection, name: str) -> str | None:
    """The store's revision; None if it is new or older than the first.

    Raises:
        StoreError: As above.
    """
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory(str(STEPS)).walk_revisions()}
    if revision is not None:
        if revision not in known:
            raise _newer(name, revision)
        return revision
    number = connection.exec_driver_sql("PRAGMA user_version").scalar_one() if _is_sqlite(connection) else 0
    if number > _NEWEST_WITHOUT_ALEMBIC:
        raise _newer(name, str(number))
    if number == 0 and sa.inspect(connection).get_table_names():
        raise StoreError(f"{name}: is no store of Wian; move it away, or choose another place")
    return None


def _newer(name: str, revision: str) -> StoreError:
    return StoreError(
        f"{name}: was written by a newer Wian (schema {revision}; this one knows {newest_revision()}); "
        "use that version, nothing has been changed"
    )


def _finish_file(connection: Connection, name: str) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise StoreError(f"{name}: rows point to what is not there ({broken[0][0]}); nothing has been changed")
    connection.exec_driver_sql(f"PRAGMA user_version = {_FIRST_OF_ALEMBIC}")


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"
