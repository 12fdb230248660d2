"""Free text: what every field has in common."""

import re
import unicodedata
from collections.abc import Iterator

from registration_rules.form import FormField
from registration_rules.problems import Code, Problem
from registration_rules.thai import repair_thai

_SYMBOL_CATEGORIES = frozenset({"So", "Me", "Co", "Cn"})
CONTROL_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
_PLAIN_SYMBOLS = frozenset("©®°№™")
_SKIN_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_SHOWN_CHARACTERS = 5


def tidy_text(text: str) -> str:
    """The text with Thai repaired, every run of white space (also line breaks) as one space, none at the ends."""
    return " ".join(repair_thai(text).split())


def tidy_lines(text: str) -> str:
    """The text of several lines, each tidied, as one with line feeds; no empty ones at the ends, nor two in a row."""
    lines: list[str] = []
    for line in map(tidy_text, text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n")


def list_characters(characters: str) -> str:
    """The first few different characters as a person is shown them: `😀 ★`."""
    return " ".join(list(dict.fromkeys(characters))[:_SHOWN_CHARACTERS])


def check_lengths(field: FormField, text: str) -> Iterator[Problem]:
    """The text has from `min_length` to `max_length` code points."""
    if len(text) < field.min_length:
        yield Problem(Code.TOO_SHORT, field.name, {"min": str(field.min_length)})
    if len(text) > field.max_length:
        yield Problem(Code.TOO_LONG, field.name, {"max": str(field.max_length)})


def check_control_characters(field: FormField, text: str) -> Iterator[Problem]:
    """The text has no characters that nobody can see or type, nor half a surrogate pair. A line feed is fine."""
    if any(unicodedata.category(char) in CONTROL_CATEGORIES and char != "\n" for char in text):
        yield Problem(Code.CONTROL_CHARACTERS, field.name)


def check_symbols(field: FormField, text: str) -> Iterator[Problem]:
    """The text has no emoji or other pictures, and nothing from the private and empty parts of Unicode."""
    if symbols := "".join(filter(_is_symbol, text)):
        yield Problem(Code.SYMBOLS, field.name, {"characters": list_characters(symbols)})


def _is_symbol(char: str) -> bool:
    if char in _PLAIN_SYMBOLS:
        return False
    return unicodedata.category(char) in _SYMBOL_CATEGORIES or _SKIN_TONE.match(char) is not None
