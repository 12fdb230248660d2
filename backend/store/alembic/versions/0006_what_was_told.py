"""What registrants were told of their event, when registrations ended, and when messages were tried and sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add it; nothing is known of what was told before, so the next look at the site keeps it and tells nobody."""
    op.add_column("events", sa.Column("told", sa.JSON))
    op.add_column("events", sa.Column("reminded_for", sa.String(24)))
    op.add_column("registrations", sa.Column("ended_at", sa.String(24)))
    op.add_column("registrations", sa.Column("earlier_invitations", sa.Integer, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("occasion", sa.String(24)))
    op.add_column("outbox", sa.Column("first_tried_at", sa.String(24)))
    op.add_column("outbox", sa.Column("sent_at", sa.String(24)))
    op.create_index("reminded_once", "outbox", ["submission_id", "channel", "kind", "occasion"], unique=True)
    op.create_index("ix_decisions_submission_id", "decisions", ["submission_id"])
