"""Telephone numbers as Thai letters print them: judged, shown, and as links.

The library phonenumbers knows the numbering plans; what it does not know is how Thai letters write: digits in Thai, ต่อ
for an extension, and `0 2528 4800-9` for the ten lines of a switchboard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import phonenumbers
from phonenumbers import PhoneNumberFormat, shortnumberinfo

from site_src.dates.names import DIGITS

if TYPE_CHECKING:
    from site_format.locales import Locale

REGION = "TH"
THAILAND = 66
EXTENSION_WORDS = {"th": "ต่อ", "en": "ext."}
_EXTENSION = re.compile(
    r"[\s,]*(?:ต่อ|กด|ext(?:ension)?\b\.?|#|\bx)\s*(?P<first>\d{1,7})(?P<more>(?:\s*(?:[-–,/]|หรือ|และ|or|and)\s*\d{1,7})*)\s*\Z",
    re.IGNORECASE,
)
_MORE_LINES = re.compile(r"(?<=\d{4})\s*[-–]\s*(?P<last>\d{1,2})\Z")
# Short ones, such as 1579 or 191, are dialled in Thailand only; the library lists a part of those with four digits.
_SHORT = re.compile(r"1\d{3}")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number that can be dialled.

    Attributes:
        digits: What is dialled within Thailand, or with its country code after a plus: `025284037`, `1579`, `+4420…`.
        link: The address that dials it. Source: RFC 3966; a short number has no global form, and telephones know its
            local one without a context.
        extension: The first one; empty if there is none.
        more: What follows the number and is not dialled: further lines or extensions as written.
    """

    digits: str
    link: str
    extension: str
    more_lines: str
    more_extensions: str

    @property
    def is_short(self) -> bool:
        """Whether it is dialled in Thailand only, such as 1579."""
        return self.link == f"tel:{self.digits}"

    def show(self, locale: Locale) -> str:
        """The number as letters print it: `0 7561 1910`, `08 1234 5678`, `1579`, `0 2528 4037 ต่อ 123`."""
        shown = _group(self.digits) + (f"-{self.more_lines}" if self.more_lines else "")
        if self.extension:
            shown += f" {EXTENSION_WORDS[locale]} {self.extension}{self.more_extensions}"
        return shown.replace(" ", "\N{NO-BREAK SPACE}")


def read_phone(written: str) -> PhoneNumber | None:
    """The number that is meant, or None if there is none like it."""
    text = written.translate(DIGITS).strip()
    extension = _EXTENSION.search(text)
    main = text[: extension.start()] if extension else text
    lines = _MORE_LINES.search(main)
    main = main[: lines.start()] if lines else main
    first, more = (extension["first"], extension["more"]) if extension else ("", "")
    bare = re.sub(r"[\s().-]", "", main)
    if _is_short(bare):
        return None if first or lines else PhoneNumber(bare, f"tel:{bare}", "", "", "")
    number = _parse(main)
    if number is None:
        return None
    number.extension = first or None
    link = phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    national = f"0{phonenumbers.national_significant_number(number)}".replace("01800", "1800", 1)
    digits = national if number.country_code == THAILAND else _show_foreign(number)
    return PhoneNumber(digits, link, first, lines["last"] if lines else "", more)


def _is_short(bare: str) -> bool:
    return bool(_SHORT.fullmatch(bare)) or (
        bare.isdecimal()
        and len(bare) == len("191")
        and shortnumberinfo.is_valid_short_number_for_region(phonenumbers.parse(bare, REGION), REGION)
    )


def _parse(text: str) -> phonenumbers.PhoneNumber | None:
    """A number of Thailand's plan, or of another country's if it begins with a plus."""
    if not re.fullmatch(r"\+?[\d\s().-]+", text):
        return None
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _show_foreign(number: phonenumbers.PhoneNumber) -> str:
    without = phonenumbers.PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
    )
    return phonenumbers.format_number(without, PhoneNumberFormat.INTERNATIONAL)


def _group(digits: str) -> str:
    """`0 7561 1910` for a landline, `08 1234 5678` for a mobile, `1800 123 456` free of charge, others as they are."""
    if digits.startswith("1800"):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if not digits.startswith("0"):
        return digits
    split = len(digits) - 8
    return " ".join((digits[:split], digits[split : split + 4], digits[split + 4 :]))
