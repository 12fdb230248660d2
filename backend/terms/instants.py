"""Instants as people in Thailand read them; `registration_rules.wire` writes those for machines."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

THAI_TIME = timezone(timedelta(hours=7), "ICT")
"""Thailand's time; it has known no summer time since 1920, so no time-zone data are needed."""


def format_thai_time(instant: datetime) -> str:
    """Write an instant in Thai time to the second, with its offset, e.g. `2022-01-05T09:00:00+07:00`."""
    return instant.astimezone(THAI_TIME).isoformat(timespec="seconds")
