"""Steps from one version of the schema to the next, each within the transaction that opens the store.

A step is never changed once it has been released, and says in SQL of its own what it does: `schema` is the latest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection


def _keep_answers(connection: Connection) -> None:
    """1 to 2: what a form asks beside the fixed fields is kept by name, and so is the position, which had a column."""
    connection.exec_driver_sql("ALTER TABLE registrations ADD COLUMN answers JSON DEFAULT '{}' NOT NULL")
    connection.exec_driver_sql(
        "UPDATE registrations SET answers = json_object('position', position) WHERE position <> ''"
    )
    connection.exec_driver_sql("ALTER TABLE registrations DROP COLUMN position")


MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {1: _keep_answers}
"""By the version that a step starts from."""
