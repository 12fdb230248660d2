"""What a telephone number and an e-mail address of a public office can look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_src.dates import DIGITS
from site_src.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from site_src.model import Place

# Source: Thailand's national numbering plan (NBTC, 2016): geographic numbers are 0, a digit from 2 to 7 and seven more;
# mobile ones are 06, 08 or 09 and eight more; short ones are four digits from 1
_PHONE = re.compile(r"0[2-7]\d{7}|0[689]\d{8}|1\d{3}")
_EMAIL = re.compile(
    r"[a-z0-9._%+-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}",
    re.IGNORECASE | re.ASCII,
)
_PHONE_IN_TEXT = re.compile(r"(?<![\d.,/-])0[\d -]{6,13}\d(?![\d/])")
_EMAIL_IN_TEXT = re.compile(r"[\w.%+-]{1,64}@[\w.,-]*\w", re.ASCII)
_GOVERNMENT = (".go.th", ".mi.th", ".ac.th", ".or.th")


def check_phone(number: str, place: Place) -> Iterator[Finding]:
    """A telephone number is one that Thailand's numbering plan knows."""
    bare = re.sub(r"[\s().-]", "", number.translate(DIGITS))
    bare = re.sub(r"^\+66", "0", bare)
    if number and not _PHONE.fullmatch(bare):
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


def find_contacts(text: str) -> Iterator[tuple[str, int, Callable[[str, Place], Iterator[Finding]]]]:
    """What running text gives as a telephone number or an address, where it stands, and the rule for it."""
    for match in _PHONE_IN_TEXT.finditer(text.translate(DIGITS)):
        yield match[0], match.start(), check_phone
    for match in _EMAIL_IN_TEXT.finditer(text):
        yield match[0], match.start(), check_email
