"""The use case: one submission is decided and stored in one transaction.

The event is locked from the first look at the store to the commit, so that what is looked up still holds when it is
written. The constraints in `backend.store.schema` say the same once more, should this module ever be wrong.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backend.registration import life
from backend.registration.correction import (
    end_corrected,
    find_change,
    find_corrected,
    find_place,
    is_replaceable,
    prove,
    says_the_same,
)
from backend.registration.receipt_codes import make_receipt_code
from backend.registration.seats import Vacancy, find_vacancy, move_up
from backend.store import keys, outbox, records
from backend.store.records import Place
from backend.terms.outcomes import Invalid, Refused, Stored
from registration_rules import Code, Problem, deadline, same_mobile, same_person, wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.registration.life import Refusal
    from backend.store.records import Registration
    from backend.store.store import Store
    from backend.terms.outcomes import Outcome, RefusalCode
    from backend.terms.submission import Submission
    from registration_rules import Checked


_CONFLICT = (Problem(Code.ALREADY_REGISTERED),)


def register(
    store: Store,
    event: Event,
    submission: Submission,
    checked: Checked,
    received_at: datetime,
    *,
    make_code: Callable[[], str] = make_receipt_code,
) -> Outcome:
    """Decide a submission in a transaction of its own, as `decide` does.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; nothing is stored then.
    """
    return store.write(
        lambda connection: decide(connection, event, submission, checked, received_at, make_code=make_code)
    )


def decide(
    connection: Connection,
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
    judged as `backend.registration.life` says; if it is not accepted, what it replaces stays as it was.

    Args:
        connection: Of the caller's transaction.
        event: The event that it is for.
        submission: What was sent.
        checked: What the rules say of the person's fields.
        received_at: When the server had it.
        make_code: Gives a receipt code, which may be taken.
        admit: Asked before an answer is kept that is given for the first time, and again if the transaction has to be
            repeated; what it raises is for the caller, who then has to undo everything.
    """
    if submission.fields["event"] != event.slug:
        return Invalid(submission.submission_id, checked.problems)
    return _Decision(connection, event, submission, checked, received_at, make_code, admit).make()


