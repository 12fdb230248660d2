"""The sender: takes messages from the outbox, sends each, and notes what became of it.

Several may run at once. A message is written from what is so at that moment; one that is not true any more (cancelled
before it was confirmed), or comes when the event is over, is dropped. Who dies between sending and noting sends a
message a second time, with the same Message-ID.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from backend.built_site.events import EventUnusableError
from backend.built_site.messages import TextMissingError
from backend.delivery.joining import parse_joining_details
from backend.delivery.message import Message, MessageError, Recipient
from backend.delivery.outcomes import Failed, Sent, TryAgain
from backend.store import keys, outbox, records
from backend.store.store import StoreUnavailableError
from backend.store.told import find_said
from backend.terms.message_kinds import NOT_TAKEN, is_useful, may_have_joining_details

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from backend.built_site.events import Event, Events
    from backend.clock import Clock
    from backend.delivery.carriers import Carriers
    from backend.delivery.outcomes import Outcome
    from backend.store.outbox import DueMessage
    from backend.store.records import Registration
    from backend.store.store import Store

AT_ONCE = 10
"""Messages that one sender takes together, and sends at the same time."""

LEASE = timedelta(minutes=5)
"""How long they are its own: longer than any of them can take."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)

GIVE_UP_AFTER = timedelta(days=2)
"""What has been answered "later" for so long since it was first tried is told as failed.

Source: RFC 5321, 4.5.4.1, says four to five days.
"""

LOOK_EVERY_S = 2.0

_log = logging.getLogger("wian.backend")


class Sender:
    """Sends what is due."""

    def __init__(self, store: Store, events: Events, carriers: Carriers, clock: Clock) -> None:
        """Take from `store`, know events from `events`, send by `carriers`."""
        self._store = store
        self._events = events
        self._carriers = carriers
        self._clock = clock

    async def send_due(self) -> int:
        """Take some messages that are due and send them; how many were taken.

        Raises:
            StoreUnavailableError: If the store cannot be written just now; what was sent is sent again later.
        """
        now = self._clock()
        due = await asyncio.to_thread(self._take, now)
        await asyncio.gather(*(self._send(message, now) for message in due))
        return len(due)

    def _take(self, now: datetime) -> list[DueMessage]:
        channels = self._carriers.channels
        return self._store.write(lambda connection: outbox.take_due(connection, channels, now, now + LEASE, AT_ONCE))

    async def _send(self, due: DueMessage, now: datetime) -> None:
        """Send one; what goes wrong with it keeps no other from going out, and it is taken again after its lease."""
        try:
            await self._try_to_send(due, now)
        except (StoreUnavailableError, TextMissingError) as error:
            _log.error("message %d cannot be sent yet: %s", due.id, error)
        except Exception as error:  # noqa: BLE001 - nobody foresaw it; its text could be personal
            _log.error("message %d cannot be sent: %s, unexpected", due.id, type(error).__name__)

    async def _try_to_send(self, due: DueMessage, now: datetime) -> None:
        written = await asyncio.to_thread(self._write_message, due, now)
        if written is not None:
            outcome = await self._carriers.deliver(written) if isinstance(written, Message) else written
            await asyncio.to_thread(self._note, due, outcome, now)

    def _write_message(self, due: DueMessage, now: datetime) -> Message | TryAgain | None:
        """The message as it is true now, or why there is none yet; None if it was dropped, or is taken again later."""
        try:
            event = self._events.find(due.event)
        except EventUnusableError:
            event = None
        if event is None:  # without a site to ask it is just being replaced: tried again when the lease is over
            return TryAgain("event_missing") if self._events.is_available() else None
        if due.attempts == 1 and not is_useful(due.channel, due.created_at, now):
            self._store.write(lambda connection: outbox.note_overtaken(connection, due, NOT_TAKEN))
            return None

        message = None
        if not (event.is_over(now) or (due.kind == "reminder" and event.starts_at <= now)):
            with self._store.reading() as connection:
                registration = records.find_registration(connection, due.submission_id)
                if registration is not None:
                    message = make_message(connection, due, event, registration)
        if message is None:
            self._store.write(lambda connection: outbox.note_overtaken(connection, due))
        return message

    def _note(self, due: DueMessage, outcome: Outcome, now: datetime) -> None:
        def note(connection: Connection) -> None:
            if isinstance(outcome, Sent):
                outbox.note_sent(connection, due, outcome.provider_id, now)
            elif isinstance(outcome, Failed) or now - due.first_tried_at >= GIVE_UP_AFTER:
                outbox.note_failed(connection, due, str(outcome))
            else:
                outbox.note_retry(connection, due, str(outcome), now + find_pause(due.attempts))

        self._store.write(note)
        if not isinstance(outcome, Sent):
            _log.warning("message %d by %s did not go out: %s", due.id, due.channel, outcome)


def make_message(connection: Connection, due: DueMessage, event: Event, registration: Registration) -> Message | None:
    """The message for a registration as it stands; None if it is not true of it any more."""
    meeting = outbox.find_meeting(connection, event.slug)
    is_told = meeting is not None and may_have_joining_details(due.kind, registration.state)
    persons = registration.persons
    try:
        return Message(
            id=due.id,
            kind=due.kind,
            channel=due.channel,
            locale=registration.locale,
            recipient=Recipient(
                persons["honorific"], persons["first_name"], persons["last_name"], persons["email"], persons["mobile"]
            ),
            organisation=event.organisation_name(registration.organisation, registration.locale),
            receipt=keys.find_receipt(connection, registration.submission_id),
            state=registration.state,
            queued_at=due.created_at,
            event=event,
            place=records.find_place_in_line(connection, registration) if registration.state == "waiting" else None,
            # Whoever another person has replaced would see that person there.
            manage="" if registration.state == "replaced" else keys.find_manage(connection, registration.submission_id),
            joining=parse_joining_details(meeting) if meeting is not None and is_told else None,
            sequence=outbox.count_earlier_invitations(connection, registration.calendar_key, due.id),
            most_days=find_said(connection, event.slug).most_days,
            calendar_key=registration.calendar_key,
        )
    except MessageError:
        return None


def find_pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, doubled each time, an hour at most."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


@contextmanager
def sending(sender: Sender) -> Iterator[None]:
    """Send in a thread of its own until the `with` block ends."""
    stop = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(send_until(sender, stop)), name="sender", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def send_until(sender: Sender, stop: threading.Event) -> None:
    """Send whatever becomes due until `stop` is set; what is being sent then is sent to its end."""
    while not stop.is_set():
        try:
            taken = await sender.send_due()
        except StoreUnavailableError as error:
            _log.error("messages cannot be sent yet: %s", error)
            taken = 0
        except Exception as error:  # noqa: BLE001 - one failure must not end all sending; its text could be personal
            _log.error("messages cannot be sent: %s, unexpected", type(error).__name__)
            taken = 0
        if not taken:
            await asyncio.to_thread(stop.wait, LOOK_EVERY_S)
