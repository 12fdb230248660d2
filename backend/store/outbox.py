"""The outbox: messages that are due, taken by one sender at a time, and what became of each.

A sender takes messages by putting their next attempt off for a while. If it dies, others take them after that; the
message that it may have sent goes out once more, under the same number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, insert, literal, select, update

from backend.store.schema import Instant, meetings, outbox, registrations, submissions
from backend.terms.message_kinds import CHANNELS, WITH_JOINING_DETAILS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from backend.terms.message_kinds import Channel, MessageKind, State


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A row of the outbox that a sender has taken.

    Attributes:
        attempts: How often it was tried, this time included.
        first_tried_at: When that was for the first time.
    """

    id: int
    submission_id: str
    event: str
    kind: MessageKind
    channel: Channel
    created_at: datetime
    attempts: int
    first_tried_at: datetime


# Built once: building a statement takes longer than running it.
_INSERT = insert(outbox)
_DROP = (
    update(outbox)
    .where(outbox.c.submission_id == bindparam("key"), outbox.c.state == "waiting")
    .values(state="dropped")
)


def queue_messages(connection: Connection, submission_id: str, kind: MessageKind, at: datetime) -> None:
    """Put a message into the outbox for each channel. What was to be said before and has not gone is said no more."""
    drop_messages(connection, submission_id)
    queue_first_messages(connection, submission_id, kind, at)


def queue_first_messages(connection: Connection, submission_id: str, kind: MessageKind, at: datetime) -> None:
    """Put a message into the outbox for each channel, for a registration about which nothing waits to be said."""
    add_messages(connection, [(submission_id, channel) for channel in CHANNELS], kind, at)


def add_messages(
    connection: Connection,
    to: Iterable[tuple[str, Channel]],
    kind: MessageKind,
    at: datetime,
    *,
    occasion: datetime | None = None,
) -> None:
    """Put messages into the outbox beside those that are there, to registrations by channels.

    With an `occasion` each registration has one of this kind by each channel at most.
    """
    message = {
        "kind": kind,
        "state": "waiting",
        "created_at": at,
        "attempts": 0,
        "next_try_at": at,
        "occasion": occasion,
    }
    rows = [message | {"submission_id": key, "channel": channel} for key, channel in to]
    if rows:
        connection.execute(_INSERT, rows)


def drop_messages(connection: Connection, submission_id: str) -> None:
    """Send nothing of what is still to be sent about a registration."""
    connection.execute(_DROP, {"key": submission_id})


def drop_all(connection: Connection, event: str, states: Collection[State]) -> None:
    """Send nothing of what is still to be sent to an event's registrations in one of `states`."""
    of_them = select(registrations.c.submission_id).where(
        registrations.c.event == event, registrations.c.state.in_(states)
    )
    waiting = update(outbox).where(outbox.c.state == "waiting", outbox.c.submission_id.in_(of_them))
    connection.execute(waiting.values(state="dropped"))


def drop_untried(connection: Connection, event: str, kinds: Collection[MessageKind]) -> None:
    """Send nothing of these kinds, to anybody of an event, that nobody has begun to send."""
    of_event = select(registrations.c.submission_id).where(registrations.c.event == event)
    untried = update(outbox).where(
        outbox.c.state == "waiting",
        outbox.c.attempts == 0,
        outbox.c.kind.in_(kinds),
        outbox.c.submission_id.in_(of_event),
    )
    connection.execute(untried.values(state="dropped"))


def drop_untaken(connection: Connection, channel: Channel, queued_by: datetime, reason: str) -> int:
    """Send nothing by this channel that was queued by then and that nobody has begun to send; how many that were."""
    untaken = update(outbox).where(
        outbox.c.state == "waiting",
        outbox.c.attempts == 0,
        outbox.c.channel == channel,
        outbox.c.created_at <= queued_by,
    )
    return connection.execute(untaken.values(state="dropped", last_error=reason)).rowcount


