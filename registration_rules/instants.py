"""Instants as text: RFC 3339 in UTC, as JavaScript's `toISOString` writes them."""

import re
from datetime import UTC, datetime

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")


def parse_instant(text: str) -> datetime:
    """An aware UTC instant from `2022-01-05T02:00:00.000Z`; seconds may have up to six decimals or none.

    Raises:
        ValueError: It is written differently, or no such instant exists.

    Source: RFC 3339, section 5.6, with `Z` as the only offset.
    """
    if _INSTANT.fullmatch(text) is None:
        raise ValueError("an instant is written like 2022-01-05T02:00:00.000Z")
    return datetime.fromisoformat(text)


def format_instant(instant: datetime) -> str:
    """`2022-01-05T02:00:00.000Z` from an aware instant: in UTC, with milliseconds, what is finer cut off."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
