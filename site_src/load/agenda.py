"""`agenda.yaml` of an event: who speaks, and what happens when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.load.days import find_end_day
from site_src.load.nodes import read_yaml
from site_src.load.readers import EMPTY_TEXT, each, named, optional, pair, record
from site_src.load.reading import Refused
from site_src.load.values import DayOrMoment, clock, day, flag, one_of, slug
from site_src.model import AgendaItem, Place, Speaker, Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, time
    from pathlib import Path
    from typing import Literal
    from zoneinfo import ZoneInfo

    from site_src.load.reading import Reading


@dataclass(frozen=True, slots=True)
class _Person:
    name: Text
    position: Text
    is_verified: bool
    place: Place


@dataclass(frozen=True, slots=True)
class _Part:
    who: str
    role: Literal["opens", "reports", "speaks", "chairs"]
    place: Place


@dataclass(frozen=True, slots=True)
class _WrittenItem:
    on: date | None
    starts: time
    ends: time | None
    kind: Literal["login", "ceremony", "talk", "discussion", "break", "close"]
    title: Text
    speakers: tuple[_Part, ...]
    speakers_note: Text
    place: Place


@dataclass(frozen=True, slots=True)
class _WrittenAgenda:
    people: Mapping[str, _Person]
    items: tuple[_WrittenItem, ...]
    notes: tuple[Text, ...]


_PERSON = record(_Person, name=pair, position=optional(pair, EMPTY_TEXT), is_verified=optional(flag, default=False))
_PART = record(_Part, who=slug, role=one_of(("opens", "reports", "speaks", "chairs")))
_ITEM = record(
    _WrittenItem,
    on=optional(day, None),
    starts=clock,
    ends=optional(clock, None),
    kind=one_of(("login", "ceremony", "talk", "discussion", "break", "close")),
    title=pair,
    speakers=optional(each(_PART), ()),
    speakers_note=optional(pair, EMPTY_TEXT),
)
_AGENDA = record(
    _WrittenAgenda,
    people=optional(named(_PERSON), {}),
    items=each(_ITEM, at_least=1),
    notes=optional(each(pair), ()),
)


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda whose items wait for the event's day and time zone."""

    written: _WrittenAgenda
    speakers: tuple[tuple[Speaker, ...], ...]  # for each item

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the letter says below the agenda."""
        return self.written.notes

    def items_on(self, event_day: date, zone: ZoneInfo) -> tuple[AgendaItem, ...]:
        """The items; one without a day of its own is on that of the item before it, the first on the event's first."""
        on, items = event_day, []
        for item, speakers in zip(self.written.items, self.speakers, strict=True):
            on = item.on or on
            items.append(_place_item(item, speakers, on, zone))
        return tuple(items)


def _place_item(item: _WrittenItem, speakers: tuple[Speaker, ...], on: date, zone: ZoneInfo) -> AgendaItem:
    ends_at = None
    if item.ends is not None:
        ends_at = DayOrMoment(find_end_day(on, item.starts, item.ends), item.ends).instant(zone)
    return AgendaItem(
        starts_at=DayOrMoment(on, item.starts).instant(zone),
        ends_at=ends_at,
        kind=item.kind,
        title=item.title,
        speakers=speakers,
        speakers_note=item.speakers_note,
        place=item.place,
    )


def read_agenda(folder: Path, reading: Reading) -> Agenda:
    """The agenda of an event; raises Refused."""
    written = _AGENDA(read_yaml(folder / "agenda.yaml", reading), reading)
    return Agenda(written, tuple(_cast_item(item, written.people, reading) for item in written.items))


def _cast_item(item: _WrittenItem, people: Mapping[str, _Person], reading: Reading) -> tuple[Speaker, ...]:
    """The speakers of an item, with what the file says of them under `people`."""
    for part in item.speakers:
        if part.who not in people:
            reading.report_unknown(reading.place_of(part.place, "who"), "person-unknown", part.who, people)
    if any(part.who not in people for part in item.speakers):
        raise Refused
    return tuple(
        Speaker(person.name, person.position, part.role, person.is_verified, person.place)
        for part, person in ((part, people[part.who]) for part in item.speakers)
    )
