"""Mobile numbers as people in Thailand read them; the store has them in E.164."""

from __future__ import annotations

_MOBILE_DIGITS = 10


def format_mobile(mobile: str) -> str:
    """A Thai number as it is dialled at home, e.g. `081-234-5678`; so a spreadsheet keeps it as text, zero and all."""
    digits = "0" + mobile.removeprefix("+66")
    if not mobile.startswith("+66") or len(digits) != _MOBILE_DIGITS:
        return mobile
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
