"""`content/events/<slug>/`: everything about one event, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from site_src.load.agenda import read_agenda
from site_src.load.circulars import put_in_order, read_circulars
from site_src.load.days import DAYS, list_days, read_times
from site_src.load.form import read_form
from site_src.load.nodes import read_yaml
from site_src.load.readers import SLUG, each, markdown_files, optional, pair, record, words
from site_src.load.reading import Refused, attempt
from site_src.load.values import DayOrMoment, address, day, day_or_moment, flag, moment, one_of, slug, whole
from site_src.model import CalledOff, Event, HelpChannel, Place, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from site_src.load.agenda import Agenda
    from site_src.load.days import Times, WrittenDay
    from site_src.load.reading import Reading
    from site_src.model import Circular, FormField, LinkedFile, OrganisationList, PlacedText, Site

MAX_QUOTA = 1000
MAX_CAPACITY = 100_000
MAX_PEOPLE = 10
MAX_GRACE_HOURS = 24 * 14
MAX_REMINDER_DAYS = 30
REMINDER_DAYS = 1
"""Unless the event says otherwise: near enough to be remembered, and early enough to arrange the day."""


@dataclass(frozen=True, slots=True)
class _Registration:
    deadline: DayOrMoment
    grace_hours: int
    quota: int | None
    capacity: int | None
    waiting_list: bool
    max_people: int
    organisations: str
    place: Place


@dataclass(frozen=True, slots=True)
class _WrittenEvent:
    title: Text
    summary: Text
    background: Text
    channel: Text
    starts_at: DayOrMoment | None
    ends_at: DayOrMoment | None
    days: tuple[WrittenDay, ...]
    invited: Text
    called_off: CalledOff | None
    reminder_days: int
    registration: _Registration
    how_to_register: tuple[Text, ...]
    confirmation: Text
    help_channels: tuple[HelpChannel, ...]
    circulars: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the other files of the event's folder say."""

    times: Times
    agenda: Agenda
    circulars: tuple[Circular, ...]
    form_fields: tuple[FormField, ...]
    texts: tuple[PlacedText, ...]
    files: tuple[LinkedFile, ...]


_REGISTRATION = record(
    _Registration,
    deadline=day_or_moment,
    grace_hours=whole(0, MAX_GRACE_HOURS),
    quota=optional(whole(1, MAX_QUOTA), None),
    capacity=optional(whole(1, MAX_CAPACITY), None),
    waiting_list=optional(flag, default=False),
    max_people=whole(1, MAX_PEOPLE),
    organisations=slug,
)
_HELP_CHANNEL = record(
    HelpChannel,
    kind=one_of(("phone", "email", "line")),
    label=pair,
    value=words,
    url=optional(address, ""),
)
_CALLED_OFF = record(CalledOff, on=day, because=pair)
_EVENT = record(
    _WrittenEvent,
    title=pair,
    summary=markdown_files(),
    background=markdown_files(),
    channel=pair,
    starts_at=optional(moment, None),
    ends_at=optional(moment, None),
    days=optional(DAYS, ()),
    called_off=optional(_CALLED_OFF, None),
    reminder_days=optional(whole(0, MAX_REMINDER_DAYS), REMINDER_DAYS),
    invited=markdown_files(),
    registration=_REGISTRATION,
    how_to_register=each(pair, at_least=1),
    confirmation=markdown_files(),
    help_channels=each(_HELP_CHANNEL, at_least=1),
    circulars=each(slug, at_least=1),
)


def read_event(
    folder: Path, site: Site | None, organisation_lists: Mapping[str, OrganisationList | None], reading: Reading
) -> Event:
    """The event in `folder`, whose name is its slug.

    Args:
        folder: `content/events/<slug>`.
        site: None if the site's own file was refused; the event is then read for its problems only.
        organisation_lists: By slug; None for a list that was refused.
        reading: The pass that this belongs to.

    Raises:
        Refused: Something in the folder was.
    """
    if not SLUG.fullmatch(folder.name):
        reading.report(Place(folder.relative_to(reading.root).as_posix(), 1), "slug-invalid", written=folder.name)
    texts_before, files_before = len(reading.texts), len(reading.files)
    written = attempt(_read_own_file, folder, reading)
    agenda = attempt(read_agenda, folder, reading)
    form_fields = attempt(read_form, folder, reading)
    letters = read_circulars(folder / "circulars", reading)
    if written is None:
        raise Refused
    times = attempt(read_times, written.starts_at, written.ends_at, written.days, written.place, reading)
    place = reading.place_of(written.place, "circulars")
    circulars = attempt(put_in_order, letters, written.circulars, place, reading)
    organisation_list = _find_list(written, organisation_lists, reading)
    if not (site and times and agenda and form_fields and circulars and organisation_list):
        raise Refused
    files = tuple(dict.fromkeys(reading.files[files_before:]))
    parts = _Parts(times, agenda, circulars, form_fields, tuple(reading.texts[texts_before:]), files)
    return _finish(folder.name, written, parts, organisation_list, site)


def _read_own_file(folder: Path, reading: Reading) -> _WrittenEvent:
    return _EVENT(read_yaml(folder / "event.yaml", reading), reading)


def _finish(slug: str, written: _WrittenEvent, parts: _Parts, organisation_list: OrganisationList, site: Site) -> Event:
    zone = ZoneInfo(site.time_zone)
    registration, times = written.registration, parts.times
    agenda = parts.agenda.items_on(times.starts_at.on, zone)
    return Event(
        slug=slug,
        title=written.title,
        summary=written.summary,
        background=written.background,
        channel=written.channel,
        starts_at=times.starts_at.instant(zone),
        ends_at=times.ends_at.instant(zone),
        days=list_days(times, agenda, zone),
        deadline_at=registration.deadline.instant(zone),
        deadline_on=registration.deadline.on,
        deadline_is_day=registration.deadline.at is None,
        grace_hours=registration.grace_hours,
        quota=registration.quota,
        capacity=registration.capacity,
        waiting_list=registration.waiting_list,
        max_people=registration.max_people,
        called_off=written.called_off,
        reminder_days=written.reminder_days,
        invited=written.invited,
        how_to_register=written.how_to_register,
        confirmation=written.confirmation,
        help_channels=written.help_channels,
        organisation_list=organisation_list,
        agenda=agenda,
        agenda_notes=parts.agenda.notes,
        circulars=parts.circulars,
        form_fields=parts.form_fields,
        texts=parts.texts,
        files=parts.files,
        place=written.place,
    )


def _find_list(
    written: _WrittenEvent, lists: Mapping[str, OrganisationList | None], reading: Reading
) -> OrganisationList | None:
    """The list that the event names; None if there is none of that name or it was refused."""
    registration = written.registration
    if registration.organisations not in lists:
        place = reading.place_of(registration.place, "organisations")
        reading.report_unknown(place, "organisations-unknown", registration.organisations, lists)
    return lists.get(registration.organisations)
