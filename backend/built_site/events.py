"""The events that take registrations: `r/<slug>/form.json` of the built site."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backend.built_site.built_files import BuiltFile
from registration_rules import Form, parse_form
from registration_rules.wire import format_instant, parse_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from site_format.locales import Locale

type Labels = Mapping[str, str]
"""One text by locale."""

_SLUG = re.compile(r"(?=.{1,100}$)[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class EventUnusableError(Exception):
    """The site has the event, but its form cannot be used; the text says why, for whoever runs the backend."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that may register."""

    code: str
    name: Labels
    district: Labels


@dataclass(frozen=True, slots=True)
class Field:
    """How a field of the form is shown.

    Attributes:
        attributes: Of its HTML control, as the registration page has them.
        choices: By value, the labels of its choices.
    """

    label: Labels
    hint: Labels
    attributes: Mapping[str, str]
    choices: Mapping[str, Labels]


@dataclass(frozen=True, slots=True)
class Day:
    """When the event takes a registrant's time: a day and its hours, or all of it where those are not said."""

    starts_at: datetime
    ends_at: datetime
    text: Labels


@dataclass(frozen=True, slots=True)
class HelpChannel:
    """Where registrants ask for help.

    Attributes:
        kind: `phone`, `email` or `line`.
        label: Whose it is.
        value: The number, address or name of a chat room, as it is shown.
        link: `tel:`, `mailto:` or a web address; empty where there is none.
    """

    kind: str
    label: Labels
    value: Labels
    link: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the event's page says, and messages to registrants say too.

    Attributes:
        when: Days and hours in full.
        when_in_short: Days and the hour of the beginning, for a message of few characters.
        days: In order, at least one.
        base_url: Of the site, without a slash at the end.
    """

    when: Labels
    when_in_short: Labels
    days: tuple[Day, ...]
    where: Labels
    help: tuple[HelpChannel, ...]
    publisher: Labels
    base_url: str

    @property
    def reply_to(self) -> str:
        """The e-mail address of the office that helps; empty if it gives none."""
        return next((channel.value["th"] for channel in self.help if channel.kind == "email"), "")


@dataclass(frozen=True, slots=True)
class CalledOff:
    """An event does not take place: since which day, in words, and why."""

    on: Labels
    because: Labels


@dataclass(frozen=True, slots=True)
class Event:
    """What the backend knows of an event.

    Attributes:
        form: What the rules need, with deadline, grace and quota.
        starts_at: When it begins; nothing is corrected or cancelled after that.
        delete_at: When its registrations are deleted.
        fields: How the form's fields are shown, by name.
        remind_at: When those who hold a seat are reminded; None for never.
        called_off: That it does not take place; None if it does.
    """

    title: Labels
    form: Form
    starts_at: datetime
    delete_at: datetime
    organisations: tuple[Organisation, ...]
    fields: Mapping[str, Field]
    facts: Facts
    remind_at: datetime | None = None
    called_off: CalledOff | None = None

    @property
    def slug(self) -> str:
        """Its name in addresses."""
        return self.form.event

    @property
    def is_called_off(self) -> bool:
        """Whether it does not take place; then nobody registers any more, and nobody is told how to join."""
        return self.called_off is not None

    def is_over(self, now: datetime) -> bool:
        """Whether its last day has ended."""
        return self.facts.days[-1].ends_at <= now

    def describe_told(self) -> dict[str, Any]:
        """What registrants are told of when and where it is, to compare with what they were told before.

        The instants and not the texts that show them: another way to write a date changes nothing.
        """
        return {
            "days": [[format_instant(day.starts_at), format_instant(day.ends_at)] for day in self.facts.days],
            "where": {locale: " ".join(text.split()) for locale, text in self.facts.where.items()},
            "is_called_off": self.is_called_off,
        }

    def organisation_name(self, code: str, locale: Locale) -> str:
        """The organisation's name with its district if it has one; the code of one that is no longer listed."""
        for organisation in self.organisations:
            if organisation.code == code:
                district = organisation.district[locale]
                return f"{organisation.name[locale]} ({district})" if district else organisation.name[locale]
        return code


