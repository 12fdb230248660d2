"""What must not be sent cannot even be made; nobody is named where a program shows itself."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from backend.delivery.joining import JoiningDetails, parse_joining_details
from backend.delivery.message import MessageError
from backend.terms.message_kinds import CHANNELS, TRUE_IN, Channel, MessageKind, State, may_have_joining_details
from tests.backend.delivery.samples import (
    CALLED_OFF,
    JOINING,
    MANAGE,
    SECRETS,
    SOMCHAI,
    STATES,
    make_event,
    make_message,
)

KINDS, STATES_OF_ALL = get_args(MessageKind.__value__), get_args(State.__value__)
TELLING_HOW_TO_JOIN = {"confirmation", "moved_up", "approved", "changed", "joining_details", "reminder"}


def test_every_kind_is_true_somewhere_and_every_channel_known():
    assert [*TRUE_IN] == [*KINDS]
    assert get_args(Channel.__value__) == CHANNELS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", STATES_OF_ALL)
def test_joining_details_go_only_to_who_holds_a_seat(kind, state):
    allowed = kind in TELLING_HOW_TO_JOIN and state == "confirmed"
    assert may_have_joining_details(kind, state) == allowed
    if allowed:
        assert make_message(kind, state=state, joining=JOINING).joining == JOINING
    else:
        with pytest.raises(MessageError):
            make_message(kind, state=state, joining=JOINING)


def test_a_message_cannot_be_changed_into_one_that_tells_a_secret():
    waiting = make_message("changed", state="waiting")
    with pytest.raises(MessageError, match=r"^no message changed tells who is waiting how to join$"):
        replace(waiting, joining=JOINING)
    with pytest.raises(MessageError, match=r"^no message changed tells who is late_review how to join$"):
        replace(make_message("changed", joining=JOINING), state="late_review")


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("confirmation", "cancelled"),
        ("confirmation", "replaced"),
        ("waiting", "confirmed"),
        ("moved_up", "waiting"),
        ("declined", "confirmed"),
        ("cancelled", "confirmed"),
        ("reminder", "waiting"),
        ("event_changed", "cancelled"),
        ("event_called_off", "removed"),
    ],
)
def test_what_is_no_longer_true_is_no_message(kind, state):
    with pytest.raises(MessageError, match=f"^a message {kind} is not true of a registration that is {state}, for an"):
        make_message(kind, state=state, joining=None)


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_event_that_was_called_off_nothing_is_told_that_needs_it_to_take_place(kind):
    off = replace(make_event(), called_off=CALLED_OFF)
    state = STATES.get(kind, "confirmed")
    joining = JOINING if kind == "joining_details" else None
    if kind in {"event_called_off", "cancelled", "declined"}:
        assert make_message(kind, event=off).event.is_called_off
    else:
        with pytest.raises(MessageError, match=r", for an event that was called off$"):
            make_message(kind, state=state, event=off, joining=joining)


def test_an_event_that_takes_place_after_all_is_not_told_to_be_called_off():
    with pytest.raises(MessageError, match=r"for an event that takes place$"):
        replace(make_message("event_called_off"), event=make_event())


def test_joining_details_without_any_are_no_message():
    with pytest.raises(MessageError, match=r"^a message joining_details has to say how to join$"):
        make_message("joining_details", joining=None)


def test_nothing_personal_and_no_secret_shows_where_a_program_shows_itself():
    shown = repr(make_message(joining=JOINING, manage=MANAGE, calendar_key="key")) + repr(JOINING)
    personal = (SOMCHAI.first_name, SOMCHAI.last_name, SOMCHAI.email, SOMCHAI.mobile, "4821-0937", "อบจ", MANAGE, "key")
    assert [text for text in (*personal, *SECRETS) if text in shown] == []


def test_joining_details_come_back_from_a_store_as_they_were():
    assert parse_joining_details(JOINING.as_json()) == JOINING
    assert parse_joining_details(JoiningDetails().as_json()) == JoiningDetails()


def test_the_samples_are_in_a_state_in_which_each_kind_is_true():
    assert {kind: make_message(kind).state for kind in STATES} == STATES
