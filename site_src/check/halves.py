"""The two halves of a pair of texts, with what the rules compare."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from site_src.dates import DIGITS, find_dates

if TYPE_CHECKING:
    from site_format.locales import Locale
    from site_src.dates import FoundDate
    from site_src.model import Place, PlacedText

_FULL_HOUR = re.compile(r"(?<![\d.:])(\d{1,2})[.:]00(?![.:]?\d)")  # 12.00 น. is 12, and nobody wrote a nought
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,15}")


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a pair, with the dates in it."""

    locale: Locale
    text: str
    place: Place
    dates: tuple[FoundDate, ...]

    def numbers(self) -> dict[int, int]:
        """Each number outside the dates that is written in digits, with where it first stands."""
        text = self.text
        for found in self.dates:
            end = found.start + len(found.words)
            text = text[: found.start] + " " * len(found.words) + text[end:]
        numbers: dict[int, int] = {}
        text = _FULL_HOUR.sub(lambda match: match[1] + "   ", text.translate(DIGITS))
        for match in _NUMBER.finditer(text):
            numbers.setdefault(int(match[0].replace(",", "")), match.start())
        return numbers

    def place_at(self, position: int) -> Place:
        """Where a position of the text is: the very line in a Markdown file, the first one elsewhere."""
        if not self.place.file.endswith(".md"):
            return self.place
        return replace(self.place, line=self.place.line + self.text.count("\n", 0, position))


def halves(pair: PlacedText) -> tuple[Half, Half]:
    """The Thai and the English half."""
    thai, english = pair.text.th, pair.text.en
    return (
        Half("th", thai, pair.th, tuple(find_dates(thai))),
        Half("en", english, pair.en, tuple(find_dates(english))),
    )
