"""The use cases after storing: cancelling, and what the organiser decides, each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from backend.registration import life
from backend.registration.seats import confirm, end_predecessor, find_vacancy, move_up
from backend.store import keys, outbox, records, removal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.registration.life import Step
    from backend.store.records import Registration
    from backend.store.store import Store
    from backend.terms.message_kinds import State

type Decision = Literal["approve", "decline", "take_back", "cancel", "remove", "erase"]
"""What can be decided about a registration; `erase` is `remove`, because the person asks for it."""

PERSON = "person"
"""Who decided, where it was the registrant."""

type Hindrance = Literal["unknown", "not_possible", "no_seat"]


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision.

    Attributes:
        before: How the registration stood.
        after: How it stands now; as before if something hinders.
        hindrance: Why nothing was done: there is no such registration, its state allows no such thing, or there is
            no seat for it. None if it was done.
    """

    before: State
    after: State
    hindrance: Hindrance | None = None


def decide(store: Store, event: Event, receipt: str, decision: Decision, *, by: str, at: datetime) -> Decided:
    """Do what an organiser decided, and write down who decided it. Done twice, it is done once.

    Args:
        store: Where the registration is.
        event: The event as the site has it now.
        receipt: The registration's receipt code.
        decision: What to do.
        by: Who decided; a name for the log of decisions.
        at: When.

    Raises:
        StoreUnavailableError: If the store cannot be written just now; nothing is changed then.
    """

    def run(connection: Connection) -> Decided:
        records.lock_event(connection, event)
        key = keys.find_by_receipt(connection, event.slug, receipt)
        if key is None:
            return Decided("removed", "removed", "unknown")
        return _carry_out_and_note(connection, event, key, decision, by=by, at=at)

    decided = store.write(run)
    if decided.after == "removed":
        store.forget()
    return decided


def cancel_by_person(connection: Connection, event: Event, submission_id: str, at: datetime) -> State | None:
    """Cancel a registration because its person says so, or what it has become by corrections; how that stands now.

    What had ended before stays as it ended. None if the event has begun and nothing had ended: then it is too late.

    Args:
        connection: Of the caller's transaction, which this is all of.
        event: The event as the site has it now.
        submission_id: The key of a registration of this event that was stored.
        at: When.
    """
    records.lock_event(connection, event)
    key = keys.find_latest(connection, submission_id)
    registration = records.find_registration(connection, key)
    state = registration.state if registration else records.find_end(connection, key)
    if state not in life.ACTIVE:
        return state
    if event.starts_at <= at:
        return None
    return _carry_out_and_note(connection, event, key, "cancel", by=PERSON, at=at).after


def _carry_out_and_note(
    connection: Connection, event: Event, submission_id: str, decision: Decision, *, by: str, at: datetime
) -> Decided:
    registration = records.find_registration(connection, submission_id)
    if registration is None:
        return Decided("removed", "removed", "not_possible")
    decided = carry_out(connection, event, registration, decision, at)
    if decided.hindrance is None:
        records.insert_decision(connection, registration, act=decision, by=by, at=at, after=decided.after)
    return decided


def carry_out(
    connection: Connection, event: Event, registration: Registration, decision: Decision, at: datetime
) -> Decided:
    """Do it within the caller's transaction; a seat that becomes free goes to the waiting list."""
    before = registration.state
    if decision == "approve":
        decided = _approve(connection, event, registration, at)
    else:
        step = life.ACTS.get((before, "remove" if decision == "erase" else decision))
        if step is None or not _keep_in_place(connection, registration, step):
            return Decided(before, before, "not_possible")
        _take(connection, registration, step, at)
        decided = Decided(before, step.state)
    if before == "confirmed" or decided.after == "confirmed":
        move_up(connection, event, at)
    return decided


def _keep_in_place(connection: Connection, registration: Registration, step: Step) -> bool:
    """Let what a correction was to replace be corrected by another once it has ended; False if that has happened."""
    former = registration.in_place_of
    if former is None:
        return True
    if step.state in life.ACTIVE:
        return keys.claim_place(connection, registration.submission_id, former)
    standing = records.find_registration(connection, former)
    if standing is not None and standing.state in life.ACTIVE:
        keys.give_up_place(connection, former)
    return True


def _take(connection: Connection, registration: Registration, step: Step, at: datetime) -> None:
    key = registration.submission_id
    if step.state == "removed":
        removal.remove_registrations(connection, [key])
        return
    records.set_state(connection, key, step.state, None, None)
    if step.message:
        outbox.queue_messages(connection, key, step.message, at)
    else:
        outbox.drop_messages(connection, key)


def _approve(connection: Connection, event: Event, registration: Registration, at: datetime) -> Decided:
    before, predecessor = registration.state, registration.in_place_of
    if before != "late_review" or event.is_called_off:
        return Decided(before, before, "not_possible")
    vacancy = find_vacancy(connection, event, registration.organisation, without=[predecessor])
    step = life.APPROVE[vacancy.room]
    if not isinstance(step, life.Step):
        return Decided(before, before, "no_seat")
    if vacancy.seat is not None:
        confirm(connection, event, registration, vacancy.seat)
    else:
        _put_in_line(connection, registration)
    if step.message:
        outbox.queue_messages(connection, registration.submission_id, step.message, at)
    return Decided(before, step.state)


def _put_in_line(connection: Connection, registration: Registration) -> None:
    former = records.find_registration(connection, registration.in_place_of) if registration.in_place_of else None
    if former is not None and life.comes_as_far("waiting", former.state):
        end_predecessor(connection, former.submission_id)
    records.set_state(connection, registration.submission_id, "waiting", None, None)
