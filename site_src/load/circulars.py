"""`circulars/<slug>/` of an event: one letter each, as printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.load.nodes import read_yaml
from site_src.load.readers import EMPTY_TEXT, SLUG, each, markdown_files, named, optional, pair, record, words
from site_src.load.reading import Refused, attempt
from site_src.load.values import address, clock, day, slug, whole
from site_src.model import Attachment, Circular, Passage, Place, QrCode, Stamp, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from site_src.load.reading import Reading

MAX_COPIES = 1000


@dataclass(frozen=True, slots=True)
class _WrittenCircular:
    number: str
    office: Text
    address: Text
    dated_on: date
    subject: Text
    addressees: tuple[Text, ...]
    attachments: tuple[Attachment, ...]
    stamps: tuple[Stamp, ...]
    signatory: Text
    signatory_position: Text
    acting_for: Text
    unit: Text
    phone: str
    fax: str
    email: str
    summary: Text
    body: Text
    as_printed: Text
    qr_codes: tuple[QrCode, ...]
    passages: Mapping[str, str]
    orphan_lines: tuple[str, ...]
    place: Place


_ATTACHMENT = record(
    Attachment,
    title=pair,
    copies=whole(1, MAX_COPIES),
    cites_number=optional(words, ""),
    cites_on=optional(day, None),
    circular=optional(slug, ""),
)
_STAMP = record(Stamp, office=pair, number=words, received_on=day, received_time=optional(clock, None))
_QR_CODE = record(QrCode, caption=pair, target=optional(address, ""))
_CIRCULAR = record(
    _WrittenCircular,
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
    passages=optional(named(words), {}),
    orphan_lines=optional(each(words), ()),
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
        here = reading.place_of(Place(place.file, place.line, ""), f"{place.key}[{number}]")
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
    written = _CIRCULAR(read_yaml(folder / "letter.yaml", reading), reading)

    def quote(name: str, words: str, key: str) -> Passage:
        place = reading.place_of(written.place, key)
        if name and _without_spaces(words) not in _without_spaces(written.body.th):
            reading.report(place, "quote-not-in-letter", words=words)
        return Passage(name, words, place)

    return Circular(
        slug=folder.name,
        number=written.number,
        office=written.office,
        address=written.address,
        dated_on=written.dated_on,
        subject=written.subject,
        addressees=written.addressees,
        attachments=written.attachments,
        stamps=written.stamps,
        signatory=written.signatory,
        signatory_position=written.signatory_position,
        acting_for=written.acting_for,
        unit=written.unit,
        phone=written.phone,
        fax=written.fax,
        email=written.email,
        summary=written.summary,
        body=written.body,
        as_printed=written.as_printed,
        qr_codes=written.qr_codes,
        passages=tuple(quote(name, words, f"passages.{name}") for name, words in written.passages.items()),
        orphan_lines=tuple(
            quote("", words, f"orphan_lines[{number}]") for number, words in enumerate(written.orphan_lines)
        ),
        place=written.place,
    )


def _without_spaces(text: str) -> str:
    """Where a printed line breaks is not part of what it says."""
    return "".join(text.split())
