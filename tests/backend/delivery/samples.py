"""Messages to try rendering and sending with: an event, a recipient, and how to join."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from backend.built_site.events import CalledOff, parse_event
from backend.delivery.joining import JoiningDetails, Online, OnTheSpot
from backend.delivery.message import Message, Recipient
from site_format.messages import fill
from tests.backend.small_site import FORM, describe_fields, load_messages

if TYPE_CHECKING:
    from backend.built_site.events import Event
    from site_format.locales import Locale

QUEUED_AT = datetime(2022, 1, 5, 2, 0, 6, tzinfo=UTC)
LINK = "https://zoom.example.com/j/98765432101?pwd=S3cr3t"
MEETING_ID = "987 6543 2101"
PASSCODE = "Kr4bi!"
ROOM = "ห้องประชุมทรายทอง ชั้น 2"
SECRETS = (LINK, MEETING_ID, PASSCODE, ROOM, "Saithong Room, 2nd floor", "maps.example.com")
JOINING = JoiningDetails(
    Online(LINK, MEETING_ID, PASSCODE),
    OnTheSpot({"th": ROOM, "en": "Saithong Room, 2nd floor"}, "https://maps.example.com/x"),
)
SOMCHAI = Recipient("mr", "สมชาย", "ใจดี", "somchai@example.go.th", "+66812345678")
MANAGE = "3f2a9c0d5e6b7a8190b1c2d3e4f50617"
CALLED_OFF = CalledOff(
    on={"th": "วันเสาร์ที่ 8 มกราคม 2565", "en": "Saturday 8 January 2022"},
    because={"th": "น้ำท่วมห้องประชุม", "en": "The meeting room is under water."},
)
STATES = {"late_review": "late_review", "waiting": "waiting", "declined": "declined", "cancelled": "cancelled"}
"""The state in which a kind of message is true; of the others it is `confirmed`."""


class Texts:
    """Messages as the built site has them, without a site."""

    def text(self, locale: Locale, key: str, /, **params: object) -> str:
        """As `backend.built_site.messages.Messages.text`, but a missing key is an error here."""
        return fill(load_messages(locale)[key], params)


TEXTS: Any = Texts()


def make_event(**facts: object) -> Event:
    """The event of the small site; `facts` replace those."""
    form = copy.deepcopy(FORM)
    form["fields"] = describe_fields(form["rules"]["fields"])
    form["facts"] |= facts
    return parse_event(json.dumps(form))


def make_message(kind: Any = "confirmation", channel: Any = "email", **changed: Any) -> Message:
    """A message of a kind, in the state in which it is true."""
    message: dict[str, Any] = {
        "id": 42,
        "kind": kind,
        "channel": channel,
        "locale": "th",
        "recipient": SOMCHAI,
        "organisation": "อบจ.ทรายทอง",
        "receipt": "4821-0937",
        "state": STATES.get(kind, "confirmed"),
        "queued_at": QUEUED_AT,
        "event": make_event(),
        "joining": JOINING if kind == "joining_details" else None,
        "place": 3 if kind == "waiting" else None,
    }
    message |= changed
    if kind == "event_called_off":
        message["event"] = replace(message["event"], called_off=CALLED_OFF)
    return Message(**message)


def rename(message: Message, **names: str) -> Message:
    """The same message to somebody of another name or address."""
    return replace(message, recipient=replace(message.recipient, **names))
