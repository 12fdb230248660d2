"""SMS: one line of two parts at most; what does not fit is said by the e-mail, which says everything alone."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backend.delivery.letter import find_room
from backend.delivery.sms_alphabet import measure, plain, room_for, shorten
from backend.terms.message_kinds import may_have_joining_details

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backend.built_site.messages import StrictMessages
    from backend.delivery.message import Message

MOST_SEGMENTS = 2
_LONGEST_TITLE = 120
_SHORTEST_TITLE = 12  # fewer characters name no event
_ROOMS = (60, 30, 0)  # to how many characters a room's name may be cut; 0 leaves it out


@dataclass(frozen=True, slots=True)
class Parts:
    """How much of each thing a text tries to say.

    Attributes:
        title, room: The most characters of the event's title and of the room.
        has_link: Whether the link to the meeting is in it.
        has_when: Whether it says when the event is.
        is_bare: Whether it says only the receipt code and how to join.
    """

    title: int
    room: int
    has_link: bool = False
    has_when: bool = True
    is_bare: bool = False


_BARE = Parts(_SHORTEST_TITLE, 0, has_when=False, is_bare=True)


def render_sms(message: Message, messages: StrictMessages, *, with_link: bool = False) -> str:
    """The text, the fullest that fits into two parts.

    First the title is shortened, then the room, then the link, the hour and at last what happened are left out; never
    the receipt code, the Meeting ID or the passcode, for a half of these is worth nothing.
    """
    longest = min(_LONGEST_TITLE, len(plain(message.event.title[message.locale])))
    titles = range(min(longest, _SHORTEST_TITLE), longest + 1)

    def fits(parts: Parts) -> bool:
        return measure(_render(message, messages, parts)).segments <= MOST_SEGMENTS

    shortest = next((parts for parts in _list_attempts(titles[0], with_link=with_link) if fits(parts)), _BARE)
    fitting = bisect_left(titles, True, key=lambda title: not fits(replace(shortest, title=title)))  # noqa: FBT003
    return _render(message, messages, replace(shortest, title=titles[max(fitting, 1) - 1]))


def describe_length(text: str, messages: StrictMessages, message: Message) -> str:
    """Parts and characters of a text, for who looks at a preview."""
    length = measure(text)
    room = room_for(length.alphabet, length.segments)
    return messages.text(
        message.locale,
        "delivery.sms.count",
        segments=length.segments,
        units=length.units,
        room=room,
        alphabet=length.alphabet,
    )


def _list_attempts(title: int, *, with_link: bool) -> Iterator[Parts]:
    """What to say beside the title, the most first."""
    for has_link in (True, False) if with_link else (False,):
        for room in _ROOMS:
            yield Parts(title, room, has_link=has_link)
    yield Parts(title, 0, has_when=False)


def _render(message: Message, messages: StrictMessages, parts: Parts) -> str:
    locale, event = message.locale, message.event
    text = messages.text(
        locale,
        f"delivery.sms.{'bare' if parts.is_bare else message.kind}",
        title=shorten(plain(event.title[locale]), parts.title),
        when=event.facts.when_in_short[locale] if parts.has_when else "",
        receipt=message.receipt,
        state=messages.text(locale, f"delivery.sms.state.{message.state}"),
        place="" if message.place is None else messages.text(locale, "delivery.sms.place", place=message.place),
        joining=_say_how_to_join(message, messages, parts),
    )
    return plain(text)


def _say_how_to_join(message: Message, messages: StrictMessages, parts: Parts) -> str:
    """Meeting ID, passcode and room; where there are none of these, where to find what there is."""
    locale, details = message.locale, message.joining
    if details is None:
        comes_later = may_have_joining_details(message.kind, message.state)
        return messages.text(locale, "delivery.sms.later") if comes_later else ""
    room = shorten(plain(find_room(details, locale)), parts.room) if parts.room else ""
    online = details.online
    meeting_id = "".join(online.meeting_id.split()) if parts.is_bare else online.meeting_id
    said = [
        messages.text(locale, "delivery.sms.meeting_id", meeting_id=meeting_id) if meeting_id else "",
        messages.text(locale, "delivery.sms.passcode", passcode=online.passcode) if online.passcode else "",
        messages.text(locale, "delivery.sms.room", room=room) if room else "",
        online.link if parts.has_link else "",
    ]
    return " ".join(filter(None, said)) or messages.text(locale, "delivery.sms.in_email")
