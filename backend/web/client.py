"""Who waits for an answer, as far as it matters for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.built_site.negotiation import accepts_html, preferred_locale
from site_format.locales import parse_locale

if TYPE_CHECKING:
    from starlette.requests import Request

    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Client:
    """A person's browser that navigates, or a program, and in which language.

    Attributes:
        path: What was asked for; the site's `_headers` go by it.
        accepts_html: Whether the answer is a page for a person; otherwise it is JSON for a program.
        is_secure: Whether it asks over HTTPS.
    """

    path: str
    locale: Locale
    accepts_html: bool
    is_secure: bool


def describe_client(request: Request, locale: str | None = None) -> Client:
    """Who sent `request`; `locale` is known better than its headers say it, from its form or its address."""
    return Client(
        path=request.scope["path"],
        locale=preferred_locale(request.headers.get("accept-language", "")) if locale is None else parse_locale(locale),
        accepts_html=accepts_html(request.headers.get("accept", "")),
        is_secure=request.url.scheme == "https",
    )
