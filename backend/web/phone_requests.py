"""What a phone asks about registrations that it has a receipt for: to cancel one, and how several stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import anyio.to_thread

from backend.registration.acts import cancel_by_person
from backend.registration.standing import list_standings
from backend.terms.phone_requests import parse_cancellation, parse_question
from backend.web.client import describe_client
from backend.web.failures import FAILURES, describe_failure
from backend.web.problem_details import ProblemDetails
from backend.web.request_body import read_body
from registration_rules.wire import format_instant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from backend.built_site.events import Event
    from backend.registration.standing import Standing
    from backend.terms.phone_requests import Cancellation, Named
    from backend.web.client import Client
    from backend.web.services import Services


class PhoneRequests:
    """The endpoints. They answer in JSON, whatever is asked for: only scripts come here."""

    def __init__(self, services: Services) -> None:
        """Use these parts of the backend."""
        self._services = services

    async def cancel(self, request: Request) -> Response:
        """Cancel one registration, and say how it stands then."""
        return await self._answer(request, self._cancel)

    async def tell_standing(self, request: Request) -> Response:
        """Say how registrations stand; nothing changes."""
        return await self._answer(request, self._tell_standing)

    async def _answer(
        self, request: Request, respond: Callable[[Client, Event, bytes, str], Awaitable[Response]]
    ) -> Response:
        client = replace(describe_client(request), accepts_html=False)
        try:
            event = await anyio.to_thread.run_sync(self._services.events.find, request.path_params["slug"])
            if event is None:
                return self._services.responder.respond_with_problem(client, ProblemDetails(404, "event_unknown"))
            address = request.client.host if request.client else ""
            return await respond(client, event, await read_body(request), address)
        except FAILURES as error:
            return self._services.responder.respond_with_problem(client, describe_failure(error))

    async def _cancel(self, client: Client, event: Event, body: bytes, address: str) -> Response:
        asked = parse_cancellation(body)
        if self._services.limits:
            self._services.limits.admit_post(address)
        if not await anyio.to_thread.run_sync(self._is_known, event, asked.named, limiter=self._services.reading):
            return self._refuse(client, "not_possible", asked)
        status = await self._services.writer.write(
            event.slug,
            lambda connection: cancel_by_person(connection, event, asked.named.submission_id, self._services.clock()),
        )
        if status is None:
            return self._refuse(client, "closed", asked)
        answer = {"act_id": asked.act_id, "submission_id": asked.named.submission_id, "status": status}
        return self._services.responder.respond_with_json(client, answer)

    async def _tell_standing(self, client: Client, event: Event, body: bytes, address: str) -> Response:
        asked = parse_question(body)
        if self._services.limits:
            self._services.limits.admit_question(address)
        standings = await anyio.to_thread.run_sync(self._list, event, asked, limiter=self._services.reading)
        answer = {"event": describe_event(event), "registrations": [describe_standing(one) for one in standings]}
        return self._services.responder.respond_with_json(client, answer)

    def _refuse(self, client: Client, code: str, asked: Cancellation) -> Response:
        details = ProblemDetails(422, code, asked.named.submission_id, act_id=asked.act_id)
        return self._services.responder.respond_with_problem(client, details)

    def _is_known(self, event: Event, named: Named) -> bool:
        """Looked up without the lock that writers wait for: whoever guesses keys holds nobody up."""
        return bool(self._list(event, [named]))

    def _list(self, event: Event, asked: list[Named] | tuple[Named, ...]) -> list[Standing]:
        with self._services.store.reading() as connection:
            return list_standings(connection, event.slug, asked)


def describe_event(event: Event) -> dict[str, object]:
    """What a phone may have been told otherwise when the person registered."""
    return {
        "starts_at": format_instant(event.starts_at),
        "when": event.facts.when,
        "is_called_off": event.is_called_off,
    }


def describe_standing(standing: Standing) -> dict[str, object]:
    """How one registration stands; nothing about its person."""
    return {
        "submission_id": standing.submission_id,
        "status": standing.state,
        "receipt": standing.receipt,
        "place": standing.place,
        "is_replaced": standing.is_replaced,
    }
