"""Rules for an event as a whole."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_src.check.contacts import check_email, check_phone
from site_src.check.halves import halves
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.model import Content, Event, Param

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
    folder = PurePosixPath(event.place.file).parent.as_posix() + "/"
    for half in (half for pair in content.texts if pair.th.file.startswith(folder) for half in halves(pair)):
        for found in half.dates:
            if _UNTIL.search(half.text[: found.start]) and found.on != event.deadline_on:
                params: dict[str, Param] = {"words": found.words, "deadline": event.deadline_on}
                yield Finding("deadline-differs", "warning", half.place_at(found.start), params)


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


RULES = (check_duration, check_deadline, check_written_deadline, check_quota, check_help, check_organisations)
