"""Where in the content something stands, and texts in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale

type Lines = Mapping[tuple[str, str], int]  # file and key path → the line on which that value begins


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the content something stands.

    Attributes:
        file: Path relative to the project, e.g. `content/events/x/event.yaml`.
        line: Line in that file, from 1.
        key: Dotted key path, e.g. `registration.deadline` or `items[2].title.en`; empty for the whole file.
    """

    file: str
    line: int
    key: str = ""

    def child(self, key: str, lines: Lines) -> Place:
        """Where the value of `key` in the mapping here stands; the mapping's own line if it has none."""
        path = self.path(key)
        return Place(self.file, lines.get((self.file, path), self.line), path)

    def path(self, key: str) -> str:
        """The key path of `key` in the mapping here."""
        return f"{self.key}.{key}" if self.key else key

    def __str__(self) -> str:
        """`file:line: key`, the form in which every author's message begins."""
        return f"{self.file}:{self.line}: {self.key}" if self.key else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; Markdown where a field says so."""

    th: str
    en: str

    def get(self, locale: Locale) -> str:
        """The text in `locale`."""
        return self.th if locale == "th" else self.en


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A pair of texts and where each half begins."""

    text: Text
    th: Place
    en: Place
