"""What does not go out at once: tried again, by whom, for how long, and under the same number."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backend.delivery.sender import LEASE, find_pause
from tests.backend.small_site import SLUG, write_small_site

if TYPE_CHECKING:
    from pathlib import Path

    from backend.delivery.carriers import Carriers
    from backend.store.store import Store
    from tests.backend.conftest import Phone
    from tests.servers.mail_server import Mailbox

from tests.backend.delivery.sending import make_sender, read, send, states


def test_an_answer_that_says_later_is_tried_again_under_the_same_number(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    mailbox.answers["DATA"] = "451 4.7.1 Greylisted, try again"
    phone.register(0)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "waiting", 1, "answered_later 451 4.7.1")]
    del mailbox.answers["DATA"]
    send(phone, store, carriers)
    assert mailbox.taken == []  # not before its time
    phone.clock.now += find_pause(1)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "sent", 2, None)]


def test_an_answer_that_says_never_is_not(phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox) -> None:
    mailbox.answers["RCPT"] = "550 5.1.1 ADDRESS is unknown"
    phone.register(0)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "failed", 1, "refused 550 5.1.1")]  # and no address in it


def test_after_two_days_of_later_it_has_failed(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    mailbox.answers["DATA"] = "451 4.7.1 Greylisted, try again"
    phone.register(0)
    phone.clock.now += timedelta(days=3)  # the mail server was set up only then
    send(phone, store, carriers)
    phone.clock.now += timedelta(days=2) - timedelta(milliseconds=1)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "waiting", 2, "answered_later 451 4.7.1")]
    phone.clock.now += find_pause(2)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "failed", 3, "answered_later 451 4.7.1")]


def test_the_pauses_grow_to_an_hour() -> None:
    minutes = [find_pause(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 6, 7, 500)]
    assert minutes == [1, 2, 4, 32, 60, 60]


def test_what_a_sender_took_and_died_over_goes_out_when_its_lease_is_over(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    make_sender(phone, store, carriers)._take(phone.clock())  # noqa: SLF001 - and no more, for it died
    send(phone, store, carriers)
    assert mailbox.taken == []
    phone.clock.now += LEASE
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "sent", 2, None)]


def test_what_was_sent_but_not_noted_goes_out_again_as_the_same_message(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    mailbox.cuts = 1  # the server takes it and breaks off
    phone.register(0)
    send(phone, store, carriers)
    phone.clock.now += find_pause(1)
    send(phone, store, carriers)
    assert len(mailbox.taken) == 2
    assert len({message["message-id"] for message in read(mailbox)}) == 1


def test_several_senders_send_each_message_once(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox, site: Path
) -> None:
    write_small_site(site, quota=None)
    for number in range(30):
        phone.register(number)
    threads = [threading.Thread(target=send, args=[phone, store, carriers]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({message["to"] for message in read(mailbox)}) == len(mailbox.taken) == 30


def test_while_the_site_is_being_replaced_nothing_is_lost(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    away = phone.site.rename(phone.site.with_name("site.old"))
    send(phone, store, carriers)
    away.rename(phone.site)
    assert [state[:2] for state in states(phone)] == [("confirmation", "waiting")]
    phone.clock.now += LEASE
    send(phone, store, carriers)
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("how", ["gone", "broken"])
def test_a_message_of_an_event_that_left_the_site_is_tried_less_and_less_and_fails_after_two_days(
    phone: Phone, store: Store, carriers: Carriers, how: str
) -> None:
    phone.register(0)
    form = phone.site / f"r/{SLUG}/form.json"
    form.unlink() if how == "gone" else form.write_text("{}")
    send(phone, store, carriers)
    begun_at = phone.clock.now
    for attempts in range(1, 9):
        assert states(phone) == [("confirmation", "waiting", attempts, "event_missing")]
        phone.clock.now += find_pause(attempts) - timedelta(milliseconds=1)
        send(phone, store, carriers)
        assert states(phone)[0][2] == attempts
        phone.clock.now += timedelta(milliseconds=1)
        send(phone, store, carriers)
    phone.clock.now = begun_at + timedelta(days=2)
    send(phone, store, carriers)
    assert states(phone) == [("confirmation", "failed", 10, "event_missing")]


def test_an_event_that_comes_back_to_the_site_is_written_of_again(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    form = phone.site / f"r/{SLUG}/form.json"
    away = form.rename(form.with_name("away"))
    send(phone, store, carriers)
    away.rename(form)
    phone.clock.now += find_pause(1)
    send(phone, store, carriers)
    assert len(mailbox.taken) == 1
