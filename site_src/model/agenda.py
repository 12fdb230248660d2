"""What happens when, and who speaks: `agenda.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from site_src.model.places import Place, Text


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody named in the agenda, with the position printed beside the name (empty texts if none).

    `is_verified` says that a person has compared the spelling with something better than the letter.
    """

    name: Text
    position: Text
    role: Literal["opens", "reports", "speaks", "chairs"]
    is_verified: bool
    place: Place


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the agenda. `ends_at` is None for an item printed with one time only, such as the close."""

    starts_at: datetime
    ends_at: datetime | None
    kind: Literal["login", "ceremony", "talk", "discussion", "break", "close"]
    title: Text
    speakers: tuple[Speaker, ...]
    speakers_note: Text  # who the speakers are together; empty texts if not said
    place: Place
