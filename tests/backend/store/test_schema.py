"""The store's own constraints, which hold whatever the code above them does, in every database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Boolean, Integer, insert, select
from sqlalchemy.exc import IntegrityError

from backend.store.schema import Instant, decisions, events, metadata, outbox, registrations, submissions

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from backend.store.store import Store

AT = datetime(2022, 1, 5, 2, tzinfo=UTC)
SUBMITTED = {"event": "e", "fingerprint": "f", "outcome": "confirmed"}
REGISTERED = {"event": "e", "seat": 1, "quota": 3, "state": "confirmed"}
MESSAGE = {"submission_id": "a", "kind": "confirmation", "channel": "email", "state": "waiting"}

# What must not be, what SQLite says of it, and the constraint that PostgreSQL names.
CHANGES: list[tuple[Table, dict[str, Any], str, str]] = [
    (events, {"event": "e"}, "UNIQUE constraint failed: events.event", "events_pkey"),
    (
        submissions,
        {"submission_id": "a"},
        "UNIQUE constraint failed: submissions.submission_id",
        "submissions_pkey",
    ),
    (submissions, {"event": "f"}, "FOREIGN KEY constraint failed", "submission_of_event"),
    (submissions, {"receipt": "1"}, "UNIQUE constraint failed: submissions.receipt", "one_registration_per_receipt"),
    (submissions, {"replaces": "z"}, "UNIQUE constraint failed: submissions.replaces", "replaced_at_most_once"),
    (submissions, {"outcome": "perhaps", "receipt": None}, "CHECK constraint failed: outcome_known", "outcome_known"),
    (submissions, {"receipt": None}, "CHECK constraint failed: receipt_when_stored", "receipt_when_stored"),
    (submissions, {"outcome": "closed"}, "CHECK constraint failed: receipt_when_stored", "receipt_when_stored"),
    (submissions, {"fingerprint": None}, "CHECK constraint failed: fingerprint_when_seen", "fingerprint_when_seen"),
    (
        submissions,
        {"outcome": "superseded", "receipt": None},
        "CHECK constraint failed: fingerprint_when_seen",
        "fingerprint_when_seen",
    ),
    (
        registrations,
        {"submission_id": "a", "seat": 2},
        "UNIQUE constraint failed: registrations.submission_id",
        "registrations_pkey",
    ),
    (registrations, {"submission_id": "nobody", "seat": 2}, "FOREIGN KEY constraint failed", "registration_of_key"),
    (registrations, {"event": "f", "seat": 2}, "FOREIGN KEY constraint failed", "registration_of_event"),
    (
        registrations,
        {"seat": 1},
        "UNIQUE constraint failed: registrations.event, registrations.organisation, registrations.seat",
        "one_person_per_seat",
    ),
    (registrations, {"seat": 0}, "CHECK constraint failed: seat_within_quota", "seat_within_quota"),
    (registrations, {"seat": 4}, "CHECK constraint failed: seat_within_quota", "seat_within_quota"),
    (registrations, {"seat": None}, "CHECK constraint failed: seat_while_confirmed", "seat_while_confirmed"),
    (
        registrations,
        {"seat": 2, "state": "waiting"},
        "CHECK constraint failed: seat_while_confirmed",
        "seat_while_confirmed",
    ),
    (registrations, {"seat": None, "state": "perhaps"}, "CHECK constraint failed: state_known", "state_known"),
    (outbox, {"submission_id": "b"}, "FOREIGN KEY constraint failed", "message_of_registration"),
    (outbox, {"channel": "pigeon"}, "CHECK constraint failed: channel_known", "channel_known"),
    (outbox, {"state": "lost"}, "CHECK constraint failed: message_state_known", "message_state_known"),
    (decisions, {"event": "f"}, "FOREIGN KEY constraint failed", "decision_of_event"),
]


def add(connection: Connection, table: Table, **values: object) -> None:
    """A row that is sound as far as `values` are; whatever else must be there is empty."""
    row = {column.name: make_value(column.type) for column in table.columns if not column.nullable}
    row.pop("id", None)
    connection.execute(insert(table).values(row | values))


def make_value(kind: object) -> object:
    if isinstance(kind, Instant):
        return AT
    if isinstance(kind, Boolean):
        return False
    return 0 if isinstance(kind, Integer) else ""


def add_sound_rows(connection: Connection) -> None:
    """Two keys, one of which has a registration with a message."""
    add(connection, events, event="e")
    add(connection, submissions, submission_id="a", receipt="1", replaces="z", **SUBMITTED)
    add(connection, submissions, submission_id="b", receipt="2", **SUBMITTED)
    add(connection, registrations, submission_id="a", **REGISTERED)
    add(connection, outbox, **MESSAGE)


@pytest.mark.parametrize(
    ("table", "change", "of_sqlite", "named"), CHANGES, ids=[f"{row[0]} {row[1]}" for row in CHANGES]
)
def test_what_must_not_be_is_refused(
    store: Store, table: Table, change: dict[str, object], of_sqlite: str, named: str
) -> None:
    sound: dict[str, dict[str, Any]] = {
        "events": {},
        "submissions": SUBMITTED | {"submission_id": "c", "receipt": "3"},
        "registrations": REGISTERED | {"submission_id": "b"},
        "outbox": MESSAGE,
        "decisions": {"event": "e"},
    }
    store.write(add_sound_rows)
    with pytest.raises(IntegrityError) as caught:
        store.write(lambda connection: add(connection, table, **sound[table.name] | change))
    cause = caught.value.orig
    if isinstance(cause, sqlite3.Error):
        assert str(cause) == of_sqlite
    else:
        assert cause.diag.constraint_name == named  # type: ignore[union-attr] # psycopg's


def test_an_instant_that_is_not_known_is_read_as_none(store: Store) -> None:
    def fill(connection: Connection) -> None:
        add(connection, events, event="e")
        add(connection, submissions, submission_id="a", receipt="1", **SUBMITTED)
        add(connection, registrations, submission_id="a", sent_at=AT, **REGISTERED)

    store.write(fill)
    with store.reading() as connection:
        assert connection.execute(select(registrations.c.created_at, registrations.c.sent_at)).one() == (None, AT)


def test_the_steps_lead_to_the_tables_that_the_code_uses(store: Store) -> None:
    with store.reading() as connection:
        tables = sa.inspect(connection)
        assert sorted(tables.get_table_names()) == sorted([*metadata.tables, "alembic_version"])
        for table in metadata.sorted_tables:
            assert [(one["name"], one["nullable"]) for one in tables.get_columns(table.name)] == [
                (column.name, bool(column.nullable)) for column in table.columns
            ]
            assert {one["name"] for one in tables.get_check_constraints(table.name)} == {
                one.name for one in table.constraints if isinstance(one, sa.CheckConstraint)
            }
            assert {one["name"] for one in tables.get_foreign_keys(table.name)} == {
                one.name for one in table.foreign_key_constraints
            }
            unique = {one["name"] for one in tables.get_unique_constraints(table.name)}
            assert unique == {one.name for one in table.constraints if isinstance(one, sa.UniqueConstraint)}
            assert {one["name"] for one in tables.get_indexes(table.name)} - unique == {
                index.name for index in table.indexes
            }