def list_without_untried(
    connection: Connection, event: str, channel: Channel, kind: MessageKind, states: Collection[State]
) -> list[str]:
    """The keys of an event's registrations in one of `states` for whom no such message waits untried."""
    query = select(registrations.c.submission_id).where(
        registrations.c.event == event,
        registrations.c.state.in_(states),
        registrations.c.submission_id.not_in(_select_untried(channel).where(outbox.c.kind == kind)),
    )
    query = query.order_by(registrations.c.received_at)
    return list(connection.execute(query).scalars())


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
    first_tried_at = func.coalesce(outbox.c.first_tried_at, literal(now, Instant))
    values = {"next_try_at": until, "attempts": outbox.c.attempts + 1, "first_tried_at": first_tried_at}
    connection.execute(taken.values(values))
    return [
        DueMessage(
            id=row["id"],
            submission_id=row["submission_id"],
            event=row["event"],
            kind=row["kind"],
            channel=row["channel"],
            created_at=row["created_at"],
            attempts=row["attempts"] + 1,
            first_tried_at=row["first_tried_at"] or now,
        )
        for row in rows
    ]


def count_earlier_invitations(connection: Connection, calendar_key: str, before: int) -> int:
    """How many messages by e-mail there were for what has this name in calendars, before the message `before`."""
    is_same = func.coalesce(registrations.c.calendar_key, submissions.c.receipt) == calendar_key
    kept = (
        select(func.count())
        .select_from(outbox.join(registrations).join(submissions))
        .where(is_same, outbox.c.channel == "email", outbox.c.id < before)
    )
    gone = (
        select(func.coalesce(func.sum(registrations.c.earlier_invitations), 0))
        .select_from(registrations.join(submissions))
        .where(is_same)
    )
    return connection.execute(kept).scalar_one() + int(connection.execute(gone).scalar_one())


def note_sent(connection: Connection, message: DueMessage, provider_id: str, at: datetime) -> None:
    """It went out."""
    _end(connection, message, state="sent", provider_id=provider_id or None, last_error=None, sent_at=at)


def note_failed(connection: Connection, message: DueMessage, reason: str) -> None:
    """It will never go out."""
    _end(connection, message, state="failed", last_error=reason)


def note_overtaken(connection: Connection, message: DueMessage, reason: str | None = None) -> None:
    """It is not true any more, or of no use for another reason, so it is not sent."""
    _end(connection, message, state="dropped", last_error=reason)


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


def queue_joining_details(connection: Connection, event: str, at: datetime) -> set[str]:
    """Tell who holds a seat how to join, where that is known; the keys of those who are told by a message of its own.

    No such message is needed beside one that nobody has begun to send and that will say it anyway, unless news of a
    changed event come after that: their invitation, which does not say it, would take its place in calendars.
    """
    told = set[str]()
    if find_meeting(connection, event) is None:
        return told
    for channel in CHANNELS:
        keys = _list_untold(connection, event, channel)
        add_messages(connection, [(key, channel) for key in keys], "joining_details", at)
        told.update(keys)
    return told


def _list_untold(connection: Connection, event: str, channel: Channel) -> list[str]:
    news = outbox.alias("news")
    last_news = (
        select(func.coalesce(func.max(news.c.id), 0))
        .where(
            news.c.submission_id == outbox.c.submission_id,
            news.c.channel == channel,
            news.c.kind == "event_changed",
        )
        .scalar_subquery()
    )
    telling = _select_untried(channel).where(outbox.c.kind.in_(WITH_JOINING_DETAILS), outbox.c.id > last_news)
    query = select(registrations.c.submission_id).where(
        registrations.c.event == event,
        registrations.c.state == "confirmed",
        registrations.c.submission_id.not_in(telling),
    )
    query = query.order_by(registrations.c.received_at)
    return list(connection.execute(query).scalars())


def _select_untried(channel: Channel) -> Select[tuple[str]]:
    """The keys of those to whom a message waits that nobody has begun to send."""
    return select(outbox.c.submission_id).where(
        outbox.c.state == "waiting", outbox.c.channel == channel, outbox.c.attempts == 0
    )


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
