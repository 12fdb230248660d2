"""E-mail addresses: a slip is answered with the address that was probably meant."""

import re
import unicodedata
from collections.abc import Iterator

from registration_rules.email_domains import PROVIDERS, correct_domain
from registration_rules.form import FormField
from registration_rules.keyboard import list_latin_readings
from registration_rules.problems import Code, Problem
from registration_rules.text import check_lengths
from registration_rules.thai import remove_invisible

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys((0x3002, 0xFF61), ".")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?:[A-Za-z]{{2,63}}|xn--[A-Za-z0-9-]{{1,59}})")
_MAX_LOCAL = 64
_MAX_ADDRESS = 254

_THAI = re.compile("[\u0e01-\u0e5b]")
_LATIN_LETTER = re.compile("[A-Za-z]")
_IN_BRACKETS = re.compile("<([^<>]*)>[^<>]*$")
_LABELLED = re.compile(r"^(?:mailto|e-?mail)\s*:\s*", re.IGNORECASE)
_DOTS_AROUND_AT = re.compile(r"\.*@[.@]*")
_AT_FOR_DOT = re.compile(r"@(com|co\.th|go\.th|net|org)$")
_NO_AT = re.compile(rf"[._-]?((?:{'|'.join(PROVIDERS)})\.?(?:com|co\.th))$", re.IGNORECASE)


def normalise_email(text: str) -> str:
    """The address without space around it or zero-width characters in it, its domain in small letters."""
    text = remove_invisible(text).translate(_FULL_WIDTH).strip()
    local, at, domain = text.rpartition("@")
    return f"{local}{at}{domain.lower() if domain.isascii() else domain}"


def is_address(text: str) -> bool:
    """Whether this is an address that mail servers in Thailand deliver to.

    Source: RFC 5321, sections 4.1.2 and 4.5.3.1, without quoted local parts and address literals; RFC 1035, 2.3.1.
    """
    local, _, domain = text.rpartition("@")
    return (
        len(text) <= _MAX_ADDRESS
        and len(local) <= _MAX_LOCAL
        and _LOCAL.fullmatch(local) is not None
        and _DOMAIN.fullmatch(domain) is not None
    )


def check_email(field: FormField, text: str) -> Iterator[Problem]:
    """An address is well formed and its domain no clear slip; if another was probably meant, that one is suggested."""
    if _is_accepted(text):
        return
    suggestion = suggest_address(text)
    if suggestion and not any(check_lengths(field, suggestion)):
        yield Problem(Code.EMAIL_SUGGESTION, field.name, {"suggestion": suggestion})
    else:
        yield Problem(_name_fault(text), field.name)


def suggest_address(text: str) -> str:
    """The address that was probably meant, one that is accepted as it stands; empty if there is no good guess."""
    for reading in _list_readings(text):
        mended = _mend(reading)
        if _is_accepted(mended):
            return mended
    return ""


def _is_accepted(text: str) -> bool:
    return is_address(text) and text == _correct(text)


def _correct(address: str) -> str:
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{correct_domain(domain.lower())}"


def _list_readings(text: str) -> tuple[str, ...]:
    """Thai digits are meant as digits; Thai letters alone come from a keyboard in the wrong layout."""
    if _THAI.search(text) and not _LATIN_LETTER.search(text):
        return list_latin_readings(text)
    return ("".join(str(unicodedata.decimal(char, char)) for char in text),)


def _mend(text: str) -> str:
    """Undo what fingers and the clipboard do: brackets, labels, spaces, commas, dots and signs too many."""
    if match := _IN_BRACKETS.search(text):
        text = match[1]
    text = "".join(_LABELLED.sub("", text).split()).strip("\"'()[]<>")
    text = re.sub("[,;:.]+", ".", text).strip(".")
    text = _DOTS_AROUND_AT.sub("@", text)
    if text.count("@") > 1:
        text = _AT_FOR_DOT.sub(r".\1", text)
    return _correct(text if "@" in text else _NO_AT.sub(r"@\1", text))


def _name_fault(text: str) -> Code:
    if not text.isascii():
        return Code.EMAIL_LETTERS
    if "@" not in text:
        return Code.EMAIL_AT_MISSING if _LATIN_LETTER.search(text) else Code.EMAIL_IS_NUMBER
    if text.count("@") > 1:
        return Code.EMAIL_AT_SEVERAL
    return Code.EMAIL_FORMAT if _DOMAIN.fullmatch(text.rpartition("@")[2]) else Code.EMAIL_DOMAIN
