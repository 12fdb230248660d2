"""Corrections: what a submission that replaces another changes, and what becomes of that other one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backend.registration import life
from backend.registration.seats import end_predecessor
from backend.store import keys, outbox, records
from backend.store.records import Place
from registration_rules import same_person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.registration.life import Admission, Change
    from backend.store.records import Registration
    from backend.terms.submission import Submission


def prove(connection: Connection, submission: Submission) -> Submission:
    """The submission without its `manage`, if that belongs to what it corrects; else as it is.

    Without JavaScript `manage` says what that is: what the registration has become by now.
    """
    named = keys.find_by_manage(connection, submission.manage) if submission.manage else None
    if named is None:
        return submission
    if submission.is_scripted:
        return replace(submission, manage="") if submission.replaces == named.submission_id else submission
    return replace(submission, replaces=keys.find_latest(connection, named.submission_id), manage="")


def is_replaceable(connection: Connection, event: Event, submission_id: str) -> bool:
    """Whether a key may be replaced: by nothing yet, and it is of this event and active or refused, or not known."""
    if keys.find_correction(connection, submission_id) is not None:
        return False
    answered = keys.find_submission(connection, submission_id)
    if answered is None:
        return True
    if answered.event != event.slug:
        return False
    return not answered.is_stored or find_corrected(connection, event, submission_id) is not None


def find_corrected(connection: Connection, event: Event, submission_id: str) -> Registration | None:
    """The active registration that a key names; None if it names none."""
    found = records.find_registration(connection, submission_id) if submission_id else None
    return found if found and found.event == event.slug and found.state in life.ACTIVE else None


def find_change(corrected: Registration, values: Mapping[str, str]) -> Change:
    """What `values`, as the rules normalised them, change."""
    if corrected.organisation != values["organisation"]:
        return "another_organisation"
    return "same" if same_person(corrected.persons, values) else "another_person"


def says_the_same(
    connection: Connection, corrected: Registration, submission: Submission, values: Mapping[str, str]
) -> bool:
    """Whether a correction with these values, as the rules normalised them, would change nothing of what is stored.

    The language in which its person is written to is something that a correction may change, too.
    """
    filled_in = {name: text for name, text in values.items() if text or name in corrected.persons}
    return corrected.locale == submission.locale and filled_in == records.find_values(
        connection, corrected.submission_id
    )


def find_place(admission: Admission, corrected: Registration, free: Place, *, is_same_person: bool) -> Place:
    """Where a correction stands; `free` is where it would stand as a new registration."""
    if admission.keeps_place:
        return Place(
            admission.state,
            corrected.seat,
            corrected.quota,
            corrected.in_line_since,
            corrected.in_place_of,
            corrected.calendar_key if is_same_person else None,
        )
    if not admission.replaces_now:
        return Place(free.state, free.seat, free.quota, free.in_line_since, corrected.submission_id)
    waits_for = None if admission.state == "confirmed" else corrected.in_place_of
    return Place(free.state, free.seat, free.quota, free.in_line_since, waits_for)


def end_corrected(
    connection: Connection, admission: Admission, corrected: Registration, values: Mapping[str, str], at: datetime
) -> None:
    """End what is corrected, unless it stays until the correction has come as far.

    Whoever was to come and does not any more is told so, but not at an address that is told of the correction anyway.
    """
    if not admission.replaces_now:
        return
    end_predecessor(connection, corrected.submission_id)
    if admission.state == "confirmed":
        end_predecessor(connection, corrected.in_place_of)
    if not same_person(corrected.persons, values) and corrected.persons["email"] != values["email"]:
        outbox.queue_messages(connection, corrected.submission_id, "cancelled", at)
