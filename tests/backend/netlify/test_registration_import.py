"""What Netlify received goes through the one use case, with its time, its key, and the mark of the spam list."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from backend.built_site.events import Events
from backend.netlify.registration_import import ImportReport, import_submissions, read_fields
from backend.netlify.submission_list import find_form, list_submissions
from backend.registration.register import register
from backend.store import keys
from backend.store.opening import open_store
from backend.store.schema import outbox, registrations
from backend.terms.submission import parse_submission
from registration_rules import check_registration, wire
from tests.backend.small_site import (
    RULES,
    SLUG,
    make_field,
    make_plain_submission,
    make_submission,
    write_small_site,
)
from tests.servers.netlify_api import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.store.store import Store
    from tests.backend.netlify.conftest import Way
    from tests.servers.netlify_api import NetlifyApiServer

FORM = f"registration-{SLUG}"
AT = "2022-01-05T02:00:06Z"
FLAG = make_field("halal", "flag")


@pytest.fixture
def event(tmp_path: Path) -> Event:
    """The event, whose form has a flag besides."""
    site = write_small_site(tmp_path / "site", fields=[*RULES["fields"], FLAG])
    event = Events(site, is_preview=False).find(SLUG)
    assert event is not None
    return event


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with closing(open_store(tmp_path / "var")) as store:
        yield store


def run(way: Way, store: Store, event: Event) -> ImportReport:
    report = ImportReport()
    submissions = list_submissions(way.api, find_form(way.api, PROJECT, FORM), way.progress)
    import_submissions(store, event, submissions, report, way.progress)
    return report


def rows(store: Store, *columns: str) -> list[tuple[Any, ...]]:
    query = select(*(registrations.c[name] for name in columns)).order_by(registrations.c.received_at)
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def codes(report: ImportReport) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(sent.number, [(one.code, one.field) for one in problems]) for sent, problems in report.invalid]


def test_registrations_are_stored_once_with_the_time_at_which_netlify_had_them(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    first, second = make_submission(0), make_plain_submission(1)
    netlify.receive(FORM, first, AT)
    netlify.receive(FORM, first | {"sent_at": "2022-01-05T02:00:09.000Z", "attempt": "2"}, "2022-01-05T02:00:10Z")
    netlify.receive(FORM, second, "2022-01-05T02:00:20.250Z")
    netlify.receive(FORM, second, "2022-01-05T02:00:30Z")  # the button was pressed twice
    report = run(way, store, event)
    assert (report.new, report.known, report.refused, report.invalid) == (2, 2, [], [])
    again = run(way, store, event)
    assert (again.new, again.known, again.refused, again.invalid) == (0, 4, [], [])

    derived = parse_submission(wire.parse_body(wire.encode(second).encode())).submission_id
    assert rows(store, "submission_id", "first_name", "state", "bot_suspected") == [
        (first["submission_id"], "สมชาย", "confirmed", False),
        (derived, "สมหญิง", "confirmed", False),
    ]
    assert [wire.format_instant(at) for (at,) in rows(store, "received_at")] == [
        "2022-01-05T02:00:06.000Z",
        "2022-01-05T02:00:20.250Z",
    ]
    with store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(outbox)).scalar_one() == 4


def test_seats_go_by_time_and_the_late_rule_by_netlifys_time(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    late = {"created_at": "2022-01-10T16:00:00.000Z", "sent_at": "2022-01-11T16:00:00.000Z"}
    too_late = {"created_at": "2022-01-10T18:00:00.000Z", "sent_at": "2022-01-10T18:00:01.000Z"}
    other = {"organisation": "saithong-town"}
    for number, second in enumerate((9, 5, 8, 6)):
        netlify.receive(FORM, make_submission(number), f"2022-01-05T02:00:0{second}Z")
    netlify.receive(FORM, make_submission(10, **late, **other), "2022-01-11T16:00:00Z")
    netlify.receive(FORM, make_submission(11, **too_late, **other), "2022-01-10T18:00:01Z")
    report = run(way, store, event)
    assert (report.new, report.late, report.invalid) == (4, 1, [])
    assert [(sent.number, code) for sent, code in report.refused] == [("1", "quota_full"), ("6", "closed")]
    assert [mail for (mail,) in rows(store, "email")] == [f"person{n}@example.go.th" for n in (1, 3, 2, 10)]


def test_what_netlify_took_for_spam_is_taken_with_a_mark(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    netlify.receive(FORM, make_submission(0), AT, is_spam=True)
    report = run(way, store, event)
    assert (report.new, report.suspected) == (1, 1)
    assert rows(store, "bot_suspected") == [(True,)]


def test_what_breaks_rules_is_reported_by_number_and_keeps_nobody_else_out(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    netlify.receive(FORM, make_submission(0, email="nobody"), AT)
    netlify.receive(FORM, make_submission(1, event="other"), AT)
    netlify.receive(FORM, make_submission(2, submission_id="mine"), AT)
    netlify.receive(FORM, make_submission(3) | {"first_name": ["a", "list"]}, AT)
    netlify.receive(FORM, make_submission(4, first_name="\ud800"), AT)
    netlify.receive(FORM, make_submission(5, position="x" * 70_000), AT)
    netlify.receive(FORM, {}, AT)["data"] = "nothing"
    netlify.receive(FORM, {}, AT)
    netlify.receive(FORM, make_submission(6), AT)
    report = run(way, store, event)
    assert codes(report)[:-1] == [
        ("1", [("email_at_missing", "email")]),
        ("2", [("event_unknown", "event")]),
        ("3", [("field_broken", "submission_id")]),
        ("4", [("not_text", "first_name")]),
        ("5", [("body_unreadable", "")]),
        ("6", [("body_too_large", "")]),
        ("7", [("body_unreadable", "")]),
    ]
    assert codes(report)[-1][0] == "8"
    assert (report.new, len(rows(store, "email"))) == (1, 1)


def test_a_privacy_notice_counts_as_it_was_then(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    netlify.receive(FORM, make_submission(0, notice_version="2564-11"), AT)
    assert run(way, store, event).new == 1
    assert rows(store, "notice_version") == [("2564-11",)]


def test_fields_of_netlify_are_left_out_and_those_of_a_former_form_kept(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    netlify.receive(FORM, make_submission(0) | {"diet": "halal", "Full Name": "x"}, AT)
    report = run(way, store, event)
    assert (report.former_fields, report.unknown_fields) == ({"diet"}, {"Full Name"})
    assert rows(store, "answers") == [({"position": "นิติกร", "diet": "halal"},)]


def test_a_form_may_ask_what_netlify_adds_too(event: Event) -> None:
    form = event.form._replace(fields=(*event.form.fields, event.form.fields[4]._replace(name="referrer")))
    report = ImportReport()
    assert read_fields(form, make_submission(0) | {"referrer": "มาลี"}, report)["referrer"] == "มาลี"
    assert (report.former_fields, report.unknown_fields) == (set(), set())


@pytest.mark.parametrize("has_field", [True, False])
def test_a_correction_is_proved_by_the_key_of_the_own_page_if_it_has_one(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event, has_field: bool
) -> None:
    first, other = make_submission(0), make_submission(1)
    netlify.receive(FORM, first, AT)
    netlify.receive(FORM, other, AT)
    run(way, store, event)
    with store.reading() as connection:
        own, foreign = (keys.find_manage(connection, one["submission_id"]) for one in (first, other))
    wrong, right = (
        make_submission(0, position="ปลัด", replaces=first["submission_id"], manage=key) for key in (foreign, own)
    )
    if not has_field:
        del right["manage"]
    netlify.receive(FORM, wrong, "2022-01-05T02:00:07Z")
    netlify.receive(FORM, right, "2022-01-05T02:00:08Z")
    report = run(way, store, event)
    assert codes(report) == [("3", [("already_registered", "")])]
    assert (report.new, rows(store, "submission_id", "state")[-1]) == (1, (right["submission_id"], "confirmed"))


def test_what_was_changed_on_its_own_page_is_not_registered_again(
    netlify: NetlifyApiServer, way: Way, store: Store, event: Event
) -> None:
    sent = make_plain_submission(0)
    netlify.receive(FORM, sent, AT)
    run(way, store, event)
    with store.reading() as connection:
        [key] = connection.execute(select(registrations.c.submission_id)).scalars()
        manage = keys.find_manage(connection, key)
    change = parse_submission(sent | {"position": "ปลัด", "manage": manage})
    at = wire.parse_instant("2022-01-05T03:00:00Z")
    register(store, event, change, check_registration(event.form, change.fields), at)
    report = run(way, store, event)
    assert (report.new, report.known) == (0, 1)
    assert rows(store, "state") == [("replaced",), ("confirmed",)]


@pytest.mark.parametrize("make", [make_submission, make_plain_submission])
def test_what_netlify_left_out_because_it_was_empty_is_the_same_submission(event: Event, make: Any) -> None:
    sent = make(0, honorific="", position="")
    if sent["submission_id"]:
        sent["halal"] = ""  # a phone sends every field
    kept = {name: value for name, value in sent.items() if value} | {"ip": "192.0.2.7", "position": None}
    assert wire.fingerprint(read_fields(event.form, kept, ImportReport())) == wire.fingerprint(sent)
