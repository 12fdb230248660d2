"""Responses: what became of a submission, as JSON for the app and as a page for a person.

Errors are `application/problem+json` (RFC 9457) with `code`, `problems` and, where it is known, the `submission_id`
that makes a JSON answer ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backend.terms.outcomes import Invalid, Refused, Stored
from backend.web.own_key import give_own_key
from backend.web.problem_details import ProblemDetails
from registration_rules import Code
from registration_rules.wire import format_instant
from site_format.addresses import manage_page, receipt_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.built_site.events import Event
    from backend.built_site.static_site import StaticSite
    from backend.registration.standing import Standing
    from backend.terms.outcomes import Outcome
    from backend.web.client import Client
    from backend.web.pages import Pages

# What the built site's `_headers` may say about every answer; the rest of that file is about files.
_SITE_WIDE = (
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "strict-transport-security",
    "x-frame-options",
)
_JSON_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Responder:
    """Makes responses, with the headers that the site wants on all of them."""

    def __init__(self, site: StaticSite, pages: Pages) -> None:
        """Take headers from `site` and HTML from `pages`."""
        self._site = site
        self._pages = pages

    def respond_with_outcome(
        self, client: Client, event: Event, outcome: Outcome, entered: Mapping[str, str]
    ) -> Response:
        """What became of a submission."""
        match outcome:
            case Stored() if client.accepts_html:
                return self._lead_on(client, event, outcome, entered)
            case Stored():
                return self._respond_stored(client, outcome, is_derived=entered["submission_id"] == "")
            case Refused():
                # What a change was refused for may be mended: another organisation, say.
                shown = entered if entered["manage"] else None
                details = ProblemDetails(422, outcome.code, outcome.submission_id, entered=shown)
            case Invalid() if client.accepts_html and entered["manage"] and _is_unchanged(outcome):
                return self.redirect_to_own_page(client, entered["manage"])
            case Invalid():
                details = ProblemDetails(422, "invalid", outcome.submission_id, outcome.problems, entered)
        return self.respond_with_problem(client, details, event)

    def respond_with_problem(self, client: Client, details: ProblemDetails, event: Event | None = None) -> Response:
        """What went wrong, and for a person what to do about it."""
        if client.accepts_html:
            page = self._pages.render_problem(client.locale, details, event)
            response: Response = HTMLResponse(page, details.status, self._headers(client, self._pages.policy))
            if details.entered:
                give_own_key(response, client, details.entered.get("manage", ""))
        else:
            headers = self._headers(client, _JSON_POLICY)
            response = JSONResponse(
                self._describe(client, details), details.status, headers, media_type="application/problem+json"
            )
        if details.retry_after_s:
            response.headers["retry-after"] = str(details.retry_after_s)
        if details.status in {408, 413}:
            response.headers["connection"] = "close"  # the rest of the body is not read
        return response

    def respond_with_receipt(self, client: Client, event: Event, standing: Standing) -> Response:
        """The receipt page: event, state and code, and nothing about the person."""
        page = self._pages.render_receipt(client.locale, event, standing)
        return HTMLResponse(page, headers=self._headers(client, self._pages.policy))

    def respond_with_page(self, client: Client, page: str) -> Response:
        """A page of the backend's own."""
        return HTMLResponse(page, headers=self._headers(client, self._pages.policy))

    def respond_with_json(self, client: Client, answer: Mapping[str, object], status: int = 200) -> Response:
        """An answer for a script."""
        return JSONResponse(answer, status, self._headers(client, _JSON_POLICY))

    def redirect(self, client: Client, address: str) -> Response:
        """Go on there with a GET."""
        return RedirectResponse(address, 303, self._headers(client, _JSON_POLICY))

    def redirect_to_own_page(self, client: Client, key: str) -> Response:
        """Go on to the page of this key, which goes along with the browser."""
        response = self.redirect(client, manage_page())
        give_own_key(response, client, key)
        return response

    def _lead_on(self, client: Client, event: Event, stored: Stored, entered: Mapping[str, str]) -> Response:
        """To the person's own page, but only if nobody else could have sent the same.

        Whoever knows what somebody entered without JavaScript can make a copy of it, and so must not get the key.
        """
        if stored.manage and not stored.is_replay:
            return self.redirect_to_own_page(client, stored.manage)
        if entered["manage"]:
            return self.redirect_to_own_page(client, entered["manage"])  # the sender had it before
        return self.redirect(client, receipt_page(event.slug, stored.receipt, client.locale))

    def _respond_stored(self, client: Client, stored: Stored, *, is_derived: bool) -> Response:
        body: dict[str, object] = {
            "submission_id": stored.submission_id,
            "receipt": stored.receipt,
            "status": stored.status,
            "received_at": format_instant(stored.received_at),
        }
        # A key that the server derived can be made by whoever knows the content, so only the first gets the page's key.
        if stored.manage and not (stored.is_replay and is_derived):
            body["manage"] = stored.manage
        if stored.place is not None:
            body["place"] = stored.place
        return self.respond_with_json(client, body, 200 if stored.is_replay else 201)

    def _describe(self, client: Client, details: ProblemDetails) -> dict[str, object]:
        described: dict[str, object] = {
            "type": f"urn:wian:problem:{details.code}",
            "title": self._pages.text(client.locale, f"backend.{details.texts}.title"),
            "status": details.status,
            "code": details.code,
        }
        if details.problems:
            described["problems"] = [problem.as_json() for problem in details.problems]
        if details.submission_id:
            described["submission_id"] = details.submission_id
        if details.act_id:
            described["act_id"] = details.act_id
        return described

    def _headers(self, client: Client, policy: str) -> dict[str, str]:
        of_site = self._site.headers_for(client.path)
        return {name: of_site[name] for name in _SITE_WIDE if name in of_site} | {
            "cache-control": "no-store",
            "content-security-policy": policy,
            "vary": "Accept",
            "x-robots-tag": "noindex",
        }


def _is_unchanged(outcome: Invalid) -> bool:
    return any(problem.code == Code.UNCHANGED for problem in outcome.problems)
