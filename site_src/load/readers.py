"""The small language in which the content's files are described: readers, and how to put them together.

A reader makes a value of a node, or reports what is wrong with it and raises `Refused`. Records and lists read on past
what was refused, so that one pass finds everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol, cast

from site_format.locales import LOCALES
from site_src.load.linked_files import attach_files
from site_src.load.nodes import Entries, Items, Scalar
from site_src.load.reading import Refused, attempt
from site_src.model import Acceptance, Place, PlacedText, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from site_src.load.nodes import Node
    from site_src.load.reading import Reading

type Reader[T] = Callable[[Node, Reading], T]

EMPTY_TEXT = Text("", "")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Field(Protocol):
    """How one key of a record is read."""

    def read(self, entries: Entries, key: str, reading: Reading) -> object:
        """The value of `key`; raises Refused."""


@dataclass(frozen=True, slots=True)
class _Required:
    reader: Reader[Any]

    def read(self, entries: Entries, key: str, reading: Reading) -> object:
        node = entries.nodes.get(key)
        if node is None:
            raise reading.refuse(reading.place_of(entries.place, key), "key-missing", key=key)
        return self.reader(node, reading)


@dataclass(frozen=True, slots=True)
class _Optional:
    reader: Reader[Any]
    default: object

    def read(self, entries: Entries, key: str, reading: Reading) -> object:
        node = entries.nodes.get(key)
        return self.default if node is None else self.reader(node, reading)


@dataclass(frozen=True, slots=True)
class _Beside:
    """Running text in two Markdown files beside the YAML file: `<key>.th.md` and `<key>.en.md`."""

    def read(self, entries: Entries, key: str, reading: Reading) -> Text:
        if key in entries.nodes:
            raise reading.refuse(entries.nodes[key].place, "text-belongs-in-files", key=key)
        th, en = (attempt(_read_half_file, entries, key, locale, reading) for locale in LOCALES)
        return _join(th, en, reading)


@dataclass(frozen=True, slots=True)
class _FolderName:
    """The name of the folder in which the file lies, which the file does not repeat."""

    def read(self, entries: Entries, _key: str, _reading: Reading) -> str:
        return PurePosixPath(entries.place.file).parent.name


def optional(reader: Reader[Any], default: object) -> Field:
    """A key that may be left out; then its value is `default`."""
    return _Optional(reader, default)


def markdown_files() -> Field:
    """A text in Markdown files beside the YAML file, which itself does not mention it."""
    return _Beside()


def folder_name() -> Field:
    """The slug that the file's folder has for a name; the file itself does not mention it."""
    return _FolderName()


def record[T](make: Callable[..., T], **described: Reader[Any] | Field) -> Reader[T]:
    """A mapping with exactly these keys (and `accept`), made into a value by `make`.

    A reader alone describes a required key. If what is made has a `place`, it is given.
    """
    keys: dict[str, Field] = {key: _Required(how) if callable(how) else how for key, how in described.items()}
    known = {"accept", *(key for key, how in keys.items() if isinstance(how, _Required | _Optional))}
    wants_place = "place" in {field.name for field in fields(cast("Any", make))}

    def read(node: Node, reading: Reading) -> T:
        entries = expect_entries(node, reading)
        for key, value in entries.nodes.items():
            if key not in known and not isinstance(keys.get(key), _Beside):
                reading.report_unknown(value.place, "key-unknown", key, known)
        if "accept" in entries.nodes:
            _read_acceptances(entries, reading)
        values: dict[str, object] = {"place": entries.place} if wants_place else {}
        for key, how in keys.items():
            try:
                values[key] = how.read(entries, key, reading)
            except Refused:
                continue
        if len(values) < len(keys) + wants_place:
            raise Refused
        return make(**values)

    return read


