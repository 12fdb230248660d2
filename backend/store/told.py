"""What registrants were told of an event, inside a transaction of the caller's, who locks the event to change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from backend.store.schema import events

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said of an event.

    Attributes:
        told: When and where it is, as `Event.describe_told` gives it; None if nobody has looked yet.
        most_days: How many days it had when it had most.
        reminded_for: The beginning of which those who hold a seat were reminded, or need not be; None for none.
    """

    told: Mapping[str, Any] | None
    most_days: int
    reminded_for: datetime | None


def list_said(connection: Connection) -> dict[str, Said]:
    """What has been said of each event that the store knows."""
    rows = connection.execute(select(events)).mappings()
    return {row["event"]: _read(row) for row in rows}


def find_said(connection: Connection, event: str) -> Said:
    """What has been said of an event that the store knows."""
    return _read(connection.execute(select(events).where(events.c.event == event)).mappings().one())


def keep_told(connection: Connection, event: str, told: Mapping[str, Any], most_days: int) -> None:
    """Remember what registrants are told from now on."""
    values = {"told": {**told, "most_days": most_days}}
    connection.execute(update(events).where(events.c.event == event).values(values))


def keep_reminded(connection: Connection, event: str, starts_at: datetime) -> None:
    """Remember that nobody is to be reminded again of this beginning."""
    connection.execute(update(events).where(events.c.event == event).values(reminded_for=starts_at))


def _read(row: RowMapping) -> Said:
    told = dict(row["told"] or {})
    most_days = max(told.pop("most_days", 0), len(told.get("days", ())))
    return Said(told or None, most_days, row["reminded_for"])
