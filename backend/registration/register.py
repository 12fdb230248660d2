"""The use case: one submission is decided and stored in one transaction.

The write lock is held from the first look at the store to the commit, so that what is looked up still holds when it is
written. The constraints in `backend.store.schema` say the same once more, should this module ever be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.registration.receipt_codes import make_receipt_code
from backend.store import records
from backend.terms.outcomes import Invalid, Refused, Stored
from registration_rules import Code, Problem, deadline, same_mobile, same_person, wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.store.sqlite import Store
    from backend.terms.outcomes import Outcome, RefusalCode
    from backend.terms.submission import Submission
    from registration_rules import Checked


def register(
    store: Store,
    event: Event,
    submission: Submission,
    checked: Checked,
    received_at: datetime,
    *,
    make_code: Callable[[], str] = make_receipt_code,
    admit: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Decide a submission and, if it is accepted, store it with its seat and its outgoing messages.

    What names another event than its address is stored for none. A key that was answered before gets that answer again,
    whatever has changed since. A refusal is kept under its key without personal data, so that a copy cannot be accepted
    later behind the back of someone who was told no. What is invalid leaves no trace. A correction (`replaces`) is
    judged like any submission, also after the deadline; if it is accepted, what it replaces loses its seat in the same
    transaction, and if not, that stays as it was.

    Args:
        store: Where it is kept.
        event: The event that it is for.
        submission: What was sent.
        checked: What the rules say of the person's fields.
        received_at: When the server had it.
        make_code: Gives a receipt code, which may be taken.
        admit: Asked before an answer is kept that is given for the first time; if it raises, nothing is kept.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; nothing is stored then.
    """
    if submission.fields["event"] != event.slug:
        return Invalid(submission.submission_id, checked.problems)
    with store.writing() as connection:
        first = records.find_submission(connection, submission.submission_id)
        if first is None:
            outcome = _decide(connection, event, submission, checked, received_at, make_code=make_code)
        else:
            outcome = _replay(submission, first)
        if first is None or outcome is not first.outcome:
            admit(outcome)
        return outcome


def _decide(
    connection: Connection,
    event: Event,
    submission: Submission,
    checked: Checked,
    received_at: datetime,
    *,
    make_code: Callable[[], str],
) -> Outcome:
    """What becomes of a submission whose key is new: deadline, rules, seat, then conflicts.

    Seats come first, so that nobody who finds none hears whether a person is registered; and whatever it is that stands
    in the way, the answer is the same.
    """
    made_at = submission.created_at or received_at
    sent_at = submission.sent_at or received_at
    timeliness = deadline.judge(received_at, made_at, sent_at, event.form.deadline_at, event.form.grace)
    if timeliness == "closed":
        return _refuse(connection, event, submission, "closed", received_at)
    if checked.problems:
        return Invalid(submission.submission_id, checked.problems)
    seat = records.find_free_seat(
        connection, event.slug, checked.values["organisation"], event.form.quota, without=submission.replaces
    )
    if seat is None:
        return _refuse(connection, event, submission, "quota_full", received_at)
    if _has_conflict(connection, event, submission, checked):
        return Invalid(submission.submission_id, (Problem(Code.ALREADY_REGISTERED),))
    stored = Stored(
        submission_id=submission.submission_id,
        receipt=_draw_receipt(connection, make_code),
        status="confirmed" if timeliness == "normal" else "late_review",
        received_at=received_at,
        is_replay=False,
    )
    # What was asked when the form was filled in is kept, also if the form does not ask it any more.
    values = wire.list_former(event.form, submission.fields) | checked.values
    records.insert_stored(connection, event, submission, values=values, stored=stored, seat=seat)
    return stored


def _replay(submission: Submission, first: records.Answered) -> Outcome:
    """The first answer of a key that is known, unless it comes with another content.

    A key that was replaced before it came is answered so whatever it brings, and changes nothing: a phone sends a
    correction of a correction only when it knows what became of the first.
    """
    if first.was_replaced_early:
        return Refused(submission.submission_id, "superseded")
    if first.fingerprint != submission.fingerprint:
        return Refused(submission.submission_id, "key_reused")
    return first.outcome


def _has_conflict(connection: Connection, event: Event, submission: Submission, checked: Checked) -> bool:
    """Whether what it replaces was replaced before, or the person or mobile is registered for the organisation."""
    if submission.replaces and not records.is_replaceable(connection, event.slug, submission.replaces):
        return True
    others = records.list_seated(connection, event.slug, checked.values["organisation"], without=submission.replaces)
    return any(same_person(checked.values, other) or same_mobile(checked.values, other) for other in others)


def _refuse(
    connection: Connection, event: Event, submission: Submission, code: RefusalCode, received_at: datetime
) -> Refused:
    # A key that the server derived would keep a person out for ever, even when a seat becomes free; nobody holds it, so
    # that no copy of it can be under way.
    if submission.is_scripted:
        records.insert_refused(connection, event, submission, code, received_at)
    return Refused(submission.submission_id, code)


def _draw_receipt(connection: Connection, make_code: Callable[[], str]) -> str:
    """A receipt code that nobody has."""
    while records.is_receipt_taken(connection, receipt := make_code()):
        pass
    return receipt
