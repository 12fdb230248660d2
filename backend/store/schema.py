"""The tables of the store, in portable SQL; what is specific to a database is in the module named after it.

Whoever changes them writes the step that leads there into `alembic/versions/`.
"""

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


# Constraints have names, so that a later step can speak of them in every database.
events = Table(
    "events",
    metadata,
    Column("event", String, primary_key=True),
    Column("delete_at", Instant, nullable=False),
    Column("told", JSON),
    Column("reminded_for", Instant),
    comment=(
        "One row for every event for which anything was decided. Whoever decides locks it first. "
        "delete_at is the site's as it was last, for the time when the site no longer has the event. "
        "told is what registrants were told last of when and where it is; reminded_for is the beginning of which they "
        "were reminded."
    ),
)

submissions = Table(
    "submissions",
    metadata,
    Column("submission_id", String(36), primary_key=True),
    Column("event", ForeignKey(events.c.event, name="submission_of_event"), nullable=False, index=True),
    Column("fingerprint", String(64)),
    Column("outcome", String, nullable=False),
    Column("receipt", String(9)),
    Column("received_at", Instant, nullable=False),
    Column("replaces", String(36)),
    Column("manage", String(32)),
    UniqueConstraint("receipt", name="one_registration_per_receipt"),
    UniqueConstraint("replaces", name="replaced_at_most_once"),
    CheckConstraint(
        "outcome IN ('confirmed', 'waiting', 'late_review', 'quota_full', 'closed', 'superseded')", "outcome_known"
    ),
    CheckConstraint(
        "(receipt IS NOT NULL) = (outcome IN ('confirmed', 'waiting', 'late_review'))", "receipt_when_stored"
    ),
    CheckConstraint("(fingerprint IS NULL) = (outcome = 'superseded')", "fingerprint_when_seen"),
    comment=(
        "One row for every idempotency key that was answered for good, with that answer; nothing personal. "
        "A row without a fingerprint stands for a key that was replaced before it arrived. "
        "It stays when the registration itself is removed. "
        "manage is the key of the registrant's own page."
    ),
)

Index("submission_to_manage", submissions.c.manage, unique=True)

registrations = Table(
    "registrations",
    metadata,
    Column("submission_id", ForeignKey(submissions.c.submission_id, name="registration_of_key"), primary_key=True),
    Column("event", ForeignKey(events.c.event, name="registration_of_event"), nullable=False),
    Column("organisation", String, nullable=False),
    Column("state", String, nullable=False),
    Column("seat", Integer),
    Column("quota", Integer),
    Column("in_line_since", Instant, nullable=False),
    Column("in_place_of", String(36)),
    Column("honorific", String, nullable=False),
    Column("first_name", String, nullable=False),
    Column("last_name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("mobile", String, nullable=False),
    Column("answers", JSON, nullable=False, server_default="{}"),
    Column("locale", String(2), nullable=False),
    Column("notice_version", String, nullable=False),
    Column("rules_version", String, nullable=False),
    Column("created_at", Instant),
    Column("sent_at", Instant),
    Column("received_at", Instant, nullable=False),
    Column("late_by_s", Integer),
    Column("bot_suspected", Boolean, nullable=False),
    Column("calendar_key", String(9)),
    Column("ended_at", Instant),
    Column("earlier_invitations", Integer, nullable=False, server_default="0"),
    UniqueConstraint("event", "organisation", "seat", name="one_person_per_seat"),
    CheckConstraint("seat BETWEEN 1 AND quota", "seat_within_quota"),
    CheckConstraint("(seat IS NOT NULL) = (state = 'confirmed')", "seat_while_confirmed"),
    CheckConstraint(
        "state IN ('confirmed', 'waiting', 'late_review', 'declined', 'cancelled', 'replaced')", "state_known"
    ),
    comment=(
        "One row for every person who registered, as the registration stands now. "
        "The fields that every form has are columns; answers is what was filled in of the form's own fields, by name. "
        "quota is that of the seat. in_line_since is the place in the waiting list, which a correction keeps. "
        "in_place_of is the registration that keeps its seat until this one is confirmed. "
        "calendar_key is the receipt code of the first of those that one person corrected; null is its own. "
        "ended_at is when it was first seen to have ended. "
        "earlier_invitations counts the e-mails about what it corrects that are not in the outbox any more."
    ),
)

Index("registrations_in_line", registrations.c.event, registrations.c.state, registrations.c.in_line_since)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "submission_id",
        ForeignKey(registrations.c.submission_id, name="message_of_registration"),
        nullable=False,
        index=True,
    ),
    Column("kind", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("provider_id", String),
    Column("last_error", String),
    Column("occasion", Instant),
    Column("first_tried_at", Instant),
    Column("sent_at", Instant),
    CheckConstraint("channel IN ('email', 'sms')", "channel_known"),
    CheckConstraint("state IN ('waiting', 'sent', 'failed', 'dropped')", "message_state_known"),
    comment=(
        "Messages to send. They hold no text and no meeting secret: a message is rendered when it is sent. "
        "A sender that takes one puts next_try_at off, so that no other takes it meanwhile. "
        "What was overtaken before it went out is dropped. "
        "occasion is the beginning of the event of which a reminder reminds: of each it does so once."
    ),
)

Index("outbox_by_state", outbox.c.state, outbox.c.next_try_at)
Index("reminded_once", outbox.c.submission_id, outbox.c.channel, outbox.c.kind, outbox.c.occasion, unique=True)

meetings = Table(
    "meetings",
    metadata,
    Column("event", ForeignKey(events.c.event, name="meeting_of_event"), primary_key=True),
    Column("details", JSON, nullable=False),
    Column("changed_at", Instant, nullable=False),
    comment="How to join each event: secrets that only messages to those who hold a seat carry.",
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", ForeignKey(events.c.event, name="decision_of_event"), nullable=False, index=True),
    Column("submission_id", String(36), nullable=False, index=True),
    Column("act", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    comment="What people decided about registrations after they were stored: who, when and what, and nothing personal.",
)
