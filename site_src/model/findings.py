"""What contradicts itself, and what the content accepts of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time

    from site_src.model.places import Place, Text

type Level = Literal["error", "warning", "info"]


type Param = (
    str | int | date | datetime | time | Text
)  # what a message's placeholder takes; shown in the reader's language


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in well-formed content that contradicts itself; the text is in the messages under `findings.<code>`.

    Attributes:
        code: e.g. `citation-number`.
        params: What the text needs.
        accepted_because: The reason that the content gives for accepting it in place; None if nobody accepted it.
    """

    code: str
    level: Level
    place: Place
    params: Mapping[str, Param] = field(default_factory=dict)
    accepted_because: Text | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One entry of an `accept` list: whoever edits the content accepts a finding, with a reason.

    Attributes:
        finding: The finding's code.
        at: The key beside `accept` whose value the finding is about.
        place: Where the entry stands.
        covers: The key path of the finding that it accepts.
    """

    finding: str
    at: str
    because: Text
    place: Place
    covers: str
