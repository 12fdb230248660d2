"""`python -m backend`: serve the site and take registrations, list them, or save and restore the store."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from backend.app import create_app
from backend.built_site.events import Events, EventUnusableError
from backend.built_site.messages import Messages, StrictMessages
from backend.clock import preview_clock, system_clock
from backend.command_line import make_parser
from backend.delivery.carriers import Carriers, make_carriers, make_preview_carriers
from backend.delivery.joining_file import read_joining_details
from backend.delivery.sender import Sender, send_until, sending
from backend.delivery.settings import SettingsError, read_settings
from backend.delivery.strict_yaml import FileProblemsError
from backend.netlify.api import ADDRESS, NetlifyApi, NetlifyError
from backend.netlify.import_command import Source, run_import
from backend.netlify.terminal import Progress
from backend.organiser.decision_commands import DecisionError, decide_and_say, print_waiting
from backend.organiser.message_commands import print_channels, print_counts, print_samples
from backend.organiser.registration_list import ListError, print_registrations
from backend.registration.announcements import announcing
from backend.registration.meeting import set_meeting
from backend.registration.retention import scheduled_deletion
from backend.store.backup import back_up, back_up_daily
from backend.store.opening import connect_store, migrate, open_store
from backend.store.restore import restore
from backend.store.sqlite import FILE_NAME
from backend.store.store import StoreError, StoreUnavailableError
from backend.store.store_lock import using_store
from backend.web.rate_limits import RateLimits
from backend.web.server import AddressError, is_loopback, listen, run_server
from backend.web.trusted_proxies import ProxyError, list_proxies
from site_format.locales import DEFAULT_LOCALE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from backend.built_site.events import Event
    from backend.store.store import Store


class UsageError(Exception):
    """What was asked for does not fit together; the text says what to do."""


ERRORS = (
    UsageError,
    AddressError,
    ProxyError,
    StoreError,
    StoreUnavailableError,
    EventUnusableError,
    ListError,
    DecisionError,
    NetlifyError,
    SettingsError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if it went well, 1 if not, with one plain sentence that says why."""
    options = make_parser().parse_args(arguments)
    try:
        COMMANDS[options.run](options)
    except ERRORS as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def serve(options: argparse.Namespace) -> None:
    """Serve the built site and take registrations."""
    as_of: datetime | None = options.as_of
    if as_of is not None and not is_loopback(options.host):
        raise UsageError(f"--as-of is a preview for this machine only; {options.host} can be reached from others.")
    is_preview = as_of is not None
    proxies = options.trusted_proxy or list_proxies(os.environ.get("TRUSTED_PROXIES", ""))
    limits = None if is_preview else RateLimits()
    _check_site(options.site, is_preview=is_preview)
    listener = listen(options.host, options.port)
    with listener, _opened_store(options.data / "preview" if is_preview else options.data, is_preview) as store:
        clock = system_clock if as_of is None else preview_clock(as_of)
        events = Events(options.site, is_preview=is_preview)
        deletion = nullcontext() if is_preview else scheduled_deletion(store, events, clock)
        carriers = _make_carriers(options.site, options.data / "preview" / "messages" if is_preview else None)
        sender = Sender(store, events, carriers, clock)
        with deletion, announcing(store, events, clock), sending(sender) if carriers.channels else nullcontext():
            app = create_app(options.site, store, clock, is_preview=is_preview, limits=limits, trusted_proxies=proxies)
            run_server(app, listener, options.host)


def send_messages(options: argparse.Namespace) -> None:
    """Send what the outbox holds, beside those who serve, until the command is ended."""
    _check_site(options.site, is_preview=False)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    carriers = _make_carriers(options.site, None)
    if not carriers.channels:
        raise UsageError("Neither e-mail nor SMS is set up; README.md says how, under “Sending e-mail and SMS”.")
    with _opened_store(options.data) as store:
        events = Events(options.site, is_preview=False)
        with announcing(store, events, system_clock):
            asyncio.run(send_until(Sender(store, events, carriers, system_clock), stop))


def put_in_meeting(options: argparse.Namespace) -> None:
    """Say how to join an event, and tell those who hold a seat."""
    event = _find_event(options)
    try:
        details = read_joining_details(options.file)
    except FileProblemsError as error:
        raise UsageError(error.describe(Messages(options.site), options.locale)) from None
    with _opened_store(options.data) as store:
        told = set_meeting(store, event, details.as_json(), system_clock())
    if told is None:
        sys.stdout.write("It is as it was; nobody is told again.\n")
    else:
        sys.stdout.write(f"Kept. {told} who hold a seat are told; whoever is confirmed later gets it at once.\n")


def show_messages(options: argparse.Namespace) -> None:
    """Print how many messages of an event went out and how many wait, or what each kind of message says."""
    event = _find_event(options)
    if options.preview:
        print_samples(options.site, event, options.locale)
        return
    with _opened_store(options.data) as store:
        print_counts(store, event)


def _make_carriers(site: Path, preview: Path | None) -> Carriers:
    """What is set up to send messages, said on the terminal; a preview's go into the folder `preview`."""
    messages = StrictMessages(site)
    if preview is not None:
        sys.stdout.write(f"Messages are written to {preview}/; nothing leaves this machine.\n")
        return make_preview_carriers(preview, messages)
    try:
        carriers = make_carriers(read_settings(os.environ), messages)
    except FileProblemsError as error:
        raise UsageError(error.describe(messages, DEFAULT_LOCALE)) from None
    except OSError as error:
        raise UsageError(f"WIAN_SMTP_CA_FILE: cannot be used ({error.strerror})") from error
    print_channels(carriers.channels)
    return carriers


