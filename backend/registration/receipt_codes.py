"""Receipt codes: short enough to be read over a telephone, with a check digit that catches a slip."""

from __future__ import annotations

import re
import secrets

# Source: H. M. Damm, Total anti-symmetrische Quasigruppen (2004), a weak totally anti-symmetric quasigroup of order 10.
# It catches every single wrong digit and every swap of two neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_CODE = re.compile(r"[0-9]{4}-[0-9]{4}", re.ASCII)
_RANDOM_DIGITS = 7


def make_receipt_code() -> str:
    """A new random code of eight digits, the last a check digit, e.g. `4821-0937`.

    There are ten million of them, so whoever stores one makes sure that it is not taken.
    """
    digits = f"{secrets.randbelow(10**_RANDOM_DIGITS):0{_RANDOM_DIGITS}}"
    digits += str(_check_digit(digits))
    return f"{digits[:4]}-{digits[4:]}"


def is_receipt_code(text: str) -> bool:
    """Whether `text` is written like a receipt code and its check digit is right."""
    return _CODE.fullmatch(text) is not None and _check_digit(text.replace("-", "")) == 0


def _check_digit(digits: str) -> int:
    """Damm's check digit of `digits`; zero for digits that end in their own check digit."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
