"""What a telephone number and an e-mail address of a public office can look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.dates import DIGITS
from site_src.model import Finding
from site_src.phone_numbers import read_phone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_src.model import Place
    from site_src.phone_numbers import PhoneNumber

_EMAIL = re.compile(
    r"[a-z0-9._%+-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}",
    re.IGNORECASE | re.ASCII,
)
# What can only be meant as a telephone number: from a zero or +66 on, with an extension, or short behind a word for it.
_PHONE_IN_TEXT = re.compile(
    r"(?<![\d.,/+-])(?:\+66|0)[\d \u00a0()-]{6,14}\d(?!\d*/)(?:\s{0,3}(?:ต่อ|\bext\.?)\s{0,3}\d{1,6})?"
    r"|(?:(?<=สายด่วน )|(?<=โทร )|(?<=โทร\. )|(?<=โทรศัพท์ )|(?<=hotline )|(?<=Tel\. ))\d{3,5}(?![\d \u00a0-]*\d)"
)
_EMAIL_IN_TEXT = re.compile(r"[\w.%+-]{1,64}@[\w.,-]*\w", re.ASCII)
_GOVERNMENT = (".go.th", ".mi.th", ".ac.th", ".or.th")


def check_phone(number: str, place: Place) -> Iterator[Finding]:
    """A telephone number is one that Thailand's numbering plan knows."""
    if number and read_phone(number) is None:
        yield Finding("phone-implausible", "error", place, {"number": number})


def check_email(address: str, place: Place) -> Iterator[Finding]:
    """An e-mail address is one that mail can reach, and an office's own."""
    if not address:
        return
    if not _EMAIL.fullmatch(address) or ".." in address:
        yield Finding("email-implausible", "error", place, {"address": address})
    elif not address.casefold().endswith(_GOVERNMENT):
        domain = address.rpartition("@")[2]
        yield Finding("non-government-email", "warning", place, {"address": address, "domain": domain})


@dataclass(frozen=True, slots=True)
class FoundPhone:
    """What running text gives as a telephone number; `number` is None if there is none like it."""

    words: str
    start: int
    number: PhoneNumber | None


def find_phones(text: str) -> Iterator[FoundPhone]:
    """The telephone numbers in running text, in order."""
    plain, position = text.translate(DIGITS), 0
    while match := _PHONE_IN_TEXT.search(plain, position):
        words = _cut(match[0])
        yield FoundPhone(text[match.start() : match.start() + len(words)], match.start(), read_phone(words))
        position = match.start() + len(words)


def find_addresses(text: str) -> Iterator[tuple[str, int]]:
    """The e-mail addresses in running text, and where they stand."""
    return ((match[0], match.start()) for match in _EMAIL_IN_TEXT.finditer(text))


def _cut(words: str) -> str:
    """The longest beginning that is a number, where two stand side by side; all of it if there is none."""
    ends = [len(words), *(match.start() for match in reversed(list(re.finditer(r"[ \u00a0]", words))))]
    return next((words[:end] for end in ends if read_phone(words[:end])), words)
