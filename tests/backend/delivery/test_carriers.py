"""All ways out together: what is set up is used, what is not stays; a preview writes files."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import get_args

import pytest

from backend.built_site.messages import StrictMessages
from backend.delivery.carriers import Carriers, make_carriers, make_preview_carriers
from backend.delivery.mail import Sender
from backend.delivery.outcomes import Failed, Reason, Sent, TryAgain
from backend.delivery.preview import make_sample, render_preview
from backend.delivery.settings import Settings, SettingsError, SmsSettings, SmtpSettings, read_settings
from backend.terms.message_kinds import TRUE_IN, may_have_joining_details
from tests.backend.delivery.samples import JOINING, LINK, MEETING_ID, TEXTS, make_event, make_message, rename
from tests.backend.small_site import load_messages, write_small_site
from tests.servers.coroutines import run as run_coroutine
from tests.servers.mail_server import Mailbox, running_mail_server
from tests.servers.sms_gateways import Gateway, running_gateway

SMTP = {"WIAN_SMTP_HOST": "smtp.example.go.th", "WIAN_SMTP_FROM": "สำนักงาน <a@example.go.th>"}
SMS = {
    "WIAN_SMS_GATEWAY": "thaibulksms",
    "WIAN_SMS_KEY": "key-1",
    "WIAN_SMS_SECRET": "secret-1",
    "WIAN_SMS_SENDER": "WIAN",
}


def deliver(carriers: Carriers, *messages) -> list[object]:
    return [run_coroutine(carriers.deliver(message)) for message in messages]


def test_nothing_is_set_up_by_itself():
    settings = read_settings({"PATH": "/bin", "WIAN_SMTP_HOST": "", "WIAN_LOCALE": "th"})
    assert settings == Settings(None, None)
    carriers = make_carriers(settings, TEXTS)
    assert carriers.channels == frozenset()
    assert deliver(carriers, make_message(), make_message(channel="sms")) == [TryAgain("not_set_up")] * 2


def test_each_message_goes_by_its_channel(tmp_path):
    mailbox, gateway = Mailbox(), Gateway(lambda _asked: (200, ""))
    file = tmp_path / "gateway.yaml"
    with running_mail_server(mailbox) as port, running_gateway(gateway) as url:
        file.write_text(f'url: {url}\nform: {{to: "{{mobile}}", text: "{{text}}"}}\n')
        environ = {
            "WIAN_SMTP_HOST": "127.0.0.1",
            "WIAN_SMTP_PORT": str(port),
            "WIAN_SMTP_SECURITY": "none",
            "WIAN_SMTP_FROM": "a@example.go.th",
            "WIAN_SMS_GATEWAY": "http",
            "WIAN_SMS_FILE": str(file),
        }
        carriers = make_carriers(read_settings(environ), TEXTS)
        outcomes = deliver(carriers, make_message(), make_message("joining_details", "sms"))
    assert carriers.channels == {"email", "sms"}
    assert outcomes == [Sent("4ZxY1z2B3c"), Sent("")]
    assert (len(mailbox.taken), len(gateway.asked)) == (1, 1)
    assert LINK not in gateway.asked[0].form["text"]


def test_the_link_goes_into_an_sms_if_the_settings_say_so(tmp_path):
    gateway = Gateway(lambda _asked: (200, ""))
    file = tmp_path / "gateway.yaml"
    with running_gateway(gateway) as url:
        file.write_text(f'url: {url}\nform: {{to: "{{mobile}}", text: "{{text}}"}}\n')
        environ = {"WIAN_SMS_GATEWAY": "http", "WIAN_SMS_FILE": str(file), "WIAN_SMS_LINK": "yes"}
        deliver(make_carriers(read_settings(environ), TEXTS), make_message("joining_details", "sms", locale="en"))
    assert LINK in gateway.asked[0].form["text"]


@pytest.mark.parametrize(
    ("environ", "smtp"),
    [
        (SMTP, SmtpSettings("smtp.example.go.th", 587, "starttls", Sender("a@example.go.th", "สำนักงาน"))),
        (
            SMTP | {"WIAN_SMTP_SECURITY": "tls", "WIAN_SMTP_USER": "u", "WIAN_SMTP_PASSWORD": "p"},
            SmtpSettings("smtp.example.go.th", 465, "tls", Sender("a@example.go.th", "สำนักงาน"), "u", "p"),
        ),
        (
            {"WIAN_SMTP_HOST": "::1", "WIAN_SMTP_SECURITY": "none", "WIAN_SMTP_FROM": "a@สำนักงาน.ไทย"},
            SmtpSettings("::1", 25, "none", Sender("a@xn--12cm6cc5fxbfe1v.xn--o3cw4h")),
        ),
    ],
)
def test_the_mail_server_as_it_is_set_up(environ, smtp):
    assert read_settings(environ) == Settings(smtp, None)


def test_the_gateway_as_it_is_set_up():
    expected = SmsSettings("thaibulksms", "key-1", "secret-1", "WIAN")
    assert read_settings(SMS) == Settings(None, expected)
    assert make_carriers(read_settings(SMS), TEXTS).channels == {"sms"}


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"WIAN_SMTP_FROM": "a@example.go.th"}, ["WIAN_SMTP_HOST: is no server's name"]),
        (SMTP | {"WIAN_SMTP_HOST": "https://smtp"}, ["WIAN_SMTP_HOST: is no server's name"]),
        (SMTP | {"WIAN_SMTP_HOST": f"{'x' * 64}.th"}, ["WIAN_SMTP_HOST: is no server's name"]),
        (SMTP | {"WIAN_SMTP_SECURITY": "ssl"}, ["WIAN_SMTP_SECURITY: is none of starttls, tls, none"]),
        (SMTP | {"WIAN_SMTP_SECURITY": "none"}, ["WIAN_SMTP_SECURITY: none is for a mail server on this machine only"]),
        (SMTP | {"WIAN_SMTP_PORT": "0"}, ["WIAN_SMTP_PORT: is no port"]),
        (SMTP | {"WIAN_SMTP_PORT": "65536"}, ["WIAN_SMTP_PORT: is no port"]),
        (SMTP | {"WIAN_SMTP_PORT": "smtp"}, ["WIAN_SMTP_PORT: is no port"]),
        (SMTP | {"WIAN_SMTP_USER": "u"}, ["WIAN_SMTP_USER, WIAN_SMTP_PASSWORD: only one is there"]),
        (SMTP | {"WIAN_SMTP_FROM": "สำนักงาน"}, ["WIAN_SMTP_FROM: is no sender"]),
        (SMTP | {"WIAN_SMTP_CA_FILE": "/no/such.pem"}, ["WIAN_SMTP_CA_FILE: there is no file"]),
        ({"WIAN_SMS_KEY": "k"}, ["WIAN_SMS_GATEWAY: is none of thaibulksms, http"]),
        ({"WIAN_SMS_GATEWAY": "thaibulksms", "WIAN_SMS_KEY": "k"}, ["WIAN_SMS_SECRET: is missing", "WIAN_SMS_SENDER:"]),
        ({"WIAN_SMS_GATEWAY": "http"}, ["WIAN_SMS_FILE: is missing"]),
        ({"WIAN_SMS_GATEWAY": "http", "WIAN_SMS_FILE": "/no/such.yaml"}, ["WIAN_SMS_FILE: there is no file"]),
        (SMS | {"WIAN_SMS_LINK": "maybe"}, ["WIAN_SMS_LINK: is neither yes nor no"]),
        ({"WIAN_SMTP_HOST": "a.th", "WIAN_SMS_LINK": "no"}, ["WIAN_SMTP_FROM: is no sender", "WIAN_SMS_GATEWAY:"]),
    ],
)
def test_every_mistake_in_the_settings_is_said_by_its_variable(environ, said):
    with pytest.raises(SettingsError) as error:
        read_settings(environ)
    lines = str(error.value).splitlines()
    assert [line[: len(start)] for line, start in zip(lines, said, strict=True)] == said


def test_a_file_without_certificates_is_said(tmp_path):
    file = tmp_path / "ca.pem"
    file.write_text("no certificate")
    with pytest.raises(SettingsError, match=r"^WIAN_SMTP_CA_FILE: .*/ca\.pem holds no certificates in PEM$"):
        make_carriers(read_settings(SMTP | {"WIAN_SMTP_CA_FILE": str(file)}), TEXTS)


def test_passwords_show_nowhere():
    given = SMTP | SMS | {"WIAN_SMTP_USER": "u", "WIAN_SMTP_PASSWORD": "s3cr3t"}
    assert [secret for secret in ("s3cr3t", "secret-1", "key-1") if secret in repr(read_settings(given))] == []


@pytest.mark.parametrize("locale", ["th", "en"])
def test_every_reason_has_its_words(locale):
    keys = {
        key.removeprefix("delivery.outcome.") for key in load_messages(locale) if key.startswith("delivery.outcome.")
    }
    assert keys == set(get_args(Reason.__value__))


def test_a_reason_is_written_with_its_codes():
    assert [str(TryAgain("timeout")), str(Failed("refused", "550 5.1.1"))] == ["timeout", "refused 550 5.1.1"]


@pytest.mark.parametrize("fault", ["gone", "no JSON", "older"])
def test_nothing_goes_out_without_its_words(tmp_path, fault):
    site = write_small_site(tmp_path / "site")
    carriers = make_preview_carriers(tmp_path / "messages", StrictMessages(site))
    assert deliver(carriers, make_message(id=1)) == [Sent("00000001-confirmation-email")]
    file = site / "messages/th.json"
    if fault == "gone":
        file.unlink()
    else:
        file.write_text("{" if fault == "no JSON" else '{"delivery.greeting": "{name}"}')
    messages = [make_message(id=2), make_message(channel="sms", id=3)]
    assert deliver(carriers, *messages) == [TryAgain("texts_missing")] * 2
    assert {path.name[:8] for path in (tmp_path / "messages").iterdir()} == {"00000001"}
    write_small_site(site)
    assert deliver(carriers, messages[0]) == [Sent("00000002-confirmation-email")]


def test_a_preview_writes_files_that_sort_and_say_what_they_are(tmp_path):
    folder = tmp_path / "var/preview/messages"
    carriers = make_preview_carriers(folder, TEXTS)
    assert carriers.channels == {"email", "sms"}
    outcomes = deliver(
        carriers,
        make_message("cancelled", id=100),
        make_message(id=9, joining=JOINING),
        make_message("joining_details", "sms", id=9),
        make_message(id=9, joining=JOINING),  # again: it is the same message
    )
    assert outcomes == [
        Sent("00000100-cancelled-email"),
        Sent("00000009-confirmation-email"),
        Sent("00000009-joining_details-sms"),
        Sent("00000009-confirmation-email"),
    ]
    assert sorted(path.name for path in folder.iterdir()) == [
        "00000009-confirmation-email.eml",
        "00000009-confirmation-email.txt",
        "00000009-joining_details-sms.txt",
        "00000100-cancelled-email.eml",
        "00000100-cancelled-email.txt",
    ]
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    mail = message_from_bytes((folder / "00000009-confirmation-email.eml").read_bytes(), policy=policy.default)
    assert (mail["To"].addresses[0].addr_spec, mail["From"].addresses[0].domain) == (
        "somchai@example.go.th",
        "wian.invalid",
    )
    text = (folder / "00000009-confirmation-email.txt").read_text("utf-8")
    assert text.startswith("ยืนยันการลงทะเบียน: สัมมนาน้ำ <๒๕๖๕>\n\nเรียน นายสมชาย ใจดี\n")
    sms = (folder / "00000009-joining_details-sms.txt").read_text("utf-8")
    assert MEETING_ID in sms.splitlines()[0]
    assert sms.splitlines()[2].startswith("[SMS 2 ส่วน")


def test_every_kind_can_be_previewed(tmp_path):
    messages = [make_message(kind, channel, id=1) for kind in TRUE_IN for channel in ("email", "sms")]
    assert [type(outcome) for outcome in deliver(make_preview_carriers(tmp_path, TEXTS), *messages)] == [Sent] * 24
    assert len(list(Path(tmp_path).iterdir())) == 36


@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("kind", TRUE_IN)
def test_a_sample_of_every_kind_tells_all_that_it_may(kind, locale):
    event = make_event()
    sms, email = (make_sample(event, kind, channel, locale, TEXTS) for channel in ("sms", "email"))
    text = render_preview(sms, TEXTS)
    assert re.search(r"\n\n\[SMS .*[12] (?:ส่วน|parts).*\((?:UCS-2|GSM-7)\)\]\n$", text)
    assert render_preview(email, TEXTS).startswith(
        TEXTS.text(locale, f"delivery.subject.{kind}", title=event.title[locale])
    )
    assert ("987 6543 2101" in text) == may_have_joining_details(kind, sms.state)


def test_a_preview_says_of_an_address_what_a_mail_server_would(tmp_path):
    carriers = make_preview_carriers(tmp_path / "messages", TEXTS)
    assert deliver(carriers, rename(make_message(), email="a@gmial.com")) == [Failed("address_unusable")]
    assert not (tmp_path / "messages").exists()
