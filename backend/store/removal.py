"""Deleting rows, inside a transaction of the caller's, who has locked the event or lets these functions do it.

What was deleted can be read in a file until `Store.forget` has been called after the commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from backend.store.schema import decisions, events, meetings, outbox, registrations, submissions

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.terms.message_kinds import State


def remove_registrations(connection: Connection, keys: Sequence[str]) -> None:
    """Delete all of registrations that is personal; their keys stay with what was answered."""
    for key in keys:
        _hand_on_invitations(connection, key)
    connection.execute(delete(outbox).where(outbox.c.submission_id.in_(keys)))
    connection.execute(delete(registrations).where(registrations.c.submission_id.in_(keys)))


def list_events_with(connection: Connection, states: Collection[State]) -> list[str]:
    """The events that have registrations in one of `states`."""
    query = select(registrations.c.event).where(registrations.c.state.in_(states)).distinct()
    return list(connection.execute(query.order_by(registrations.c.event)).scalars())


def note_ends(connection: Connection, event: str, states: Collection[State], now: datetime) -> None:
    """Write down of an event's registrations in one of `states` that they have ended by now, unless it stands there."""
    _lock(connection, event)
    ended = update(registrations).where(
        registrations.c.event == event, registrations.c.state.in_(states), registrations.c.ended_at.is_(None)
    )
    connection.execute(ended.values(ended_at=now))


def remove_some_ended(
    connection: Connection, event: str, states: Collection[State], ended_by: datetime, most: int
) -> int:
    """Remove up to `most` that had ended by then, or were replaced and nobody is to be told of it; how many they were.

    Of those in one of `states` only whose end was noted.
    """
    _lock(connection, event)
    to_be_sent = select(outbox.c.submission_id).where(outbox.c.state == "waiting")
    is_settled = (registrations.c.state == "replaced") & registrations.c.submission_id.not_in(to_be_sent)
    query = (
        select(registrations.c.submission_id)
        .where(registrations.c.event == event, registrations.c.state.in_(states))
        .where(registrations.c.ended_at.is_not(None))
        .where((registrations.c.ended_at <= ended_by) | is_settled)
        .limit(most)
    )
    keys = connection.execute(query).scalars().all()
    remove_registrations(connection, keys)
    return len(keys)


def delete_some(connection: Connection, event: str, most: int) -> tuple[int, bool]:
    """Delete up to `most` keys of an event with all that hangs on them; how many people, and whether all is gone."""
    _lock(connection, event)
    query = select(submissions.c.submission_id).where(submissions.c.event == event).limit(most)
    keys = connection.execute(query).scalars().all()
    connection.execute(delete(outbox).where(outbox.c.submission_id.in_(keys)))
    people = connection.execute(delete(registrations).where(registrations.c.submission_id.in_(keys))).rowcount
    connection.execute(delete(submissions).where(submissions.c.submission_id.in_(keys)))
    if len(keys) == most:
        return people, False
    connection.execute(delete(decisions).where(decisions.c.event == event))
    connection.execute(delete(meetings).where(meetings.c.event == event))
    connection.execute(delete(events).where(events.c.event == event))
    return people, True


def _lock(connection: Connection, event: str) -> None:
    connection.execute(select(events.c.event).where(events.c.event == event).with_for_update())


def _hand_on_invitations(connection: Connection, key: str) -> None:
    """Let what has become of a registration count its invitations on, so that calendars take the next one for newer."""
    own = registrations.c.submission_id == key
    sent = select(func.count()).where(outbox.c.submission_id == key, outbox.c.channel == "email").scalar_subquery()
    query = (
        select(
            func.coalesce(registrations.c.calendar_key, submissions.c.receipt).label("calendar_key"),
            (registrations.c.earlier_invitations + sent).label("invitations"),
        )
        .select_from(registrations.join(submissions))
        .where(own)
    )
    row = connection.execute(query).one_or_none()
    if row is not None and row.invitations:
        successor = update(registrations).where(
            registrations.c.calendar_key == row.calendar_key, registrations.c.state != "replaced", ~own
        )
        count = registrations.c.earlier_invitations + row.invitations
        connection.execute(successor.values(earlier_invitations=count))
