"""Netlify's API, as far as its documentation says how it lists forms and their submissions, on loopback.

What it does, and where that is documented:

- `GET /sites/{site_id}/forms` and `GET /forms/{form_id}/submissions`, which give arrays of `form` and `submission`.
  (https://open-api.netlify.com, listSiteForms and listFormSubmissions)
- A site is named by its ID or its domain. (https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/)
- `state=spam` gives the submissions that were taken for spam, which the list without it leaves out.
  (the same page, Submissions; https://docs.netlify.com/manage/forms/submissions/)
- Lists come in pages of 100 or of `per_page`, 100 at most; the Link header has the other pages. (the same, Pagination)
- 500 requests a minute, with `X-RateLimit-Limit`, `-Remaining` and `-Reset`; 429 beyond them. (the same, Rate limiting)
- `Authorization: Bearer`; errors are `{"code", "message"}`. (the same, Authentication)
- `data` has `ip`, `user_agent` and `referrer` besides what was sent, under the names of the form's fields.
  (https://github.com/netlify/cli, src/lib/functions/form-submissions-handler.ts)

In which order a list comes is written nowhere; here the newest comes first unless a test wants otherwise.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self, override
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HOST = "127.0.0.1"
TOKEN = "nfp_only-for-tests"  # noqa: S105 - it opens nothing
PROJECT = "water.example.org"
_PREFIX = "/api/v1"
_MOST_PER_PAGE = 100
_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer in the place of a list."""

    status: int
    body: bytes = b'{"code": 0, "message": "refused"}'
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class NetlifyApiServer:
    """The API; use it as a context manager.

    Attributes:
        forms: The submissions of each form by its name, as the API gives them, in the order in which they came.
        is_newest_first: The order of the lists.
        spam: The ids of those that stand in the spam list.
        refusals: What the next requests get instead of their answer.
        after_answer: Called after each answered request with its number, from 1.
        requests: What was asked for: path and query, in order.
    """

    forms: dict[str, list[Any]] = field(default_factory=dict)
    is_newest_first: bool = True
    spam: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    after_answer: Callable[[int], None] = lambda _number: None
    requests: list[str] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None
    _count: int = 0

    def __enter__(self) -> Self:
        """Start on a free port."""
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Where the API is."""
        return f"http://{HOST}:{self._server.server_port}{_PREFIX}"

    def receive(self, form: str, sent: Mapping[str, object], at: str, *, is_spam: bool = False) -> dict[str, Any]:
        """Take a submission of what was `sent` to a form at a time as RFC 3339 has it; gives it as it is listed."""
        self._count += 1
        submission = {
            "id": f"5f{self._count:022x}",
            "number": self._count,
            "title": None,
            "email": sent.get("email"),
            "name": sent.get("first_name"),
            "summary": "…",
            "body": "…",
            "data": dict(sent) | {"ip": "192.0.2.7", "user_agent": "Mozilla/5.0", "referrer": f"https://{PROJECT}/"},
            "created_at": at,
            "site_url": f"https://{PROJECT}",
        }
        self.forms.setdefault(form, []).append(submission)
        if is_spam:
            self.spam.add(submission["id"])
        return submission

    def answer(self, path: str, query: Mapping[str, str], token: str) -> tuple[int, list[Any] | None]:
        """The status, and the whole list that `path` stands for."""
        if token != f"Bearer {TOKEN}":
            return 401, None
        match path.removeprefix(_PREFIX).split("/"):
            case ["", "sites", project, "forms"] if unquote(project) == PROJECT:
                return 200, [{"id": f"form-of-{name}", "name": name, "paths": ["/"]} for name in self.forms]
            case ["", "forms", form, "submissions"] if (name := form.removeprefix("form-of-")) in self.forms:
                is_spam = query.get("state") == "spam"
                listed = [one for one in self.forms[name] if (one["id"] in self.spam) == is_spam]
                return 200, listed[::-1] if self.is_newest_first else listed
        return 404, None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: NetlifyApiServer) -> None:
        self.api = api
        super().__init__((HOST, 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        api = self.server.api
        api.requests.append(self.path)
        number = len(api.requests)
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if api.refusals:
            refusal = api.refusals.pop(0)
            self._answer(refusal.status, refusal.body, refusal.headers)
            return
        status, items = api.answer(url.path, query, self.headers.get("Authorization", ""))
        if items is None:
            self._answer(status, json.dumps({"code": status, "message": "…"}).encode(), {})
            return
        page = int(query.get("page", 1))
        size = min(int(query.get("per_page", _MOST_PER_PAGE)), _MOST_PER_PAGE)
        links = [f'<{api.url}{url.path.removeprefix(_PREFIX)}?page=1>; rel="first"']
        if page * size < len(items):
            links.append(f'<{api.url}{url.path.removeprefix(_PREFIX)}?page={page + 1}>; rel="next"')
        body = json.dumps(items[(page - 1) * size : page * size]).encode()
        self._answer(200, body, {"Link": ", ".join(links), "X-RateLimit-Remaining": str(_LIMIT - number)})
        api.after_answer(number)

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response_only(status)
        given = {
            "Date": self.date_time_string(),
            "X-RateLimit-Limit": str(_LIMIT),
            "X-RateLimit-Reset": str(int(time.time()) + 60),
        } | dict(headers)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, *args: object) -> None:
        """Keep quiet: the token is nobody's business."""
