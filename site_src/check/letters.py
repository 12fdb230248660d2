"""Rules for the chain of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.check.contacts import check_email, check_phone
from site_src.dates import DIGITS
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.model import Attachment, Circular, Content, Event, Passage


def check_citations(event: Event, content: Content) -> Iterator[Finding]:
    """A letter cites the number and the date that the letter which it attaches really carries."""
    for attachment, attached in _attached_letters(event):
        place = attachment.place
        if attachment.cites_number and _bare_number(attachment.cites_number) != _bare_number(attached.number):
            params = {"cited": attachment.cites_number, "attached": attached.number}
            yield Finding("citation-number", "error", place.child("cites_number", content.lines), params)
        if attachment.cites_on and attachment.cites_on != attached.dated_on:
            dates = {"cited": attachment.cites_on, "attached": attached.dated_on}
            yield Finding("citation-date", "error", place.child("cites_on", content.lines), dates)


def check_order(event: Event, content: Content) -> Iterator[Finding]:
    """A letter attaches no letter that was written after it, unless the citation contradicts that date anyway."""
    for letter in event.circulars:
        for attachment, attached in _attached_letters(event, letter):
            is_doubtful = attachment.cites_on is not None and attachment.cites_on != attached.dated_on
            if attached.dated_on > letter.dated_on and not is_doubtful:
                params = {"attached": attached.dated_on, "letter": letter.dated_on}
                yield Finding("attached-later", "error", attachment.place.child("circular", content.lines), params)


def check_dates(event: Event, content: Content) -> Iterator[Finding]:
    """A letter that announces an event is dated before it, and in time for its deadline."""
    event_on = event.starts_at.astimezone(ZoneInfo(content.site.time_zone)).date()
    for letter in event.circulars:
        place = letter.place.child("dated_on", content.lines)
        params = {"dated": letter.dated_on, "event": event_on, "deadline": event.deadline_on}
        if letter.dated_on > event_on:
            yield Finding("date-after-event", "error", place, params)
        elif letter.dated_on > event.deadline_on:
            yield Finding("date-after-deadline", "warning", place, params)


def check_stamps(event: Event, content: Content) -> Iterator[Finding]:
    """A letter is received after it was written and before the event that it announces is over."""
    event_on = event.ends_at.astimezone(ZoneInfo(content.site.time_zone)).date()
    for letter in event.circulars:
        for stamp in letter.stamps:
            place = stamp.place.child("received_on", content.lines)
            params = {"received": stamp.received_on, "event": event_on, "dated": letter.dated_on}
            if stamp.received_on > event_on:
                yield Finding("received-after-event", "error", place, params)
            if stamp.received_on < letter.dated_on:
                yield Finding("received-before-dated", "error", place, params)


def check_qr_codes(event: Event, content: Content) -> Iterator[Finding]:
    """A QR code that a letter shows leads somewhere that the content knows."""
    for letter in event.circulars:
        for code in letter.qr_codes:
            if not code.target:
                place = code.place.child("target", content.lines)
                yield Finding("qr-target-missing", "error", place, {"caption": code.caption})


def check_passages(event: Event, _content: Content) -> Iterator[Finding]:
    """Letters that carry the same passage word it alike."""
    first: dict[str, Passage] = {}
    for passage in (passage for letter in event.circulars for passage in letter.passages):
        other = first.setdefault(passage.name, passage)
        if passage.words != other.words:
            params = {"here": passage.words, "there": other.words, "place": str(other.place)}
            yield Finding("text-differs", "warning", passage.place, params)


def check_orphan_lines(event: Event, _content: Content) -> Iterator[Finding]:
    """Every line of a letter belongs to something."""
    for line in (line for letter in event.circulars for line in letter.orphan_lines):
        yield Finding("orphan-line", "warning", line.place, {"words": line.words})


def check_contacts(event: Event, content: Content) -> Iterator[Finding]:
    """The telephone numbers and addresses of a letter can be right."""
    for letter in event.circulars:
        for key, number in (("phone", letter.phone), ("fax", letter.fax)):
            yield from check_phone(number, letter.place.child(key, content.lines))
        yield from check_email(letter.email, letter.place.child("email", content.lines))


RULES = (
    check_citations,
    check_order,
    check_dates,
    check_stamps,
    check_qr_codes,
    check_passages,
    check_orphan_lines,
    check_contacts,
)


def _attached_letters(event: Event, only: Circular | None = None) -> Iterator[tuple[Attachment, Circular]]:
    """Each attachment that is a letter of the chain, with that letter."""
    letters = {letter.slug: letter for letter in event.circulars}
    for letter in event.circulars if only is None else (only,):
        for attachment in letter.attachments:
            if attachment.circular:
                yield attachment, letters[attachment.circular]


def _bare_number(number: str) -> str:
    """A letter's number as it compares: without ที่, spaces, and the difference of Thai and Arabic digits."""
    return "".join(number.removeprefix("ที่").split()).translate(DIGITS)
