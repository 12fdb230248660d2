"""The pages of one language as files: Markdown for MkDocs, and finished posters and calendar files beside it."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from site_format.addresses import address
from site_format.messages import fill
from site_src.dates import format_deadline, format_short_date, format_time, format_time_range, format_when
from site_src.model import Text
from site_src.pages.calendar_file import render_calendar
from site_src.pages.qr import draw_code
from site_src.phone_numbers import read_phone
from site_src.templating import environment, render_markdown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import jinja2

    from site_format.locales import Locale
    from site_src.model import AgendaItem, BuildOptions, Content, Event, Finding, Param, Speaker

TEMPLATES = Path(__file__).parent / "templates"

type State = Literal["open", "coming", "past"]
STATES: tuple[State, ...] = ("open", "coming", "past")


def find_state(event: Event, now: datetime) -> State:
    """Where an event stands: `open` while it takes registrations, `coming` until it is over, then `past`."""
    if now > event.ends_at:
        return "past"
    return "open" if now <= event.deadline_at else "coming"


def list_code_pages(content: Content, options: BuildOptions) -> dict[str, str]:
    """What the QR codes of the site must lead to, by the path of the page that shows them."""
    return {
        f"{address('/', locale)}events/{event.slug}/{page}index.html".lstrip("/"): find_target(content, event, locale)
        for event in content.events
        if find_state(event, options.now) == "open"
        for locale in content.messages
        for page in ("", "poster/")
    }


def find_target(content: Content, event: Event, locale: Locale) -> str:
    """The absolute address of an event's registration page, as its QR code says it."""
    return content.site.base_url + address(f"/r/{event.slug}/", locale)


def render_markdown_pages(
    docs: Path, content: Content, locale: Locale, options: BuildOptions, *, findings: Sequence[Finding]
) -> None:
    """Write home, event and privacy pages into the folder `docs`, as MkDocs reads them."""
    env = _extend(environment(content, locale, options, TEMPLATES), content, locale, options)
    groups = [
        (state, [event for event in content.events if find_state(event, options.now) == state]) for state in STATES
    ]
    groups[-1][1].reverse()  # of past events the latest first
    _write(docs / "index.md", env.get_template("home.md.j2").render(groups=groups))
    _write(docs / "privacy/index.md", env.get_template("privacy.md.j2").render())
    for event in content.events:
        page = env.get_template("event.md.j2").render(
            _describe(content, event, locale, options, env=env),
            notes=_note_contradictions(event, findings, content.messages[locale], locale),
        )
        _write(docs / f"events/{event.slug}/index.md", page)


def render_event_files(target: Path, content: Content, locale: Locale, options: BuildOptions, *, style: str) -> None:
    """Write each event's poster and calendar file under `target`; `style` is the address of the poster's stylesheet."""
    env = _extend(environment(content, locale, options, TEMPLATES), content, locale, options)
    for event in content.events:
        folder = target / "events" / event.slug
        poster = env.get_template("poster.html.j2").render(
            _describe(content, event, locale, options, env=env), style=style, path=f"/events/{event.slug}/poster/"
        )
        _write(folder / "poster/index.html", poster)
        (folder / "event.ics").write_bytes(render_calendar(content, event, locale))
        copy_files(event, folder)


def copy_files(event: Event, folder: Path) -> None:
    """Copy the pictures and PDFs that an event's texts name to where its page, in `folder`, looks for them."""
    for file in event.files:
        target = folder / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file.source, target)


def _describe(
    content: Content, event: Event, locale: Locale, options: BuildOptions, *, env: jinja2.Environment
) -> dict[str, object]:
    target = find_target(content, event, locale)
    label = env.globals["t"]("site.register.code_label", address=target)  # type: ignore[operator]
    return {
        "event": event,
        "state": find_state(event, options.now),
        "target": target.removeprefix("https://"),
        "code": draw_code(target, label),
    }


def _note_contradictions(
    event: Event, findings: Sequence[Finding], messages: Mapping[str, str], locale: Locale
) -> dict[str, dict[Text, list[str]]]:
    """What a letter contradicts and why it stands as printed: by circular and by the content's reason, each once.

    Findings that have no words for readers, under `site.letter.contradiction`, concern whoever edits the content only.
    """
    notes: dict[str, dict[Text, list[str]]] = {circular.slug: {} for circular in event.circulars}
    folders = {PurePosixPath(circular.place.file).parent: circular.slug for circular in event.circulars}
    for finding in findings:
        slug = folders.get(PurePosixPath(finding.place.file).parent)
        words = messages.get(f"site.letter.contradiction.{finding.code}")
        if slug and words and finding.accepted_because:
            shown = {name: _show(value, locale) for name, value in finding.params.items()}
            said = notes[slug].setdefault(finding.accepted_because, [])
            said += [sentence for sentence in [fill(words, shown)] if sentence not in said]
    return notes


def _show(value: Param, locale: Locale) -> str:
    match value:
        case Text():
            return value.get(locale)
        case date():
            return format_short_date(value, locale)
        case _:
            return str(value)


def _extend(env: jinja2.Environment, content: Content, locale: Locale, options: BuildOptions) -> jinja2.Environment:
    zone = ZoneInfo(content.site.time_zone)
    today = options.now.astimezone(zone).date()
    env.filters |= {
        "deadline": lambda event: format_deadline(event, locale, zone),
        "when": partial(format_when, locale=locale, zone=zone),
        "agenda_days": partial(group_by_day, zone=zone),
        "days_left": lambda event: (event.deadline_on - today).days,
        "agenda_time": partial(_format_agenda_time, locale=locale, zone=zone),
        "utc": lambda instant: f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        # A letter's own headings stand two levels below the page's.
        "letter_body": lambda text: render_markdown(text.replace("\n### ", "\n##### ")),
        "speakers_by_role": _group_speakers,
        "local_time": lambda moment: format_time(datetime.combine(today, moment, zone), locale, zone),
        "phone": partial(show_phone, locale=locale),
        "dial": link_phone,
    }
    return env


def show_phone(written: str, locale: Locale) -> str:
    """A telephone number as letters print it; what is none as it is written."""
    number = read_phone(written)
    return number.show(locale) if number else written


def link_phone(written: str) -> str:
    """The address that dials a telephone number; empty if it is none."""
    number = read_phone(written)
    return number.link if number else ""


def group_by_day(event: Event, zone: ZoneInfo) -> list[tuple[date, list[AgendaItem]]]:
    """The agenda by the event's days; what is past midnight stands with the day before, as the event's days have it."""
    groups: dict[date, list[AgendaItem]] = {}
    for item in event.agenda:
        on = item.starts_at.astimezone(zone).date()
        groups.setdefault(max((day.on for day in event.days if day.on <= on), default=on), []).append(item)
    return list(groups.items())


def _format_agenda_time(item: AgendaItem, locale: Locale, zone: ZoneInfo) -> str:
    if item.ends_at is None:
        return format_time(item.starts_at, locale, zone)
    return format_time_range(item.starts_at, item.ends_at, locale, zone)


def _group_speakers(item: AgendaItem) -> list[tuple[str, list[Speaker]]]:
    return [(role, list(speakers)) for role, speakers in groupby(item.speakers, key=lambda speaker: speaker.role)]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
