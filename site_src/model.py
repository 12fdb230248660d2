"""What the generator knows: the content as typed, immutable values.

`*_at` is an aware UTC instant, `*_on` a calendar date. Every text for readers is a `Text`, Thai and English together.
Nothing here reads a file: `site_src.load` makes these values, `site_src.check` and the renderers read them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time
    from pathlib import Path

    from site_format.locales import Locale

type FormBackend = Literal["own", "netlify"]
type Level = Literal["error", "warning", "info"]


type Lines = Mapping[tuple[str, str], int]  # file and key path → the line on which that value begins


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the content something stands.

    Attributes:
        file: Path relative to the project, e.g. `content/events/x/event.yaml`.
        line: Line in that file, from 1.
        key: Dotted key path, e.g. `registration.deadline` or `items[2].title.en`; empty for the whole file.
    """

    file: str
    line: int
    key: str = ""

    def child(self, key: str, lines: Lines) -> Place:
        """Where the value of `key` in the mapping here stands; the mapping's own line if it has none."""
        path = self.path(key)
        return Place(self.file, lines.get((self.file, path), self.line), path)

    def path(self, key: str) -> str:
        """The key path of `key` in the mapping here."""
        return f"{self.key}.{key}" if self.key else key

    def __str__(self) -> str:
        """`file:line: key`, the form in which every author's message begins."""
        return f"{self.file}:{self.line}: {self.key}" if self.key else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; Markdown where a field says so."""

    th: str
    en: str

    def get(self, locale: Locale) -> str:
        """The text in `locale`."""
        return self.th if locale == "th" else self.en


@dataclass(frozen=True, slots=True)
class Notice:
    """The privacy notice that a registrant agrees to; `version` travels with every submission."""

    version: str
    text: Text  # Markdown


@dataclass(frozen=True, slots=True)
class Site:
    """`content/site.yaml`."""

    name: Text
    description: Text
    publisher: Text
    base_url: str  # no slash at the end
    time_zone: str  # IANA name, e.g. Asia/Bangkok
    form_backend: FormBackend
    notice: Notice
    keep_days: int  # how long after an event its registrations are kept
    sample_of: str  # the slug of the event whose sample this file belongs to; empty once it is an office's own
    place: Place


@dataclass(frozen=True, slots=True)
class Organisation:
    """One local administrative organisation (อปท.).

    Attributes:
        code: Stable identifier in [a-z0-9-], at most 20 characters.
        kind: `pao`, `city`, `town`, `subdistrict_municipality`, `tao` or `special`.
        district: The district (อำเภอ) that tells bodies of one name apart; empty texts for a whole province.
    """

    code: str
    kind: str
    name: Text
    district: Text


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """`content/organisations/<slug>.csv` with the `<slug>.yaml` that describes it."""

    slug: str
    title: Text
    is_sample: bool  # pages and the build say so until the office's own list takes its place
    credit: Text
    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody named in the agenda, with the position printed beside the name (empty texts if none).

    `is_verified` says that a person has compared the spelling with something better than the letter.
    """

    name: Text
    position: Text
    role: Literal["opens", "reports", "speaks", "chairs"]
    is_verified: bool
    place: Place


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the agenda. `ends_at` is None for an item printed with one time only, such as the close."""

    starts_at: datetime
    ends_at: datetime | None
    kind: Literal["login", "ceremony", "talk", "discussion", "break", "close"]
    title: Text
    speakers: tuple[Speaker, ...]
    speakers_note: Text  # who the speakers are together; empty texts if not said
    place: Place


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something a circular encloses (สิ่งที่ส่งมาด้วย).

    `cites_number` and `cites_on` are set where it cites another letter, as printed there.
    """

    title: Text
    quantity: Text  # how many, with the word that counts them: 1 ฉบับ, 1 copy
    cites_number: str  # empty if none
    cites_on: date | None
    circular: str  # slug of the circular that is attached, empty if none
    place: Place


