"""Rules for an event as a whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_src.check.contacts import check_email, check_phone
from site_src.check.halves import halves
from site_src.dates import DIGITS, list_named_days
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from site_src.check.halves import Half
    from site_src.model import Content, Event, Param, Place

_EACH = re.compile(r"(?:แห่ง|หน่วยงาน|แต่)ละ\s*(\d{1,3})\s*คน")  # 3 คน from each organisation
LONGEST_CUE = 40  # characters before a date that say what it is
_UNTIL = re.compile(
    r"(?:ภายใน\s{0,8}(?:วันที่\s{0,8})?|\bby\s{1,8})\Z"
)  # what stands right before a date that is a deadline


def check_duration(event: Event, content: Content) -> Iterator[Finding]:
    """An event ends after it starts, and so does each of its days."""
    if event.ends_at <= event.starts_at:
        yield Finding("ends-before-start", "error", event.place.child("ends_at", content.lines))
    for number, day in enumerate(event.days):
        place = event.place.child(f"days[{number}].ends", content.lines)
        if day.starts_at and day.ends_at and day.ends_at <= day.starts_at and (place.file, place.key) in content.lines:
            yield Finding("ends-before-start", "error", place)


def check_deadline(event: Event, content: Content) -> Iterator[Finding]:
    """The deadline is over when the event starts."""
    if event.deadline_at > event.starts_at:
        yield Finding("deadline-after-start", "error", event.place.child("registration.deadline", content.lines))


def check_called_off(event: Event, content: Content) -> Iterator[Finding]:
    """An event is called off before it is over."""
    if event.called_off is not None and event.called_off.on > event.days[-1].on:
        yield Finding("called-off-too-late", "error", event.called_off.place.child("on", content.lines))


def check_written_deadline(event: Event, _content: Content) -> Iterator[Finding]:
    """Where the event's texts say until when, they say the deadline; another day is said once, wherever it stands."""
    days: dict[date, list[tuple[Place, str]]] = {}
    for half in _halves_of(event):
        for found in half.dates:
            is_deadline = _UNTIL.search(half.text[max(0, found.start - LONGEST_CUE) : found.start])
            if is_deadline and found.on and found.on != event.deadline_on:
                days.setdefault(found.on, []).append((half.place_at(found.start), found.words))
    for places in days.values():
        yield _describe_once("deadline-differs", places, "words", {"deadline": event.deadline_on})


def check_written_days(event: Event, content: Content) -> Iterator[Finding]:
    """Every day of the event stands in one of its texts or letters at least, if these name any days."""
    dates = [found for half in _halves_of(event) for found in half.dates]
    named = {day for half in _halves_of(event) for day in list_named_days(half.dates)}
    unsaid = [day.on for day in event.days if dates and day.on not in named]
    if unsaid:
        keys = ("days", "starts_at") if unsaid[0] == event.days[0].on else ("days", "ends_at")
        written = [key for key in keys if (event.place.file, key) in content.lines]
        params: dict[str, Param] = {"on": unsaid[0]}
        yield Finding("event-date-unsaid", "error", event.place.child(written[0], content.lines), params)


def check_written_quota(event: Event, _content: Content) -> Iterator[Finding]:
    """Where the Thai texts say how many people an organisation sends, they say the quota; another one is said once."""
    if event.quota is None:
        return
    numbers: dict[str, list[tuple[Place, str]]] = {}
    for half in _halves_of(event):
        for match in _EACH.finditer(half.text.translate(DIGITS)):
            if int(match[1]) != event.quota:
                numbers.setdefault(match[1], []).append((half.place_at(match.start()), match[1]))
    for places in numbers.values():
        yield _describe_once("quota-differs", places, "people", {"quota": str(event.quota)})


def check_quota(event: Event, content: Content) -> Iterator[Finding]:
    """Nobody is offered to enter more people in one go than an organisation may send."""
    if event.quota is not None and event.max_people > event.quota:
        params = {"people": event.max_people, "quota": event.quota}
        place = event.place.child("registration.max_people", content.lines)
        yield Finding("people-over-quota", "warning", place, params)


def check_help(event: Event, content: Content) -> Iterator[Finding]:
    """A help channel leads to help: a number and an address that can be right, a chat room with its link."""
    for channel in event.help_channels:
        place = channel.place.child("value", content.lines)
        if channel.kind == "phone":
            yield from check_phone(channel.value, place)
        elif channel.kind == "email":
            yield from check_email(channel.value, place)
        elif not channel.url:
            yield Finding("help-without-link", "warning", place, {"name": channel.value})


def check_organisations(event: Event, content: Content) -> Iterator[Finding]:
    """The list of organisations is the office's own and not the sample."""
    if event.organisation_list.is_sample:
        place = event.place.child("registration.organisations", content.lines)
        yield Finding("organisations-sample", "info", place, {"list": event.organisation_list.slug})


def _halves_of(event: Event) -> Iterator[Half]:
    """Every text of the event, its agenda and its letters, in both languages."""
    return (half for pair in event.texts for half in halves(pair))


def _describe_once(code: str, places: list[tuple[Place, str]], name: str, params: Mapping[str, Param]) -> Finding:
    """One finding for all places that say the same: at the first, with the others named."""
    (place, words), *others = places
    also = ", ".join(dict.fromkeys(f"{other.file}:{other.line}" for other, _words in others))
    return Finding(code, "warning", place, {name: words, **params, "also": also})


RULES = (
    check_duration,
    check_deadline,
    check_called_off,
    check_written_deadline,
    check_written_days,
    check_written_quota,
    check_quota,
    check_help,
    check_organisations,
)
