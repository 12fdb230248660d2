"""Rules for an event as a whole."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_src.check.contacts import check_email, check_phone
from site_src.check.halves import halves
from site_src.dates import DIGITS
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.check.halves import Half
    from site_src.model import Content, Event, Param

_EACH = re.compile(r"(?:แห่ง|หน่วยงาน|แต่)ละ\s*(\d{1,3})\s*คน")  # 3 คน from each organisation
_UNTIL = re.compile(r"(?:ภายใน\s?(?:วันที่\s?)?|\bby\s)$")  # what stands right before a date that is a deadline


def check_duration(event: Event, content: Content) -> Iterator[Finding]:
    """An event ends after it starts."""
    if event.ends_at <= event.starts_at:
        yield Finding("ends-before-start", "error", event.place.child("ends_at", content.lines))


def check_deadline(event: Event, content: Content) -> Iterator[Finding]:
    """The deadline is over when the event starts."""
    if event.deadline_at > event.starts_at:
        yield Finding("deadline-after-start", "error", event.place.child("registration.deadline", content.lines))


def check_written_deadline(event: Event, content: Content) -> Iterator[Finding]:
    """Where the event's texts say until when, they say the deadline."""
    for half in _halves_of(event, content):
        for found in half.dates:
            if _UNTIL.search(half.text[: found.start]) and found.on != event.deadline_on:
                params: dict[str, Param] = {"words": found.words, "deadline": event.deadline_on}
                yield Finding("deadline-differs", "warning", half.place_at(found.start), params)


def check_written_start(event: Event, content: Content) -> Iterator[Finding]:
    """The day on which the event starts stands in one of its texts or letters at least, if these name any days."""
    dates = {found.on for half in _halves_of(event, content) for found in half.dates}
    starts_on = event.starts_at.date()
    if dates and starts_on not in dates:
        yield Finding("event-date-unsaid", "error", event.place.child("starts_at", content.lines), {"on": starts_on})


def check_written_quota(event: Event, content: Content) -> Iterator[Finding]:
    """Where the Thai texts say how many people an organisation sends, they say the quota."""
    for half in _halves_of(event, content):
        for match in _EACH.finditer(half.text.translate(DIGITS)):
            if int(match[1]) != event.quota:
                params: dict[str, Param] = {"people": match[1], "quota": str(event.quota)}
                yield Finding("quota-differs", "warning", half.place_at(match.start()), params)


def check_quota(event: Event, content: Content) -> Iterator[Finding]:
    """Nobody is offered to enter more people in one go than an organisation may send."""
    if event.max_people > event.quota:
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


def _halves_of(event: Event, content: Content) -> Iterator[Half]:
    """Every text of the event, its agenda and its letters, in both languages."""
    folder = PurePosixPath(event.place.file).parent.as_posix() + "/"
    return (half for pair in content.texts if pair.th.file.startswith(folder) for half in halves(pair))


RULES = (
    check_duration,
    check_deadline,
    check_written_deadline,
    check_written_start,
    check_written_quota,
    check_quota,
    check_help,
    check_organisations,
)