@dataclass(frozen=True, slots=True)
class Stamp:
    """A receipt stamp on a letter (ตรารับ), as printed; `received_time` is None where the stamp leaves it open."""

    office: Text
    number: str
    received_on: date
    received_time: time | None
    place: Place


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code that a letter shows: its caption, and the address behind it if one is known (else empty)."""

    caption: Text
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Words quoted from a letter exactly as printed.

    In `Circular.passages`, `name` says which passage it is, the same in every letter of the event that carries it;
    lines that belong to nothing have no name.
    """

    name: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Circular:
    """One letter of the chain, as printed; `slug` names it within its event.

    `number` keeps the printed Thai digits. `dated_on` is the printed date even where it contradicts the rest.
    """

    slug: str
    number: str
    office: Text
    address: Text
    dated_on: date
    subject: Text
    addressees: tuple[Text, ...]
    attachments: tuple[Attachment, ...]
    stamps: tuple[Stamp, ...]
    signatory: Text
    signatory_position: Text
    acting_for: Text
    unit: Text
    phone: str  # digits as a person dials them, empty if none
    fax: str
    email: str
    summary: Text  # Markdown, our own words
    body: Text  # Markdown, the letter's text: Thai as printed, English our translation
    as_printed: Text  # Markdown notes on words that differ between copies, empty texts if none
    qr_codes: tuple[QrCode, ...]
    passages: tuple[Passage, ...]
    orphan_lines: tuple[Passage, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class HelpChannel:
    """Where registrants ask for help; `url` is empty where the letter prints none.

    `value` is what a person dials, writes to or looks for: a telephone number, an address, the name of a chat room.
    """

    kind: Literal["phone", "email", "line"]
    label: Text
    value: str
    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a form field; `value` is what the wire carries."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the registration form with its rule parameters (see `registration_rules.form`)."""

    name: str
    kind: str  # one of `registration_rules.form.KINDS`
    label: Text
    hint: Text
    required: bool
    min_length: int
    max_length: int
    min_value: int
    max_value: int
    autocomplete: str  # the HTML autofill token, empty for none
    choices: tuple[Choice, ...]

    @property
    def room(self) -> int:
        """How many characters its control holds, 0 if it is chosen: more than the rules allow."""
        if self.kind in {"personal_name", "text", "long_text", "email"}:
            return self.max_length * 2  # as much as repairing can take away from a decomposed Thai text
        return 500 if self.kind in {"mobile", "number"} else 0


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A picture or PDF that an event's texts show: where it lies, also within the project, and its name at the page."""

    source: Path
    path: str
    name: str


@dataclass(frozen=True, slots=True)
class EventDay:
    """One day of an event; `starts_at` or `ends_at` is None where neither the event's file nor its agenda says it.

    What goes on past midnight belongs to the day on which it began.
    """

    on: date
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One event: `content/events/<slug>/`.

    Attributes:
        starts_at: When its first day starts.
        ends_at: When its last day ends.
        days: Each day on which it takes place, in order; there may be days between them on which it does not.
        deadline_at: The instant until which a registration is in time, inclusive; the end of the day in the site's time
            zone if the letter gives a day only (then `deadline_is_day` is true and `deadline_on` is that day).
        grace_hours: How long after `deadline_at` what was filled in before it is still taken, for review.
        quota: Seats per organisation.
        max_people: How many people one user may enter in one go.
    """

    slug: str
    title: Text
    summary: Text  # Markdown, our own words: what this is about, for a reader in a hurry
    background: Text  # Markdown
    channel: Text
    starts_at: datetime
    ends_at: datetime
    days: tuple[EventDay, ...]
    deadline_at: datetime
    deadline_on: date
    deadline_is_day: bool
    grace_hours: int
    quota: int
    max_people: int
    invited: Text  # Markdown
    how_to_register: tuple[Text, ...]  # Markdown, one step each
    confirmation: Text  # Markdown: what comes after registering, and by which way
    help_channels: tuple[HelpChannel, ...]
    organisation_list: OrganisationList
    agenda: tuple[AgendaItem, ...]
    agenda_notes: tuple[Text, ...]
    circulars: tuple[Circular, ...]  # the first issuer first, then who passes it on
    form_fields: tuple[FormField, ...]
    texts: tuple[PlacedText, ...]  # every pair of texts of its folder
    files: tuple[LinkedFile, ...]  # what these name, each once
    place: Place


type Param = (
    str | int | date | datetime | time | Text
)  # what a message's placeholder takes; shown in the reader's language


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in well-formed content that contradicts itself; the text is in the messages under `findings.<code>`.

    Attributes:
        code: e.g. `citation-number`.
        params: What the text needs.
        accepted_because: The reason that the content gives for accepting it in place; None if nobody accepted it.
    """

    code: str
    level: Level
    place: Place
    params: Mapping[str, Param] = field(default_factory=dict)
    accepted_because: Text | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One entry of an `accept` list: whoever edits the content accepts a finding, with a reason.

    Attributes:
        finding: The finding's code.
        at: The key beside `accept` whose value the finding is about.
        place: Where the entry stands.
        covers: The key path of the finding that it accepts.
    """

    finding: str
    at: str
    because: Text
    place: Place
    covers: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A pair of texts and where each half begins."""

    text: Text
    th: Place
    en: Place


@dataclass(frozen=True, slots=True)
class Content:
    """All of `content/`.

    Attributes:
        messages: Per locale, the messages of `content/messages/<locale>.yaml`, flattened to dotted keys.
        acceptances: Findings that the content accepts.
        texts: Every pair of texts that the content gives, messages aside.
        lines: Of every value; each file that was read has an entry with an empty key.
    """

    site: Site
    events: tuple[Event, ...]  # soonest first
    messages: Mapping[Locale, Mapping[str, str]]
    acceptances: tuple[Acceptance, ...] = ()
    texts: tuple[PlacedText, ...] = ()
    lines: Lines = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadablePart:
    """What of `content/` could be loaded when something in it could not; `site` is None if its own file was refused."""

    site: Site | None
    events: tuple[Event, ...]
    messages: Mapping[Locale, Mapping[str, str]]
    acceptances: tuple[Acceptance, ...]
    texts: tuple[PlacedText, ...]
    lines: Lines


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How this build differs from what the content says.

    Attributes:
        now: The instant that the pages treat as now; decides which events are open.
        is_preview: Whether `now` was set by hand (`AS_OF`); every page then carries a banner.
        is_live: Whether `make serve` shows it: pages then reload themselves, and nothing is compressed.
    """

    now: datetime
    is_preview: bool
    is_live: bool = False
