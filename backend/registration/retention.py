"""Deleting what the privacy notice promises to delete: an event some time after it, and before that what has ended."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from backend.built_site.events import EventUnusableError
from backend.registration import life
from backend.registration.schedule import repeating
from backend.store import records, removal

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from backend.built_site.events import Events
    from backend.clock import Clock
    from backend.store.store import Store

EVERY_S = 3600.0
AT_ONCE = 500

ENDED_KEPT = timedelta(days=7)
"""How long what was declined or cancelled is kept. The privacy notice says it."""

_log = logging.getLogger("wian.backend")


def delete_expired(store: Store, events: Events, now: datetime) -> dict[str, int]:
    """Delete all that is kept of events whose time is over; how many people that was, by event.

    The site says when: an event that was put off is kept for longer. Of an event that has left the site the store
    itself knows the time. The keys go too: whoever sends one so late is told that registration is closed.

    Args:
        store: Where they are kept.
        events: The events of the site.
        now: What time it is.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; what is left is deleted another time.
    """
    with store.reading() as connection:
        times = records.find_deletion_times(connection)
    deleted: dict[str, int] = {}
    if not events.is_available():
        return deleted  # the site is just being replaced: nobody knows what was put off
    for event, stored in times.items():
        if _is_over(events, event, stored, now):
            deleted[event] = _delete_event(store, event)
    return deleted


def remove_ended(store: Store, now: datetime) -> int:
    """Remove what is personal of registrations that have ended and that nobody needs any more; how many that were.

    What was declined or cancelled is kept for some days: a refusal can be taken back, and its person sees how it ended.
    What a correction replaced goes as soon as nobody is to be told of it. Of each its key stays, and how it ended.

    Args:
        store: Where they are.
        now: What time it is.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; what is left is removed another time.
    """
    with store.reading() as connection:
        having = removal.list_events_with(connection, life.ENDED)
    count = sum(_remove_ended_of(store, event, now) for event in having)
    if count:
        store.forget()
    return count


def _remove_ended_of(store: Store, event: str, now: datetime) -> int:
    store.write(partial(removal.note_ends, event=event, states=life.ENDED, now=now))
    ended_by = now - ENDED_KEPT
    work = partial(removal.remove_some_ended, event=event, states=life.ENDED, ended_by=ended_by, most=AT_ONCE)
    count, some = 0, AT_ONCE
    while some == AT_ONCE:
        some = store.write(work)
        count += some
    return count


def _delete_event(store: Store, event: str) -> int:
    """Delete all of an event, a few rows at a time, so that nobody who registers elsewhere waits for long."""
    people, is_done = 0, False
    while not is_done:
        some, is_done = store.write(lambda connection: removal.delete_some(connection, event, AT_ONCE))
        people += some
    store.forget()
    return people


def scheduled_deletion(store: Store, events: Events, clock: Clock) -> AbstractContextManager[None]:
    """Delete what has expired now, and again every hour until the `with` block ends."""

    def work() -> None:
        for event, people in delete_expired(store, events, clock()).items():
            _log.info("%s: deleted %d registrations, whose time was over", event, people)
        removed = remove_ended(store, clock())
        if removed:
            _log.info("removed %d registrations that had ended", removed)

    return repeating("retention", work, lambda: EVERY_S, "what has expired cannot be deleted")


def _is_over(events: Events, slug: str, stored: datetime, now: datetime) -> bool:
    """Whether an event's rows are to go; not while it can't be told whether it was put off."""
    try:
        event = events.find(slug)
    except EventUnusableError:
        return False
    return (stored if event is None else event.delete_at) <= now
