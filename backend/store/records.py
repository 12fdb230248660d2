"""Reading and writing the store's rows, inside a transaction of the caller's, who has locked the event.

Statements that every registration runs are built once: building one takes longer than running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from backend.store import keys
from backend.store.schema import decisions, events, registrations, submissions
from registration_rules.form import FIXED_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

    from backend.built_site.events import Event
    from backend.terms.message_kinds import State
    from backend.terms.outcomes import Stored
    from backend.terms.submission import Submission
    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Registration:
    """A registration as it stands.

    Attributes:
        seat: The seat of its organisation that it holds, from 1; None if it holds none.
        quota: How many seats the organisation had then.
        in_line_since: Its place in the waiting list: the earliest comes first.
        in_place_of: The key of the registration that keeps its seat until this one is confirmed, or None.
        calendar_key: What names the registration in calendars, also after the same person has corrected it.
        persons: The values of the fields that every form has.
    """

    submission_id: str
    event: str
    organisation: str
    locale: Locale
    state: State
    seat: int | None
    quota: int | None
    in_line_since: datetime
    in_place_of: str | None
    calendar_key: str
    persons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new registration stands.

    Attributes:
        seat: The seat that it holds, None for none.
        quota, in_line_since, in_place_of: As a `Registration` has them.
        calendar_key: Likewise, None for its own receipt code.
    """

    state: State
    seat: int | None
    quota: int | None
    in_line_since: datetime
    in_place_of: str | None = None
    calendar_key: str | None = None


_OF_EVENT = registrations.c.event == bindparam("event")
_OF_ORGANISATION = _OF_EVENT & (registrations.c.organisation == bindparam("organisation"))

_LOCK = select(events.c.delete_at).where(events.c.event == bindparam("event")).with_for_update()
_SELECT_STANDING = select(
    *(
        registrations.c[name]
        for name in (
            "submission_id",
            "event",
            "locale",
            "state",
            "seat",
            "quota",
            "in_line_since",
            "in_place_of",
            *FIXED_FIELDS,
        )
    ),
    func.coalesce(registrations.c.calendar_key, submissions.c.receipt).label("calendar_key"),
).select_from(registrations.join(submissions))
_SELECT_ONE = _SELECT_STANDING.where(registrations.c.submission_id == bindparam("key"))
_SELECT_PERSONS = select(registrations.c.submission_id, *(registrations.c[name] for name in FIXED_FIELDS)).where(
    _OF_ORGANISATION, registrations.c.state.in_(bindparam("states", expanding=True))
)
_SELECT_SEATS = select(registrations.c.seat, registrations.c.submission_id).where(
    _OF_ORGANISATION, registrations.c.seat.is_not(None)
)
_COUNT_CONFIRMED = select(func.count()).where(_OF_EVENT, registrations.c.state == "confirmed")
_SELECT_ANY_WAITING = (
    select(registrations.c.submission_id).where(_OF_EVENT, registrations.c.state == "waiting").limit(1)
)
_INSERT = insert(registrations)


def lock_event(connection: Connection, event: Event) -> None:
    """Let nobody else decide on this event until the transaction ends, and remember when its rows are to go."""
    row = {"event": event.slug}
    delete_at = connection.execute(_LOCK, row).scalar_one_or_none()
    if delete_at is None:
        try:
            with connection.begin_nested():
                row_values = {"delete_at": event.delete_at, "told": event.describe_told()}
                connection.execute(insert(events).values(event=event.slug, **row_values))
        except IntegrityError:
            pass  # another has just made it
        delete_at = connection.execute(_LOCK, row).scalar_one()
    if delete_at != event.delete_at:
        connection.execute(update(events).where(events.c.event == event.slug).values(delete_at=event.delete_at))


def find_registration(connection: Connection, submission_id: str) -> Registration | None:
    """The registration under a key; None if there is none, or it was removed."""
    row = connection.execute(_SELECT_ONE, {"key": submission_id}).mappings().one_or_none()
    return None if row is None else _read_registration(row)


def find_values(connection: Connection, submission_id: str) -> dict[str, str]:
    """All that was filled in of a registration, by field, normalised; nothing if there is none."""
    query = select(*(registrations.c[name] for name in FIXED_FIELDS), registrations.c.answers)
    row = connection.execute(query.where(registrations.c.submission_id == submission_id)).mappings().one_or_none()
    return {} if row is None else {name: row[name] for name in FIXED_FIELDS} | row["answers"]


def list_persons(
    connection: Connection, event: str, organisation: str, states: Sequence[State]
) -> dict[str, dict[str, str]]:
    """By key, the persons of an organisation whose registration is in one of `states`, as normalised values."""
    asked = {"event": event, "organisation": organisation, "states": states}
    rows = connection.execute(_SELECT_PERSONS, asked).mappings()
    return {row["submission_id"]: {name: row[name] for name in FIXED_FIELDS} for row in rows}


def list_taken_seats(connection: Connection, event: str, organisation: str) -> dict[int, str]:
    """The seats of an organisation that are held, with the keys of those who hold them."""
    rows = connection.execute(_SELECT_SEATS, {"event": event, "organisation": organisation})
    return {row.seat: row.submission_id for row in rows}


