"""Thai mobile numbers in every usual spelling, kept as E.164: +66 and nine digits.

Source: Thailand's numbering plan (NBTC, B.E. 2553): mobile numbers are 06, 08 or 09 and eight digits, landlines 02, 03,
04, 05 or 07 and seven or six; ITU-T E.164 for +66.
"""

import re
import unicodedata
from collections.abc import Iterator

from registration_rules.form import FormField
from registration_rules.problems import Code, Problem
from registration_rules.text import tidy_text

_LABEL = re.compile(r"^(?:tel|phone|mobile|โทร(?:ศัพท์)?|มือถือ|เบอร์)[.: ]*(?=[+(0-9])", re.IGNORECASE)
_SEPARATORS = re.compile(r"[ ()\[\]./,_‐‑‒–—―−-]")
_NUMBER = re.compile(r"\+?[0-9]+")
_COUNTRY = re.compile(r"(?:\+66|0066|66(?=[0-9]{8}))0?")
_FOREIGN = re.compile(r"\+|00")
_MOBILE = re.compile("0[689][0-9]{8}")
_LANDLINE = re.compile("0[23457][0-9]{7}")
_WITHOUT_ZERO = re.compile("[689][0-9]{8}|[23457][0-9]{7}")
_SEVERAL = re.compile("(?:0[689][0-9]{8}){2,}")
_EXTENSION = re.compile(r"(?:ต่อ|กด|ext(?:ension)?\.?|#|x) ?[0-9]+$", re.IGNORECASE)
_NATIONAL_DIGITS = 10
# What a browser can ask of the field by itself, as `pattern` has it: the nine digits that stand behind a zero or a
# country code, in any script, whatever is written around them. All that the rules accept fits it.
NATIVE_PATTERN = r"(?:\P{Nd}*\p{Nd}){9,}\P{Nd}*"


def normalise_mobile(text: str) -> str:
    """`+66812345678` if the text is a Thai mobile number, else the text tidied, its digits as 0 to 9."""
    tidy = _fold_digits(tidy_text(text))
    number = _read_national(tidy)
    return f"+66{number[1:]}" if _MOBILE.fullmatch(number) else tidy


def check_mobile(field: FormField, text: str) -> Iterator[Problem]:
    """A mobile number is a Thai one, written in any usual way. Of several reasons against it the plainest is given."""
    for rule in _RULES:
        if problems := list(rule(field, text)):
            yield from problems
            return


def check_no_address(field: FormField, text: str) -> Iterator[Problem]:
    """The field for the mobile number holds no e-mail address."""
    if "@" in text:
        yield Problem(Code.MOBILE_IS_EMAIL, field.name)


def check_no_extension(field: FormField, text: str) -> Iterator[Problem]:
    """A number has no extension (ต่อ, ext., #): a text message cannot reach one."""
    if _EXTENSION.search(text):
        yield Problem(Code.MOBILE_EXTENSION, field.name)


def check_one_number(field: FormField, text: str) -> Iterator[Problem]:
    """There is one number; of several the first is suggested."""
    digits = re.sub("[^0-9]", "", text)
    if _SEVERAL.fullmatch(digits):
        yield Problem(Code.MOBILE_SEVERAL, field.name, {"suggestion": digits[:_NATIONAL_DIGITS]})


def check_readable(field: FormField, text: str) -> Iterator[Problem]:
    """Without separators a number has digits only, after a plus sign if there is one."""
    if _NUMBER.fullmatch(_compact(text)) is None:
        yield Problem(Code.MOBILE_FORMAT, field.name)


def check_thai(field: FormField, text: str) -> Iterator[Problem]:
    """A number with a country code has Thailand's: registrants get a text message."""
    number = _compact(text)
    if _FOREIGN.match(number) and not _COUNTRY.match(number):
        yield Problem(Code.MOBILE_FOREIGN, field.name)


def check_no_landline(field: FormField, text: str) -> Iterator[Problem]:
    """The number is no landline."""
    if _LANDLINE.fullmatch(_read_national(text)):
        yield Problem(Code.MOBILE_LANDLINE, field.name)


def check_digit_count(field: FormField, text: str) -> Iterator[Problem]:
    """A mobile number has ten digits, counted with the 0 that a country code takes the place of."""
    count = len(_read_national(text))
    code = Code.MOBILE_TOO_SHORT if count < _NATIONAL_DIGITS else Code.MOBILE_TOO_LONG
    if count != _NATIONAL_DIGITS:
        yield Problem(code, field.name, {"digits": str(count)})


def check_prefix(field: FormField, text: str) -> Iterator[Problem]:
    """A mobile number begins with 06, 08 or 09."""
    if _MOBILE.fullmatch(_read_national(text)) is None:
        yield Problem(Code.MOBILE_PREFIX, field.name)


_RULES = (
    check_no_address,
    check_no_extension,
    check_one_number,
    check_readable,
    check_thai,
    check_no_landline,
    check_digit_count,
    check_prefix,
)


def _fold_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(char, char)) for char in text)


def _compact(text: str) -> str:
    number = _SEPARATORS.sub("", _LABEL.sub("", text))
    return number[1:] if number.startswith("+0") else number


def _read_national(text: str) -> str:
    """The number as one dials it in Thailand, `0812345678`, as far as it can be told."""
    number = _compact(text)
    if match := _COUNTRY.match(number):
        return f"0{number[match.end() :]}"
    return f"0{number}" if _WITHOUT_ZERO.fullmatch(number) else number
