"""`python -m backend`: serve the site and take registrations, list them, or save and restore the store."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.app import create_app
from backend.built_site.events import Events, EventUnusableError
from backend.built_site.messages import Messages
from backend.clock import preview_clock, system_clock
from backend.organiser.registration_list import ListError, print_registrations
from backend.registration.retention import scheduled_deletion
from backend.store.backup import back_up
from backend.store.restore import restore
from backend.store.sqlite import StoreError, StoreUnavailableError, open_store
from backend.store.store_lock import using_store
from backend.web.rate_limits import RateLimits
from backend.web.server import AddressError, is_loopback, listen, run_server
from backend.web.trusted_proxies import parse_proxy
from site_format.addresses import registration_page
from site_format.locales import DEFAULT_LOCALE, LOCALES

if TYPE_CHECKING:
    from collections.abc import Sequence


_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # of a preview


class UsageError(Exception):
    """What was asked for does not fit together; the text says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 if it went well, 1 if not, with one plain sentence that says why."""
    options = _make_parser().parse_args(arguments)
    try:
        options.run(options)
    except (UsageError, AddressError, StoreError, StoreUnavailableError, EventUnusableError, ListError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def serve(options: argparse.Namespace) -> None:
    """Serve the built site and take registrations."""
    as_of: datetime | None = options.as_of
    if as_of is not None and not is_loopback(options.host):
        raise UsageError(f"--as-of is a preview for this machine only; {options.host} can be reached from others.")
    is_preview = as_of is not None
    proxies = options.trusted_proxy or _list_proxies(os.environ.get("TRUSTED_PROXIES", ""))
    _check_site(options.site, is_preview=is_preview)
    listener = listen(options.host, options.port)
    with listener, using_store(options.data):
        store = open_store(options.data)
        clock = system_clock if as_of is None else preview_clock(as_of)
        deletion = scheduled_deletion(store, Events(options.site, is_preview=False), clock)
        try:
            with nullcontext() if is_preview else deletion:
                app = create_app(
                    options.site,
                    store,
                    clock,
                    is_preview=is_preview,
                    limits=None if is_preview else RateLimits(),
                    trusted_proxies=proxies,
                )
                run_server(app, listener, options.host)
        finally:
            store.close()


def list_registrations(options: argparse.Namespace) -> None:
    """Print an event's registrations, or write them to a CSV file."""
    print_registrations(options.site, options.data, options.event, options.locale, options.csv)


def save_backup(options: argparse.Namespace) -> None:
    """Copy the store to a file, also while it is served."""
    with using_store(options.data):
        size_bytes = back_up(options.data, options.file, overwrite=options.overwrite)
    sys.stdout.write(f"{options.file}: saved and checked ({size_bytes / 1024:,.0f} KiB).\n")


def restore_backup(options: argparse.Namespace) -> None:
    """Put a backup in the place of the store, and say where that one is."""
    kept = restore(options.data, options.file, system_clock())
    sys.stdout.write(f"{options.data}: holds what {options.file} held.\n")
    if kept is not None:
        sys.stdout.write(
            f"The store that was there is now {kept}. What came after the backup is only there; "
            "delete it when you no longer need it, for it holds personal data.\n"
        )


def _check_site(site: Path, *, is_preview: bool) -> None:
    """Refuse a site that is not built, and one built as a preview unless this is one."""
    try:
        Messages(site).check()
    except (OSError, ValueError) as error:
        raise UsageError(f"{site}: is not a built site; run `python build.py` first.") from error
    events = Events(site, is_preview=is_preview)
    for slug in events.slugs():
        events.find(slug)


def _parse_as_of(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time in the Common Era with an offset, such as 2022-01-05T09:00+07:00"
        )
    return instant


def _parse_proxy(text: str) -> str:
    try:
        return parse_proxy(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address of a proxy and no network, such as 127.0.0.1 or 10.0.0.0/8"
        ) from None


def _list_proxies(setting: str) -> list[str]:
    try:
        return [_parse_proxy(text) for text in setting.replace(",", " ").split()]
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"TRUSTED_PROXIES: {error}.") from None


def _parse_port(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**16:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number up to 65535, for example PORT=8000")
    return int(text)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--site", type=Path, default=Path("site"), help="the built site (default: site)")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, default=Path("var"), help="the folder with the store (default: var)")

    serving = commands.add_parser("serve", parents=[shared, data], help="serve the site and take registrations")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    serving.add_argument(
        "--port", type=_parse_port, default=os.environ.get("PORT") or 8000, help="default: PORT, or 8000"
    )
    serving.add_argument(
        "--trusted-proxy",
        type=_parse_proxy,
        action="append",
        metavar="ADDRESS[/NET]",
        help="a web server in front, whose X-Forwarded-For, -Proto and -Host are believed; may be given several times "
        "(default: TRUSTED_PROXIES, or none)",
    )
    serving.add_argument(
        "--as-of",
        type=_parse_as_of,
        default=os.environ.get("AS_OF") or None,
        metavar="INSTANT",
        help="preview: let the clock start there, e.g. 2022-01-05T09:00+07:00 (default: AS_OF)",
    )
    serving.set_defaults(run=serve)

    address = registration_page("EVENT", DEFAULT_LOCALE)
    listing = commands.add_parser("registrations", parents=[shared, data], help="list who registered for an event")
    listing.add_argument("event", metavar="EVENT", help=f"the event's slug, as in its address {address}")
    listing.add_argument(
        "--csv", metavar="FILE", help="write a CSV file for a spreadsheet instead; - for standard output"
    )
    listing.add_argument(
        "--locale", choices=LOCALES, default=DEFAULT_LOCALE, help=f"language (default: {DEFAULT_LOCALE})"
    )
    listing.set_defaults(run=list_registrations)
    _add_backup_commands(commands, data)
    return parser


def _add_backup_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    saving = commands.add_parser("backup", parents=[data], help="copy the store to a file, also while it is served")
    saving.add_argument("file", type=Path, metavar="FILE", help="the file to write, best on another disk")
    saving.add_argument("--overwrite", action="store_true", help="replace the file if it is there")
    saving.set_defaults(run=save_backup)

    restoring = commands.add_parser("restore", parents=[data], help="put a backup in the place of the store")
    restoring.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restoring.set_defaults(run=restore_backup)


if __name__ == "__main__":
    sys.exit(main())
