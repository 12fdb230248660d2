"""What `python -m backend` understands; `backend.__main__` does it."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path

from backend.web.trusted_proxies import parse_proxy
from site_format.addresses import form_name, registration_page
from site_format.locales import DEFAULT_LOCALE, LOCALES

DESCRIPTION = "Serve the site and take registrations, list and decide them, or save and restore the store."
_MOST_DAYS = 3650
_FIRST_YEAR, _LAST_YEAR = 2000, 2200  # of a preview


def make_parser() -> argparse.ArgumentParser:
    """The parser; its result names in `run` the function of `backend.__main__` to call."""
    parser = argparse.ArgumentParser(prog="python -m backend", description=DESCRIPTION)
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
    serving.set_defaults(run="serve")

    address = registration_page("EVENT", DEFAULT_LOCALE)
    listing = commands.add_parser("registrations", parents=[shared, data], help="list who registered for an event")
    listing.add_argument("event", metavar="EVENT", help=f"the event's slug, as in its address {address}")
    listing.add_argument(
        "--csv", metavar="FILE", help="write a CSV file for a spreadsheet instead; - for standard output"
    )
    listing.add_argument(
        "--locale", choices=LOCALES, default=DEFAULT_LOCALE, help=f"language (default: {DEFAULT_LOCALE})"
    )
    listing.set_defaults(run="list_registrations")
    _add_decision_commands(commands, [shared, data])
    _add_message_commands(commands, [shared, data])
    _add_import_command(commands, [shared, data])
    _add_backup_commands(commands, data)
    migrating = commands.add_parser("migrate", help="bring the database that DATABASE_URL names up to date")
    migrating.set_defaults(run="migrate_database")
    return parser


_DECISIONS = {
    "approve": "confirm a registration that came late, or put it on the waiting list",
    "decline": "refuse one that came late or waits",
    "take-back": "undo a refusal",
    "cancel": "cancel one, because the person says so; the seat goes to the waiting list",
    "remove": "delete one with all that is personal in it",
    "erase": "the same, because the person asks for it",
}


def _add_decision_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], parents: list[argparse.ArgumentParser]
) -> None:
    of_event = argparse.ArgumentParser(add_help=False, parents=parents)
    of_event.add_argument("event", metavar="EVENT", help="the event's slug")
    of_event.add_argument("--locale", choices=LOCALES, default=DEFAULT_LOCALE, help=f"default: {DEFAULT_LOCALE}")
    for name, does in _DECISIONS.items():
        deciding = commands.add_parser(name, parents=[of_event], help=does)
        deciding.add_argument("receipt", metavar="RECEIPT", help="its receipt code, e.g. 4821-0937")
        deciding.set_defaults(run="decide_one", decision=name.replace("-", "_"))
    waiting = commands.add_parser("waiting", parents=[of_event], help="show the waiting list")
    waiting.set_defaults(run="show_waiting")


def _add_message_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], parents: list[argparse.ArgumentParser]
) -> None:
    sending = commands.add_parser("send", parents=parents, help="send messages, beside those who serve")
    sending.set_defaults(run="send_messages")
    meeting = commands.add_parser(
        "meeting", parents=parents, help="say how to join an event, and tell who holds a seat"
    )
    meeting.add_argument("event", metavar="EVENT", help="the event's slug")
    meeting.add_argument("--file", type=Path, required=True, metavar="FILE", help="what README.md shows, in YAML")
    meeting.add_argument("--locale", choices=LOCALES, default=DEFAULT_LOCALE, help=f"default: {DEFAULT_LOCALE}")
    meeting.set_defaults(run="put_in_meeting")
    counting = commands.add_parser("messages", parents=parents, help="how many went out, or what each kind says")
    counting.add_argument("event", metavar="EVENT", help="the event's slug")
    counting.add_argument("--preview", action="store_true", help="show what each says, and how long each SMS is")
    counting.add_argument("--locale", choices=LOCALES, default=DEFAULT_LOCALE, help=f"default: {DEFAULT_LOCALE}")
    counting.set_defaults(run="show_messages")


def _add_import_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], parents: list[argparse.ArgumentParser]
) -> None:
    importing = commands.add_parser(
        "import-netlify",
        parents=parents,
        help="import what Netlify Forms received",
        description="Import what Netlify Forms received, any number of times; NETLIFY_AUTH_TOKEN holds the token.",
    )
    importing.add_argument("event", nargs="?", default="", metavar="EVENT", help="the event's slug (default: all)")
    importing.add_argument(
        "--project",
        default=os.environ.get("NETLIFY_SITE_ID", ""),
        help="the Netlify project's ID or domain (default: NETLIFY_SITE_ID)",
    )
    importing.add_argument(
        "--form", default="", metavar="NAME", help=f"the form's name (default: {form_name('EVENT')})"
    )
    importing.set_defaults(run="import_from_netlify")


def _add_backup_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], data: argparse.ArgumentParser
) -> None:
    saving = commands.add_parser("backup", parents=[data], help="copy the store to a file, also while it is served")
    saving.add_argument("file", type=Path, metavar="FILE", help="the file to write, best on another disk")
    how = saving.add_mutually_exclusive_group()
    how.add_argument("--overwrite", action="store_true", help="replace the file if it is there")
    how.add_argument(
        "--keep-days",
        type=_parse_days,
        metavar="DAYS",
        help="FILE is a folder: write today's copy into it, and delete the daily copies that are older",
    )
    saving.set_defaults(run="save_backup")

    restoring = commands.add_parser("restore", parents=[data], help="put a backup in the place of the store")
    restoring.add_argument("file", type=Path, metavar="FILE", help="the backup")
    restoring.set_defaults(run="restore_backup")


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
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parse_days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to {_MOST_DAYS}, such as 14")
    return int(text)


def _parse_port(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**16:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number up to 65535, for example PORT=8000")
    return int(text)
