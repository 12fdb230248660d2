"""Whole numbers: how many vehicles, nights or followers."""

import re
import unicodedata
from collections.abc import Iterator

from registration_rules.form import FormField
from registration_rules.problems import Code, Problem
from registration_rules.text import tidy_text

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_WHOLE = re.compile(r"[0-9]{1,9}")


def normalise_number(text: str) -> str:
    """The number in the digits 0 to 9, also if typed in Thai ones, without commas in it or zeros before it."""
    text = "".join(str(unicodedata.decimal(char, char)) for char in tidy_text(text))
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    return str(int(text)) if _WHOLE.fullmatch(text) else text


def check_number(field: FormField, text: str) -> Iterator[Problem]:
    """A whole number from `min_value` to `max_value`."""
    if _WHOLE.fullmatch(text) is None:
        yield Problem(Code.NUMBER_FORMAT, field.name)
    elif int(text) < field.min_value:
        yield Problem(Code.NUMBER_TOO_SMALL, field.name, {"min": str(field.min_value)})
    elif int(text) > field.max_value:
        yield Problem(Code.NUMBER_TOO_LARGE, field.name, {"max": str(field.max_value)})
