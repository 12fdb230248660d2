"""Invitations as a calendar reads them: put in, kept up to date, taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, get_args

import pytest
from icalendar import Calendar

from backend.delivery.invitation import choose_method, render_invitations
from backend.delivery.mail import Sender, render_mail
from backend.terms.message_kinds import MessageKind
from tests.backend.delivery.samples import (
    LINK,
    MANAGE,
    MEETING_ID,
    PASSCODE,
    QUEUED_AT,
    ROOM,
    TEXTS,
    make_event,
    make_message,
    rename,
)

if TYPE_CHECKING:
    from icalendar import Component

    from backend.delivery.message import Message

KINDS = get_args(MessageKind.__value__)
ORGANIZER = "registration@wian.example.go.th"


def list_parts(message: Message) -> list[tuple[str, str, Component]]:
    """Method by the e-mail, method by the calendar, and the entry, of each invitation of an e-mail."""
    mail = message_from_bytes(bytes(render_mail(message, Sender(ORGANIZER), TEXTS)), policy=policy.default)
    found = []
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            calendar = Calendar.from_ical(part.get_content())
            [entry] = calendar.walk("VEVENT")
            found.append((part["Content-Type"].params["method"], str(calendar["method"]), entry))
    return found


def read_entry(message: Message) -> Component:
    [(method, same_method, entry)] = list_parts(message)
    assert method == same_method
    return entry


@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_calendar_reads_the_invitation(locale):
    message = make_message(locale=locale, manage=MANAGE)
    entry = read_entry(message)
    assert entry.decoded("dtstart") == datetime(2022, 1, 14, 1, 30, tzinfo=UTC)
    assert entry.decoded("dtend") == datetime(2022, 1, 14, 9, 0, tzinfo=UTC)
    assert entry.decoded("dtstamp") == QUEUED_AT
    assert (entry["uid"], entry["sequence"]) == ("water-safety-2565-4821-0937@wian.example", 0)
    assert (entry["summary"], entry["status"]) == (message.event.title[locale], "CONFIRMED")
    assert entry["location"] == message.event.facts.where[locale]
    assert (entry["organizer"], entry["organizer"].params["CN"]) == (
        f"mailto:{ORGANIZER}",
        message.event.facts.publisher[locale],
    )
    assert (entry["attendee"], dict(entry["attendee"].params)) == (
        "mailto:somchai@example.go.th",
        {
            "CN": {"th": "นายสมชาย ใจดี", "en": "Mr สมชาย ใจดี"}[locale],
            "PARTSTAT": "ACCEPTED",
            "ROLE": "REQ-PARTICIPANT",
            "RSVP": "FALSE",
        },
    )
    prefix = "" if locale == "th" else "/en"
    assert entry["url"] == f"https://wian.example{prefix}/events/water-safety-2565/"
    assert MANAGE not in str(entry.to_ical())


def test_how_to_join_is_in_it_when_it_is_known():
    entry = read_entry(make_message("joining_details"))
    assert entry["location"] == ROOM
    assert [text in entry["description"] for text in (LINK, MEETING_ID, PASSCODE)] == [True, True, True]


REQUESTED = {"confirmation", "moved_up", "approved", "changed", "joining_details", "event_changed"}


@pytest.mark.parametrize("kind", KINDS)
def test_who_holds_a_seat_is_invited_and_nobody_else(kind):
    assert choose_method(make_message(kind)) == ("REQUEST" if kind in REQUESTED else None)


@pytest.mark.parametrize(
    ("kind", "state", "method"),
    [
        ("changed", "confirmed", "REQUEST"),
        ("changed", "waiting", "CANCEL"),
        ("changed", "late_review", "CANCEL"),
        ("cancelled", "cancelled", "CANCEL"),
        ("declined", "declined", "CANCEL"),
        ("event_called_off", "confirmed", "CANCEL"),
        ("event_called_off", "waiting", "CANCEL"),
        ("reminder", "confirmed", None),
    ],
)
def test_who_was_invited_before_and_has_no_seat_now_has_it_taken_out(kind, state, method):
    assert choose_method(make_message(kind, state=state, sequence=1)) == method


def test_an_invitation_keeps_its_name_and_counts_up_until_it_is_cancelled():
    first = make_message()
    moved = make_event(
        days=[{"starts_at": "2022-02-01T01:30:00Z", "ends_at": "2022-02-01T09:00:00Z", "text": {"th": "", "en": ""}}]
    )
    messages = [
        first,
        make_message("joining_details", locale="en", sequence=1),
        make_message("event_changed", sequence=2, event=moved),
        make_message("cancelled", sequence=3, receipt="9999-9999", calendar_key="4821-0937"),
    ]
    parts = [part for message in messages for part in list_parts(message)]
    assert [(method, entry["sequence"], entry["uid"]) for method, _same, entry in parts] == [
        (method, sequence, "water-safety-2565-4821-0937@wian.example")
        for sequence, method in enumerate(["REQUEST", "REQUEST", "REQUEST", "CANCEL"])
    ]
    gone = parts[-1][2]
    assert gone["status"] == "CANCELLED"
    assert "description" not in gone


def list_days(*days: int) -> list[dict[str, object]]:
    return [
        {"starts_at": f"2025-08-{day}T01:30:00Z", "ends_at": f"2025-08-{day}T09:30:00Z", "text": {"th": "-", "en": "-"}}
        for day in days
    ]


def test_days_that_move_are_the_same_entries_and_those_that_are_left_out_are_taken_out():
    before = list_parts(make_message(event=make_event(days=list_days(25, 26, 28)), most_days=3))
    moved = make_event(days=list_days(30))
    after = list_parts(make_message("event_changed", event=moved, sequence=1, most_days=3))
    assert [entry["uid"] for _method, _same, entry in after] == [entry["uid"] for _method, _same, entry in before]
    assert [method for method, _same, _entry in after] == ["REQUEST", "CANCEL", "CANCEL"]
    assert "dtstart" not in after[1][2]
    first = list_parts(make_message(event=moved, sequence=0, most_days=3))
    assert [method for method, _same, _entry in first] == ["REQUEST"]  # nothing of it is in their calendar


def test_each_of_several_days_is_an_invitation_of_its_own():
    days = list_days(25, 26, 28)
    parts = list_parts(make_message(event=make_event(days=days)))
    assert [(entry["uid"], entry["summary"]) for _method, _same, entry in parts] == [
        (f"water-safety-2565-4821-0937{suffix}@wian.example", f"สัมมนาน้ำ <๒๕๖๕> (วันที่ {number} จาก 3 วัน)")
        for number, suffix in ((1, ""), (2, "-2"), (3, "-3"))
    ]
    mail = message_from_bytes(
        bytes(render_mail(make_message(event=make_event(days=days)), Sender(ORGANIZER), TEXTS)), policy=policy.default
    )
    assert [part.get_filename() for part in mail.iter_attachments()] == ["day-1.ics", "day-2.ics", "day-3.ics"]


def test_a_thai_domain_is_in_ascii_there_too():
    assert read_entry(rename(make_message(), email="a@สำนักงาน.ไทย"))["attendee"] == (
        "mailto:a@xn--12cm6cc5fxbfe1v.xn--o3cw4h"
    )


def test_two_people_do_not_share_an_invitation():
    one, other = make_message(), replace(make_message(), receipt="1111-2222")
    assert read_entry(one)["uid"] != read_entry(other)["uid"]


def test_no_name_makes_a_line_of_the_calendar():
    event = make_event()
    title = "a\r\nATTENDEE:mailto:spy@example.com\nb;c,d"
    message = make_message(event=replace(event, title={"th": title, "en": title}))
    [invitation] = render_invitations(message, ORGANIZER, TEXTS)
    [entry] = Calendar.from_ical(invitation.ics).walk("VEVENT")
    assert entry["attendee"] == "mailto:somchai@example.go.th"
