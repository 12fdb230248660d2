"""The tables, with states, a waiting list, events and decisions.

Stores from before Alembic have the number of their schema, 1 or 2, in SQLite's user_version. Their rows are carried
over: what was replaced is known by its state, a late registration holds no seat any more, and the time at which an
event's rows are deleted stands with the event.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = None

_OLD = ("outbox", "registrations", "submissions")  # those that point to others first


def upgrade() -> None:
    """Make the tables, and fill them from those of an older store."""
    tables = sa.inspect(op.get_bind())
    is_older = tables.has_table("submissions")
    if is_older:
        if "position" in {column["name"] for column in tables.get_columns("registrations")}:
            _keep_positions_among_answers()
        op.execute("DROP INDEX outbox_by_state")
        for name in _OLD:
            op.rename_table(name, f"older_{name}")
    _create_tables()
    if is_older:
        for copy in _COPIES:
            op.execute(copy)
        for name in _OLD:
            op.drop_table(f"older_{name}")


def _keep_positions_among_answers() -> None:
    """Schema 1: the position had a column of its own."""
    op.execute("ALTER TABLE registrations ADD COLUMN answers JSON DEFAULT '{}' NOT NULL")
    op.execute("UPDATE registrations SET answers = json_object('position', position) WHERE position <> ''")


_COPIES = (
    "INSERT INTO events (event, delete_at) SELECT event, max(delete_at) FROM older_submissions GROUP BY event",
    """
    INSERT INTO submissions (submission_id, event, fingerprint, outcome, receipt, received_at, replaces)
    SELECT submission_id, event, fingerprint, outcome, receipt, received_at,
           (SELECT old.submission_id FROM older_submissions AS old WHERE old.replaced_by = one.submission_id)
    FROM older_submissions AS one
    """,
    """
    INSERT INTO registrations (
      submission_id, event, organisation, state, seat, quota, in_line_since, honorific, first_name, last_name, email,
      mobile, answers, locale, notice_version, rules_version, created_at, sent_at, received_at, late_by_s, bot_suspected
    )
    SELECT submission_id, event, organisation,
           CASE WHEN replaced_by IS NULL THEN status ELSE 'replaced' END,
           CASE WHEN status = 'confirmed' THEN seat END,
           quota, received_at, honorific, first_name, last_name, email,
           mobile, answers, locale, notice_version, rules_version, created_at, sent_at, received_at, late_by_s,
           bot_suspected
    FROM older_registrations
    """,
    """
    INSERT INTO outbox (id, submission_id, kind, channel, state, created_at)
    SELECT id, submission_id, kind, channel, state, created_at FROM older_outbox
    """,
)


def _create_tables() -> None:
    op.create_table(
        "events",
        sa.Column("event", sa.String, primary_key=True),
        sa.Column("delete_at", sa.String(24), nullable=False),
    )
    op.create_table(
        "submissions",
        sa.Column("submission_id", sa.String(36), primary_key=True),
        sa.Column("event", sa.String, sa.ForeignKey("events.event", name="submission_of_event"), nullable=False),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("receipt", sa.String(9)),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("replaces", sa.String(36)),
        sa.UniqueConstraint("receipt", name="one_registration_per_receipt"),
        sa.UniqueConstraint("replaces", name="replaced_at_most_once"),
        sa.CheckConstraint(
            "outcome IN ('confirmed', 'waiting', 'late_review', 'quota_full', 'closed', 'superseded')", "outcome_known"
        ),
        sa.CheckConstraint(
            "(receipt IS NOT NULL) = (outcome IN ('confirmed', 'waiting', 'late_review'))", "receipt_when_stored"
        ),
        sa.CheckConstraint("(fingerprint IS NULL) = (outcome = 'superseded')", "fingerprint_when_seen"),
    )
    _create_registrations()
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "submission_id",
            sa.String(36),
            sa.ForeignKey("registrations.submission_id", name="message_of_registration"),
            nullable=False,
        ),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sa.CheckConstraint("channel IN ('email', 'sms')", "channel_known"),
        sa.CheckConstraint("state IN ('waiting', 'cancelled')", "message_state_known"),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.String, sa.ForeignKey("events.event", name="decision_of_event"), nullable=False),
        sa.Column("submission_id", sa.String(36), nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("at", sa.String(24), nullable=False),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
    )
    op.create_index("ix_submissions_event", "submissions", ["event"])
    op.create_index("registrations_in_line", "registrations", ["event", "state", "in_line_since"])
    op.create_index("ix_outbox_submission_id", "outbox", ["submission_id"])
    op.create_index("outbox_by_state", "outbox", ["state", "id"])
    op.create_index("ix_decisions_event", "decisions", ["event"])


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column(
            "submission_id",
            sa.String(36),
            sa.ForeignKey("submissions.submission_id", name="registration_of_key"),
            primary_key=True,
        ),
        sa.Column("event", sa.String, sa.ForeignKey("events.event", name="registration_of_event"), nullable=False),
        sa.Column("organisation", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("seat", sa.Integer),
        sa.Column("quota", sa.Integer),
        sa.Column("in_line_since", sa.String(24), nullable=False),
        sa.Column("in_place_of", sa.String(36)),
        sa.Column("honorific", sa.String, nullable=False),
        sa.Column("first_name", sa.String, nullable=False),
        sa.Column("last_name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("mobile", sa.String, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False, server_default="{}"),
        sa.Column("locale", sa.String(2), nullable=False),
        sa.Column("notice_version", sa.String, nullable=False),
        sa.Column("rules_version", sa.String, nullable=False),
        sa.Column("created_at", sa.String(24)),
        sa.Column("sent_at", sa.String(24)),
        sa.Column("received_at", sa.String(24), nullable=False),
        sa.Column("late_by_s", sa.Integer),
        sa.Column("bot_suspected", sa.Boolean, nullable=False),
        sa.UniqueConstraint("event", "organisation", "seat", name="one_person_per_seat"),
        sa.CheckConstraint("seat BETWEEN 1 AND quota", "seat_within_quota"),
        sa.CheckConstraint("(seat IS NOT NULL) = (state = 'confirmed')", "seat_while_confirmed"),
        sa.CheckConstraint(
            "state IN ('confirmed', 'waiting', 'late_review', 'declined', 'cancelled', 'replaced')", "state_known"
        ),
    )
