"""A mail server on loopback that takes its time, remembers what it took, and can go away and come back."""

from __future__ import annotations

import asyncio
import email
import email.policy
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiosmtpd.controller import Controller

from bench.faults.http_client import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from aiosmtpd.smtp import SMTP, Envelope, Session

SLOWEST_S = 0.02


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the server answered for: whom it is to, its Message-ID, and the name of who sent it."""

    recipient: str
    message_id: str
    sender: str


@dataclass(slots=True)
class MailServer:
    """The server.

    Attributes:
        chance: How long each message takes is drawn from here.
        taken: All messages, in order.
        slowest_s: How long it takes at most before a message, and once more before its answer.
        on_taken: Called when a message was taken, before its sender knows.
    """

    chance: Random
    port: int = field(default_factory=free_port)
    taken: list[Taken] = field(default_factory=list)
    slowest_s: float = SLOWEST_S
    on_taken: Callable[[], None] = lambda: None
    _controller: Controller | None = None

    def name_variables(self, sender: str = "Office") -> dict[str, str]:
        """What a sender's environment has to say to find it, and by which name it sends."""
        return {
            "WIAN_SMTP_HOST": "127.0.0.1",
            "WIAN_SMTP_PORT": str(self.port),
            "WIAN_SMTP_SECURITY": "none",
            "WIAN_SMTP_FROM": f"{sender} <office@example.go.th>",
        }

    def start(self) -> None:
        """Listen; returns when it answers."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=True)
        self._controller.start()

    def stop(self) -> None:
        """Go away."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        await asyncio.sleep(self.chance.uniform(0, self.slowest_s))
        assert isinstance(envelope.content, bytes)
        head = email.message_from_bytes(envelope.content, policy=email.policy.default)
        sender = head["From"].addresses[0].display_name
        self.taken.append(Taken(envelope.rcpt_tos[0], str(head["Message-ID"]), sender))
        self.on_taken()
        await asyncio.sleep(self.chance.uniform(0, self.slowest_s))
        return f"250 2.0.0 Ok: queued as {len(self.taken):010}"


@contextmanager
def mail_server(chance: Random) -> Iterator[MailServer]:
    """A running one, gone at the end of the `with` block."""
    server = MailServer(chance)
    server.start()
    try:
        yield server
    finally:
        server.stop()