class Events:
    """The events of the built site; a rebuild is seen at the next look."""

    def __init__(self, site: Path, *, is_preview: bool) -> None:
        """Read below `site/r/`; `is_preview` allows what was built with a preview clock."""
        self._folder = site / "r"
        self._is_preview = is_preview
        self._files: dict[str, BuiltFile[Event]] = {}

    def is_available(self) -> bool:
        """Whether there is a site to ask; not while it is being replaced."""
        return self._folder.is_dir()

    def slugs(self) -> list[str]:
        """The slugs of all events that have a form, in order."""
        return sorted(path.parent.name for path in self._folder.glob("*/form.json"))

    def recall(self, slug: str) -> Event | None:
        """The event, if it was read before and is as it was: for an event loop, which must not wait for reading.

        None says nothing about the event: `find` does.
        """
        file = self._files.get(slug)
        try:
            event = file.recall() if file else None
        except OSError:
            return None
        return event if event and self._may_be_served(event) else None

    def find(self, slug: str) -> Event | None:
        """The event, or None if the site has none of that name.

        Raises:
            EventUnusableError: If its form cannot be used.
        """
        if not _SLUG.fullmatch(slug):
            return None
        file = self._files.get(slug) or BuiltFile(self._folder / slug / "form.json", parse_event)
        try:
            event = file.load()
        except (FileNotFoundError, NotADirectoryError):
            self._files.pop(slug, None)
            return None
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise EventUnusableError(f"r/{slug}/form.json: cannot be used ({error!r}); build the site again") from error
        self._files[slug] = file
        if not self._may_be_served(event):
            raise EventUnusableError(
                f"r/{slug}/form.json: the site was built as a preview ({event.form.preview_as_of:%Y-%m-%dT%H:%MZ}) and "
                "takes no real registrations; build it without AS_OF, or serve it with --as-of on this machine only"
            )
        return event

    def _may_be_served(self, event: Event) -> bool:
        return event.form.preview_as_of is None or self._is_preview


def parse_event(text: str) -> Event:
    """Read one `form.json`.

    Raises:
        ValueError, KeyError, TypeError: If it is not as ARCHITECTURE.md says.
    """
    data: dict[str, Any] = json.loads(text)
    return Event(
        title=data["title"],
        form=parse_form(data["rules"]),
        starts_at=parse_instant(data["starts_at"]),
        delete_at=parse_instant(data["delete_at"]),
        organisations=tuple(
            Organisation(code=item["code"], name=item["name"], district=item["district"])
            for item in data["organisations"]
        ),
        fields={field["name"]: _parse_field(data["fields"][field["name"]]) for field in data["rules"]["fields"]},
        facts=_parse_facts(data["facts"]),
        # Sites that were built before there was either have neither.
        remind_at=parse_instant(data["remind_at"]) if data.get("remind_at") else None,
        called_off=CalledOff(**data["called_off"]) if data.get("called_off") else None,
    )


def _parse_facts(data: Mapping[str, Any]) -> Facts:
    return Facts(
        when=data["when"],
        when_in_short=data["when_in_short"],
        days=tuple(
            Day(parse_instant(day["starts_at"]), parse_instant(day["ends_at"]), day["text"]) for day in data["days"]
        ),
        where=data["where"],
        help=tuple(
            HelpChannel(kind=item["kind"], label=item["label"], value=item["value"], link=item["link"])
            for item in data["help"]
        ),
        publisher=data["publisher"],
        base_url=data["base_url"],
    )


def _parse_field(data: Mapping[str, Any]) -> Field:
    return Field(label=data["label"], hint=data["hint"], attributes=data["attributes"], choices=data["choices"])
