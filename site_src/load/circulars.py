"""`circulars/<slug>/` of an event: one letter each, as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.load.nodes import read_yaml
from site_src.load.readers import (
    EMPTY_TEXT,
    SLUG,
    each,
    folder_name,
    markdown_files,
    named,
    optional,
    pair,
    record,
    words,
)
from site_src.load.reading import Refused, attempt
from site_src.load.values import address, clock, day, slug
from site_src.model import Attachment, Circular, Passage, Place, QrCode, Stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from site_src.load.nodes import Node
    from site_src.load.reading import Reading


def _passages(node: Node, reading: Reading) -> tuple[Passage, ...]:
    """Quotations by name."""
    quoted = named(words)(node, reading)
    return tuple(Passage(name, text, reading.place_of(node.place, name)) for name, text in quoted.items())


def _line(node: Node, reading: Reading) -> Passage:
    """A printed line without a name."""
    return Passage("", words(node, reading), node.place)


_ATTACHMENT = record(
    Attachment,
    title=pair,
    quantity=pair,
    cites_number=optional(words, ""),
    cites_on=optional(day, None),
    circular=optional(slug, ""),
)
_STAMP = record(Stamp, office=pair, number=words, received_on=day, received_time=optional(clock, None))
_QR_CODE = record(QrCode, caption=pair, target=optional(address, ""))
_CIRCULAR = record(
    Circular,
    slug=folder_name(),
    number=words,
    office=pair,
    address=pair,
    dated_on=day,
    subject=pair,
    addressees=each(pair, at_least=1),
    attachments=optional(each(_ATTACHMENT), ()),
    stamps=optional(each(_STAMP), ()),
    signatory=pair,
    signatory_position=pair,
    acting_for=optional(pair, EMPTY_TEXT),
    unit=optional(pair, EMPTY_TEXT),
    phone=optional(words, ""),
    fax=optional(words, ""),
    email=optional(words, ""),
    summary=markdown_files(),
    body=markdown_files(),
    as_printed=optional(pair, EMPTY_TEXT),
    qr_codes=optional(each(_QR_CODE), ()),
    passages=optional(_passages, ()),
    orphan_lines=optional(each(_line), ()),
)


def read_circulars(folder: Path, reading: Reading) -> dict[str, Circular | None]:
    """By slug, the letters that lie in a folder each; None for one that was refused."""
    found: dict[str, Circular | None] = {}
    for path in sorted(path for path in folder.glob("*") if path.is_dir()):
        if not SLUG.fullmatch(path.name):
            reading.report(Place(path.relative_to(reading.root).as_posix(), 1), "slug-invalid", written=path.name)
        found[path.name] = attempt(_read_circular, path, reading)
    return found


def put_in_order(
    letters: Mapping[str, Circular | None], order: Sequence[str], place: Place, reading: Reading
) -> tuple[Circular, ...]:
    """The letters as the list at `place` orders them, which names each of them once; raises Refused."""
    for number, name in enumerate(order):
        here = reading.place_of(Place(place.file, place.line), f"{place.key}[{number}]")
        if name not in letters:
            reading.report_unknown(here, "circular-unknown", name, letters)
        elif name in order[:number]:
            reading.report(here, "circular-twice", written=name)
    for name in sorted(letters.keys() - set(order)):
        reading.report(place, "circular-unused", written=name)
    found = tuple(letter for name in order if (letter := letters.get(name)) is not None)
    for letter in found:
        for attachment in letter.attachments:
            if attachment.circular and attachment.circular not in letters:
                here = reading.place_of(attachment.place, "circular")
                reading.report_unknown(here, "circular-unknown", attachment.circular, letters)
    if len(found) < len(order):
        raise Refused
    return found


def _read_circular(folder: Path, reading: Reading) -> Circular:
    letter = _CIRCULAR(read_yaml(folder / "letter.yaml", reading), reading)
    body = _without_spaces(letter.body.th)
    for passage in letter.passages:
        if _without_spaces(passage.words) not in body:
            reading.report(passage.place, "quote-not-in-letter", words=passage.words)
    return letter


def _without_spaces(text: str) -> str:
    """Where a printed line breaks is not part of what it says."""
    return "".join(text.split())
