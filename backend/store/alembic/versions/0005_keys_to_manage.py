"""A key for each registration, with which its person sees and cancels it; those of before get none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add it."""
    op.add_column("submissions", sa.Column("manage", sa.String(32)))
    op.create_index("submission_to_manage", "submissions", ["manage"], unique=True)
