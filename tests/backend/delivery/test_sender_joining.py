"""How to join, in the messages of those who hold a seat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from backend.registration.acts import decide
from backend.registration.meeting import set_meeting
from tests.backend.small_site import write_small_site

if TYPE_CHECKING:
    from backend.delivery.carriers import Carriers
    from backend.store.store import Store
    from tests.backend.conftest import Phone
    from tests.servers.mail_server import Mailbox

from tests.backend.delivery.sending import body, find_event, make_sender, read, send

MEETING = {"link": "https://zoom.example/j/1", "meeting_id": "945 1", "passcode": "555", "room": {}, "map_link": ""}
OTHER_MEETING = MEETING | {"meeting_id": "945 2"}


def test_how_to_join_comes_with_the_confirmation_if_it_is_known(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    assert set_meeting(store, find_event(phone), MEETING, phone.clock()) == 0
    phone.register(0)
    send(phone, store, carriers)
    assert "945 1" in body(read(mailbox)[0])


def test_how_to_join_is_told_when_it_is_known_and_again_when_it_changes(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    send(phone, store, carriers)
    assert [set_meeting(store, find_event(phone), MEETING, phone.clock()) for _ in range(2)] == [1, None]
    send(phone, store, carriers)
    set_meeting(store, find_event(phone), OTHER_MEETING, phone.clock())
    send(phone, store, carriers)
    first, known, changed = map(body, read(mailbox))
    assert ["945" in first, "945 1" in known, "945 2" in changed] == [False, True, True]


def test_who_is_still_to_be_confirmed_hears_it_with_that(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    set_meeting(store, find_event(phone), MEETING, phone.clock())
    send(phone, store, carriers)
    assert ["945 1" in body(message) for message in read(mailbox)] == [True]


def test_whose_confirmation_is_on_its_way_just_then_hears_it_afterwards(
    phone: Phone, store: Store, carriers: Carriers
) -> None:
    phone.register(0)
    sender = make_sender(phone, store, carriers)
    taken = sender._take(phone.clock())  # noqa: SLF001 - between taking and sending
    assert len(taken) == 1
    assert set_meeting(store, find_event(phone), MEETING, phone.clock()) == 1


@pytest.mark.parametrize("state", ["waiting", "late_review"])
def test_nobody_without_a_seat_is_told_how_to_join(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox, state: str
) -> None:
    write_small_site(phone.site, quota=0 if state == "waiting" else 3, waiting_list=True)
    if state == "late_review":
        phone.clock.now = datetime(2022, 1, 11, tzinfo=UTC)
    times = {"created_at": "2022-01-09T02:00:00.000Z", "sent_at": "2022-01-11T02:00:00.000Z"}
    assert phone.register(0, **times)["status"] == state
    set_meeting(store, find_event(phone), MEETING, phone.clock())
    send(phone, store, carriers)
    assert len(mailbox.taken) == 1
    assert b"zoom.example" not in mailbox.taken[0]
    assert "945" not in body(read(mailbox)[0])


def test_who_moves_up_hears_it_then(phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox) -> None:
    write_small_site(phone.site, quota=1, waiting_list=True)
    first = phone.register(0)["receipt"]
    phone.register(1)
    set_meeting(store, find_event(phone), MEETING, phone.clock())
    send(phone, store, carriers)
    decide(store, find_event(phone), first, "cancel", by="x", at=phone.clock())
    send(phone, store, carriers)
    told = [body(message) for message in read(mailbox) if "person1@" in message["to"]]  # what is due goes out at once
    assert ["945 1" in text for text in told] == [False, True]
