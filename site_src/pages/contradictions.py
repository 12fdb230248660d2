"""What readers are told of a letter that contradicts itself."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from site_format.messages import fill
from site_src.dates import format_short_date
from site_src.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from site_format.locales import Locale
    from site_src.model import Event, Finding, Param


def note_contradictions(
    event: Event, findings: Sequence[Finding], messages: Mapping[str, str], locale: Locale
) -> dict[str, dict[Text, list[str]]]:
    """What a letter contradicts and why it stands as printed: by circular and by the content's reason, each once.

    Findings that have no words for readers, under `site.letter.contradiction`, concern whoever edits the content only.
    """
    notes: dict[str, dict[Text, list[str]]] = {circular.slug: {} for circular in event.circulars}
    folders = {PurePosixPath(circular.place.file).parent: circular.slug for circular in event.circulars}
    for finding in findings:
        slug = folders.get(PurePosixPath(finding.place.file).parent)
        words = messages.get(f"site.letter.contradiction.{finding.code}")
        if slug and words and finding.accepted_because:
            shown = {name: _show(value, locale) for name, value in finding.params.items()}
            said = notes[slug].setdefault(finding.accepted_because, [])
            said += [sentence for sentence in [fill(words, shown)] if sentence not in said]
    return notes


def _show(value: Param, locale: Locale) -> str:
    match value:
        case Text():
            return value.get(locale)
        case date():
            return format_short_date(value, locale)
        case _:
            return str(value)
