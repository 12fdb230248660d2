"""Thai text repair: what keyboards, PDF files and OCR do to Thai, undone where only one reading is possible."""

import re
import unicodedata

PHINTHU = "\u0e3a"
VOWELS_BELOW = "\u0e38\u0e39"  # ุ ู
VOWELS_ABOVE = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47"  # ั ิ ี ึ ื ็
NIKHAHIT = "\u0e4d"  # ํ
TONES = "\u0e48\u0e49\u0e4a\u0e4b"  # ่ ้ ๊ ๋
SILENCERS = "\u0e4c\u0e4e"  # ์ ๎

_ORDER = (PHINTHU, VOWELS_BELOW, VOWELS_ABOVE, NIKHAHIT, TONES + SILENCERS)
_RANKS = {mark: rank for rank, marks in enumerate(_ORDER) for mark in marks}
MARKS = "".join(_ORDER)
"""Everything that stands above or below a consonant."""

# Fonts from before OpenType had own glyphs for marks that give way to a tall consonant or another mark, and PDF files
# still hand them out as these private characters. Source: Microsoft's Thai glyphs, U+F700 to U+F71A.
_SHIFTED_GLYPHS = (
    "ฐ\u0e34\u0e35\u0e36\u0e37"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    "ญ\u0e31\u0e4d\u0e47"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    "\u0e38\u0e39\u0e3a"
)
_INVISIBLE = (
    0xAD,
    0x34F,
    0x61C,
    0x180E,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
)
_REPLACED = (
    dict(enumerate(_SHIFTED_GLYPHS, start=0xF700)) | dict.fromkeys(_INVISIBLE) | dict.fromkeys(range(0xFE00, 0xFE10))
)

_LATE_TONES = re.compile(f"[าะำ][าะำ{TONES}]+")
_MARKS = re.compile(f"[{MARKS}]{{2,}}")
_SPLIT_SARA_AM = re.compile(f"{NIKHAHIT}([{TONES}]*)า")


def remove_invisible(text: str) -> str:
    """The text without zero-width characters, and with shifted Thai glyphs as the letters that they show."""
    return text.translate(_REPLACED)


def repair_thai(text: str) -> str:
    """The text as a careful typist would have typed it; what has more than one reading is left alone.

    Zero-width characters go, shifted glyphs become letters, เเ becomes แ, a ำ in two pieces becomes one, marks above
    and below stand in their order and only once, and a tone mark after า, ะ or ำ moves back to its consonant. The
    result is in NFC, which leaves Thai as it is (NFKC would split every ำ). Repairing twice changes nothing more.

    Source: Unicode Standard, section 16.1 (Thai); WTT 2.0 for the order of the marks.
    """
    # One round can bring together what was apart, such as tones on both sides of a zero-width space.
    while (repaired := _repair_once(text)) != text:
        text = repaired
    return text


def _repair_once(text: str) -> str:
    text = unicodedata.normalize("NFC", remove_invisible(text)).replace("เเ", "แ")
    text = _LATE_TONES.sub(lambda match: "".join(sorted(match[0], key=lambda char: char not in TONES)), text)
    text = _MARKS.sub(_arrange_marks, text)
    return _SPLIT_SARA_AM.sub(r"\1ำ", text)


def _arrange_marks(match: re.Match[str]) -> str:
    marks = sorted(match[0], key=_RANKS.__getitem__)
    return "".join(mark for mark, before in zip(marks, ["", *marks], strict=False) if mark != before)
