"""The preview's server: the form backend with its site, and the one address that only previews have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jinja2 import Template
from starlette.datastructures import QueryParams
from starlette.responses import HTMLResponse, Response, StreamingResponse

from site_format.addresses import locale_of, not_found_page
from site_format.live_preview import CHANGES
from site_format.locales import parse_locale

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from preview.news import News, Standing
    from site_format.locales import Locale

type Texts = Mapping[Locale, Mapping[str, str]]

_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
_UNBUILT = Template(
    """<!doctype html>
<html lang="{{ locale }}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="1">
<title>{{ title }}</title>
<main>
<h1>{{ title }}</h1>
<ul>
{% for line in lines %}
<li>{{ line }}
{% endfor %}
</ul>
<p>{{ advice }}
</main>
""",
    autoescape=True,
)


class PreviewApp:
    """Answers for the preview what the backend does not know, and leaves the rest to it."""

    def __init__(self, backend: ASGIApp, news: News, texts: Texts) -> None:
        """Tell `news` in the words of `texts`, which has the messages `site.live.…` of each language."""
        self._backend = backend
        self._news = news
        self._texts = texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        answer: ASGIApp = self._backend
        if scope["path"] == CHANGES:
            answer = self._stream(QueryParams(scope["query_string"]))
        elif not self._news.standing.stamps and self._news.standing.failure is not None:
            answer = self._show_unbuilt(self._news.standing, scope["path"])
        await answer(scope, receive, send)

    def _stream(self, query: QueryParams) -> Response:
        """Server-sent events: at once and after every build, what the page that asks should show.

        Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
        """
        page, locale = query.get("page", "/"), parse_locale(query.get("locale", ""))

        async def write() -> AsyncIterator[str]:
            yield "retry: 1000\n\n"
            async for standing in self._news.follow():
                if standing is None:
                    yield ":\n\n"
                elif standing.stamps:
                    yield f"data: {json.dumps(self._describe(standing, page, locale), ensure_ascii=False)}\n\n"

        return StreamingResponse(write(), media_type="text/event-stream", headers=_HEADERS)

    def _describe(self, standing: Standing, page: str, locale: Locale) -> dict[str, object]:
        failure = standing.failure and self._word("failed", standing.failure[locale], locale)
        return {
            "stamp": find_stamp(standing.stamps, page),
            "failure": failure,
            "not_kept": self._word("not_kept", [], locale),
        }

    def _show_unbuilt(self, standing: Standing, path: str) -> Response:
        """What went wrong with the first build, in the place of every page."""
        locale = locale_of(path)
        lines = (standing.failure or {}).get(locale, [])
        page = _UNBUILT.render(locale=locale, **self._word("failed", lines, locale))
        return HTMLResponse(page, 503, {**_HEADERS, "retry-after": "1"})

    def _word(self, name: str, lines: list[str], locale: Locale) -> dict[str, object]:
        texts = self._texts[locale]
        return {
            "title": texts[f"site.live.{name}"],
            "lines": lines,
            "advice": texts[f"site.live.{name}_advice"],
        }


def find_stamp(stamps: Mapping[str, str], page: str) -> str:
    """What the page at an address shows: that page, or the one that says that there is none."""
    return stamps.get(page.removesuffix("index.html")) or stamps[not_found_page(locale_of(page))]
