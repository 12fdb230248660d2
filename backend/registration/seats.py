"""Seats: what an organisation has left, and who of the waiting list moves up when one becomes free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.registration import life
from backend.store import outbox, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.registration.life import Room
    from backend.store.records import Registration


@dataclass(frozen=True, slots=True)
class Vacancy:
    """What an organisation has for one more person.

    Attributes:
        room: A seat, the waiting list, or nothing.
        seat: The number of the free seat, None without one.
    """

    room: Room
    seat: int | None


def find_vacancy(
    connection: Connection, event: Event, organisation: str, *, without: Iterable[str | None] = ()
) -> Vacancy:
    """The lowest free seat of an organisation, those that the keys in `without` hold counted as free.

    All who hold one count, even on seats above a quota that has been lowered since, and beyond a lowered capacity.
    """
    taken, freed = records.list_taken_seats(connection, event.slug, organisation), set(without)
    held = {seat for seat, key in taken.items() if key not in freed}
    quota, capacity = event.form.quota, event.form.capacity
    is_free = quota is None or len(held) < quota
    if is_free and capacity is not None:
        is_free = _count_others(connection, event, freed) < capacity
    if not is_free:
        return Vacancy("line" if event.form.waiting_list else "none", None)
    return Vacancy("seat", next(number for number in range(1, len(held) + 2) if number not in held))


def move_up(connection: Connection, event: Event, at: datetime) -> None:
    """Give free seats to the waiting list, whoever came first first; not when the event has begun or was called off.

    Somebody whose organisation has all its seats taken keeps nobody of another organisation from moving up. Whoever
    moves up in the place of a registration in another organisation leaves a seat there, so the list is looked at again.
    """
    if event.starts_at > at and not event.is_called_off:
        while _move_up_once(connection, event, at):
            pass


def _move_up_once(connection: Connection, event: Event, at: datetime) -> bool:
    """Go through the waiting list; whether a seat became free on the way."""
    full, has_freed = set[str](), False
    for waiting in records.list_waiting(connection, event.slug):
        if waiting.organisation in full:
            continue
        vacancy = find_vacancy(connection, event, waiting.organisation, without=[waiting.in_place_of])
        if vacancy.seat is None:
            full.add(waiting.organisation)
            continue
        confirm(connection, event, waiting, vacancy.seat)
        message = life.ACTS["waiting", "move_up"].message
        if message:
            outbox.queue_messages(connection, waiting.submission_id, message, at)
        has_freed = has_freed or waiting.in_place_of is not None
    return has_freed


def confirm(connection: Connection, event: Event, registration: Registration, seat: int) -> None:
    """Give a registration its seat, and end the one in whose place it comes, with what that was to replace itself."""
    key = registration.in_place_of
    while key is not None:
        former = records.find_registration(connection, key)
        end_predecessor(connection, key)
        key = former.in_place_of if former else None
    records.set_state(connection, registration.submission_id, "confirmed", seat, event.form.quota)


def end_predecessor(connection: Connection, submission_id: str | None) -> None:
    """Let a registration that another has replaced hold its seat no longer, and be told nothing more."""
    if submission_id is None:
        return
    predecessor = records.find_registration(connection, submission_id)
    if predecessor is not None and predecessor.state in life.ACTIVE:
        records.set_state(connection, submission_id, "replaced", None, None)
        outbox.drop_messages(connection, submission_id)


def _count_others(connection: Connection, event: Event, freed: set[str | None]) -> int:
    confirmed = records.count_confirmed(connection, event.slug)
    holders = (records.find_registration(connection, key) for key in freed if key)
    return confirmed - sum(holder is not None and holder.state == "confirmed" for holder in holders)
