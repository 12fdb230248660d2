"""SMS gateways on loopback: one that keeps to the documentation of ThaiBulkSMS, and one that answers as it is told."""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator

KEY, SECRET, SENDER = "key-1", "secret-1", "WIAN"


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: str

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the path."""
        return dict(parse_qsl(urlsplit(self.path).query))

    @property
    def form(self) -> dict[str, str]:
        """The body, read as a form."""
        return dict(parse_qsl(self.body))


@dataclass
class Gateway:
    """What was asked, and how the next requests are answered: `answer` gives a status and a body."""

    answer: Callable[[Asked], tuple[int, Any]]
    asked: list[Asked] = field(default_factory=list)


def answer_as_thaibulksms(asked: Asked) -> tuple[int, Any]:
    """As version 2 of its API answers a request to send."""
    credentials = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
    if asked.headers.get("authorization") != f"Basic {credentials}":
        return 401, _error(103, "UNAUTHORIZED")
    if asked.method != "POST" or asked.path != "/sms":
        return 404, _error(404, "NOT_FOUND")
    if not {"msisdn", "message", "sender"} <= asked.form.keys():
        return 400, _error(100, "ERROR_MISSING_PARAMETER")
    if asked.form["sender"] != SENDER:
        return 400, _error(101, "ERROR_SENDER_NAME_INVALID")
    number = asked.form["msisdn"]
    is_good = re.fullmatch(r"(?:66|0)[689]\d{8}", number) and number != "66899999999"
    taken = [{"number": number, "message_id": "4cDFwsXNDsjlmBP5Oo7aJZ", "used_credit": 2}] if is_good else []
    refused = [] if is_good else [{"number": number, "message": "this number is not valid"}]
    credit = {"remaining_credit": 100, "total_use_credit": 2 * len(taken), "credit_type": "standard"}
    return 201, credit | {"phone_number_list": taken, "bad_phone_number_list": refused}


def _error(code: int, name: str) -> dict[str, Any]:
    return {"error": {"code": code, "name": name, "description": f"{name} of 66812345678"}}


@contextmanager
def running_gateway(gateway: Gateway, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve on loopback; gives the address, without a path."""

    class Handler(BaseHTTPRequestHandler):
        """Hands a request to the gateway; an answer without a status is none."""

        def do_POST(self) -> None:
            """Answer."""
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            gateway.asked.append(asked)
            status, answer = gateway.answer(asked)
            if not status:
                self.close_connection = True
                return
            data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST  # noqa: N815 - likewise

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if context is not None:
            server.socket, scheme = context.wrap_socket(server.socket, server_side=True), "https"
        server.handle_error = lambda *_args: None  # a client that refuses a certificate is no error here
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"{scheme}://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
