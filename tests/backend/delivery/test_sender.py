"""The sender between a real store and a real mail server: what goes out, once, as it is true at that moment."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.delivery import sender as sending_module
from backend.delivery.carriers import Carriers, make_preview_carriers
from backend.delivery.outcomes import Sent
from backend.delivery.sender import Sender, sending
from backend.registration.acts import decide
from backend.registration.announcements import announce
from backend.store import outbox
from tests.backend.small_site import SLUG

if TYPE_CHECKING:
    from pathlib import Path

    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome
    from backend.store.store import Store
    from tests.backend.conftest import Phone
    from tests.servers.mail_server import Mailbox

from tests.backend.delivery.sending import body, find_event, make_sender, read, send, states

MEETING = {"link": "https://zoom.example/j/1", "meeting_id": "945 1", "passcode": "555", "room": {}, "map_link": ""}
OTHER_MEETING = MEETING | {"meeting_id": "945 2"}


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
