"""A real mail server on loopback, which answers as it is told and keeps what it took."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    import trustme

USER, PASSWORD = "registration", "pässwörd ไทย"


@dataclass
class Mailbox:
    """What a server took, and how it answers.

    Attributes:
        taken: Raw messages, in order.
        envelopes: Their senders, recipients and options.
        answers: By command (`MAIL`, `RCPT`, `DATA`), its answer in place of the usual one.
        cuts: How many messages to take and then break off without an answer.
    """

    taken: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    cuts: int = 0

    async def handle_MAIL(self, _server, _session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        """Answer MAIL."""
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - likewise
        """Answer RCPT."""
        if "RCPT" in self.answers:
            return self.answers["RCPT"].replace("ADDRESS", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802 - likewise
        """Take a message, or refuse it."""
        if "DATA" in self.answers and self.answers["DATA"][0] != "2":
            return self.answers["DATA"]
        self.taken.append(envelope.content)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, envelope.mail_options))
        if self.cuts > 0:
            self.cuts -= 1
            server.transport.abort()
        return self.answers.get("DATA", "250 2.0.0 Ok: queued as 4ZxY1z2B3c")


def _authenticate(_server, _session, _envelope, _mechanism, data: Any) -> AuthResult:
    is_known = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
    return AuthResult(success=is_known, handled=is_known)  # what is not handled is answered 535


class _ImplicitTls(Controller):
    """TLS from the first byte; knocking on the door without TLS, as aiosmtpd's own does, is left out."""

    def _trigger_server(self):
        with closing(socket.create_connection((self.hostname, self.port), timeout=5)):
            pass


@contextmanager
def running_mail_server(
    mailbox: Mailbox, security: str = "none", context: ssl.SSLContext | None = None, **options: Any
) -> Iterator[int]:
    """Serve on loopback; gives the port. `options` are those of aiosmtpd's SMTP."""
    if security == "starttls":
        options = {"tls_context": context, "require_starttls": True} | options
    kind = _ImplicitTls if security == "tls" else Controller
    controller = kind(
        mailbox,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=context if security == "tls" else None,
        **({"enable_SMTPUTF8": True, "authenticator": _authenticate} | options),
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def make_context(authority: trustme.CA, *names: str, **limits: Any) -> ssl.SSLContext:
    """A server's side of TLS with a certificate for `names`; `limits` are trustme's, such as `not_after`."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(*names, **limits).configure_cert(context)
    return context


@contextmanager
def running_silence(greeting: bytes = b"") -> Iterator[int]:
    """A server that takes connections, says `greeting` and nothing more; gives the port."""
    kept: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                kept.append(connection)
                connection.sendall(greeting)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in kept:
                connection.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
