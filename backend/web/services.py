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
    from backend.store.writer import Writer
    from backend.web.pages import Pages
    from backend.web.rate_limits import RateLimits
    from backend.web.responses import Responder


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one backend.

    Attributes:
        limits: How much one address may ask; None in a preview.
        writer: Writes to the store, for all in turn.
        reading: Gives the threads that only read; with the writer's they are fewer than the store has connections.
    """

    store: Store
    events: Events
    site: StaticSite
    pages: Pages
    responder: Responder
    clock: Clock
    limits: RateLimits | None
    writer: Writer
    reading: CapacityLimiter
