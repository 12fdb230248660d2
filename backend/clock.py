"""What time it is, as a value that callers pass in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

type Clock = Callable[[], datetime]
"""Gives the present as an aware instant."""


def system_clock() -> datetime:
    """The machine's own time, in UTC."""
    return datetime.now(UTC)


def preview_clock(as_of: datetime) -> Clock:
    """A clock that stands at `as_of` when it is made and ticks on from there.

    It lets a past event be tried out while it still was open; never for real registrations.
    """
    offset = as_of - system_clock()
    return lambda: system_clock() + offset
