"""A registration before the one who has the key of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.registration.life import ACTIVE
from backend.registration.standing import find_standing
from backend.store import keys, records
from registration_rules.wire import is_manage_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event, Events
    from backend.registration.standing import Standing
    from backend.store.records import Registration
    from backend.store.store import Store


@dataclass(frozen=True, slots=True)
class OwnRegistration:
    """What a registrant's own page tells.

    Attributes:
        key: The key in the page's address, which may be that of a registration that this one has replaced.
        receipt: Its receipt code.
        place: Its place in the waiting list, from 1; None if it does not wait.
        may_cancel: Whether its person may still cancel it.
        may_change: Likewise, correct it, while no correction waits for its place.
        change: The key of the page of the correction that waits; empty if there is none.
        stands_beside: Whether the registration that this one is to replace stands until then.
        values: All that was filled in, by field.
    """

    key: str
    event: Event
    registration: Registration
    receipt: str
    place: int | None
    may_cancel: bool
    may_change: bool
    change: str
    stands_beside: bool
    values: Mapping[str, str]


def find_own(store: Store, events: Events, key: str, now: datetime) -> OwnRegistration | None:
    """What the page with this key tells at `now`; None if there is no such registration, or it was removed.

    Raises:
        StoreUnavailableError: If the store cannot be read just now.
        EventUnusableError: If the event's form cannot be used.
    """
    if not is_manage_key(key):
        return None
    with store.reading() as connection:
        standing = find_standing(connection, key)
        event = events.find(standing.event) if standing else None
        if standing is None or standing.registration is None or event is None:
            return None
        return _describe(connection, event, key, standing, standing.registration, now=now)


def _describe(
    connection: Connection, event: Event, key: str, standing: Standing, registration: Registration, *, now: datetime
) -> OwnRegistration:
    correction = keys.find_correction(connection, registration.submission_id)
    is_open = registration.state in ACTIVE and now < event.starts_at
    return OwnRegistration(
        key=key,
        event=event,
        registration=registration,
        receipt=standing.receipt,
        place=standing.place,
        may_cancel=is_open,
        may_change=is_open and correction is None and not event.is_called_off,
        change=keys.find_manage(connection, keys.find_latest(connection, correction)) if correction and is_open else "",
        stands_beside=_is_active(connection, registration.in_place_of),
        values=records.find_values(connection, registration.submission_id),
    )


def _is_active(connection: Connection, submission_id: str | None) -> bool:
    found = records.find_registration(connection, submission_id) if submission_id else None
    return found is not None and found.state in ACTIVE
