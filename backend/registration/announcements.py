"""The use case: the site says something else of an event than registrants were told, or it is time to remind them.

Nobody presses a button for this: the site as it is built is compared with what the store remembers to have told, again
and again. Whoever compares locks the event, so of several processes one queues the messages.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Literal

from backend.built_site.events import EventUnusableError
from backend.registration import life
from backend.registration.schedule import repeating
from backend.store import outbox, records
from backend.store.told import find_said, keep_reminded, keep_told, list_said
from backend.terms.message_kinds import CHANNELS, NOT_TAKEN, USEFUL_FOR

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event, Events
    from backend.clock import Clock
    from backend.store.store import Store
    from backend.store.told import Said

EVERY_S = 60.0

_log = logging.getLogger("wian.backend")


def announcing(store: Store, events: Events, clock: Clock) -> AbstractContextManager[None]:
    """Announce what there is now, and look again every minute until the `with` block ends."""

    def work() -> None:
        announce(store, events, clock())
        drop_untaken(store, clock())

    return repeating("announcements", work, lambda: EVERY_S, "news cannot be announced")


def announce(store: Store, events: Events, now: datetime) -> None:
    """Queue what registrants are to be told of their events. Done twice, it is done once.

    Args:
        store: Where they are registered.
        events: The events of the site. Of one that is not there, or cannot be read, nothing is announced: the site may
            just be being replaced.
        now: What time it is.

    Raises:
        StoreUnavailableError: If the store cannot be used just now; it is announced another time.
    """
    with store.reading() as connection:
        known = list_said(connection)
    for slug, said in known.items():
        event = _find(events, slug)
        if event is not None and (said.told != event.describe_told() or _is_reminder_due(event, said, now)):
            store.write(partial(_announce_event, event=event, now=now))


def drop_untaken(store: Store, now: datetime) -> None:
    """Drop what nobody has begun to send while it was worth sending, so that it does not wait for ever.

    Only who sends knows which ways out are set up, and several may send, each by another; so it goes by the time alone.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; it is dropped another time.
    """
    for channel, useful_for in USEFUL_FOR.items():
        store.write(partial(outbox.drop_untaken, channel=channel, queued_by=now - useful_for, reason=NOT_TAKEN))


def _find(events: Events, slug: str) -> Event | None:
    try:
        return events.find(slug)
    except EventUnusableError:
        return None


def _announce_event(connection: Connection, event: Event, now: datetime) -> None:
    records.lock_event(connection, event)
    _tell_changes(connection, event, find_said(connection, event.slug), now)
    if _is_reminder_due(event, find_said(connection, event.slug), now):
        keep_reminded(connection, event.slug, event.starts_at)
        count = _remind(connection, event, now)
        _log.info("%s: %d reminders are queued", event.slug, count)


def _tell_changes(connection: Connection, event: Event, said: Said, now: datetime) -> None:
    """Tell whoever is still in of what has changed; that is nothing where nobody has looked before."""
    told = event.describe_told()
    if said.told == told:
        return
    keep_told(connection, event.slug, told, max(said.most_days, len(event.facts.days)))
    if said.told is None or event.is_over(now):
        return
    if not event.is_called_off:
        _tell_changed(connection, event, now)
        _log.info("%s: it has changed; messages are queued", event.slug)
    elif not said.told["is_called_off"]:
        outbox.drop_all(connection, event.slug, life.ACTIVE)
        _add_to_active(connection, event, "event_called_off", now)
        _log.info("%s: it was called off; messages are queued", event.slug)


def _tell_changed(connection: Connection, event: Event, now: datetime) -> None:
    """Tell of a change, and then how to join: the change's invitation replaces all that stood in the earlier one.

    Who is reminded anyway by the change, so shortly before the event, is not reminded once more.
    """
    outbox.drop_untried(connection, event.slug, ("event_called_off", "joining_details", "reminder"))
    _add_to_active(connection, event, "event_changed", now)
    outbox.queue_joining_details(connection, event.slug, now)
    if event.remind_at is not None and event.remind_at <= now:
        keep_reminded(connection, event.slug, event.starts_at)


def _add_to_active(
    connection: Connection, event: Event, kind: Literal["event_changed", "event_called_off"], now: datetime
) -> None:
    """To everybody who is still in, but for whom the same waits that nobody has begun to send: it will say this too."""
    for channel in CHANNELS:
        keys = outbox.list_without_untried(connection, event.slug, channel, kind, life.ACTIVE)
        outbox.add_messages(connection, [(key, channel) for key in keys], kind, now)


def _is_reminder_due(event: Event, said: Said, now: datetime) -> bool:
    """Whether those who hold a seat are to be reminded now; again of an event that was put off since."""
    if event.remind_at is None or event.is_called_off or not event.remind_at <= now < event.starts_at:
        return False
    return said.reminded_for is None or said.reminded_for < event.starts_at


def _remind(connection: Connection, event: Event, now: datetime) -> int:
    """Remind who held a seat when it was time; whoever has registered since has just been told all of it."""
    keys = records.list_seated(connection, event.slug, event.remind_at or now)
    for channel in CHANNELS:
        rows = [(key, channel) for key in keys]
        outbox.add_messages(connection, rows, "reminder", now, occasion=event.starts_at)
    return len(keys)