def list_registrations(options: argparse.Namespace) -> None:
    """Print an event's registrations, or write them to a CSV file."""
    file = options.data / FILE_NAME
    if not os.environ.get("DATABASE_URL") and not file.is_file():
        raise UsageError(f"{file}: there is no store yet; it is made when the backend first serves.")
    with _opened_store(options.data) as store:
        print_registrations(store, options.site, options.event, options.locale, options.csv)


def import_from_netlify(options: argparse.Namespace) -> None:
    """Bring what Netlify Forms received into the store, beside a running server too."""
    _check_site(options.site, is_preview=False)
    progress = Progress(sys.stderr)
    token = os.environ.get("NETLIFY_AUTH_TOKEN", "").strip()  # not an option, for those stand in the list of processes
    source = Source(options.project, options.event, options.form)
    try:
        with (
            NetlifyApi(token, progress, address=os.environ.get("NETLIFY_API_URL") or ADDRESS) as api,
            _opened_store(options.data) as store,
        ):
            run_import(store, options.site, source, api, progress=progress, now=system_clock())
    except KeyboardInterrupt:
        progress.show("")
        raise UsageError("Interrupted. What was imported stays; run this again to go on.") from None


def save_backup(options: argparse.Namespace) -> None:
    """Copy the store to a file, also while it is served."""
    _refuse_database()
    with using_store(options.data):
        if options.keep_days is None:
            copy, expired = options.file, list[Path]()
            size_bytes = back_up(options.data, copy, overwrite=options.overwrite)
        else:
            today = system_clock().astimezone().date()
            copy, size_bytes, expired = back_up_daily(options.data, options.file, today, keep_days=options.keep_days)
    sys.stdout.write(f"{copy}: saved and checked ({size_bytes / 1024:,.0f} KiB).\n")
    sys.stdout.writelines(f"{file}: deleted, for it was older than {options.keep_days} days.\n" for file in expired)


def restore_backup(options: argparse.Namespace) -> None:
    """Put a backup in the place of the store, and say where that one is."""
    _refuse_database()
    kept = restore(options.data, options.file, system_clock())
    sys.stdout.write(f"{options.data}: holds what {options.file} held.\n")
    if kept is not None:
        sys.stdout.write(
            f"The store that was there is now {kept}. What came after the backup is only there; "
            "delete it when you no longer need it, for it holds personal data.\n"
        )


def decide_one(options: argparse.Namespace) -> None:
    """Do what the organiser decided about one registration."""
    event = _find_event(options)
    with _opened_store(options.data) as store:
        decide_and_say(
            store,
            options.site,
            event,
            options.receipt,
            options.decision,
            locale=options.locale,
            at=system_clock(),
        )


def show_waiting(options: argparse.Namespace) -> None:
    """Print the waiting list."""
    event = _find_event(options)
    with _opened_store(options.data) as store:
        print_waiting(store, options.site, event, locale=options.locale, at=system_clock())


def migrate_database(_options: argparse.Namespace) -> None:
    """Bring the schema of the database that `DATABASE_URL` names up to date."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        raise UsageError("DATABASE_URL is not set; a store in a file is brought up to date whenever it is opened.")
    migrate(url)
    sys.stdout.write("The database is up to date.\n")


@contextmanager
def _opened_store(data: Path, is_preview: bool = False) -> Iterator[Store]:  # noqa: FBT001, FBT002 - ours
    """The store: the database that `DATABASE_URL` names, or the file in `data`. A preview never has the real one."""
    url = os.environ.get("DATABASE_URL")
    if url and not is_preview:
        with closing(connect_store(url)) as store:
            yield store
        return
    with using_store(data), closing(open_store(data)) as store:
        yield store


def _refuse_database() -> None:
    """A file that an office had before it went over to a server must not pass for what is saved."""
    if os.environ.get("DATABASE_URL"):
        raise UsageError(
            "The store is the database that DATABASE_URL names. PostgreSQL's own commands save and restore it, pg_dump "
            "and pg_restore; these ones are for a store in a file."
        )


def _find_event(options: argparse.Namespace) -> Event:
    events = Events(options.site, is_preview=False)
    event = events.find(options.event)
    if event is None:
        raise UsageError(f"There is no event {options.event!r}. Known events: {', '.join(events.slugs()) or 'none'}.")
    return event


def _check_site(site: Path, *, is_preview: bool) -> None:
    """Refuse a site that is not built, and one built as a preview unless this is one."""
    try:
        Messages(site).check()
    except (OSError, ValueError) as error:
        raise UsageError(f"{site}: is not a built site; run `python build.py` first.") from error
    events = Events(site, is_preview=is_preview)
    for slug in events.slugs():
        events.find(slug)


COMMANDS = {
    "decide_one": decide_one,
    "import_from_netlify": import_from_netlify,
    "list_registrations": list_registrations,
    "migrate_database": migrate_database,
    "put_in_meeting": put_in_meeting,
    "restore_backup": restore_backup,
    "save_backup": save_backup,
    "send_messages": send_messages,
    "serve": serve,
    "show_messages": show_messages,
    "show_waiting": show_waiting,
}


if __name__ == "__main__":
    sys.exit(main())
