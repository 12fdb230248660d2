"""Messages with their attempts and leases, how to join a meeting, and what names a registration in calendars."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the outbox anew around its messages, and what they need."""
    op.drop_index("ix_outbox_submission_id", "outbox")
    op.drop_index("outbox_by_state", "outbox")
    op.rename_table("outbox", "older_outbox")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE older_outbox DROP CONSTRAINT message_of_registration")
        op.execute("ALTER INDEX outbox_pkey RENAME TO older_outbox_pkey")
        op.execute("ALTER SEQUENCE outbox_id_seq RENAME TO older_outbox_id_seq")
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
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", sa.String(24), nullable=False),
        sa.Column("provider_id", sa.String),
        sa.Column("last_error", sa.String),
        sa.CheckConstraint("channel IN ('email', 'sms')", "channel_known"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed', 'dropped')", "message_state_known"),
    )
    op.execute(
        """
        INSERT INTO outbox (id, submission_id, kind, channel, state, created_at, attempts, next_try_at)
        SELECT id, submission_id, kind, channel, CASE WHEN state = 'cancelled' THEN 'dropped' ELSE state END,
               created_at, 0, created_at
        FROM older_outbox
        """
    )
    op.drop_table("older_outbox")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("SELECT setval('outbox_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM outbox), false)")
    op.create_index("ix_outbox_submission_id", "outbox", ["submission_id"])
    op.create_index("outbox_by_state", "outbox", ["state", "next_try_at"])
    op.create_table(
        "meetings",
        sa.Column("event", sa.String, sa.ForeignKey("events.event", name="meeting_of_event"), primary_key=True),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("changed_at", sa.String(24), nullable=False),
    )
    op.add_column("registrations", sa.Column("calendar_key", sa.String(9)))
