"""The letters of the chain, as printed: `circulars/<slug>/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time

    from site_src.model.places import Place, Text


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something a circular encloses (สิ่งที่ส่งมาด้วย).

    `cites_number` and `cites_on` are set where it cites another letter, as printed there.
    """

    title: Text
    quantity: Text  # how many, with the word that counts them: 1 ฉบับ, 1 copy
    cites_number: str  # empty if none
    cites_on: date | None
    circular: str  # slug of the circular that is attached, empty if none
    place: Place


@dataclass(frozen=True, slots=True)
class Stamp:
    """A receipt stamp on a letter (ตรารับ), as printed; `received_time` is None where the stamp leaves it open."""

    office: Text
    number: str
    received_on: date
    received_time: time | None
    place: Place


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code that a letter shows: its caption, and the address behind it if one is known (else empty)."""

    caption: Text
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Words quoted from a letter exactly as printed.

    In `Circular.passages`, `name` says which passage it is, the same in every letter of the event that carries it;
    lines that belong to nothing have no name.
    """

    name: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Circular:
    """One letter of the chain, as printed; `slug` names it within its event.

    `number` keeps the printed Thai digits. `dated_on` is the printed date even where it contradicts the rest.
    """

    slug: str
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
    phone: str  # digits as a person dials them, empty if none
    fax: str
    email: str
    summary: Text  # Markdown, our own words
    body: Text  # Markdown, the letter's text: Thai as printed, English our translation
    as_printed: Text  # Markdown notes on words that differ between copies, empty texts if none
    qr_codes: tuple[QrCode, ...]
    passages: tuple[Passage, ...]
    orphan_lines: tuple[Passage, ...]
    place: Place
