"""How to join an event: the one secret of it, known only to those who hold a seat.

Nothing here shows in a `repr`, so that no log and no traceback carries it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Online:
    """How to join from afar; each part may be empty."""

    link: str = field(default="", repr=False)
    meeting_id: str = field(default="", repr=False)
    passcode: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OnTheSpot:
    """Where to go; each part may be empty, the room in both languages or in neither."""

    room: Mapping[Locale, str] = field(default_factory=dict, repr=False)
    map_link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class JoiningDetails:
    """How to join: from afar, on the spot, or both."""

    online: Online = field(default_factory=Online)
    on_the_spot: OnTheSpot = field(default_factory=OnTheSpot)

    def as_json(self) -> dict[str, Any]:
        """What a store keeps of it; `parse_joining_details` reads it back."""
        return {
            "link": self.online.link,
            "meeting_id": self.online.meeting_id,
            "passcode": self.online.passcode,
            "room": dict(self.on_the_spot.room),
            "map_link": self.on_the_spot.map_link,
        }


def parse_joining_details(data: Mapping[str, Any]) -> JoiningDetails:
    """Read what `as_json` gave; raises KeyError if it is something else."""
    return JoiningDetails(
        Online(data["link"], data["meeting_id"], data["passcode"]), OnTheSpot(data["room"], data["map_link"])
    )
