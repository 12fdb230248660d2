"""`python -m backend import-netlify`: which forms, in which order, and what is said of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.built_site.events import Events
from backend.built_site.messages import Messages
from backend.netlify.api import NetlifyError
from backend.netlify.import_report import describe_report
from backend.netlify.registration_import import ImportReport, import_submissions
from backend.netlify.submission_list import FormMissingError, find_form, list_submissions
from backend.store.store import StoreUnavailableError
from backend.terms.instants import format_thai_time
from site_format.addresses import form_name

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from backend.built_site.events import Event
    from backend.netlify.api import NetlifyApi
    from backend.netlify.submission_list import NetlifySubmission
    from backend.netlify.terminal import Progress
    from backend.store.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """What is imported.

    Attributes:
        project: The Netlify project's ID or domain.
        event: The event's slug, or empty for all events of the site.
        form: The form's name at Netlify, or empty for the one that the event's page has.
    """

    project: str
    event: str
    form: str


def run_import(store: Store, site: Path, source: Source, api: NetlifyApi, *, progress: Progress, now: datetime) -> None:
    """Import the registrations of one event or of all, and print what became of them.

    A form is read from end to end before the first of its registrations is stored, for seats go by time.

    Raises:
        NetlifyError: If Netlify cannot be read or knows no such form, or what was asked for does not fit together.
        EventUnusableError: If an event's form cannot be used.
    """
    chosen = _choose_events(Events(site, is_preview=False), source, progress, now)
    messages = Messages(site)
    missing: list[FormMissingError] = []
    for event in chosen:
        name = source.form or form_name(event.slug)
        try:
            submissions = list_submissions(api, find_form(api, source.project, name), progress)
        except FormMissingError as error:
            missing.append(error)
            continue
        _import_form(store, event, name, submissions, messages=messages, progress=progress)
    if missing and len(missing) == len(chosen):
        raise missing[0]
    for one in missing:
        progress.say(str(one))


def _choose_events(events: Events, source: Source, progress: Progress, now: datetime) -> list[Event]:
    if not source.project:
        raise NetlifyError("Which Netlify project? Give its ID or domain with --project, or set NETLIFY_SITE_ID.")
    slugs = events.slugs()
    if source.form and not source.event and len(slugs) > 1:
        raise NetlifyError("Which event is the form of? Name it before --form.")
    if source.event and source.event not in slugs:
        raise NetlifyError(f"There is no event {source.event!r}. Known events: {', '.join(slugs) or 'none'}.")
    chosen = []
    for slug in [source.event] if source.event else slugs:
        event = events.find(slug)
        if event is not None and event.delete_at <= now:
            progress.say(
                f"{slug}: nothing is imported, for its registrations had to be deleted by "
                f"{format_thai_time(event.delete_at)}; delete them at Netlify too."
            )
        elif event is not None:
            chosen.append(event)
    return chosen


def _import_form(
    store: Store,
    event: Event,
    name: str,
    submissions: list[NetlifySubmission],
    *,
    messages: Messages,
    progress: Progress,
) -> None:
    report = ImportReport()
    try:
        import_submissions(store, event, submissions, report, progress)
    except StoreUnavailableError as error:
        raise NetlifyError(
            f"The store cannot be written just now ({error}). What is counted above is stored; run this again."
        ) from None
    finally:
        progress.show("")
        spam = sum(one.is_spam for one in submissions)
        lines = [f"{name}: {len(submissions)} at Netlify, {spam} of them in its spam list"]
        lines += describe_report(report, event, messages)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
