"""Answers: what became of a submission, told to the app as JSON and to a person as a page.

Errors are `application/problem+json` (RFC 9457) with `code`, `problems` and, where it is known, the `submission_id`
that makes a JSON answer ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from backend.terms.outcomes import Invalid, Refused, Stored
from backend.web.problem_answer import ProblemAnswer
from registration_rules.wire import format_instant
from site_format.addresses import receipt_page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.built_site.events import Event
    from backend.built_site.static_site import StaticSite
    from backend.terms.outcomes import Outcome, ReceiptState
    from backend.web.pages import Pages
    from site_format.locales import Locale

RETRY_AFTER_S = 5

# What the built site's `_headers` may say about every answer; the rest of that file is about files.
_SITE_WIDE = (
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "strict-transport-security",
    "x-frame-options",
)
_JSON_POLICY = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who waits for the answer: a person's browser that navigates, or a program, and in which language."""

    path: str
    locale: Locale
    wants_page: bool


class Answers:
    """Makes responses, with the headers that the site wants on all of them."""

    def __init__(self, site: StaticSite, pages: Pages) -> None:
        """Take headers from `site` and HTML from `pages`."""
        self._site = site
        self._pages = pages

    def tell_outcome(self, asker: Asker, event: Event, outcome: Outcome, entered: Mapping[str, str]) -> Response:
        """What became of a submission."""
        match outcome:
            case Stored() if asker.wants_page:
                address = receipt_page(event.slug, outcome.receipt, asker.locale)
                return RedirectResponse(address, 303, self._headers(asker, _JSON_POLICY))
            case Stored():
                return self._tell_stored(asker, outcome)
            case Refused():
                answer = ProblemAnswer(422, outcome.code, outcome.submission_id)
            case Invalid():
                answer = ProblemAnswer(422, "invalid", outcome.submission_id, outcome.problems, entered)
        return self.tell_problem(asker, answer, event)

    def tell_problem(self, asker: Asker, answer: ProblemAnswer, event: Event | None = None) -> Response:
        """What went wrong, and for a person what to do about it."""
        if asker.wants_page:
            page = self._pages.render_problem(asker.locale, answer, event)
            response: Response = HTMLResponse(page, answer.status, self._headers(asker, self._pages.policy))
        else:
            headers = self._headers(asker, _JSON_POLICY)
            response = JSONResponse(
                self._describe(asker, answer), answer.status, headers, media_type="application/problem+json"
            )
        if answer.status == 503:  # noqa: PLR2004 - Service Unavailable
            response.headers["retry-after"] = str(RETRY_AFTER_S)
        if answer.status in {408, 413}:
            response.headers["connection"] = "close"  # the rest of the body is not read
        return response

    def show_receipt(self, asker: Asker, event: Event, receipt: str, state: ReceiptState) -> Response:
        """The receipt page: event, state and code, and nothing about the person."""
        page = self._pages.render_receipt(asker.locale, event, receipt, state)
        return HTMLResponse(page, headers=self._headers(asker, self._pages.policy))

    def _tell_stored(self, asker: Asker, stored: Stored) -> Response:
        body = {
            "submission_id": stored.submission_id,
            "receipt": stored.receipt,
            "status": stored.status,
            "received_at": format_instant(stored.received_at),
        }
        return JSONResponse(body, 200 if stored.is_replay else 201, self._headers(asker, _JSON_POLICY))

    def _describe(self, asker: Asker, answer: ProblemAnswer) -> dict[str, object]:
        described: dict[str, object] = {
            "type": f"urn:wian:problem:{answer.code}",
            "title": self._pages.text(asker.locale, f"backend.problem.{answer.code}.title"),
            "status": answer.status,
            "code": answer.code,
        }
        if answer.problems:
            described["problems"] = [problem.as_json() for problem in answer.problems]
        if answer.submission_id:
            described["submission_id"] = answer.submission_id
        return described

    def _headers(self, asker: Asker, policy: str) -> dict[str, str]:
        of_site = self._site.headers_for(asker.path)
        return {name: of_site[name] for name in _SITE_WIDE if name in of_site} | {
            "cache-control": "no-store",
            "content-security-policy": policy,
            "referrer-policy": "no-referrer",
            "vary": "Accept",
            "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex",
        }