@dataclass(frozen=True, slots=True)
class _Decision:
    """One submission before the locked store."""

    connection: Connection
    event: Event
    submission: Submission
    checked: Checked
    received_at: datetime
    make_code: Callable[[], str]
    admit: Callable[[Outcome], None]

    def make(self) -> Outcome:
        """The first answer of a key that is known, a decision for one that is new."""
        records.lock_event(self.connection, self.event)
        first = keys.find_submission(self.connection, self.submission.submission_id)
        if first is None:
            proved = prove(self.connection, self.submission)
            return self._admitted(replace(self, submission=proved).decide())
        if not self.submission.is_scripted and self._is_ended():
            return replace(self, submission=self.submission.next_derived()).make()
        outcome = _replay(self.submission, first)
        return self._with_place(outcome) if outcome is first.outcome else self._admitted(outcome)

    def _admitted(self, outcome: Outcome) -> Outcome:
        self.admit(outcome)
        return outcome

    def _with_place(self, outcome: Outcome) -> Outcome:
        """The answer with the place in line of this moment, if it says that there is one."""
        if not isinstance(outcome, Stored) or outcome.status != "waiting":
            return outcome
        registration = records.find_registration(self.connection, outcome.submission_id)
        return replace(outcome, place=records.find_place_in_line(self.connection, registration))

    def _is_ended(self) -> bool:
        """Whether what is stored under this key has ended: then the same content is a new registration."""
        stored = records.find_registration(self.connection, self.submission.submission_id)
        return stored is None or stored.state not in life.ACTIVE

    def decide(self) -> Outcome:
        """Deadline, then rules, then seats, then conflicts.

        Seats come first, so that nobody who finds none hears whether a person is registered; and whatever it is that
        stands in the way, the answer is the same.
        """
        corrected = find_corrected(self.connection, self.event, self.submission.replaces)
        if self._is_closed(corrected):
            return self._refuse("closed")
        if problems := self._find_problems(corrected):
            return Invalid(self.submission.submission_id, problems)
        vacancy = self._find_vacancy(corrected)
        admission = self._ask_for_admission(corrected, vacancy)
        if not isinstance(admission, life.Admission):
            return self._refuse(admission)
        if self._has_conflict(corrected):
            return Invalid(self.submission.submission_id, _CONFLICT)
        return self._store(admission, corrected, vacancy)

    def _is_closed(self, corrected: Registration | None) -> bool:
        if self.event.is_called_off:
            return True
        return self._has_started() if corrected else self._judge_time() == "closed"

    def _has_started(self) -> bool:
        return self.event.starts_at <= self.received_at

    def _judge_time(self) -> deadline.Timeliness:
        made_at = self.submission.created_at or self.received_at
        sent_at = self.submission.sent_at or self.received_at
        form = self.event.form
        return deadline.judge(self.received_at, made_at, sent_at, form.deadline_at, form.grace)

    def _find_problems(self, corrected: Registration | None) -> tuple[Problem, ...]:
        """What a person has to mend, before anything is known of seats."""
        if self.checked.problems:
            return self.checked.problems
        if not self._may_replace():
            return _CONFLICT
        is_same = corrected and says_the_same(self.connection, corrected, self.submission, self._list_values())
        return (Problem(Code.UNCHANGED),) if is_same else ()

    def _may_replace(self) -> bool:
        replaces, is_unproved = self.submission.replaces, self.submission.manage != ""
        return not is_unproved and (not replaces or is_replaceable(self.connection, self.event, replaces))

    def _find_vacancy(self, corrected: Registration | None) -> Vacancy:
        freed = (corrected.submission_id, corrected.in_place_of) if corrected else ()
        organisation = self.checked.values["organisation"]
        vacancy = find_vacancy(self.connection, self.event, organisation, without=freed)
        if vacancy.seat is None or not records.is_anybody_waiting(self.connection, self.event.slug):
            return vacancy
        move_up(self.connection, self.event, self.received_at)  # a seat that was added is theirs who came before
        return find_vacancy(self.connection, self.event, organisation, without=freed)

    def _ask_for_admission(self, corrected: Registration | None, vacancy: Vacancy) -> life.Admission | Refusal:
        if corrected is None:
            return life.register(self._judge_time(), vacancy.room)
        change = find_change(corrected, self.checked.values)
        return life.correct(corrected.state, change, self._judge_time(), vacancy.room, has_started=self._has_started())

    def _has_conflict(self, corrected: Registration | None) -> bool:
        """Whether the person or the mobile is registered for the organisation, but in what this corrects."""
        values = self.checked.values
        others = records.list_persons(self.connection, self.event.slug, values["organisation"], life.ACTIVE)
        for own in (corrected.submission_id, corrected.in_place_of) if corrected else ():
            others.pop(own or "", None)
        return any(same_person(values, other) or same_mobile(values, other) for other in others.values())

    def _store(self, admission: life.Admission, corrected: Registration | None, vacancy: Vacancy) -> Outcome:
        seat = vacancy.seat if admission.state == "confirmed" else None
        place = Place(admission.state, seat, self.event.form.quota, self.received_at)
        values = self._list_values()
        if corrected:
            is_same_person = same_person(corrected.persons, values)
            place = find_place(admission, corrected, place, is_same_person=is_same_person)
            end_corrected(self.connection, admission, corrected, values, self.received_at)
        elif self.submission.replaces:
            self._answer_early_replaced()
        stored = Stored(
            submission_id=self.submission.submission_id,
            receipt=self._draw_receipt(),
            status=admission.state,
            received_at=self.received_at,
            is_replay=False,
            manage=secrets.token_hex(16),
        )
        records.insert_stored(self.connection, self.event, self.submission, values=values, stored=stored, place=place)
        outbox.queue_first_messages(self.connection, stored.submission_id, admission.message, self.received_at)
        if corrected:
            move_up(self.connection, self.event, self.received_at)
        return self._with_place(stored)

    def _list_values(self) -> dict[str, str]:
        """What was asked when the form was filled in, also if the form does not ask it any more."""
        return wire.list_former(self.event.form, self.submission.fields) | self.checked.values

    def _answer_early_replaced(self) -> None:
        replaces = self.submission.replaces
        if keys.find_submission(self.connection, replaces) is None:
            keys.insert_replaced_early(self.connection, self.event, replaces, self.received_at)

    def _draw_receipt(self) -> str:
        """A receipt code that nobody has."""
        while keys.is_receipt_taken(self.connection, receipt := self.make_code()):
            pass
        return receipt

    def _refuse(self, code: RefusalCode) -> Refused:
        # A key that the server derived would keep a person out for ever, even when a seat becomes free; nobody holds
        # it, so that no copy of it can be under way.
        if self.submission.is_scripted:
            keys.insert_refused(self.connection, self.event, self.submission, code, self.received_at)
        return Refused(self.submission.submission_id, code)


def _replay(submission: Submission, first: keys.Answered) -> Outcome:
    """The first answer of a key that is known, unless it comes with another content.

    A key that was replaced before it came is answered so whatever it brings, and changes nothing: a phone sends a
    correction of a correction only when it knows what became of the first.
    """
    if first.was_replaced_early:
        return Refused(submission.submission_id, "superseded")
    if first.fingerprint != submission.fingerprint:
        return Refused(submission.submission_id, "key_reused")
    return first.outcome