def each[T](reader: Reader[T], *, at_least: int = 0) -> Reader[tuple[T, ...]]:
    """A list of what `reader` reads."""

    def read(node: Node, reading: Reading) -> tuple[T, ...]:
        if not isinstance(node, Items):
            raise reading.refuse(node.place, "not-a-list")
        if len(node.nodes) < at_least:
            raise reading.refuse(node.place, "list-too-short", at_least=at_least)
        return tuple(_read_all(dict(enumerate(node.nodes)), reader, reading).values())

    return read


def named[T](reader: Reader[T]) -> Reader[Mapping[str, T]]:
    """A mapping whose keys the author chooses: slugs in [a-z0-9-]."""

    def read(node: Node, reading: Reading) -> Mapping[str, T]:
        entries = expect_entries(node, reading)
        for key, value in entries.nodes.items():
            if not SLUG.fullmatch(key):
                reading.report(value.place, "slug-invalid", written=key)
        return _read_all(entries.nodes, reader, reading)

    return read


def pair(node: Node, reading: Reading) -> Text:
    """A text in both languages, `{th: …, en: …}`."""
    if not isinstance(node, Entries):
        raise reading.refuse(node.place, "not-a-pair")
    for key, value in node.nodes.items():
        if key not in LOCALES:
            reading.report_unknown(value.place, "key-unknown", key, LOCALES)
    th, en = (attempt(_read_half, node, locale, reading) for locale in LOCALES)
    return _join(th, en, reading)


def words(node: Node, reading: Reading) -> str:
    """A text that is not empty, without space around it."""
    if not isinstance(node, Scalar):
        raise reading.refuse(node.place, "not-a-text")
    text = node.value.strip()
    if not text:
        raise reading.refuse(node.place, "text-empty")
    return text


def expect_entries(node: Node, reading: Reading) -> Entries:
    """The node, if it is a mapping; raises Refused if not."""
    if not isinstance(node, Entries):
        raise reading.refuse(node.place, "not-a-mapping")
    return node


type _Half = tuple[str, Place]


def _read_half(pair: Entries, locale: str, reading: Reading) -> _Half:
    node = pair.nodes.get(locale)
    if node is None:
        raise reading.refuse(reading.place_of(pair.place, locale), f"translation-missing-{locale}")
    place = replace(pair.place, line=node.place.line)
    return attach_files(words(node, reading), place, reading), place


def _read_half_file(entries: Entries, key: str, locale: str, reading: Reading) -> _Half:
    file = (reading.root / entries.place.file).parent / f"{key}.{locale}.md"
    place = Place(file.relative_to(reading.root).as_posix(), 1, entries.place.path(key))
    written = reading.check_characters(reading.read_text(file), place)
    text = written.strip()
    if not text:
        raise reading.refuse(place, "text-empty")
    place = replace(place, line=1 + written[: written.index(text)].count("\n"))
    return attach_files(text, place, reading), place


def _join(th: _Half | None, en: _Half | None, reading: Reading) -> Text:
    """The pair of two halves; raises Refused if one was."""
    if th is None or en is None:
        raise Refused
    text = Text(th[0], en[0])
    reading.texts.append(PlacedText(text, th[1], en[1]))
    return text


def _read_all[K, T](nodes: Mapping[K, Node], reader: Reader[T], reading: Reading) -> dict[K, T]:
    values: dict[K, T] = {}
    for key, node in nodes.items():
        try:
            values[key] = reader(node, reading)
        except Refused:
            continue
    if len(values) < len(nodes):
        raise Refused
    return values


@dataclass(frozen=True, slots=True)
class _WrittenAcceptance:
    finding: str
    at: str
    because: Text
    place: Place


def _read_acceptances(entries: Entries, reading: Reading) -> None:
    """Note what a mapping accepts about its own values."""
    reader = each(record(_WrittenAcceptance, finding=words, at=words, because=pair), at_least=1)
    try:
        written = reader(entries.nodes["accept"], reading)
    except Refused:
        return
    for entry in written:
        covers = entries.place.path(entry.at)
        reading.acceptances.append(Acceptance(entry.finding, entry.at, entry.because, entry.place, covers))
