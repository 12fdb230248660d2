"""The store's own constraints, which hold whatever the code above them does."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Boolean, Integer, insert, select
from sqlalchemy.exc import IntegrityError

from backend.store.opening import open_store
from backend.store.schema import Instant, metadata, outbox, registrations, submissions

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Table

AT = datetime(2022, 1, 5, 2, tzinfo=UTC)
SUBMITTED = {"fingerprint": "f", "outcome": "confirmed"}
REGISTERED = {"seat": 1, "quota": 3, "status": "confirmed"}
MESSAGE = {"submission_id": "a", "kind": "confirmation", "channel": "email", "state": "waiting"}
CHANGES: list[tuple[Table, dict[str, Any], str]] = [
    (submissions, {"submission_id": "a"}, "UNIQUE constraint failed: submissions.submission_id"),
    (submissions, {"receipt": "1"}, "UNIQUE constraint failed: submissions.receipt"),
    (submissions, {"outcome": "perhaps", "receipt": None}, "CHECK constraint failed: outcome_known"),
    (submissions, {"receipt": None}, "CHECK constraint failed: receipt_when_stored"),
    (submissions, {"outcome": "closed"}, "CHECK constraint failed: receipt_when_stored"),
    (submissions, {"fingerprint": None}, "CHECK constraint failed: fingerprint_when_seen"),
    (submissions, {"outcome": "superseded", "receipt": None}, "CHECK constraint failed: fingerprint_when_seen"),
    (registrations, {"submission_id": "a", "seat": 2}, "UNIQUE constraint failed: registrations.submission_id"),
    (registrations, {"submission_id": "nobody", "seat": 2}, "FOREIGN KEY constraint failed"),
    (registrations, {"seat": None, "replaced_by": "nobody"}, "FOREIGN KEY constraint failed"),
    (
        registrations,
        {"seat": 1},
        "UNIQUE constraint failed: registrations.event, registrations.organisation, registrations.seat",
    ),
    (registrations, {"seat": 0}, "CHECK constraint failed: seat_within_quota"),
    (registrations, {"seat": 4}, "CHECK constraint failed: seat_within_quota"),
    (registrations, {"seat": None}, "CHECK constraint failed: seat_until_replaced"),
    (registrations, {"seat": 2, "replaced_by": "a"}, "CHECK constraint failed: seat_until_replaced"),
    (registrations, {"seat": 2, "status": "perhaps"}, "CHECK constraint failed: status_known"),
    (outbox, {"submission_id": "b", "channel": "sms"}, "FOREIGN KEY constraint failed"),
    (outbox, {}, "UNIQUE constraint failed: outbox.submission_id, outbox.kind, outbox.channel"),
    (outbox, {"kind": "gossip"}, "CHECK constraint failed: kind_known"),
    (outbox, {"channel": "pigeon"}, "CHECK constraint failed: channel_known"),
    (outbox, {"channel": "sms", "state": "lost"}, "CHECK constraint failed: state_known"),
]


def add(connection: Connection, table: Table, **values: object) -> None:
    """A row that is sound as far as `values` are; whatever else must be there is empty."""
    row = {column.name: make_value(column.type) for column in table.columns if not column.nullable}
    row.pop("id", None)
    connection.execute(insert(table).values(row | values))


def make_value(kind: object) -> object:
    if isinstance(kind, Instant):
        return AT
    return 0 if isinstance(kind, Integer | Boolean) else ""


@pytest.mark.parametrize(("table", "change", "told"), CHANGES, ids=[f"{row[0]} {row[1]}" for row in CHANGES])
def test_what_must_not_be_is_refused(tmp_path: Path, table: Table, change: dict[str, object], told: str) -> None:
    sound: dict[str, dict[str, Any]] = {
        "submissions": SUBMITTED | {"submission_id": "c", "receipt": "3"},
        "registrations": REGISTERED | {"submission_id": "b"},
        "outbox": MESSAGE,
    }
    with closing(open_store(tmp_path)) as store:
        with store.writing() as connection:
            add(connection, submissions, submission_id="a", receipt="1", **SUBMITTED)
            add(connection, submissions, submission_id="b", receipt="2", **SUBMITTED)
            add(connection, registrations, submission_id="a", **REGISTERED)
            add(connection, outbox, **MESSAGE)
        with pytest.raises(IntegrityError) as caught, store.writing() as connection:
            add(connection, table, **sound[table.name] | change)
    assert str(caught.value.orig) == told


def test_an_instant_that_is_not_known_is_read_as_none(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        with store.writing() as connection:
            add(connection, submissions, submission_id="a", receipt="1", **SUBMITTED)
            add(connection, registrations, submission_id="a", sent_at=AT, **REGISTERED)
        with store.reading() as connection:
            assert connection.execute(select(registrations.c.created_at, registrations.c.sent_at)).one() == (None, AT)


def test_what_must_be_there_is_never_missing(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store, store.reading() as connection:
        optional = {
            table.name: {
                row["name"]
                for row in connection.exec_driver_sql(f"PRAGMA table_info({table.name})").mappings()
                if not row["notnull"]
            }
            for table in metadata.sorted_tables
        }
    assert optional == {
        "submissions": {"fingerprint", "receipt", "replaced_by"},
        "registrations": {"seat", "replaced_by", "created_at", "sent_at", "late_by_s"},
        "outbox": set(),
    }
