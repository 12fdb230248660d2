"""Reading and writing the store's rows, inside a transaction of the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import delete, func, insert, select, update

from backend.store.schema import Instant, outbox, registrations, submissions
from backend.terms.outcomes import Refused, Stored
from registration_rules.form import FIXED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from backend.built_site.events import Event
    from backend.terms.outcomes import Outcome, ReceiptState, RefusalCode, Status
    from backend.terms.submission import Submission

_CHANNELS = ("email", "sms")


@dataclass(frozen=True, slots=True)
class Answered:
    """A key that has its answer.

    Attributes:
        fingerprint: Of the submission that got it; empty if none has come under this key.
        was_replaced_early: Whether another key replaced this one before it came.
        outcome: The answer, as it is given to a copy.
    """

    fingerprint: str
    was_replaced_early: bool
    outcome: Outcome


def find_submission(connection: Connection, submission_id: str) -> Answered | None:
    """What a key was answered, or None if it is new."""
    query = select(submissions).where(submissions.c.submission_id == submission_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Answered(
        fingerprint=row["fingerprint"] or "",
        was_replaced_early=row["fingerprint"] is None,
        outcome=_restore_outcome(row),
    )


def find_receipt(connection: Connection, event: str, receipt: str) -> ReceiptState | None:
    """How the registration with this receipt code stands, or None if the event has none."""
    query = (
        select(registrations.c.status, registrations.c.replaced_by)
        .join(submissions, submissions.c.submission_id == registrations.c.submission_id)
        .where(submissions.c.event == event, submissions.c.receipt == receipt)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return cast("Status", row.status) if row.replaced_by is None else "replaced"


def is_receipt_taken(connection: Connection, receipt: str) -> bool:
    """Whether any registration has this receipt code."""
    return connection.execute(select(submissions.c.receipt).where(submissions.c.receipt == receipt)).first() is not None


def is_replaceable(connection: Connection, event: str, submission_id: str) -> bool:
    """Whether a key may be replaced: it is of this event, or not known yet, and nothing has replaced it."""
    query = select(submissions.c.event, submissions.c.replaced_by).where(submissions.c.submission_id == submission_id)
    row = connection.execute(query).one_or_none()
    return row is None or (row.event == event and row.replaced_by is None)


def list_seated(connection: Connection, event: str, organisation: str, *, without: str) -> list[dict[str, str]]:
    """The persons who hold a seat of the organisation, as normalised values, except the one under the key `without`."""
    query = select(*(registrations.c[name] for name in FIXED_FIELDS)).where(
        registrations.c.event == event,
        registrations.c.organisation == organisation,
        registrations.c.seat.is_not(None),
        registrations.c.submission_id != without,
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def find_free_seat(connection: Connection, event: str, organisation: str, quota: int, *, without: str) -> int | None:
    """The lowest seat from 1 to `quota` that nobody but the key `without` holds, or None."""
    query = select(registrations.c.seat).where(
        registrations.c.event == event,
        registrations.c.organisation == organisation,
        registrations.c.seat.is_not(None),
        registrations.c.submission_id != without,
    )
    taken = set(connection.execute(query).scalars())
    # All count, even on seats above a quota that has been lowered since.
    return None if len(taken) >= quota else min(set(range(1, quota + 1)) - taken)


def insert_refused(
    connection: Connection, event: Event, submission: Submission, code: RefusalCode, received_at: datetime
) -> None:
    """Keep a refusal under its key; nothing of what the person entered is kept but the fingerprint."""
    _insert_submission(connection, event, submission, outcome=code, receipt=None, received_at=received_at)


def insert_stored(
    connection: Connection,
    event: Event,
    submission: Submission,
    *,
    values: Mapping[str, str],
    stored: Stored,
    seat: int,
) -> None:
    """Keep a registration on its seat, take the seat of what it replaces, and put its messages into the outbox.

    `values` are those of the form's fields, and perhaps of fields that it no longer has.
    """
    key, received_at = submission.submission_id, stored.received_at
    _insert_submission(
        connection, event, submission, outcome=stored.status, receipt=stored.receipt, received_at=received_at
    )
    if submission.replaces:
        replace(connection, event, submission.replaces, key, received_at)
    is_late = stored.status == "late_review"
    connection.execute(
        insert(registrations).values(
            {name: values[name] for name in FIXED_FIELDS}
            | {
                "answers": {name: text for name, text in values.items() if text and name not in FIXED_FIELDS},
                "submission_id": key,
                "event": event.slug,
                "seat": seat,
                "quota": event.form.quota,
                "status": stored.status,
                "locale": submission.locale,
                "notice_version": submission.fields["notice_version"],
                "rules_version": submission.fields["rules_version"],
                "created_at": submission.created_at,
                "sent_at": submission.sent_at,
                "received_at": received_at,
                "late_by_s": int((received_at - event.form.deadline_at).total_seconds()) if is_late else None,
                "bot_suspected": submission.bot_suspected,
            }
        )
    )
    if not is_late:
        _insert_messages(connection, key, received_at)


def replace(connection: Connection, event: Event, old_key: str, new_key: str, at: datetime) -> None:
    """Let `new_key` take the place of `old_key`: its seat is free, its unsent messages are cancelled.

    An old key that has not come yet is answered `superseded` when it does. One that belongs to another event or was
    replaced before stays as it is.
    """
    if not is_replaceable(connection, event.slug, old_key):
        return
    known = update(submissions).where(submissions.c.submission_id == old_key).values(replaced_by=new_key)
    if not connection.execute(known).rowcount:
        connection.execute(
            insert(submissions).values(
                submission_id=old_key,
                event=event.slug,
                outcome="superseded",
                received_at=at,
                replaced_by=new_key,
                delete_at=event.delete_at,
            )
        )
        return
    connection.execute(
        update(registrations).where(registrations.c.submission_id == old_key).values(seat=None, replaced_by=new_key)
    )
    connection.execute(
        update(outbox).where(outbox.c.submission_id == old_key, outbox.c.state == "waiting").values(state="cancelled")
    )


def find_deletion_times(connection: Connection) -> dict[str, datetime]:
    """For each event that the store knows, when its rows are to be deleted if the site no longer says."""
    query = select(submissions.c.event, func.max(submissions.c.delete_at, type_=Instant)).group_by(submissions.c.event)
    return {row.event: row[1] for row in connection.execute(query)}


def delete_event(connection: Connection, event: str) -> int:
    """Delete everything of an event: messages, people, and the keys with what was answered. How many people it was."""
    keys = select(submissions.c.submission_id).where(submissions.c.event == event)
    connection.execute(delete(outbox).where(outbox.c.submission_id.in_(keys)))
    people = connection.execute(delete(registrations).where(registrations.c.event == event)).rowcount
    connection.execute(delete(submissions).where(submissions.c.event == event))
    return people


def _insert_messages(connection: Connection, submission_id: str, created_at: datetime) -> None:
    message = {"submission_id": submission_id, "kind": "confirmation", "state": "waiting", "created_at": created_at}
    connection.execute(insert(outbox), [message | {"channel": channel} for channel in _CHANNELS])


def _insert_submission(
    connection: Connection,
    event: Event,
    submission: Submission,
    *,
    outcome: str,
    receipt: str | None,
    received_at: datetime,
) -> None:
    connection.execute(
        insert(submissions).values(
            submission_id=submission.submission_id,
            event=event.slug,
            fingerprint=submission.fingerprint,
            outcome=outcome,
            receipt=receipt,
            received_at=received_at,
            delete_at=event.delete_at,
        )
    )


def _restore_outcome(row: RowMapping) -> Outcome:
    if row["receipt"] is None:
        return Refused(row["submission_id"], row["outcome"])
    return Stored(
        submission_id=row["submission_id"],
        receipt=row["receipt"],
        status=row["outcome"],
        received_at=row["received_at"],
        is_replay=True,
    )
