"""The use case: how to join an event is put in or changed, and those who hold a seat are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backend.store import outbox, records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.store.store import Store


def set_meeting(store: Store, event: Event, details: Mapping[str, Any], at: datetime) -> int | None:
    """Keep how to join the event, and queue a message to everybody who holds a seat.

    Who is confirmed later gets it with the confirmation, and who is still to be sent one gets it with that.

    Returns:
        How many are told; None if it was so before, and nobody is told again.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; nothing is changed then.
    """

    def run(connection: Connection) -> int | None:
        records.lock_event(connection, event)
        if not outbox.replace_meeting(connection, event.slug, details, at):
            return None
        return 0 if event.is_called_off else len(outbox.queue_joining_details(connection, event.slug, at))

    return store.write(run)
