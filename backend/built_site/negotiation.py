"""What the client accepts and already has: the request headers that choose what is sent.

Source: RFC 9110, sections 12 and 13.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_format.locales import LOCALES, Locale, parse_locale

if TYPE_CHECKING:
    from collections.abc import Iterator


def accepts_brotli(accept_encoding: str) -> bool:
    """Whether an `Accept-Encoding` header names `br`, or `*`, with a quality above zero."""
    qualities = dict(_weighted(accept_encoding))
    return qualities.get("br", qualities.get("*", 0.0)) > 0


def accepts_html(accept: str) -> bool:
    """Whether an `Accept` header names HTML: a browser that navigates does, `fetch` and command-line tools do not."""
    return any(name == "text/html" and quality > 0 for name, quality in _weighted(accept))


def preferred_locale(accept_language: str) -> Locale:
    """The language of ours that comes first in an `Accept-Language` header; Thai if there is none."""
    ranked = sorted(_weighted(accept_language), key=lambda item: -item[1])
    languages = [name.partition("-")[0] for name, quality in ranked if quality > 0]
    return parse_locale(next((language for language in languages if language in LOCALES), ""))


def matches_etag(if_none_match: str, etag: str) -> bool:
    """Whether an `If-None-Match` header holds `etag`, compared weakly as RFC 9110 asks."""
    held = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in held or "*" in held


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """The items of a header, in lower case, with their quality from 0 to 1; an unreadable quality counts as 0."""
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        quality = next((part[2:] for part in parameters if part.startswith("q=")), "1")
        try:
            yield name, float(quality)
        except ValueError:
            yield name, 0.0
