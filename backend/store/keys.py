"""Idempotency keys and what each was answered, inside a transaction of the caller's, who has locked the event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, literal, select, update

from backend.store.schema import registrations, submissions
from backend.terms.outcomes import Refused, Stored

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping, Select

    from backend.built_site.events import Event
    from backend.terms.outcomes import Outcome, RefusalCode
    from backend.terms.submission import Submission


@dataclass(frozen=True, slots=True)
class Answered:
    """A key that has its answer.

    Attributes:
        event: Which it is for.
        fingerprint: Of the submission that got it; empty if none has come under this key.
        was_replaced_early: Whether another key replaced this one before it came.
        outcome: The answer, as it is given to a copy.
    """

    event: str
    fingerprint: str
    was_replaced_early: bool
    outcome: Outcome

    @property
    def is_stored(self) -> bool:
        """Whether the answer was yes; the registration may have been removed since."""
        return isinstance(self.outcome, Stored)


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A stored registration, whatever has become of it, and the event that it is for."""

    submission_id: str
    event: str


def _select_latest() -> Select[Any]:
    """The last key of the way of corrections that begins with one; see `find_latest`."""
    state = registrations.c.state
    first = select(submissions.c.submission_id, literal(0).label("step"))
    chain = first.where(submissions.c.submission_id == bindparam("key")).cte("chain", recursive=True)
    corrections = (
        select(submissions.c.submission_id, chain.c.step + 1)
        .select_from(chain.outerjoin(registrations, registrations.c.submission_id == chain.c.submission_id))
        .join(submissions, submissions.c.replaces == chain.c.submission_id)
        .where(state.is_(None) | (state == "replaced"))
    )
    chain = chain.union_all(corrections)
    return select(chain.c.submission_id).order_by(chain.c.step.desc()).limit(1)


# Built once: building a statement takes longer than running it.
_SELECT = select(submissions).where(submissions.c.submission_id == bindparam("key"))
_SELECT_BY_MANAGE = select(submissions.c.submission_id, submissions.c.event).where(
    submissions.c.manage == bindparam("manage")
)
_SELECT_BY_RECEIPT = select(submissions.c.submission_id).where(submissions.c.receipt == bindparam("receipt"))
_SELECT_LATEST = _select_latest()
_INSERT = insert(submissions)


def find_submission(connection: Connection, submission_id: str) -> Answered | None:
    """What a key was answered, or None if it is new."""
    row = connection.execute(_SELECT, {"key": submission_id}).mappings().one_or_none()
    if row is None:
        return None
    return Answered(
        event=row["event"],
        fingerprint=row["fingerprint"] or "",
        was_replaced_early=row["fingerprint"] is None,
        outcome=_restore_outcome(row),
    )


def find_by_receipt(connection: Connection, event: str, receipt: str) -> str | None:
    """The key of the registration with this receipt code, or None if the event has none."""
    query = select(submissions.c.submission_id).where(submissions.c.event == event, submissions.c.receipt == receipt)
    return connection.execute(query).scalar_one_or_none()


def find_receipt(connection: Connection, submission_id: str) -> str:
    """The receipt code of a stored registration; empty if it is not there any more."""
    query = select(submissions.c.receipt).where(submissions.c.submission_id == submission_id)
    return connection.execute(query).scalar_one_or_none() or ""


def find_manage(connection: Connection, submission_id: str) -> str:
    """The key of a registrant's own page; empty for a registration that has none, or is not there any more."""
    query = select(submissions.c.manage).where(submissions.c.submission_id == submission_id)
    return connection.execute(query).scalar_one_or_none() or ""


def find_by_manage(connection: Connection, manage: str) -> StoredKey | None:
    """The registration, perhaps removed, whose own page has this key, or None."""
    row = connection.execute(_SELECT_BY_MANAGE, {"manage": manage}).one_or_none()
    return None if row is None else StoredKey(row.submission_id, row.event)


def find_latest(connection: Connection, submission_id: str) -> str:
    """The key of what a stored registration has become by corrections; its own while it stands as it is.

    A correction that waits, while what it corrects keeps its seat, has not taken its place yet.
    """
    return connection.execute(_SELECT_LATEST, {"key": submission_id}).scalar_one_or_none() or submission_id


def is_receipt_taken(connection: Connection, receipt: str) -> bool:
    """Whether any registration has this receipt code."""
    return connection.execute(_SELECT_BY_RECEIPT, {"receipt": receipt}).first() is not None


def find_correction(connection: Connection, submission_id: str) -> str | None:
    """The key of the correction that has been taken in the place of this key, or None."""
    query = select(submissions.c.submission_id).where(submissions.c.replaces == submission_id)
    return connection.execute(query).scalar_one_or_none()


def give_up_place(connection: Connection, submission_id: str) -> None:
    """Let this key be corrected again, for the correction that was to take its place has ended."""
    connection.execute(update(submissions).where(submissions.c.replaces == submission_id).values(replaces=None))


def claim_place(connection: Connection, submission_id: str, former: str) -> bool:
    """Let a correction be to take the place of `former` again; False if another has been taken as that meanwhile."""
    first = submission_id
    while (replaces := _find_replaced(connection, first)) not in {None, former}:
        first = replaces or ""  # what it has corrected itself, which was to take that place before it
    if replaces == former:
        return True
    if find_correction(connection, former) is not None:
        return False
    connection.execute(update(submissions).where(submissions.c.submission_id == first).values(replaces=former))
    return True


def _find_replaced(connection: Connection, submission_id: str) -> str | None:
    query = select(submissions.c.replaces).where(submissions.c.submission_id == submission_id)
    return connection.execute(query).scalar_one_or_none()


def insert_refused(
    connection: Connection, event: Event, submission: Submission, code: RefusalCode, received_at: datetime
) -> None:
    """Keep a refusal under its key; nothing of what the person entered is kept but the fingerprint."""
    insert_submission(connection, event, submission, outcome=code, receipt=None, received_at=received_at)


def insert_replaced_early(connection: Connection, event: Event, submission_id: str, received_at: datetime) -> None:
    """Answer a key that has not come yet `superseded` when it does, because a correction of it came first."""
    connection.execute(
        insert(submissions).values(
            submission_id=submission_id, event=event.slug, outcome="superseded", received_at=received_at
        )
    )


def insert_submission(
    connection: Connection,
    event: Event,
    submission: Submission,
    *,
    outcome: str,
    receipt: str | None,
    received_at: datetime,
    manage: str | None = None,
) -> None:
    """Keep a key with its answer; `receipt` and `manage` are those of a registration that is stored under it."""
    row = {
        "submission_id": submission.submission_id,
        "event": event.slug,
        "fingerprint": submission.fingerprint,
        "outcome": outcome,
        "receipt": receipt,
        "received_at": received_at,
        "replaces": submission.replaces if receipt and submission.replaces else None,
        "manage": manage,
    }
    connection.execute(_INSERT, row)


def _restore_outcome(row: RowMapping) -> Outcome:
    if row["receipt"] is None:
        return Refused(row["submission_id"], row["outcome"])
    return Stored(
        submission_id=row["submission_id"],
        receipt=row["receipt"],
        status=row["outcome"],
        manage=row["manage"] or "",
        received_at=row["received_at"],
        is_replay=True,
    )