def count_confirmed(connection: Connection, event: str) -> int:
    """How many people hold a seat at an event."""
    return connection.execute(_COUNT_CONFIRMED, {"event": event}).scalar_one()


def list_seated(connection: Connection, event: str, at: datetime) -> list[str]:
    """The keys of those who hold a seat at an event and had registered by then."""
    query = select(registrations.c.submission_id).where(
        registrations.c.event == event, registrations.c.state == "confirmed", registrations.c.received_at <= at
    )
    return list(connection.execute(query.order_by(registrations.c.received_at)).scalars())


def list_waiting(connection: Connection, event: str) -> list[Registration]:
    """The waiting list of an event, whoever comes first first."""
    query = _SELECT_STANDING.where(registrations.c.event == event, registrations.c.state == "waiting").order_by(
        registrations.c.in_line_since, registrations.c.submission_id
    )
    return [_read_registration(row) for row in connection.execute(query).mappings()]


def find_place_in_line(connection: Connection, registration: Registration | None) -> int | None:
    """The place of a registration in the waiting list of its event, from 1; None if it does not wait."""
    if registration is None or registration.state != "waiting":
        return None
    table = registrations.c
    earlier = (table.in_line_since < registration.in_line_since) | (
        (table.in_line_since == registration.in_line_since) & (table.submission_id < registration.submission_id)
    )
    query = select(func.count()).where(table.event == registration.event, table.state == "waiting", earlier)
    return connection.execute(query).scalar_one() + 1


def is_anybody_waiting(connection: Connection, event: str) -> bool:
    """Whether an event's waiting list has anybody on it."""
    return connection.execute(_SELECT_ANY_WAITING, {"event": event}).first() is not None


def insert_stored(
    connection: Connection,
    event: Event,
    submission: Submission,
    *,
    values: Mapping[str, str],
    stored: Stored,
    place: Place,
) -> None:
    """Keep a registration.

    `values` are those of the form's fields, and perhaps of fields that it no longer has.
    """
    key, received_at = submission.submission_id, stored.received_at
    keys.insert_submission(
        connection,
        event,
        submission,
        outcome=stored.status,
        receipt=stored.receipt,
        received_at=received_at,
        manage=stored.manage,
    )
    late_by_s = int((received_at - event.form.deadline_at).total_seconds())
    row = {name: values[name] for name in FIXED_FIELDS} | {
        "answers": {name: text for name, text in values.items() if text and name not in FIXED_FIELDS},
        "submission_id": key,
        "event": event.slug,
        "state": place.state,
        "seat": place.seat,
        "quota": place.quota,
        "in_line_since": place.in_line_since,
        "in_place_of": place.in_place_of,
        "calendar_key": place.calendar_key,
        "locale": submission.locale,
        "notice_version": submission.fields["notice_version"],
        "rules_version": submission.fields["rules_version"],
        "created_at": submission.created_at,
        "sent_at": submission.sent_at,
        "received_at": received_at,
        "late_by_s": late_by_s if late_by_s > 0 else None,
        "bot_suspected": submission.bot_suspected,
    }
    connection.execute(_INSERT, row)


def set_state(connection: Connection, submission_id: str, state: State, seat: int | None, quota: int | None) -> None:
    """Let a registration stand otherwise; the seat that it no longer holds is free at once.

    Since when it has ended, if it has, is noted by whoever removes what has.
    """
    values: dict[str, object] = {"state": state, "seat": seat, "ended_at": None}
    if seat is not None:
        values["quota"] = quota
    connection.execute(update(registrations).where(registrations.c.submission_id == submission_id).values(values))


def insert_decision(
    connection: Connection, registration: Registration, *, act: str, by: str, at: datetime, after: State
) -> None:
    """Write down who decided what."""
    connection.execute(
        insert(decisions).values(
            event=registration.event,
            submission_id=registration.submission_id,
            act=act,
            by=by,
            at=at,
            before=registration.state,
            after=after,
        )
    )


def find_end(connection: Connection, submission_id: str) -> State:
    """How a registration ended that is not there any more: `cancelled` or `declined` if that was decided last."""
    query = (
        select(decisions.c.after)
        .where(decisions.c.submission_id == submission_id)
        .order_by(decisions.c.id.desc())
        .limit(1)
    )
    after = connection.execute(query).scalar_one_or_none()
    return cast("State", after) if after in {"cancelled", "declined"} else "removed"


def find_deletion_times(connection: Connection) -> dict[str, datetime]:
    """For each event that the store knows, when its rows are to be deleted if the site no longer says."""
    return {row.event: row.delete_at for row in connection.execute(select(events.c.event, events.c.delete_at))}


def _read_registration(row: RowMapping) -> Registration:
    standing = {name: row[name] for name in row if name not in FIXED_FIELDS}
    persons = {name: row[name] for name in FIXED_FIELDS}
    return Registration(**standing, organisation=row["organisation"], persons=persons)
