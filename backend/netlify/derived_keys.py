"""Keys for what was sent without JavaScript and is read at Netlify again and again: one each time that it was meant.

The same content is the same registration, so that a second press of the button is no second person. Once what is stored
under a key has come to its end, the same content sent *after* that is a new registration under the next key, as it is
where Wian's own backend receives it; but what had been sent before stays what it was, however often it is imported.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, select

from backend.registration.life import ACTIVE
from backend.store.schema import Instant, decisions, registrations, submissions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.terms.submission import Submission


def choose_key(connection: Connection, submission: Submission, received_at: datetime) -> Submission:
    """The submission under the key that its content had when it was received, which from then on is its own.

    Args:
        connection: A transaction.
        submission: One whose key was derived.
        received_at: When Netlify had it.
    """
    while (ended_at := _find_end(connection, submission.submission_id)) is not None and ended_at < received_at:
        submission = submission.next_derived()
    # As if a phone had made it: what is stored under it is the answer, a refusal too.
    return replace(submission, is_scripted=True)


def _find_end(connection: Connection, key: str) -> datetime | None:
    """When what is stored under a key came to its end; None if it goes on, there is none, or nobody knows."""
    first = connection.execute(
        select(submissions.c.receipt, submissions.c.received_at).where(submissions.c.submission_id == key)
    ).one_or_none()
    if first is None:
        return None
    if first.receipt is None:
        return cast("datetime", first.received_at)  # it was refused at once
    state = connection.execute(select(registrations.c.state).where(registrations.c.submission_id == key)).scalar()
    if state in ACTIVE:
        return None
    decided = select(func.max(decisions.c.at, type_=Instant)).where(decisions.c.submission_id == key)
    return cast("datetime | None", connection.execute(decided).scalar_one())
