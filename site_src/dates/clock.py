"""Times of day in running text: `08.30 น.`, `เวลา ๙.๐๐ - ๑๖.๓๐ น.`, `08:30`, `9 a.m.`, `noon`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from site_src.dates.names import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOCK = r"(?<![\d.:/,])(?P<hour>[01]?\d|2[0-4])(?:(?P<mark>[.:])(?P<minute>[0-5]\d))?(?![.:/,]?\d)"
_TIME = re.compile(_CLOCK)
_OTHER_END = r"\s{0,4}(?:[-‐‑‒–—−]|ถึง|to|until|and|และ)\s{0,4}(?:เวลา\s?)?"
_HALF_OF_DAY = re.compile(r"\s?(?P<half>[ap])\.?\s?m\b\.?", re.IGNORECASE)
_THAI_UNIT = re.compile(r"\s{0,4}(?:น\.|นาฬิกา)")
_THAI_CUE = re.compile(r"เวลา\s{0,4}\Z")
_RANGE = re.compile(_OTHER_END)
_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0), "เที่ยงวัน": time(12), "เที่ยงคืน": time(0)}
_WORD = re.compile(
    r"(?:\b12\s?)?(?P<word>" + "|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS) + ")",
    re.IGNORECASE,
)
NOON = 12


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of day that running text names.

    Attributes:
        at: The time; 24:00 is midnight.
        words: The time as it is written.
        start: Where in the text it begins.
        is_sure: Whether it can be nothing else; `9.30` without a unit may be a number, `12.00` a section.
    """

    at: time
    words: str
    start: int
    is_sure: bool


def find_times(text: str) -> list[FoundTime]:
    """The times of day in Thai or English running text, in the order in which they stand.

    Of a range, `08.30 - 16.00 น.` or `9 to 11 a.m.`, the first end has the unit of the second.
    """
    return sorted(_find_times(text), key=lambda found: found.start)


def _find_times(text: str) -> Iterator[FoundTime]:
    plain = text.translate(DIGITS)
    unit_behind, position_behind = "", -1  # the unit of the time that was read last, from the text's end
    for match in reversed(list(_TIME.finditer(plain))):
        unit = _find_unit(plain, match)
        between = _RANGE.fullmatch(plain, match.end(), position_behind) if position_behind >= 0 else None
        if not unit and between:
            unit = unit_behind
        if found := _read_time(text, match, unit):
            yield found
        unit_behind, position_behind = unit, match.start()
    for word in _WORD.finditer(plain):
        yield FoundTime(_WORDS[word["word"].casefold()], word[0], word.start(), is_sure=True)


def _find_unit(text: str, match: re.Match[str]) -> str:
    """What makes a number a time: `am`, `pm`, `clock` for น. or a colon; nothing if it may be any number."""
    if half := _HALF_OF_DAY.match(text, match.end()):
        return f"{half['half'].casefold()}m"
    has_unit = _THAI_UNIT.match(text, match.end()) or (match["minute"] and _THAI_CUE.search(text, 0, match.start()))
    return "clock" if has_unit or match["mark"] == ":" else ""


def _read_time(text: str, match: re.Match[str], unit: str) -> FoundTime | None:
    if not unit and not match["minute"]:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if unit in {"am", "pm"} and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if unit == "pm" else 0)
    if hour == 2 * NOON and minute:
        return None
    return FoundTime(time(hour % (2 * NOON), minute), text[match.start() : match.end()], match.start(), bool(unit))
