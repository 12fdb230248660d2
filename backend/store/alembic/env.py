"""What Alembic runs: the steps, within the transaction of whoever opens the store.

Nothing here reads a configuration file: `backend.store.upgrade` passes the connection.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
