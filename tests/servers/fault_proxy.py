"""A bad connection on loopback: an HTTP proxy in front of a server, with the faults that phones meet.

A browser's own offline switch can miss its service worker, so tests cut the network here.
"""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Literal, Self
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socket import socket

HOST = "127.0.0.1"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection"}
CAPTIVE_PAGE = b"<!doctype html><html><title>Free Wi-Fi</title><p>Please accept our terms to go online.</p></html>"
REDIRECTS = {"captive_redirect": 302, "captive_repost": 307}

type FaultKind = Literal["lose_answer", "captive_page", "captive_redirect", "captive_repost", "unavailable"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request instead of its answer.

    Attributes:
        kind: `lose_answer`: the server answers, and the connection drops before a byte of it arrives. `captive_page`
            and `captive_redirect`: a hotel's portal answers in its place; `captive_repost` is a redirect that takes the
            form along. `unavailable`: 503 as from an overloaded CDN.
        methods: The requests that meet it.
        path: What their path starts with.
        retry_after: The Retry-After header of `unavailable`, empty for none.
        location: Where the redirects lead.
    """

    kind: FaultKind
    methods: tuple[str, ...] = ("GET", "HEAD", "POST")
    path: str = "/"
    retry_after: str = ""
    location: str = "/wi-fi-terms"


@dataclass(slots=True)
class FaultProxy:
    """The proxy; use it as a context manager. `fault` may be set at any time; None lets everything pass.

    Attributes:
        hold: While cleared, a POST waits here before it goes on to the server, and so does a GET of `held`.
        held: What the path of such a GET starts with; empty for none.
        posts: The form of every POST that came in, in order; empty fields are left out.
        answered: How many POSTs were answered, by whomever.
        connections: Those that are open.
    """

    upstream_port: int
    fault: Fault | None = None
    hold: threading.Event = field(default_factory=threading.Event)
    held: str = ""
    posts: list[dict[str, str]] = field(default_factory=list)
    answered: int = 0
    connections: set[socket] = field(default_factory=set)
    port: int = 0
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        """Start on a free port."""
        self.hold.set()
        self.restore()
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop and drop all connections."""
        self.hold.set()
        self.cut()

    @property
    def url(self) -> str:
        """The origin that browsers open."""
        return f"http://{HOST}:{self.port}"

    def cut(self) -> None:
        """Cut the network: connections drop and new ones are refused."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        for connection in list(self.connections):
            drop_connection(connection)
        self._server.server_close()
        self._thread.join()
        self._server = None

    def restore(self) -> None:
        """Bring the network back, on the same port as before."""
        if self._server is not None:
            return
        self._server = _Server(self)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def post_counts(self) -> Counter[str]:
        """How often each submission was sent."""
        return Counter(post.get("submission_id", "") for post in self.posts)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, proxy: FaultProxy) -> None:
        self.proxy = proxy
        super().__init__((HOST, proxy.port), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: a browser that goes away is what this proxy is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.proxy.connections.add(self.connection)

    def finish(self) -> None:
        self.server.proxy.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        proxy = self.server.proxy
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command == "POST":
            proxy.posts.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        if self.command == "POST" or (proxy.held and self.path.startswith(proxy.held)):
            proxy.hold.wait()
        fault = proxy.fault
        if fault is None or self.command not in fault.methods or not self.path.startswith(fault.path):
            self._answer(*_forward(proxy.upstream_port, self, body))
        elif fault.kind == "lose_answer":
            _forward(proxy.upstream_port, self, body)
            drop_connection(self.connection)
        else:
            self._answer(*_misanswer(fault))

    do_HEAD = do_GET  # noqa: N815 - the base class looks for this name
    do_POST = do_GET  # noqa: N815

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in _end_to_end(headers):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        if self.command == "POST":
            self.server.proxy.answered += 1

    def log_message(self, *args: object) -> None:
        """Keep quiet: addresses and forms are nobody's business."""


def drop_connection(connection: socket) -> None:
    """Close `connection` in both directions, whoever still uses it."""
    with suppress(OSError):  # it was gone already
        connection.shutdown(SHUT_RDWR)


def _end_to_end(headers: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        if name.lower() not in HOP_BY_HOP | {"content-length"}:
            yield name, value


def _forward(port: int, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        headers = dict(_end_to_end(list(request.headers.items())))
        connection.request(request.command, request.path, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def _misanswer(fault: Fault) -> tuple[int, list[tuple[str, str]], bytes]:
    html = ("Content-Type", "text/html; charset=utf-8")
    if fault.kind in REDIRECTS:
        return REDIRECTS[fault.kind], [html, ("Location", fault.location)], b""
    if fault.kind == "captive_page":
        return 200, [html], CAPTIVE_PAGE
    retry_after = [("Retry-After", fault.retry_after)] if fault.retry_after else []
    return 503, [html, *retry_after], b"<!doctype html><title>503</title>"
