"""The two halves of a pair of texts, with what the rules compare."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from site_src.check.contacts import find_phones
from site_src.dates import DIGITS, find_dates, find_times

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from site_format.locales import Locale
    from site_src.check.contacts import FoundPhone
    from site_src.dates import FoundDate, FoundTime
    from site_src.model import Place, PlacedText

_WHOLE = re.compile(r"(?<![\d.:])(\d{1,3})[.:]00(?![.:]?\d)")  # 80.00 บาท is 80, and nobody wrote a nought
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,15}")


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a pair, with the dates, times and telephone numbers in it."""

    locale: Locale
    text: str
    place: Place
    dates: tuple[FoundDate, ...]
    times: tuple[FoundTime, ...]
    phones: tuple[FoundPhone, ...]

    def numbers(self, times: Iterable[time]) -> dict[int, int]:
        """Each other number that is written in digits, with where it first stands.

        Args:
            times: What is a time of day wherever the digits can be read as one.
        """
        known = frozenset(times)
        spans = [(found.row_start, found.words) for found in self.dates]
        spans += [(found.start, found.words) for found in self.phones if not (found.number and found.number.is_short)]
        spans += [(found.start, found.words) for found in self.times if found.is_sure or found.at in known]
        text = self.text
        for start, words in spans:
            text = text[:start] + " " * len(words) + text[start + len(words) :]
        numbers: dict[int, int] = {}
        text = _WHOLE.sub(lambda match: match[1] + "   ", text.translate(DIGITS))
        for match in _NUMBER.finditer(text):
            numbers.setdefault(int(match[0].replace(",", "")), match.start())
        return numbers

    def sure_times(self) -> set[time]:
        """The times of day that can be nothing else."""
        return {found.at for found in self.times if found.is_sure}

    def place_at(self, position: int) -> Place:
        """Where a position of the text is: the very line in a Markdown file, the first one elsewhere."""
        if not self.place.file.endswith(".md"):
            return self.place
        return replace(self.place, line=self.place.line + self.text.count("\n", 0, position))


@lru_cache(maxsize=4096)  # a dozen rules ask for the same pair
def halves(pair: PlacedText) -> tuple[Half, Half]:
    """The Thai and the English half."""
    return (_read_half("th", pair.text.th, pair.th), _read_half("en", pair.text.en, pair.en))


def _read_half(locale: Locale, text: str, place: Place) -> Half:
    dates, times, phones = tuple(find_dates(text)), tuple(find_times(text)), tuple(find_phones(text))
    return Half(locale, text, place, dates, times, phones)
