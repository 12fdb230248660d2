"""The outbox: messages that are due, taken by one sender at a time, and what became of each.

A sender takes messages by putting their next attempt off for a while. If it dies, others take them after that; the
message that it may have sent goes out once more, under the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from backend.store.schema import meetings, outbox, registrations, submissions
from backend.terms.message_kinds import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.terms.message_kinds import Channel, MessageKind


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A row of the outbox that a sender has taken.

    Attributes:
        attempts: How often it was tried, this time included.
    """

    id: int
    submission_id: str
    event: str
    kind: MessageKind
    channel: Channel
    created_at: datetime
    attempts: int


def queue_messages(connection: Connection, submission_id: str, kind: MessageKind, at: datetime) -> None:
    """Put a message into the outbox for each channel. What was to be said before and has not gone is said no more."""
    drop_messages(connection, submission_id)
    add_messages(connection, [(submission_id, channel) for channel in CHANNELS], kind, at)


def add_messages(connection: Connection, to: Iterable[tuple[str, Channel]], kind: MessageKind, at: datetime) -> None:
    """Put messages into the outbox beside those that are there, to registrations by channels."""
    message = {"kind": kind, "state": "waiting", "created_at": at, "attempts": 0, "next_try_at": at}
    rows = [message | {"submission_id": key, "channel": channel} for key, channel in to]
    if rows:
        connection.execute(insert(outbox), rows)


def drop_messages(connection: Connection, submission_id: str) -> None:
    """Send nothing of what is still to be sent about a registration."""
    waiting = update(outbox).where(outbox.c.submission_id == submission_id, outbox.c.state == "waiting")
    connection.execute(waiting.values(state="dropped"))


def take_due(
    connection: Connection, channels: Collection[Channel], now: datetime, until: datetime, most: int
) -> list[DueMessage]:
    """Take up to `most` messages that are due, the oldest first; nobody else takes them before `until`."""
    query = (
        select(outbox, submissions.c.event)
        .join(submissions, submissions.c.submission_id == outbox.c.submission_id)
        .where(outbox.c.state == "waiting", outbox.c.next_try_at <= now, outbox.c.channel.in_(channels))
        .order_by(outbox.c.next_try_at, outbox.c.id)
        .limit(most)
        .with_for_update(of=outbox, skip_locked=True)
    )
    rows = connection.execute(query).mappings().all()
    taken = update(outbox).where(outbox.c.id.in_([row["id"] for row in rows]))
    connection.execute(taken.values(next_try_at=until, attempts=outbox.c.attempts + 1))
    return [
        DueMessage(
            id=row["id"],
            submission_id=row["submission_id"],
            event=row["event"],
            kind=row["kind"],
            channel=row["channel"],
            created_at=row["created_at"],
            attempts=row["attempts"] + 1,
        )
        for row in rows
    ]


def count_earlier_invitations(connection: Connection, calendar_key: str, before: int) -> int:
    """How many messages by e-mail there were for what has this name in calendars, before the message `before`."""
    query = (
        select(func.count())
        .select_from(outbox.join(registrations).join(submissions))
        .where(
            func.coalesce(registrations.c.calendar_key, submissions.c.receipt) == calendar_key,
            outbox.c.channel == "email",
            outbox.c.id < before,
        )
    )
    return connection.execute(query).scalar_one()


def note_sent(connection: Connection, message: DueMessage, provider_id: str) -> None:
    """It went out."""
    _end(connection, message, state="sent", provider_id=provider_id or None, last_error=None)


def note_failed(connection: Connection, message: DueMessage, reason: str) -> None:
    """It will never go out."""
    _end(connection, message, state="failed", last_error=reason)


def note_overtaken(connection: Connection, message: DueMessage) -> None:
    """It is not true any more, so it is not sent."""
    _end(connection, message, state="dropped")


def note_retry(connection: Connection, message: DueMessage, reason: str, next_try_at: datetime) -> None:
    """It is tried again at `next_try_at`."""
    _end(connection, message, next_try_at=next_try_at, last_error=reason)


def find_meeting(connection: Connection, event: str) -> Mapping[str, Any] | None:
    """How to join an event, as it was put in; None if that is not known yet."""
    details: Mapping[str, Any] | None = connection.execute(
        select(meetings.c.details).where(meetings.c.event == event)
    ).scalar_one_or_none()
    return details


def replace_meeting(connection: Connection, event: str, details: Mapping[str, Any], at: datetime) -> bool:
    """Keep how to join an event; whether that is something else than before."""
    if find_meeting(connection, event) == details:
        return False
    connection.execute(delete(meetings).where(meetings.c.event == event))
    connection.execute(insert(meetings).values(event=event, details=details, changed_at=at))
    return True


def list_untold(connection: Connection, event: str, channel: Channel) -> list[str]:
    """The keys of those who hold a seat and whom no message by this channel will tell that nobody has begun to send."""
    waiting = select(outbox.c.submission_id).where(
        outbox.c.state == "waiting", outbox.c.channel == channel, outbox.c.attempts == 0
    )
    query = select(registrations.c.submission_id).where(
        registrations.c.event == event,
        registrations.c.state == "confirmed",
        registrations.c.submission_id.not_in(waiting),
    )
    return list(connection.execute(query).scalars())


def count_messages(connection: Connection, event: str) -> dict[tuple[str, str], int]:
    """How many messages of an event are in each state, by channel and state."""
    query = (
        select(outbox.c.channel, outbox.c.state, func.count())
        .join(submissions, submissions.c.submission_id == outbox.c.submission_id)
        .where(submissions.c.event == event)
        .group_by(outbox.c.channel, outbox.c.state)
    )
    return {(channel, state): count for channel, state, count in connection.execute(query)}


def _end(connection: Connection, message: DueMessage, **values: object) -> None:
    """Write what became of it, unless it was dropped meanwhile."""
    row = update(outbox).where(outbox.c.id == message.id, outbox.c.state == "waiting")
    connection.execute(row.values(values))
