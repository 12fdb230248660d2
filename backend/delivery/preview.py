"""A preview's messages: files to look at, in place of anything that leaves the machine."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import anyio.to_thread

from backend.built_site.events import CalledOff
from backend.delivery.addresses import AddressError
from backend.delivery.joining import JoiningDetails, Online, OnTheSpot
from backend.delivery.letter import write_letter
from backend.delivery.mail import Sender, render_mail, render_text
from backend.delivery.message import Message, Recipient
from backend.delivery.outcomes import Failed, Sent
from backend.delivery.sms import describe_length, render_sms
from backend.terms.message_kinds import TRUE_IN, may_have_joining_details
from site_format.locales import LOCALES

if TYPE_CHECKING:
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.built_site.messages import StrictMessages
    from backend.delivery.outcomes import Outcome
    from backend.terms.message_kinds import Channel, MessageKind, State
    from site_format.locales import Locale

PREVIEW_SENDER = Sender("preview@wian.invalid")  # RFC 2606: a domain that nobody can have


class FolderCarrier:
    """Writes messages into a folder: e-mails as `.eml`, which mail programs open, and as `.txt`; SMS as `.txt`."""

    def __init__(self, folder: Path, messages: StrictMessages, *, with_link: bool = False) -> None:
        """The folder is made with the first message."""
        self._folder = folder
        self._messages = messages
        self._with_link = with_link

    async def deliver(self, message: Message) -> Outcome:
        """Write it; the same message writes the same files again."""
        return await anyio.to_thread.run_sync(self._write, message)

    def _write(self, message: Message) -> Outcome:
        name = name_files(message)
        try:
            files = self._render(message)
        except AddressError:
            return Failed("address_unusable")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # how to join is in there
        for ending, data in files.items():
            unfinished = self._folder / f".{name}{ending}.new"
            unfinished.unlink(missing_ok=True)
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(data)
            os.replace(unfinished, self._folder / f"{name}{ending}")  # noqa: PTH105 - a rename that overwrites
        return Sent(name)

    def _render(self, message: Message) -> dict[str, bytes]:
        text = render_preview(message, self._messages, with_link=self._with_link).encode()
        if message.channel == "sms":
            return {".txt": text}
        return {".eml": render_mail(message, PREVIEW_SENDER, self._messages).as_bytes(), ".txt": text}


def render_preview(message: Message, messages: StrictMessages, *, with_link: bool = False) -> str:
    """A message to read on a terminal: an SMS with how long it is, an e-mail with its subject."""
    if message.channel == "sms":
        text = render_sms(message, messages, with_link=with_link)
        return f"{text}\n\n[{describe_length(text, messages, message)}]\n"
    letter = write_letter(message, messages)
    return f"{letter.subject}\n\n{render_text(letter, messages)}"


def make_sample(event: Event, kind: MessageKind, channel: Channel, locale: Locale, messages: StrictMessages) -> Message:
    """A message of any kind to somebody who does not exist, with all that such a message may tell."""

    def text(name: str) -> str:
        return messages.text(locale, f"delivery.sample.{name}")

    state: State = "confirmed" if "confirmed" in TRUE_IN[kind] else next(iter(sorted(TRUE_IN[kind])))
    event = replace(event, called_off=_make_reason(event, messages) if kind == "event_called_off" else None)
    person = Recipient("", text("first_name"), text("last_name"), "somchai@example.go.th", "+66812345678")
    online = Online("https://meeting.example.com/j/98765432101", "987 6543 2101", "123456")
    spot = OnTheSpot(dict.fromkeys(LOCALES, text("room")))
    return Message(
        id=0,
        kind=kind,
        channel=channel,
        locale=locale,
        recipient=person,
        organisation=event.organisations[0].name[locale] if event.organisations else "",
        receipt="0000-0000",
        state=state,
        queued_at=event.facts.days[0].starts_at,
        event=event,
        place=1 if state == "waiting" else None,
        manage="0" * 32,
        joining=JoiningDetails(online, spot) if may_have_joining_details(kind, state) else None,
    )


def _make_reason(event: Event, messages: StrictMessages) -> CalledOff:
    def both(name: str) -> dict[str, str]:
        return {locale: messages.text(locale, f"delivery.sample.{name}") for locale in LOCALES}

    return event.called_off or CalledOff(both("called_off_on"), both("called_off_because"))


def name_files(message: Message) -> str:
    """`00000042-confirmation-email`: in the order of the rows."""
    return f"{message.id:08}-{message.kind}-{message.channel}"
