"""What endpoints share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anyio import CapacityLimiter

    from backend.built_site.events import Events
    from backend.built_site.static_site import StaticSite
    from backend.clock import Clock
    from backend.store.store import Store
    from backend.web.pages import Pages
    from backend.web.rate_limits import RateLimits
    from backend.web.responses import Responder


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one backend.

    Attributes:
        limits: How much one address may ask; None in a preview.
        writing: Gives the thread that writes.
        reading: Gives those that only read; together they are fewer than the store has connections.
    """

    store: Store
    events: Events
    site: StaticSite
    pages: Pages
    responder: Responder
    clock: Clock
    limits: RateLimits | None
    writing: CapacityLimiter
    reading: CapacityLimiter
