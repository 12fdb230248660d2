"""How many parts an SMS takes, and where a text may be cut.

A part carries 140 octets. In the GSM 7-bit alphabet these are 160 characters, in UCS-2, which Thai needs, 70. A text of
several parts has 6 octets less in each for what joins them: 153 or 67 characters.

Sources: 3GPP TS 23.038, section 6.2.1 (the alphabet and its extension), and TS 23.040, section 9.2.3.24.1 (joining).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

type Alphabet = Literal["GSM-7", "UCS-2"]

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENSION = frozenset("^{}\\[~]|€\f")  # each takes two places
_ROOM: dict[Alphabet, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
# What books print and telephones type otherwise; one of these would make a whole English text a UCS-2 one.
_PLAIN = str.maketrans({"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "\u00a0": " "})
_LEADING_VOWELS = frozenset("เแโใไ")
_FOLLOWING_VOWELS = frozenset("ะาำๅๆฯ")
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Measure:
    """How long an SMS is.

    Attributes:
        units: Places that the text takes in its alphabet.
        segments: Parts that are sent, and paid for.
    """

    alphabet: Alphabet
    units: int
    segments: int


def measure(text: str) -> Measure:
    """The length of a text as an SMS; an empty one takes one part."""
    alphabet: Alphabet = "GSM-7" if all(char in _GSM or char in _GSM_EXTENSION for char in text) else "UCS-2"
    widths = [_measure_character(char, alphabet) for char in text]
    single, joined = _ROOM[alphabet]
    units = sum(widths)
    return Measure(alphabet, units, 1 if units <= single else _count_parts(widths, joined))


def room_for(alphabet: Alphabet, segments: int) -> int:
    """How many units that many parts hold."""
    single, joined = _ROOM[alphabet]
    return single if segments == 1 else joined * segments


def plain(text: str) -> str:
    """The text on one line, with the dashes and quotation marks that telephones have."""
    return " ".join(text.translate(_PLAIN).split())


def shorten(text: str, longest: int) -> str:
    """The text cut to at most that many characters, three dots included, where a Thai reader can bear a cut.

    No mark is parted from its letter, no vowel from the consonant that it is spoken with.
    """
    if len(text) <= longest:
        return text
    cut = max(longest - 3, 0)
    while cut > 0 and not _may_cut(text, cut):
        cut -= 1
    return f"{text[:cut].rstrip()}..."


def _may_cut(text: str, at: int) -> bool:
    """Whether a text may end before the character at `at`. Source: Unicode UAX 29, and Thai orthography for vowels."""
    before, after = text[at - 1], text[at]
    is_mark = unicodedata.category(after) in {"Mn", "Mc", "Me"} or _JOINER in {before, after}
    return not (is_mark or after in _FOLLOWING_VOWELS or before in _LEADING_VOWELS)


def _measure_character(char: str, alphabet: Alphabet) -> int:
    if alphabet == "GSM-7":
        return 2 if char in _GSM_EXTENSION else 1
    return len(char.encode("utf-16-be")) // 2


def _count_parts(widths: Iterable[int], room: int) -> int:
    """Parts are filled one after the other; what takes two places is never divided between two of them."""
    parts, left = 1, room
    for width in widths:
        if width > left:
            parts, left = parts + 1, room
        left -= width
    return parts
