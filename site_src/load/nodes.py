"""A YAML file as a tree of nodes that know where they stand.

Scalars stay the characters that the author typed: whether `08:30` is a time, `no` a word or `2022-01-14` a date is for
the reader of that value to say, so that none of YAML's guesses can spoil it. What makes a file hard to follow is
refused: anchors, aliases, tags, several documents, one key twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from site_src.load.yaml_faults import explain_yaml_error
from site_src.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from site_src.load.reading import Reading

MAX_DEPTH = 12  # deeper than any content needs, and far from Python's own limit


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed, without its quotation marks; `is_plain` if it had none."""

    place: Place
    value: str
    is_plain: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed, as in `title:`."""
        return self.is_plain and not self.value


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    place: Place
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, in the order of the file; a key that came twice has its first value.

    A value stands on the line of its key.
    """

    place: Place
    nodes: Mapping[str, Node]


type Node = Scalar | Items | Entries


def read_yaml(file: Path, reading: Reading) -> Node:
    """The one document of a YAML file.

    Raises:
        Refused: The file cannot be read or is not YAML of the kind described above.
    """
    text = reading.read_text(file)
    name = file.relative_to(reading.root).as_posix()
    try:
        return _Composer(YAML(typ="safe", pure=True).parse(text), name, reading).compose_document()
    except (YAMLError, ValueError, OverflowError) as error:  # the last two are an escape beyond Unicode
        fault = explain_yaml_error(error, text)
        raise reading.refuse(Place(name, fault.line), fault.code, **fault.params) from None


class _Composer:
    """Turns the parser's events into nodes."""

    def __init__(self, events: Iterator[Any], file: str, reading: Reading) -> None:
        self._events = events
        self._file = file
        self._reading = reading

    def compose_document(self) -> Node:
        event = self._next_after_start()
        if isinstance(event, StreamEndEvent):
            raise self._reading.refuse(Place(self._file, 1), "file-empty")
        event = next(self._events)
        node = self._compose(event, self._place(event, ""), 0)
        next(self._events)  # the end of the document
        event = next(self._events)
        if isinstance(event, DocumentStartEvent):
            raise self._reading.refuse(self._place(event, ""), "yaml-documents")
        return node

    def _next_after_start(self) -> Any:  # noqa: ANN401 - ruamel's events share no useful base class
        next(self._events)  # the start of the stream
        return next(self._events)

    def _compose(self, event: Any, place: Place, depth: int) -> Node:  # noqa: ANN401 - as above
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise self._reading.refuse(place, "yaml-anchor")
        if event.tag is not None:
            raise self._reading.refuse(place, "yaml-tag", tag=str(event.tag))
        if depth > MAX_DEPTH:
            raise self._reading.refuse(place, "yaml-too-deep")
        self._reading.lines[self._file, place.key] = place.line
        if isinstance(event, MappingStartEvent):
            return self._compose_mapping(place, depth)
        if isinstance(event, SequenceStartEvent):
            return self._compose_list(place, depth)
        return self._compose_scalar(event, place)

    def _compose_scalar(self, event: ScalarEvent, place: Place) -> Scalar:
        value = self._reading.check_characters(event.value, place)
        return Scalar(place, value, is_plain=event.style is None)

    def _compose_list(self, place: Place, depth: int) -> Items:
        nodes: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            nodes.append(self._compose(event, self._place(event, f"{place.key}[{len(nodes)}]"), depth + 1))
        return Items(place, tuple(nodes))

    def _compose_mapping(self, place: Place, depth: int) -> Entries:
        nodes: dict[str, Node] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self._reading.refuse(self._place(event, place.key), "yaml-key")
            key = self._reading.check_characters(event.value, place)
            key_place = self._place(event, place.path(key))
            first = nodes.get(key)
            node = self._compose(next(self._events), key_place, depth + 1)
            if first is None:
                nodes[key] = node
            else:
                self._reading.report(key_place, "key-twice", key=key, first=first.place.line)
                self._reading.lines[key_place.file, key_place.key] = first.place.line
        return Entries(place, nodes)

    def _place(self, event: Any, key: str) -> Place:  # noqa: ANN401 - as above
        return Place(self._file, event.start_mark.line + 1, key)
