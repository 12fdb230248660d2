"""The sender between a real store and a real mail server: what goes out, once, as it is true at that moment."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.delivery import sender as sending_module
from backend.delivery.carriers import Carriers, make_carriers, make_preview_carriers
from backend.delivery.mail import Sender as From
from backend.delivery.outcomes import Sent
from backend.delivery.sender import LEASE, Sender, find_pause, sending
from backend.delivery.settings import Settings, SmtpSettings
from backend.registration.acts import decide
from backend.registration.announcements import announce
from backend.registration.meeting import set_meeting
from backend.store import outbox
from backend.store.opening import open_store
from tests.backend.small_site import SLUG, write_small_site
from tests.servers.coroutines import run as run_coroutine
from tests.servers.mail_server import Mailbox, running_mail_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome
    from backend.store.store import Store
    from tests.backend.conftest import Phone

MEETING = {"link": "https://zoom.example/j/1", "meeting_id": "945 1", "passcode": "555", "room": {}, "map_link": ""}
OTHER_MEETING = MEETING | {"meeting_id": "945 2"}


@pytest.fixture
def mailbox() -> Mailbox:
    """What the mail server took."""
    return Mailbox()


@pytest.fixture
def carriers(mailbox: Mailbox, site: Path) -> Iterator[Carriers]:
    """E-mail over a server on loopback."""
    with running_mail_server(mailbox, auth_required=False) as port:
        smtp = SmtpSettings("127.0.0.1", port, "none", From("registration@wian.example.go.th"))
        yield make_carriers(Settings(smtp, None), StrictMessages(site))


@pytest.fixture
def store(phone: Phone) -> Iterator[Store]:
    """The phone's store, opened beside its backend."""
    with closing(open_store(phone.database.parent)) as store:
        yield store


def make_sender(phone: Phone, store: Store, carriers: Carriers) -> Sender:
    return Sender(store, Events(phone.site, is_preview=False), carriers, phone.clock)


def send(phone: Phone, store: Store, carriers: Carriers) -> None:
    """Send all that is due."""
    sender = make_sender(phone, store, carriers)
    while run_coroutine(sender.send_due()):
        pass


def find_event(phone: Phone) -> Event:
    event = Events(phone.site, is_preview=False).find(SLUG)
    assert event is not None
    return event


def read(mailbox: Mailbox) -> list[EmailMessage]:
    return [message_from_bytes(taken, policy=policy.default) for taken in mailbox.taken]  # type: ignore[misc]


def states(phone: Phone) -> list[tuple[str, str, int, str | None]]:
    return phone.query("SELECT kind, state, attempts, last_error FROM outbox WHERE channel = 'email' ORDER BY id")


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_confirmation_goes_out_once(phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox) -> None:
    receipt = phone.register(0)["receipt"]
    send(phone, store, carriers)
    send(phone, store, carriers)
    [message] = read(mailbox)
    assert message["to"] == "นายสมชาย ใจดี <person0@example.go.th>"
    assert receipt in body(message)
    assert states(phone) == [("confirmation", "sent", 1, None)]
    assert phone.query("SELECT provider_id FROM outbox WHERE channel = 'email'") == [("4ZxY1z2B3c",)]


def test_sms_that_is_not_set_up_waits(phone: Phone, store: Store, carriers: Carriers) -> None:
    phone.register(0)
    send(phone, store, carriers)
    assert phone.query("SELECT state, attempts FROM outbox WHERE channel = 'sms'") == [("waiting", 0)]


def test_what_was_overtaken_is_not_said(phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox) -> None:
    receipt = phone.register(0)["receipt"]
    decide(store, find_event(phone), receipt, "cancel", by="x", at=phone.clock())
    send(phone, store, carriers)
    assert [state[:2] for state in states(phone)] == [("confirmation", "dropped"), ("cancelled", "sent")]
    assert len(mailbox.taken) == 1


def test_what_is_not_true_when_it_is_written_is_dropped(phone: Phone, store: Store, carriers: Carriers) -> None:
    phone.register(0)
    with closing(sqlite3.connect(phone.database)) as connection:
        connection.execute("UPDATE registrations SET state = 'cancelled', seat = NULL")  # behind the outbox's back
        connection.commit()
    send(phone, store, carriers)
    assert [state[:2] for state in states(phone)] == [("confirmation", "dropped")]


