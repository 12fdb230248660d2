"""E-mail through a real mail server: what arrives, over which connection, and what each answer is taken for."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from backend.delivery.mail import Sender, render_mail
from backend.delivery.outcomes import Failed, Sent, TryAgain
from backend.delivery.settings import SmtpSettings
from backend.delivery.smtp import SmtpCarrier
from tests.backend.delivery.samples import SOMCHAI, TEXTS, make_message, rename
from tests.servers.coroutines import run as run_coroutine
from tests.servers.mail_server import (
    PASSWORD,
    USER,
    Mailbox,
    make_context,
    running_mail_server,
    running_silence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome

SENDER = Sender("registration@wian.example.go.th")
QUEUED = Sent("4ZxY1z2B3c")


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def deliver(message: Message, port: int, host: str = "localhost", within_s: float = 20, **settings: Any) -> Outcome:
    known: dict[str, Any] = {"host": host, "port": port, "security": "none", "sender": SENDER}
    carrier = SmtpCarrier(SmtpSettings(**(known | settings)), TEXTS, answer_within_s=within_s)
    return run_coroutine(carrier.deliver(message))


def test_what_arrives_is_what_was_rendered(stack, mailbox):
    message = make_message()
    assert deliver(message, stack.enter_context(running_mail_server(mailbox))) == QUEUED
    arrived = message_from_bytes(mailbox.taken[0], policy=policy.default)
    rendered = message_from_bytes(bytes(render_mail(message, SENDER, TEXTS)), policy=policy.default)
    assert {name: arrived[name] for name in rendered if name != "Content-Type"} == {
        name: rendered[name] for name in rendered if name != "Content-Type"
    }
    assert [part.get_content() for part in arrived.iter_parts()] == [
        part.get_content() for part in rendered.iter_parts()
    ]
    [(sender, recipients, options)] = mailbox.envelopes
    assert (sender, recipients) == (SENDER.address, [SOMCHAI.email])
    assert [option for option in options if "UTF8" in option.upper()] == []


# aiosmtpd does not count TLS from the first byte as such.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_safe_connection_and_a_password(stack, mailbox, authority, ca_file, security):
    context = make_context(authority, "localhost")
    server = running_mail_server(mailbox, security, context, auth_required=True, auth_require_tls=security != "tls")
    port = stack.enter_context(server)
    known = {"security": security, "ca_file": ca_file, "user": USER}
    assert deliver(make_message(), port, password=PASSWORD, **known) == QUEUED
    assert deliver(make_message(), port, password="wrong", **known) == TryAgain("credentials_refused", "535 5.7.8")  # noqa: S106
    assert deliver(make_message(), port, security=security, ca_file=ca_file) == TryAgain(
        "credentials_refused", "530 5.7.0"
    )
    assert len(mailbox.taken) == 1


def make_wrong_context(fault: str, authority: trustme.CA) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody may trust."""
    signer = trustme.CA() if fault == "unknown authority" else authority
    name = "other.example" if fault == "another name" else "localhost"
    limits = {"not_after": datetime.now(UTC) - timedelta(days=1)} if fault == "expired" else {}
    return make_context(signer, name, **limits)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["unknown authority", "another name", "expired"])
def test_a_wrong_certificate_is_refused(mailbox, authority, ca_file, security, fault):
    with running_mail_server(mailbox, security, make_wrong_context(fault, authority)) as port:
        outcome = deliver(make_message(), port, security=security, ca_file=ca_file)
    assert outcome == TryAgain("not_secure")
    assert mailbox.taken == []


def test_a_server_without_starttls_gets_nothing(stack, mailbox, ca_file):
    port = stack.enter_context(running_mail_server(mailbox))
    known = {"security": "starttls", "ca_file": ca_file, "user": USER, "password": PASSWORD}
    assert deliver(make_message(), port, **known) == TryAgain("not_secure")
    assert mailbox.taken == []


def test_a_password_is_not_given_to_a_server_that_asks_for_none(stack, mailbox):
    port = stack.enter_context(running_mail_server(mailbox, auth_require_tls=True))
    assert deliver(make_message(), port, user=USER, password=PASSWORD) == TryAgain("credentials_refused")


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("RCPT", "550 5.1.1 <ADDRESS>: user unknown", Failed("refused", "550 5.1.1")),
        ("RCPT", "553 somchai has moved", Failed("refused", "553")),
        ("RCPT", "450 4.2.1 <ADDRESS> greylisted", TryAgain("answered_later", "450 4.2.1")),
        ("RCPT", "452 too many", TryAgain("answered_later", "452")),
        ("MAIL", "451 4.3.0 later", TryAgain("answered_later", "451 4.3.0")),
        ("MAIL", "550 5.7.1 sender not allowed", Failed("refused", "550 5.7.1")),
        ("MAIL", "530 5.7.0 log in first", TryAgain("credentials_refused", "530 5.7.0")),
        ("DATA", "554 5.6.0 spam", Failed("refused", "554 5.6.0")),
        ("DATA", "421 4.3.2 going down", TryAgain("answered_later", "421 4.3.2")),
        ("DATA", "250 OK id=1tXyZ9-0001Ab-2c", Sent("1tXyZ9-0001Ab-2c")),
        ("DATA", "250 2.0.0 OK  1735689600 d2e1a72fcca58-72aad8dbe1csm.12 - gsmtp", Sent("1735689600")),
        ("DATA", "250 OK", Sent("")),
        ("DATA", "250 queued as somchai@example.go.th", Sent("")),
    ],
)
def test_what_an_answer_is_taken_for(stack, mailbox, command, answer, outcome):
    mailbox.answers[command] = answer
    port = stack.enter_context(running_mail_server(mailbox))
    assert deliver(make_message(), port) == outcome
    assert str(outcome).find("somchai") == -1


