"""Sending what is due, and what became of it."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from backend.built_site.events import Events
from backend.delivery.sender import Sender
from tests.backend.small_site import SLUG
from tests.servers.coroutines import run as run_coroutine

if TYPE_CHECKING:
    from email.message import EmailMessage

    from backend.built_site.events import Event
    from backend.delivery.carriers import Carriers
    from backend.store.store import Store
    from tests.backend.conftest import Phone
    from tests.servers.mail_server import Mailbox


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
