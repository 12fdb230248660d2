"""A registrant's own page: the link in each e-mail leads here, and it works without JavaScript.

The key in its address is all that it takes, so the page is kept by no cache and sends no referrer. Mail filters open
links: a GET changes nothing, and cancelling takes two presses of a button. A change goes the way of every registration,
from a form that is filled in with what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.to_thread

from backend.registration.acts import cancel_by_person
from backend.web.client import describe_client
from backend.web.failures import FAILURES, describe_failure
from backend.web.own_key import give_own_key, read_own_key
from backend.web.own_registration import find_own
from backend.web.problem_details import ProblemDetails
from backend.web.request_body import read_body
from site_format.addresses import manage_page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from backend.web.client import Client
    from backend.web.own_registration import OwnRegistration
    from backend.web.services import Services

ASK, CANCEL = b"act=ask", b"act=cancel"
"""What the page's two buttons send: the first asks once more, the second cancels."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The key of the page that a browser asks for, and the address at which it does."""

    key: str
    address: str


class OwnPage:
    """Shows one registration to whoever has its key, has it changed, and cancels it."""

    def __init__(self, services: Services) -> None:
        """Use these parts of the backend."""
        self._services = services

    async def show(self, request: Request) -> Response:
        """The page, and what its buttons do; the site's own 404 page where there is none."""
        client, body = describe_client(request), None
        key = request.path_params.get("key", "")
        try:
            if request.method == "POST":
                if self._services.limits:
                    self._services.limits.admit_post(request.client.host if request.client else "")
                body = await read_body(request)
            response = await self._respond(client, _Asked(key or read_own_key(request), manage_page(key)), body)
        except FAILURES as error:
            return self._services.responder.respond_with_problem(client, describe_failure(error))
        return response or await self._say_there_is_none(request, client)

    async def show_form(self, request: Request) -> Response:
        """The form for a change, filled in with what is stored."""
        client, key = describe_client(request), request.path_params.get("key", "")
        asked = _Asked(key or read_own_key(request), manage_page(key))
        try:
            response = await anyio.to_thread.run_sync(
                self._respond_with_form, client, asked, limiter=self._services.reading
            )
        except FAILURES as error:
            return self._services.responder.respond_with_problem(client, describe_failure(error))
        return response or await self._say_there_is_none(request, client)

    async def _say_there_is_none(self, request: Request, client: Client) -> Response:
        """The site's own 404 page, or that the browser brings no key along any more."""
        if request.method != "POST" and "key" in request.path_params:
            return await self._services.site.respond(request)
        code = "not_found" if "key" in request.path_params else "own_page_left"
        return self._services.responder.respond_with_problem(client, ProblemDetails(404, code))

    async def _respond(self, client: Client, asked: _Asked, body: bytes | None) -> Response | None:
        """The page, after doing what `body` says; None if there is no such registration or button."""
        services = self._services
        own = await anyio.to_thread.run_sync(self._find, asked.key, limiter=services.reading)
        if own is None or body not in {None, ASK, CANCEL}:
            return None
        if body == CANCEL:
            event, submission_id = own.event, own.registration.submission_id
            await services.writer.write(
                event.slug, lambda connection: cancel_by_person(connection, event, submission_id, services.clock())
            )
            return services.responder.redirect(client, asked.address)
        page = services.pages.render_own(own, address=asked.address, is_asking=body == ASK)
        return services.responder.respond_with_page(client, page)

    def _find(self, key: str) -> OwnRegistration | None:
        return find_own(self._services.store, self._services.events, key, self._services.clock())

    def _respond_with_form(self, client: Client, asked: _Asked) -> Response | None:
        """The filled-in form; the page itself, which says why, where nothing can be changed."""
        own = self._find(asked.key)
        if own is None:
            return None
        if not own.may_change:
            return self._services.responder.redirect(client, asked.address)
        response = self._services.responder.respond_with_page(client, self._services.pages.render_change(own))
        give_own_key(response, client, asked.key)  # its way back, and where it leads, have no key in their address
        return response
