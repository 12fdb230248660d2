"""How registrations stand: what whoever has the key of an own page may know of it, with what it has become since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.store import keys, records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from backend.store.records import Registration
    from backend.terms.message_kinds import State
    from backend.terms.phone_requests import Named


@dataclass(frozen=True, slots=True)
class Standing:
    """One registration now.

    Attributes:
        submission_id: The key that was asked for.
        event: Which it is for.
        receipt: The receipt code of what it has become.
        registration: What it has become; None if that was removed.
        place: Its place in the waiting list, from 1; None if it does not wait.
        is_replaced: Whether it is another by now, because it was corrected.
        state: How it stands, also when all that is personal has been removed since it ended so.
    """

    submission_id: str
    event: str
    receipt: str
    registration: Registration | None
    place: int | None
    is_replaced: bool
    state: State


def find_standing(connection: Connection, manage: str) -> Standing | None:
    """How the registration with this key of an own page stands; None if there never was one, or it is long past."""
    named = keys.find_by_manage(connection, manage)
    if named is None:
        return None
    return _look(connection, named, keys.find_latest(connection, named.submission_id))


def find_by_receipt(connection: Connection, event: str, receipt: str) -> Standing | None:
    """How the registration with this receipt code stands, which may be `replaced`; None if the event has none."""
    key = keys.find_by_receipt(connection, event, receipt)
    return None if key is None else _look(connection, keys.StoredKey(key, event), key)


def list_standings(connection: Connection, event: str, asked: Iterable[Named]) -> list[Standing]:
    """How registrations of an event stand, in the order asked; what names none of them is left out."""
    found = ((one, find_standing(connection, one.manage)) for one in asked)
    return [
        standing
        for one, standing in found
        if standing and standing.submission_id == one.submission_id and standing.event == event
    ]


def _look(connection: Connection, named: keys.StoredKey, key: str) -> Standing:
    registration = records.find_registration(connection, key)
    return Standing(
        submission_id=named.submission_id,
        event=named.event,
        receipt=keys.find_receipt(connection, key),
        registration=registration,
        place=records.find_place_in_line(connection, registration),
        is_replaced=key != named.submission_id,
        state=registration.state if registration else records.find_end(connection, key),
    )
