"""E-mails: plain text, HTML and the invitation as one message that any mail program reads."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from backend.delivery.addresses import AddressError, write_for_servers
from backend.delivery.invitation import render_invitations
from backend.delivery.letter import name_recipient, write_letter

if TYPE_CHECKING:
    from backend.built_site.messages import StrictMessages
    from backend.delivery.invitation import Invitation
    from backend.delivery.letter import Letter
    from backend.delivery.message import Message

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=jinja2.select_autoescape(["html.j2"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who the e-mails are from: the address, and the name before it, which may be empty for the event's publisher."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """The domain that names the messages."""
        return self.address.rpartition("@")[2]


def render_mail(message: Message, sender: Sender, messages: StrictMessages) -> EmailMessage:
    """The whole e-mail.

    Raises:
        AddressError: If the recipient's address cannot be used.
    """
    letter = write_letter(message, messages)
    mail = EmailMessage(policy=SMTP)
    _add_headers(mail, message, letter, sender, messages)
    mail.set_content(render_text(letter, messages), cte="base64")
    mail.add_alternative(render_html(letter, messages), subtype="html", cte="base64")
    invitations = render_invitations(message, sender.address, messages)
    for number, invitation in enumerate(invitations, 1):
        _add_invitation(mail, invitation, number, is_only=len(invitations) == 1)
    return mail


def render_text(letter: Letter, messages: StrictMessages) -> str:
    """The e-mail as plain text."""
    return _render("letter.txt.j2", letter, messages)


def render_html(letter: Letter, messages: StrictMessages) -> str:
    """The e-mail as HTML."""
    return _render("letter.html.j2", letter, messages)


def name_message(message: Message, domain: str) -> str:
    """The Message-ID: of the row and the time of its queueing, so that it never changes, nor is it any other's.

    A store that is begun anew counts its rows from 1 again; the time tells its messages from those of the old one.

    Source: RFC 5322, section 3.6.4.
    """
    return f"<wian.{message.id}.{message.queued_at:%Y%m%d%H%M%S}@{domain}>"


def _add_headers(
    mail: EmailMessage, message: Message, letter: Letter, sender: Sender, messages: StrictMessages
) -> None:
    mail["From"] = _address(sender.name or letter.publisher, sender.address)
    mail["To"] = _address(name_recipient(message, messages), write_for_servers(message.recipient.email))
    if reply_to := _find_reply_to(message):
        mail["Reply-To"] = reply_to
    mail["Subject"] = _one_line(letter.subject)
    mail["Date"] = message.queued_at
    mail["Message-ID"] = name_message(message, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it


def _find_reply_to(message: Message) -> str:
    """The address of the office that helps, if it has one that works."""
    try:
        return write_for_servers(message.event.facts.reply_to)
    except AddressError:
        return ""


def _add_invitation(mail: EmailMessage, invitation: Invitation, number: int, *, is_only: bool) -> None:
    """A single day is another form of the e-mail itself, as Outlook wants it; of several days each is attached.

    Source: RFC 6047, section 2.4; RFC 5546, section 3.2: what one request asks about has one UID.
    """
    params = {"method": invitation.method}
    if is_only:
        mail.add_alternative(invitation.ics, subtype="calendar", params=params, cte="base64")
        return
    name = f"day-{number}.ics"
    mail.add_attachment(invitation.ics, subtype="calendar", params=params, filename=name, cte="base64")


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(display_name=_one_line(name), username=local, domain=domain)


def _one_line(text: str) -> str:
    """The text for a header: whatever breaks lines is a space, so that no header can follow from it."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _render(template: str, letter: Letter, messages: StrictMessages) -> str:
    def t(key: str) -> str:
        return messages.text(letter.locale, f"delivery.{key}")

    return _ENVIRONMENT.get_template(template).render(letter=letter, t=t)
