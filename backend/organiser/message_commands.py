"""What the organiser's commands say of messages to registrants."""

from __future__ import annotations

import sys
from itertools import product
from typing import TYPE_CHECKING, get_args

from backend.built_site.messages import StrictMessages
from backend.delivery.preview import make_sample, render_preview
from backend.store.outbox import count_messages
from backend.terms.message_kinds import CHANNELS, MessageKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.store.store import Store
    from backend.terms.message_kinds import Channel
    from site_format.locales import Locale

CHANNEL_NAMES: Mapping[Channel, str] = {"email": "E-mail", "sms": "SMS"}


_NOT_SET_UP: Mapping[Channel, str] = {
    "email": "is not set up here, so its messages wait until it is",
    "sms": "is not set up here; what nobody has sent after two days is dropped",
}


def print_channels(channels: Collection[Channel]) -> None:
    """Which ways out are set up, and what becomes of messages by the others."""
    for channel in CHANNELS:
        state = "goes out" if channel in channels else _NOT_SET_UP[channel]
        sys.stdout.write(f"{CHANNEL_NAMES[channel]} {state}.\n")


def print_counts(store: Store, event: Event) -> None:
    """How many messages of the event are in each state."""
    with store.reading() as connection:
        counts = count_messages(connection, event.slug)
    for channel in CHANNELS:
        states = ", ".join(f"{count} {state}" for (of, state), count in sorted(counts.items()) if of == channel)
        sys.stdout.write(f"{CHANNEL_NAMES[channel]}: {states or 'none'}\n")


def print_samples(site: Path, event: Event, locale: Locale) -> None:
    """What each kind of message says to somebody who does not exist, and how long each SMS is."""
    messages = StrictMessages(site)
    for kind, channel in product(get_args(MessageKind.__value__), CHANNELS):
        sample = make_sample(event, kind, channel, locale, messages)
        sys.stdout.write(f"--- {kind}, {CHANNEL_NAMES[channel]}\n{render_preview(sample, messages)}\n")
