"""The ASGI application: which address is answered by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from backend.built_site.events import Event, Events
from backend.built_site.messages import Messages
from backend.built_site.static_site import StaticSite
from backend.registration.receipt_codes import is_receipt_code
from backend.registration.register import decide
from backend.registration.standing import find_by_receipt
from backend.store.writer import Writer
from backend.terms.submission import EnvelopeError, Submission, parse_submission
from backend.web.access_log import AccessLog
from backend.web.client import describe_client
from backend.web.cross_site import SameSiteOnly
from backend.web.default_headers import DefaultHeaders
from backend.web.failures import FAILURES, describe_failure
from backend.web.health import Health
from backend.web.own_page import OwnPage
from backend.web.pages import Pages
from backend.web.phone_requests import PhoneRequests
from backend.web.problem_details import ProblemDetails
from backend.web.request_body import read_body
from backend.web.responses import Responder
from backend.web.services import Services
from backend.web.trusted_proxies import TrustedProxies
from registration_rules import __version__, check_registration
from registration_rules.wire import check_origin, parse_body
from site_format.addresses import (
    cancel_target,
    change_page,
    locale_of,
    manage_page,
    receipt_page,
    registration_target,
    standing_target,
)
from site_format.locales import LOCALES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from backend.clock import Clock
    from backend.registration.standing import Standing
    from backend.store.store import Store
    from backend.terms.outcomes import Outcome
    from backend.web.client import Client
    from backend.web.rate_limits import RateLimits

_CODES = {404: "not_found", 405: "method_not_allowed", 500: "unexpected"}


def create_app(
    site: Path,
    store: Store,
    clock: Clock,
    *,
    is_preview: bool = False,
    limits: RateLimits | None = None,
    trusted_proxies: Sequence[str] = (),
) -> ASGIApp:
    """The application that serves the built `site` and keeps registrations in `store`.

    Args:
        site: The folder that the build wrote; a rebuild is seen without a restart.
        store: An open store.
        clock: What time it is; the system's clock, or a preview's.
        is_preview: Whether `clock` is a preview's, so that a site built as a preview may be served.
        limits: How much one address may ask; None for a preview, which only this machine reaches.
        trusted_proxies: Addresses and networks whose word counts for whom they ask.
    """
    backend = Backend(site, store, clock, is_preview=is_preview, limits=limits)
    application = Starlette(
        routes=[
            Route("/healthz", backend.report_health, methods=["GET"]),
            Route(registration_target("{slug}"), backend.serve_or_register, methods=["GET", "POST"]),
            *(
                Route(receipt_page("{slug}", "{receipt}", locale), backend.show_receipt, methods=["GET"])
                for locale in LOCALES
            ),
            Route(cancel_target("{slug}"), backend.phone_requests.cancel, methods=["POST"]),
            Route(standing_target("{slug}"), backend.phone_requests.tell_standing, methods=["POST"]),
            Route(manage_page(), backend.own_page.show, methods=["GET", "POST"]),
            Route(change_page(), backend.own_page.show_form, methods=["GET"]),
            Route(manage_page("{key}"), backend.own_page.show, methods=["GET", "POST"]),
            Route(change_page("{key}"), backend.own_page.show_form, methods=["GET"]),
            Route("/{path:path}", backend.serve_file, methods=["GET"]),
        ],
        exception_handlers={HTTPException: backend.respond_with_error, Exception: backend.respond_with_error},
    )
    application.router.redirect_slashes = False  # it would name whatever host the request names
    guarded = SameSiteOnly(application, backend.refuse_other_site)
    return AccessLog(DefaultHeaders(TrustedProxies(guarded, trusted_proxies)))


class Backend:
    """The endpoints, and what they share."""

    def __init__(self, site: Path, store: Store, clock: Clock, *, is_preview: bool, limits: RateLimits | None) -> None:
        """See `create_app`."""
        self._store = store
        self._clock = clock
        self._limits = limits
        self._events = Events(site, is_preview=is_preview)
        self._site = StaticSite(site)
        pages = Pages(Messages(site))
        self._responder = Responder(self._site, pages)
        # Threads of the store's own, fewer than it has connections: while it is locked the site is served all the same.
        self._writer, self._reading = Writer(store), anyio.CapacityLimiter(2)
        services = Services(
            store, self._events, self._site, pages, self._responder, clock, limits, self._writer, self._reading
        )
        self.phone_requests, self.own_page = PhoneRequests(services), OwnPage(services)
        self._health = Health(store, clock, self._reading)

    async def serve_file(self, request: Request) -> Response:
        """A file of the built site."""
        return await self._site.respond(request)

    async def serve_or_register(self, request: Request) -> Response:
        """The registration page: a static file to read, and the one POST of the wire."""
        return await (self._receive_submission(request) if request.method == "POST" else self._site.respond(request))

    async def show_receipt(self, request: Request) -> Response:
        """The receipt page; the site's own 404 page where there is no such receipt."""
        found = None
        receipt = request.path_params["receipt"]
        if is_receipt_code(receipt):
            try:
                slug = request.path_params["slug"]
                found = await anyio.to_thread.run_sync(self._find_receipt, slug, receipt, limiter=self._reading)
            except FAILURES as error:
                return self._responder.respond_with_problem(describe_client(request), describe_failure(error))
        if found is None:
            return await self._site.respond(request)
        client = describe_client(request, locale_of(request.scope["path"]))
        return self._responder.respond_with_receipt(client, *found)

    async def report_health(self, _request: Request) -> Response:
        """Whether a registration could be stored now, and messages get on."""
        condition = await self._health.find_condition()
        if condition != "ok":
            return JSONResponse({"status": condition}, 503, {"cache-control": "no-store"})
        return JSONResponse({"status": "ok", "rules_version": __version__}, headers={"cache-control": "no-store"})

    def refuse_other_site(self, request: Request) -> Response:
        """Another site's page wanted something done."""
        return self._responder.respond_with_problem(describe_client(request), ProblemDetails(403, "cross_site"))

    async def respond_with_error(self, request: Request, error: Exception) -> Response:
        """A wrong method, an address that is none, or our own mistake."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        details = ProblemDetails(status, _CODES.get(status, "bad_request"))
        response = self._responder.respond_with_problem(describe_client(request), details)
        if isinstance(error, HTTPException):
            response.headers.update(error.headers or {})
        return response

    async def _receive_submission(self, request: Request) -> Response:
        client, event = describe_client(request), None
        try:
            slug = request.path_params["slug"]
            event = self._events.recall(slug) or await anyio.to_thread.run_sync(self._events.find, slug)
            if event is None:
                return self._responder.respond_with_problem(client, ProblemDetails(404, "event_unknown"))
            fields = parse_body(await read_body(request))
        except FAILURES as error:
            return self._responder.respond_with_problem(client, describe_failure(error), event)
        address = request.client.host if request.client else ""
        return await self._process(describe_client(request, fields["locale"]), event, fields, address)

    async def _process(self, client: Client, event: Event, fields: dict[str, str], address: str) -> Response:
        received_at = self._clock()
        try:
            if self._limits:
                self._limits.admit_post(address)
            submission = parse_submission(fields)
            outcome = await self._register(event, submission, received_at, address)
        except EnvelopeError as error:
            details = ProblemDetails(422, "invalid", error.submission_id, error.problems, fields)
            return self._responder.respond_with_problem(client, details, event)
        except FAILURES as error:
            return self._responder.respond_with_problem(client, describe_failure(error, fields), event)
        return self._responder.respond_with_outcome(client, event, outcome, fields)

    async def _register(self, event: Event, submission: Submission, received_at: datetime, address: str) -> Outcome:
        def admit(outcome: Outcome) -> None:
            if self._limits:
                self._limits.admit_outcome(address, outcome, is_correction=submission.is_correction)

        checked = check_registration(event.form, submission.fields)
        checked = checked._replace(problems=(*check_origin(event.form, submission.fields), *checked.problems))
        return await self._writer.write(
            event.slug,
            lambda connection: decide(connection, event, submission, checked, received_at, admit=admit),
        )

    def _find_receipt(self, slug: str, receipt: str) -> tuple[Event, Standing] | None:
        event = self._events.find(slug)
        with self._store.reading() as connection:
            standing = find_by_receipt(connection, slug, receipt)
        return (event, standing) if event and standing else None
