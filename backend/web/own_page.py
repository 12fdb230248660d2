"""A registrant's own page: the link in each e-mail leads here, and it works without JavaScript.

The key in its address is all that it takes, so the page is kept by no cache and sends no referrer. Mail filters open
links: a GET changes nothing, and cancelling takes two presses of a button.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.registration import life
from backend.registration.acts import cancel_by_person
from backend.registration.standing import find_standing
from registration_rules.wire import is_manage_key
from site_format.addresses import manage_page

if TYPE_CHECKING:
    from starlette.responses import Response

    from backend.built_site.events import Event, Events
    from backend.clock import Clock
    from backend.store.records import Registration
    from backend.store.store import Store
    from backend.web.client import Client
    from backend.web.pages import Pages
    from backend.web.responses import Responder

ASK, CANCEL = b"act=ask", b"act=cancel"
"""What the page's two buttons send: the first asks once more, the second cancels."""


class OwnPage:
    """Shows one registration to whoever has its key, and cancels it."""

    def __init__(self, store: Store, events: Events, pages: Pages, responder: Responder, clock: Clock) -> None:
        """Look into `store`, know events from `events`, write with `pages` and answer with `responder`."""
        self._store = store
        self._events = events
        self._pages = pages
        self._responder = responder
        self._clock = clock

    def respond(self, client: Client, key: str, body: bytes | None) -> Response | None:
        """The page for `key`, after doing what `body` says; None if there is no such registration or button.

        Args:
            client: Who asks.
            key: From the address.
            body: Of a POST; None for a GET.

        Raises:
            StoreUnavailableError: If the store cannot be used just now; nothing is changed then.
            EventUnusableError: If the event's form cannot be used.
        """
        found = self._find(key)
        if found is None or body not in {None, ASK, CANCEL}:
            return None
        event, registration, receipt = found
        if body == CANCEL:
            cancel_by_person(self._store, event, registration.submission_id, self._clock())
            return self._responder.redirect(client, manage_page(key))
        page = self._pages.render_own(
            event,
            registration,
            may_cancel=registration.state in life.ACTIVE and self._clock() < event.starts_at,
            is_asking=body == ASK,
            address=manage_page(key),
            receipt=receipt,
        )
        return self._responder.respond_with_page(client, page)

    def _find(self, key: str) -> tuple[Event, Registration, str] | None:
        if not is_manage_key(key):
            return None
        with self._store.reading() as connection:
            standing = find_standing(connection, key)
        if standing is None or standing.registration is None:
            return None
        event = self._events.find(standing.event)
        return None if event is None else (event, standing.registration, standing.receipt)
