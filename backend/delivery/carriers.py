"""The one door to all ways out: a message goes by its channel, over whatever is set up for that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backend.built_site.messages import TextMissingError
from backend.delivery.gateways import SmsCarrier, ThaiBulkSms
from backend.delivery.http_gateway import HttpGateway, read_gateway_file
from backend.delivery.outcomes import TryAgain
from backend.delivery.preview import FolderCarrier
from backend.delivery.settings import SettingsError
from backend.delivery.smtp import SmtpCarrier
from backend.terms.message_kinds import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backend.built_site.messages import StrictMessages
    from backend.delivery.gateways import Gateway
    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome
    from backend.delivery.settings import Settings, SmsSettings
    from backend.terms.message_kinds import Channel


class Carrier(Protocol):
    """One way out."""

    async def deliver(self, message: Message) -> Outcome:
        """Send one message; whatever happens is an outcome."""


class Carriers:
    """All ways out that are set up."""

    def __init__(self, by_channel: Mapping[Channel, Carrier]) -> None:
        """Messages of other channels stay where they are."""
        self._by_channel = dict(by_channel)

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that are set up; whoever takes messages from a store takes these only."""
        return frozenset(self._by_channel)

    async def deliver(self, message: Message) -> Outcome:
        """Send one message by its channel; the same message again carries the same Message-ID."""
        carrier = self._by_channel.get(message.channel)
        if carrier is None:
            return TryAgain("not_set_up")
        try:
            return await carrier.deliver(message)
        except TextMissingError:  # the site is just being replaced; nothing was sent yet
            return TryAgain("texts_missing")


def make_carriers(settings: Settings, messages: StrictMessages) -> Carriers:
    """What the settings set up.

    Raises:
        FileProblemsError: The file that describes the SMS gateway cannot be used.
        SettingsError: The file of trusted certificates cannot be used.
    """
    by_channel: dict[Channel, Carrier] = {}
    if settings.smtp:
        try:
            by_channel["email"] = SmtpCarrier(settings.smtp, messages)
        except OSError as error:
            raise SettingsError(f"WIAN_SMTP_CA_FILE: {settings.smtp.ca_file} holds no certificates in PEM") from error
    if settings.sms:
        by_channel["sms"] = SmsCarrier(_make_gateway(settings.sms), messages, with_link=settings.sms.with_link)
    return Carriers(by_channel)


def make_preview_carriers(folder: Path, messages: StrictMessages) -> Carriers:
    """Every channel writes files into the folder; nothing leaves the machine."""
    return Carriers(dict.fromkeys(CHANNELS, FolderCarrier(folder, messages)))


def _make_gateway(settings: SmsSettings) -> Gateway:
    if settings.file is not None and settings.gateway == "http":
        return HttpGateway(read_gateway_file(settings.file), settings)
    return ThaiBulkSms(settings.key, settings.secret, settings.sender)
