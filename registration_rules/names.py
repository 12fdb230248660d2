"""Personal names in Thai or Latin letters.

A missed slip is mended by the organiser; a name wrongly refused leaves its bearer no way on. So nothing here says what
a name must look like: words may be many (ณ อยุธยา, bin Abdullah), letters single (J. R.), hyphens, apostrophes and
full stops are welcome. The rules look for the slips that a form invites.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from registration_rules.form import FormField
from registration_rules.problems import Code, Problem
from registration_rules.text import check_control_characters, list_characters, tidy_text
from registration_rules.thai import MARKS, TONES, VOWELS_ABOVE, VOWELS_BELOW
from registration_rules.titles import is_title, strip_titles

_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’ʻʼ′`´", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
)
_JOINTS = " -'."
_WITHOUT_JOINTS = dict.fromkeys(map(ord, _JOINTS))
_SPACED_HYPHEN = re.compile(" ?- ?")
_THAI_LETTER = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_CONSONANT = "ก-ฮ"
_LOOSE_MARK = re.compile(
    f"(?<![{_CONSONANT}{MARKS}])[{MARKS}]"  # a mark above or below nothing
    f"|(?<![{_CONSONANT}{MARKS}าๅ])[ะาำ]"  # a vowel that follows nothing
    f"|[เ-ไ](?![{_CONSONANT}])"  # a vowel that nothing follows
    f"|[{TONES}][{TONES}]|[{VOWELS_ABOVE}{VOWELS_BELOW}]{{2}}"  # two of a kind that exclude each other
)


def normalise_name(text: str) -> str:
    """The name tidied, with plain apostrophes, hyphens and letters for typographic ones and no space at a hyphen."""
    return tidy_text(_SPACED_HYPHEN.sub("-", tidy_text(text).translate(_TYPOGRAPHY)))


def fold_name(name: str) -> str:
    """The name for comparing: without capitals, spaces, hyphens, apostrophes and full stops."""
    return name.casefold().translate(_WITHOUT_JOINTS)


def check_digits(field: FormField, name: str) -> Iterator[Problem]:
    """A name has no digits, Thai or other."""
    if any(unicodedata.category(char)[0] == "N" for char in name):
        yield Problem(Code.NAME_DIGITS, field.name)


def check_punctuation(field: FormField, name: str) -> Iterator[Problem]:
    """Beside letters a name has only spaces, hyphens, apostrophes and full stops: no brackets, commas or emoji."""
    if others := "".join(char for char in name if unicodedata.category(char)[0] not in "LMNC" and char not in _JOINTS):
        yield Problem(Code.NAME_CHARACTERS, field.name, {"characters": list_characters(others)})


def check_script(field: FormField, name: str) -> Iterator[Problem]:
    """A name is written in Thai or in Latin letters, not in both, and in no other script that looks like them."""
    scripts = {_name_script(char) for char in name if unicodedata.category(char)[0] in "LM"}
    if "other" in scripts:
        yield Problem(Code.NAME_SCRIPT, field.name)
    elif len(scripts - {"any"}) > 1:
        yield Problem(Code.NAME_MIXED, field.name)


def check_marks(field: FormField, name: str) -> Iterator[Problem]:
    """Every Thai vowel and mark in a name stands where one can be read."""
    if _LOOSE_MARK.search(name):
        yield Problem(Code.NAME_MARKS, field.name)


def check_lone_letter(field: FormField, name: str) -> Iterator[Problem]:
    """A name is more than one letter, vowels counted, with or without a full stop."""
    letters = name.translate(_WITHOUT_JOINTS)
    if not letters or (len(letters) == 1 and unicodedata.category(letters)[0] in "LM"):
        yield Problem(Code.NAME_LONE_LETTER, field.name)


def check_title(field: FormField, name: str) -> Iterator[Problem]:
    """A name has no title before it, and is none; what remains without the title is suggested if it can be a name."""
    bare = strip_titles(name, is_surname=field.name == "last_name")
    if is_title(name) or (bare != name and not _is_sound(field, bare)):
        yield Problem(Code.NAME_ONLY_TITLE, field.name)
    elif bare != name:
        yield Problem(Code.NAME_TITLE, field.name, {"suggestion": bare})


_SHAPE_RULES = (check_control_characters, check_digits, check_punctuation, check_script, check_marks, check_lone_letter)
RULES = (*_SHAPE_RULES, check_title)


def _is_sound(field: FormField, name: str) -> bool:
    return bool(name) and not is_title(name) and not any(any(rule(field, name)) for rule in _SHAPE_RULES)


def _name_script(char: str) -> str:
    if _THAI_LETTER.match(char):
        return "Thai"
    name = unicodedata.name(char, "")
    if name.startswith("LATIN "):
        return "Latin"
    return "any" if name.startswith("COMBINING ") else "other"


def check_division(first_name: str, last_name: str) -> Iterator[Problem]:
    """First name and surname stand in one field each: neither field holds both, and they are not the same.

    Either may have several words, so words alone prove nothing; only that one field repeats the other does, or that the
    surname is missing. Takes two sound names; the surname is empty only where it is required.
    """
    first, last = first_name.split(), last_name.split()
    first_folded, last_folded = first_name.casefold(), last_name.casefold()
    if first_folded == last_folded and len(first) == 1:
        yield Problem(Code.NAME_SAME, "last_name")
    elif not last:
        if len(first) > 1:
            params = {"first_name": first[0], "last_name": " ".join(first[1:])}
            yield Problem(Code.NAME_UNDIVIDED, "first_name", params)
    elif first_folded == last_folded:
        yield from _suggest_part("first_name", first[:1])
        yield from _suggest_part("last_name", last[1:])
    elif first_folded.endswith(f" {last_folded}"):
        yield from _suggest_part("first_name", first[: -len(last)])
    elif last_folded.startswith(f"{first_folded} "):
        yield from _suggest_part("last_name", last[len(first) :])


def _suggest_part(field: str, words: Sequence[str]) -> Iterator[Problem]:
    suggestion = " ".join(words)
    if len(suggestion) > 1:  # J Smith, Smith: an initial is no whole first name, so this is how they write it
        yield Problem(Code.NAME_WHOLE, field, {"suggestion": suggestion})