def test_when_the_event_is_over_nothing_more_is_said(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    phone.clock.now = datetime(2022, 1, 14, 9, tzinfo=UTC)
    send(phone, store, carriers)
    assert mailbox.taken == []
    assert states(phone) == [("confirmation", "dropped", 1, None)]


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


class TakesAll:
    """A way out that takes everything."""

    async def deliver(self, _message: Message) -> Outcome:
        """Take it."""
        return Sent("")


@pytest.mark.parametrize(("days", "state"), [(1, ("sent", None)), (2, ("dropped", "not_taken"))])
def test_a_gateway_that_is_set_up_later_sends_what_is_new_only(
    phone: Phone, store: Store, days: int, state: tuple[str, str | None]
) -> None:
    phone.register(0)
    phone.clock.now += timedelta(days=days)
    send(phone, store, Carriers({"sms": TakesAll()}))
    assert phone.query("SELECT state, last_error FROM outbox WHERE channel = 'sms'") == [state]


def test_e_mail_that_is_set_up_later_says_all(phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox) -> None:
    phone.register(0)
    phone.clock.now += timedelta(days=5)
    send(phone, store, carriers)
    assert len(mailbox.taken) == 1


def test_nobody_is_reminded_when_the_event_has_begun(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    send(phone, store, carriers)
    key = phone.query("SELECT submission_id FROM registrations")[0][0]
    begins = find_event(phone).starts_at
    store.write(lambda connection: outbox.add_messages(connection, [(key, "email")], "reminder", begins))
    phone.clock.now = begins
    send(phone, store, carriers)
    assert states(phone)[1] == ("reminder", "dropped", 1, None)
    assert len(mailbox.taken) == 1


def test_who_is_told_that_it_was_called_off_has_it_taken_out_of_the_calendar(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    phone.register(0)
    send(phone, store, carriers)
    form = phone.site / f"r/{SLUG}/form.json"
    words = {"on": {"th": "วันเสาร์", "en": "Saturday"}, "because": {"th": "น้ำท่วม", "en": "flood"}}
    form.write_text(json.dumps(json.loads(form.read_text()) | {"called_off": words}))
    announce(store, Events(phone.site, is_preview=False), phone.clock())
    send(phone, store, carriers)
    last = read(mailbox)[-1]
    assert "น้ำท่วม" in body(last)
    [calendar] = [str(part.get_content()) for part in last.walk() if part.get_content_type() == "text/calendar"]
    assert "METHOD:CANCEL" in calendar
    assert "STATUS:CANCELLED" in calendar


def test_a_correction_is_the_same_appointment_changed(
    phone: Phone, store: Store, carriers: Carriers, mailbox: Mailbox
) -> None:
    key = phone.register(0)["submission_id"]
    send(phone, store, carriers)
    phone.register(0, position="ปลัด", replaces=key)
    send(phone, store, carriers)
    calendars = [
        part.get_content()
        for message in read(mailbox)
        for part in message.walk()
        if part.get_content_type() == "text/calendar"
    ]
    found = [
        sorted(line for line in str(text).splitlines() if line.startswith(("UID", "SEQUENCE"))) for text in calendars
    ]
    assert found[0][1] == found[-1][1]
    assert found[0][0] != found[-1][0]


@pytest.fixture
def looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender that hardly waits."""
    monkeypatch.setattr(sending_module, "LOOK_EVERY_S", 0.01)


@pytest.mark.usefixtures("looking_often")
def test_one_failure_does_not_end_all_sending(
    phone: Phone, store: Store, carriers: Carriers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sender = make_sender(phone, store, carriers)
    take, failures = Sender._take, iter([ValueError("somebody@example.go.th")])  # noqa: SLF001 - made to fail once

    def fail_once(self: Sender, now: datetime) -> object:
        error = next(failures, None)
        if error:
            raise error
        return take(self, now)

    monkeypatch.setattr(Sender, "_take", fail_once)
    phone.register(0)
    with sending(sender):
        while states(phone)[0][1] != "sent":
            threading.Event().wait(0.01)
    assert "messages cannot be sent: ValueError, unexpected" in caplog.messages
    assert "somebody" not in caplog.text


def test_a_preview_writes_files_and_sends_nothing(phone: Phone, store: Store, tmp_path: Path) -> None:
    phone.register(0)
    send(phone, store, make_preview_carriers(tmp_path / "messages", StrictMessages(phone.site)))
    assert sorted(file.suffix for file in (tmp_path / "messages").iterdir()) == [".eml", ".txt", ".txt"]


def test_one_message_that_cannot_be_written_keeps_no_other_back(
    phone: Phone, store: Store, carriers: Carriers, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(2):
        phone.register(number)
    deliver = Carriers.deliver

    async def fail_for_the_first(self: Carriers, message: Message) -> Outcome:
        if message.recipient.first_name == "สมชาย":
            raise ValueError("สมชาย")
        return await deliver(self, message)

    monkeypatch.setattr(Carriers, "deliver", fail_for_the_first)
    send(phone, store, carriers)
    assert [state[:2] for state in states(phone)] == [("confirmation", "waiting"), ("confirmation", "sent")]
    assert "message 1 cannot be sent: ValueError, unexpected" in caplog.messages
    assert "สมชาย" not in caplog.text
