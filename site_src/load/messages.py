"""`content/messages/<locale>.yaml`: every text that Wian itself shows.

Each language has the same keys with the same placeholders.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_format.locales import LOCALES
from site_src.load.nodes import Entries, Scalar, read_yaml
from site_src.load.readers import expect_entries, words
from site_src.load.reading import Refused
from site_src.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_format.locales import Locale
    from site_src.load.nodes import Node
    from site_src.load.reading import Reading

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def read_messages(reading: Reading) -> dict[Locale, dict[str, str]]:
    """Per locale, the messages by dotted key; of a file that cannot be read, none."""
    messages: dict[Locale, dict[str, str]] = {}
    for locale in LOCALES:
        try:
            messages[locale] = dict(_flatten(_read(locale, reading), reading))
        except Refused:
            messages[locale] = {}
    if all(messages.values()):
        _compare(messages, reading)
    return messages


def placeholders(message: str) -> frozenset[str]:
    """The names that stand in braces in a message."""
    return frozenset(_PLACEHOLDER.findall(message))


def _read(locale: Locale, reading: Reading) -> Entries:
    return expect_entries(read_yaml(reading.root / _file(locale), reading), reading)


def _file(locale: Locale) -> str:
    return f"content/messages/{locale}.yaml"


def _flatten(entries: Entries, reading: Reading) -> Iterator[tuple[str, str]]:
    """Each message with its dotted key; a section in which nothing is written yet has none."""
    for node in entries.nodes.values():
        if isinstance(node, Entries):
            yield from _flatten(node, reading)
        elif not (entries.place.key == "" and isinstance(node, Scalar) and node.is_empty):
            yield from _read_message(node, reading)


def _read_message(node: Node, reading: Reading) -> Iterator[tuple[str, str]]:
    try:
        yield node.place.key, words(node, reading)
    except Refused:
        return


def _compare(messages: dict[Locale, dict[str, str]], reading: Reading) -> None:
    """Each message is there in every language, with the same placeholders."""
    for locale, other in (LOCALES, tuple(reversed(LOCALES))):
        for key, message in messages[other].items():
            line = reading.lines[_file(other), key]
            if key not in messages[locale]:
                place = Place(_file(locale), 1, key)
                reading.report(place, "message-missing", other=f"{_file(other)}:{line}")
            elif locale == LOCALES[-1] and placeholders(message) != placeholders(messages[locale][key]):
                place = Place(_file(locale), reading.lines[_file(locale), key], key)
                named = [" ".join(sorted(placeholders(text))) for text in (messages[locale][key], message)]
                reading.report(place, "message-placeholders", found=named[0], other=named[1])