def test_a_server_that_nobody_answers_at_is_tried_again(stack):
    with running_silence() as port:
        pass
    assert deliver(make_message(), port) == TryAgain("unreachable")


@pytest.mark.parametrize("greeting", [b"", b"220 localhost ESMTP\r\n", b"220-localhost\r\n"])
def test_a_server_that_hangs_is_left(stack, greeting):
    port = stack.enter_context(running_silence(greeting))
    assert deliver(make_message(), port, within_s=0.5) == TryAgain("timeout")


def test_one_message_never_takes_longer_than_its_limit(stack):
    port = stack.enter_context(running_silence())
    settings = SmtpSettings("localhost", port, "none", SENDER)
    carrier = SmtpCarrier(settings, TEXTS, answer_within_s=600, longest_s=0.5)
    assert run_coroutine(carrier.deliver(make_message())) == TryAgain("timeout")


def test_a_sender_that_is_stopped_leaves_no_connection_behind():
    async def stop_while_it_waits() -> bytes:
        asked: asyncio.Future[asyncio.StreamReader] = asyncio.get_running_loop().create_future()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 localhost\r\n")
            await reader.readline()
            asked.set_result(reader)
            await closed.wait()
            writer.close()

        closed = asyncio.Event()
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            settings = SmtpSettings("localhost", server.sockets[0].getsockname()[1], "none", SENDER)
            task = asyncio.create_task(SmtpCarrier(settings, TEXTS).deliver(make_message()))
            reader = await asked
            task.cancel()
            try:
                return await asyncio.wait_for(reader.read(), 10)
            finally:
                closed.set()

    assert run_coroutine(stop_while_it_waits()) == b""


@pytest.mark.parametrize("greeting", [b"554 5.7.1 not you\r\n", b"421 4.7.0 too many connections\r\n"])
def test_a_server_that_does_not_want_to_talk_has_not_refused_the_message(stack, greeting):
    port = stack.enter_context(running_silence(greeting))
    code = b" ".join(greeting.split()[:2]).decode()
    assert deliver(make_message(), port, within_s=0.5) == TryAgain("answered_later", code)


def test_a_connection_that_is_cut_after_the_message_is_tried_again_under_the_same_id(stack, mailbox):
    mailbox.cuts = 1
    port = stack.enter_context(running_mail_server(mailbox))
    message = make_message()
    assert deliver(message, port) == TryAgain("connection_lost")
    assert deliver(replace(message), port) == QUEUED
    ids = [message_from_bytes(raw, policy=policy.default)["Message-ID"] for raw in mailbox.taken]
    assert ids == ["<wian.42.20220105020006@wian.example.go.th>"] * 2


@pytest.mark.parametrize(
    "address", ["somchai@gmial.com", "somchai", "ส่ง @example.go.th", "a\r\nRCPT TO:<b@example.th>"]
)
def test_an_address_that_the_rules_refuse_is_not_tried(stack, mailbox, address):
    port = stack.enter_context(running_mail_server(mailbox))
    assert deliver(rename(make_message(), email=address), port) == Failed("address_unusable")
    assert mailbox.taken == []


def test_a_thai_domain_goes_out_in_ascii_without_smtputf8(stack, mailbox):
    port = stack.enter_context(running_mail_server(mailbox))
    assert deliver(rename(make_message(), email="somchai@สำนักงาน.ไทย"), port) == QUEUED
    [(_sender, recipients, options)] = mailbox.envelopes
    assert recipients == ["somchai@xn--12cm6cc5fxbfe1v.xn--o3cw4h"]
    assert [option for option in options if "UTF8" in option.upper()] == []


def test_a_thai_local_part_goes_out_with_smtputf8(stack, mailbox):
    port = stack.enter_context(running_mail_server(mailbox))
    assert deliver(rename(make_message(), email="สมชาย@สำนักงาน.ไทย"), port) == QUEUED
    [(_sender, recipients, options)] = mailbox.envelopes
    assert recipients == ["สมชาย@xn--12cm6cc5fxbfe1v.xn--o3cw4h"]
    assert "SMTPUTF8" in options
    assert "<สมชาย@xn--12cm6cc5fxbfe1v.xn--o3cw4h>" in mailbox.taken[0].decode()


def test_a_thai_local_part_is_unusable_where_the_server_has_no_smtputf8(stack, mailbox):
    port = stack.enter_context(running_mail_server(mailbox, enable_SMTPUTF8=False))
    assert deliver(rename(make_message(), email="สมชาย@สำนักงาน.ไทย"), port) == Failed("address_unusable")


def test_certificates_are_checked_by_the_machines_own_authorities_unless_others_are_named():
    settings = SmtpSettings("localhost", 25, "tls", SENDER)
    context = SmtpCarrier(settings, TEXTS)._tls  # noqa: SLF001 - nothing else shows it without an authority of the world
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
