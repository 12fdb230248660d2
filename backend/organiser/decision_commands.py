"""What the organiser's commands do to one registration, and what they say of it."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from backend.built_site.messages import Messages
from backend.registration.acts import decide
from backend.registration.receipt_codes import is_receipt_code
from backend.registration.seats import move_up
from backend.store import keys, records

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from backend.built_site.events import Event
    from backend.registration.acts import Decision
    from backend.store.records import Registration
    from backend.store.store import Store
    from site_format.locales import Locale


class DecisionError(Exception):
    """Nothing was decided; the text says why."""


def decide_and_say(
    store: Store, site: Path, event: Event, receipt: str, decision: Decision, *, locale: Locale, at: datetime
) -> None:
    """Do what the organiser decided about a registration, and print how it stands now.

    Raises:
        DecisionError: If it cannot be done.
    """
    messages = Messages(site)
    if not is_receipt_code(receipt):
        raise DecisionError(messages.text(locale, "backend.decision.no_code", receipt=receipt))
    decided = decide(store, event, receipt, decision, by=find_user(), at=at)
    states = {"before": decided.before, "after": decided.after}
    words = {name: messages.text(locale, f"backend.list.{state}") for name, state in states.items()}
    if decided.hindrance:
        raise DecisionError(
            messages.text(locale, f"backend.decision.{decided.hindrance}", receipt=receipt, event=event.slug, **words)
        )
    sys.stdout.write(messages.text(locale, "backend.decision.done", receipt=receipt, **words) + "\n")


def print_waiting(store: Store, site: Path, event: Event, *, locale: Locale, at: datetime) -> None:
    """Move up whoever has a seat by now, a raised quota included, and print who still waits, in order."""

    def run(connection: Connection) -> list[tuple[Registration, str]]:
        records.lock_event(connection, event)
        move_up(connection, event, at)
        return [
            (one, keys.find_receipt(connection, one.submission_id))
            for one in records.list_waiting(connection, event.slug)
        ]

    messages, waiting = Messages(site), store.write(run)
    for number, (one, receipt) in enumerate(waiting, 1):
        name = f"{one.persons['first_name']} {one.persons['last_name']}"
        sys.stdout.write(f"{number}. {receipt}  {event.organisation_name(one.organisation, locale)}  {name}\n")
    sys.stdout.write(messages.text(locale, "backend.list.total", count=len(waiting)) + "\n")


def find_user() -> str:
    """Who runs this command, as the machine knows them."""
    try:
        return getpass.getuser()
    except OSError:
        return "?"  # a user without a name, in a container
