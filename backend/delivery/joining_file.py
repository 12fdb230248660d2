"""The file in which an organiser writes how to join an event; README.md shows one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from backend.delivery.joining import JoiningDetails, Online, OnTheSpot
from backend.delivery.strict_yaml import StrictFile, Words
from site_format.locales import LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backend.delivery.strict_yaml import Entries
    from site_format.locales import Locale

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MEETING_ID = re.compile(r"[0-9](?:[ -]?[0-9]){5,17}", re.ASCII)
LONGEST_PASSCODE = 32
LONGEST_ROOM = 200
LONGEST_LINK = 1000


def read_joining_details(path: Path) -> JoiningDetails:
    """What the file says.

    Raises:
        FileProblemsError: With every mistake in it; none quotes what it holds.
    """
    file = StrictFile(path)
    entries = file.read()
    file.check_keys(entries, ("online", "on_the_spot"))
    online = file.section(entries, "online", ("link", "meeting_id", "passcode"))
    on_the_spot = file.section(entries, "on_the_spot", ("room", "map"))
    details = JoiningDetails(
        Online(_read_link(file, online, "link"), _read_meeting_id(file, online), _read_line(file, online, "passcode")),
        OnTheSpot(_read_room(file, on_the_spot), _read_link(file, on_the_spot, "map")),
    )
    if details == JoiningDetails() and not file.problems:
        file.report("says_nothing", 1)
    file.finish()
    return details


def _read_link(file: StrictFile, entries: Entries | None, key: str) -> str:
    written = file.words(entries, key)
    if written is None:
        return ""
    if not is_link(written.value):
        file.report("not_a_link", written.line, key=key)
    return written.value


def is_link(text: str) -> bool:
    """Whether this is a web address that a mail program makes a link of, over HTTPS."""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_plain = text.isascii() and text.isprintable() and not re.search(r"[\s<>\"]", text)
    return is_plain and len(text) <= LONGEST_LINK and parts.scheme == "https" and "." in host


def _read_meeting_id(file: StrictFile, entries: Entries | None) -> str:
    written = file.words(entries, "meeting_id")
    if written is None:
        return ""
    number = written.value.translate(_THAI_DIGITS)
    if not _MEETING_ID.fullmatch(number):
        file.report("not_a_meeting_id", written.line)
    return number


def _read_line(file: StrictFile, entries: Entries | None, key: str) -> str:
    written = file.words(entries, key)
    return "" if written is None else _check_line(file, written, LONGEST_PASSCODE, key)


def _read_room(file: StrictFile, entries: Entries | None) -> Mapping[Locale, str]:
    """One text for both languages, or one for each."""
    room = entries.children.get("room") if entries else None
    if entries is None or room is None:
        return {}
    if isinstance(room, Words):
        both = file.words(entries, "room")
        return {} if both is None else dict.fromkeys(LOCALES, _check_line(file, both, LONGEST_ROOM, "room"))
    section = file.section(entries, "room", LOCALES)
    if section is None:
        return {}
    halves: dict[Locale, str] = {}
    for locale in LOCALES:
        half = file.words(section, locale)
        if half is not None:
            halves[locale] = _check_line(file, half, LONGEST_ROOM, "room")
        elif locale not in section.children:
            file.report("language_missing", section.line, key=locale)
    return halves


def _check_line(file: StrictFile, written: Words, longest: int, key: str) -> str:
    if len(written.value) > longest or not written.value.isprintable():
        file.report("not_a_line", written.line, key=key, longest=longest)
    return written.value
