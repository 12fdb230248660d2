"""The tables of the store, in portable SQL: what is specific to SQLite is in `backend.store.sqlite`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

from registration_rules.wire import format_instant, parse_instant

if TYPE_CHECKING:
    from sqlalchemy import Dialect

SCHEMA_VERSION = 2

metadata = MetaData()


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as text in UTC to the millisecond, so that it reads and sorts alike in every database."""

    impl = String(24)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write the instant as text."""
        return None if value is None else format_instant(value.astimezone(UTC))

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Read it back."""
        return None if value is None else parse_instant(value)


submissions = Table(
    "submissions",
    metadata,
    Column("submission_id", String(36), primary_key=True),
    Column("event", String, nullable=False),
    Column("fingerprint", String(64)),
    Column("outcome", String, nullable=False),
    Column("receipt", String(9), unique=True),
    Column("received_at", Instant, nullable=False),
    Column("replaced_by", String(36)),
    Column("delete_at", Instant, nullable=False),
    CheckConstraint("outcome IN ('confirmed', 'late_review', 'quota_full', 'closed', 'superseded')", "outcome_known"),
    CheckConstraint("(receipt IS NOT NULL) = (outcome IN ('confirmed', 'late_review'))", "receipt_when_stored"),
    CheckConstraint("(fingerprint IS NULL) = (outcome = 'superseded')", "fingerprint_when_seen"),
    comment=(
        "One row for every idempotency key that was answered for good, with that answer. "
        "A row without a fingerprint stands for a key that was replaced before it arrived. "
        "delete_at is the event's as it was then, for the time when the site no longer has the event."
    ),
)

registrations = Table(
    "registrations",
    metadata,
    Column("submission_id", ForeignKey(submissions.c.submission_id), primary_key=True),
    Column("event", String, nullable=False),
    Column("organisation", String, nullable=False),
    Column("seat", Integer),
    Column("quota", Integer, nullable=False),
    Column("status", String, nullable=False),
    Column("replaced_by", ForeignKey(submissions.c.submission_id)),
    Column("honorific", String, nullable=False),
    Column("first_name", String, nullable=False),
    Column("last_name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("mobile", String, nullable=False),
    Column("locale", String(2), nullable=False),
    Column("notice_version", String, nullable=False),
    Column("rules_version", String, nullable=False),
    Column("created_at", Instant),
    Column("sent_at", Instant),
    Column("received_at", Instant, nullable=False),
    Column("late_by_s", Integer),
    Column("bot_suspected", Boolean, nullable=False),
    Column("answers", JSON, nullable=False, server_default="{}"),
    UniqueConstraint("event", "organisation", "seat", name="one_person_per_seat"),
    CheckConstraint("seat BETWEEN 1 AND quota", "seat_within_quota"),
    CheckConstraint("(seat IS NULL) = (replaced_by IS NOT NULL)", "seat_until_replaced"),
    CheckConstraint("status IN ('confirmed', 'late_review')", "status_known"),
    comment=(
        "One row for every person who registered; a row that a correction replaced keeps its data but no seat. "
        "The fields that every form has are columns; answers is what was filled in of the form's own fields, by name."
    ),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", ForeignKey(registrations.c.submission_id), nullable=False),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("submission_id", "kind", "channel", name="one_message_per_channel"),
    CheckConstraint("kind IN ('confirmation')", "kind_known"),
    CheckConstraint("channel IN ('email', 'sms')", "channel_known"),
    CheckConstraint("state IN ('waiting', 'cancelled')", "state_known"),
    comment="Messages to send. They hold no text and no meeting secret: a message is rendered when it is sent.",
)

Index("outbox_by_state", outbox.c.state, outbox.c.id)
