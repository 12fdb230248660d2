"""E-mail over SMTP: one connection a message, safe and with a limit of time, and what the server's answer means.

What a server says of one message is final if it says so. What goes wrong before that is no word about the message: the
server is busy, away or set up wrongly, so it is tried again.

Sources: RFC 5321 (4.2.1: what the first digit of an answer means), RFC 3463 (the codes that come with it), RFC 3207
(STARTTLS), RFC 4954 (6: 530, 535 and 538 are about AUTH).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from contextlib import suppress
from email.policy import SMTP as SMTP_POLICY
from email.policy import SMTPUTF8 as SMTPUTF8_POLICY
from typing import TYPE_CHECKING

import anyio.to_thread
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from backend.delivery.addresses import AddressError, write_for_servers
from backend.delivery.mail import render_mail
from backend.delivery.outcomes import Failed, Sent, TryAgain

if TYPE_CHECKING:
    from backend.built_site.messages import StrictMessages
    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome
    from backend.delivery.settings import SmtpSettings

ANSWER_WITHIN_S = 60
LONGEST_S = 180
"""How long one message may take; whoever leases messages has to lease them for longer."""
_GOODBYE_S = 5
_FINAL = 500
_ABOUT_CREDENTIALS = frozenset({530, 534, 535, 538})
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?![\d.])", re.ASCII)
_PROVIDER_IDS = tuple(
    re.compile(rf"{before}([\w.-]{{4,80}})(?![\w.@-])", re.ASCII | re.IGNORECASE)
    for before in (r"\bqueued as ", r"\bid=", r"^(?:2\.\d\.\d )?ok:? +(?=\S*\d)")
)


class SmtpCarrier:
    """Sends e-mails over one mail server."""

    def __init__(
        self,
        settings: SmtpSettings,
        messages: StrictMessages,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
        longest_s: float = LONGEST_S,
    ) -> None:
        """Read the certificates that are trusted; nothing is sent yet."""
        self._settings = settings
        self._messages = messages
        self._answer_within_s = answer_within_s
        self._longest_s = longest_s
        ca_file = None if settings.ca_file is None else str(settings.ca_file)
        self._tls = ssl.create_default_context(cafile=ca_file)

    async def deliver(self, message: Message) -> Outcome:
        """Send it; whatever happens is an outcome."""
        try:  # in a thread: what is served meanwhile need not wait for it
            raw, recipient = await anyio.to_thread.run_sync(self._render, message)
        except AddressError:
            return Failed("address_unusable")
        client = self._make_client()
        try:
            return await self._send(client, raw, recipient)
        finally:  # also where the sender is stopped meanwhile
            client.close()

    def _render(self, message: Message) -> tuple[bytes, str]:
        """The e-mail as it goes over the wire, and whom to."""
        mail = render_mail(message, self._settings.sender, self._messages)
        recipient = write_for_servers(message.recipient.email)
        return mail.as_bytes(policy=SMTP_POLICY if recipient.isascii() else SMTPUTF8_POLICY), recipient

    async def _send(self, client: SMTP, raw: bytes, recipient: str) -> Outcome:
        try:
            async with asyncio.timeout(self._longest_s):
                await self._open(client)
                outcome = await self._submit(client, raw, recipient)
        except TimeoutError:  # aiosmtplib's are of this kind too
            outcome = TryAgain("timeout")
        except (SMTPException, OSError) as error:
            outcome = _judge_connection(error)
        await _close(client)
        return outcome

    def _make_client(self) -> SMTP:
        settings = self._settings
        return SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security == "tls",
            start_tls=False,  # not by itself: `_open` insists on it
            tls_context=self._tls,
            local_hostname=settings.sender.domain,
            timeout=self._answer_within_s,
        )

    async def _open(self, client: SMTP) -> None:
        """Connect, make the connection safe, and say who we are."""
        await client.connect()
        if self._settings.security == "starttls":
            await client.ehlo()
            if not client.supports_extension("starttls"):
                raise ssl.SSLError("the server offers no STARTTLS")
            await client.starttls()
        if self._settings.user:
            await client.login(self._settings.user, self._settings.password)

    async def _submit(self, client: SMTP, raw: bytes, recipient: str) -> Outcome:
        """Hand the message over; with SMTPUTF8 only if the recipient's address needs it."""
        options = [] if recipient.isascii() else ["SMTPUTF8"]
        try:
            _refused, answer = await client.sendmail(
                self._settings.sender.address, [recipient], raw, mail_options=options
            )
        except SMTPRecipientsRefused as error:
            return _judge_answer(error.recipients[0])
        except SMTPResponseException as error:
            return _judge_answer(error)
        except (SMTPNotSupported, ValueError):
            return Failed("address_unusable")
        return Sent(_find_provider_id(answer))


async def _close(client: SMTP) -> None:
    """Say goodbye; what was taken stays taken, however the other side behaves now."""
    transport = client.transport
    with suppress(SMTPException, OSError):
        await client.quit(timeout=_GOODBYE_S)
    client.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()  # TLS would wait for the other side's goodbye, and keep the connection for so long
        await asyncio.sleep(0)


def _judge_answer(error: SMTPResponseException) -> Outcome:
    """What a server's refusal means; its words are left out, for they often name the recipient."""
    detail = _describe(error)
    if error.code in _ABOUT_CREDENTIALS:
        return TryAgain("credentials_refused", detail)
    return Failed("refused", detail) if error.code >= _FINAL else TryAgain("answered_later", detail)


def _judge_connection(error: Exception) -> TryAgain:
    """Why there was no asking, or no answer."""
    if isinstance(error, SMTPAuthenticationError):
        return TryAgain("credentials_refused", _describe(error))
    if isinstance(error, SMTPResponseException):
        return TryAgain("answered_later", _describe(error))
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return TryAgain("not_secure")
    if isinstance(error, SMTPServerDisconnected):
        return TryAgain("connection_lost")
    if isinstance(error, OSError):
        return TryAgain("unreachable")
    return TryAgain("credentials_refused")  # the server knows no AUTH, or none that we know


def _describe(error: SMTPResponseException) -> str:
    enhanced = _ENHANCED.match(str(error.message))
    return f"{error.code} {enhanced[0]}" if enhanced else str(error.code)


def _find_provider_id(answer: str) -> str:
    """What the server calls the message, as the usual servers say it; empty if it does not say."""
    return next((found[1] for pattern in _PROVIDER_IDS if (found := pattern.search(answer))), "")
