"""Netlify, as far as its documentation says what it does with a static site and its forms, on loopback.

What it does, and where that is documented:

- At deploy it finds forms with `data-netlify="true"` or `netlify` in the HTML files and takes that attribute out.
  (https://docs.netlify.com/manage/forms/setup/, HTML forms)
- A POST of `application/x-www-form-urlencoded` to a page of the site whose `form-name` is a form of the deploy is a
  submission; so may scripts send. (the same page, Submit forms via AJAX)
- A submission is answered with a success page, in HTML: the page of the site that the form's `action` names and that it
  was posted to, or else Netlify's. (the same page, Success messages)
- Only fields that the form had at deploy are kept. (https://github.com/netlify/context-and-tools, skills/netlify-forms)
- If the field that `netlify-honeypot` names is filled in, the submission is rejected and listed nowhere; the sender is
  not told. (https://docs.netlify.com/manage/forms/spam-filters/, Honeypot field)
- A form that was not found at deploy does not exist: 404.
  (https://github.com/netlify-templates/next-platform-starter/issues/24)
- `_headers` apply to what is served. (https://docs.netlify.com/manage/routing/headers/)
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self, override
from urllib.parse import parse_qs, urlsplit

from backend.built_site.netlify_files import match_headers, parse_headers

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
SUCCESS_PAGE = b"<!doctype html><title>Thank you!</title><p>Your form submission has been received.</p>"
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".wasm": "application/wasm",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
    ".ics": "text/calendar",
}
_MARK = re.compile(r"""\s(?:data-netlify="true"|netlify)(?=[\s>])""")


@dataclass(slots=True)
class DetectedForm:
    """A form as the deploy found it, and what was submitted to it since."""

    fields: set[str] = field(default_factory=set)
    honeypot: str = ""
    actions: set[str] = field(default_factory=set)
    submissions: list[dict[str, str]] = field(default_factory=list)


class NetlifyForms:
    """A deploy of the site in a folder; use it as a context manager."""

    def __init__(self, site: Path) -> None:
        """Deploy: find the forms."""
        self.site = site
        self.forms: dict[str, DetectedForm] = {}
        self.headers = parse_headers((site / "_headers").read_text("utf-8"))
        for page in site.rglob("*.html"):
            finder = _FormFinder(self.forms)
            finder.feed(page.read_text("utf-8"))
            finder.close()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        """Start on a free port."""
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.server_port

    def find_file(self, path: str) -> Path | None:
        """The file that is served at `path`, None if there is none."""
        file = self.site / path.removeprefix("/")
        file = file / "index.html" if path.endswith("/") else file
        return file if file.is_file() and file.name not in {"_headers", "_redirects"} else None

    def receive(self, path: str, fields: dict[str, str]) -> bytes | None:
        """Take a submission; its success page, or None if there is no form, or no page, for it."""
        form = self.forms.get(fields.get("form-name", ""))
        page = self.find_file(path)
        if form is None or page is None:
            return None
        if not fields.get(form.honeypot):
            form.submissions.append({name: value for name, value in fields.items() if name in form.fields})
        return page.read_bytes() if path in form.actions else SUCCESS_PAGE


class _FormFinder(HTMLParser):
    """Finds the forms of a page and their fields."""

    def __init__(self, forms: dict[str, DetectedForm]) -> None:
        super().__init__()
        self._forms = forms
        self._form: DetectedForm | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and ("netlify" in given or given.get("data-netlify") == "true"):
            self._form = self._forms.setdefault(given.get("name") or "", DetectedForm())
            self._form.actions.add(given.get("action") or "")
            self._form.honeypot = given.get("netlify-honeypot") or given.get("data-netlify-honeypot") or ""
        elif self._form is not None and tag in {"input", "select", "textarea"} and (name := given.get("name")):
            self._form.fields.add(name)

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, netlify: NetlifyForms) -> None:
        self.netlify = netlify
        super().__init__((HOST, 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = self.server.netlify.find_file(path)
        if file is None:
            self._answer(404, MEDIA_TYPES[".html"], (self.server.netlify.site / "404.html").read_bytes())
            return
        kind = MEDIA_TYPES.get(file.suffix, "application/octet-stream")
        body = file.read_bytes()
        if file.suffix == ".html":
            body = _MARK.sub("", body.decode()).encode()
        self._answer(200, kind, body, match_headers(self.server.netlify.headers, path))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
        path = urlsplit(self.path).path
        page = self.server.netlify.receive(path, fields)
        if page is not None:
            self._answer(200, MEDIA_TYPES[".html"], page, match_headers(self.server.netlify.headers, path))
        else:
            self._answer(404, MEDIA_TYPES[".html"], (self.server.netlify.site / "404.html").read_bytes())

    def _answer(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response_only(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, *args: object) -> None:
        """Keep quiet."""
