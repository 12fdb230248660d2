"""What arrives below the application: over raw sockets, as no browser of ours would send it."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING

import pytest

from backend.web import http_protocol
from registration_rules import wire
from tests.backend.small_site import make_submission
from tests.backend.web.test_requests import FORM_TYPE, is_empty, wait_for

if TYPE_CHECKING:
    from tests.backend.conftest import Phone


def connect(phone: Phone) -> socket.socket:
    url = phone.client.base_url
    return socket.create_connection((url.host, url.port or 80), timeout=20)


def converse(phone: Phone, request: bytes) -> bytes:
    """All that is answered until the server closes."""
    answer = b""
    with connect(phone) as connection:
        connection.sendall(request)
        while piece := connection.recv(65536):
            answer += piece
    return answer


def is_closed(connection: socket.socket) -> bool:
    with suppress(ConnectionResetError):
        return connection.recv(1) == b""
    return True


@pytest.mark.parametrize("path", ["/r/a%0ab", "/r/a%0Ab?x=y", "/x%0a"])
def test_no_address_leads_to_another_host(phone: Phone, path: str) -> None:
    answer = converse(phone, f"GET {path} HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n".encode())
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 404 ")
    assert b"elsewhere.example" not in answer


@pytest.mark.parametrize("order", [1, -1])
def test_a_body_with_two_lengths_is_refused_and_the_connection_closed(phone: Phone, order: int) -> None:
    body = wire.encode(make_submission()).encode()
    lengths = [b"Content-Length: 5", b"Transfer-Encoding: chunked"][::order]
    head = [f"POST {phone.address} HTTP/1.1".encode(), b"Host: x", f"Content-Type: {FORM_TYPE}".encode(), *lengths]
    request = b"\r\n".join([*head, b"", f"{len(body):x}".encode(), body, b"0", b"", b""])
    answer = converse(phone, request + b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1  # what follows is not taken for a request
    assert b"connection: close" in answer
    assert b'"code": "bad_request"' in answer
    assert is_empty(phone)


def test_idle_connections_keep_nobody_out(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "HEAD_TIMEOUT_S", 3600)
    monkeypatch.setattr(http_protocol.TimeLimitedProtocol, "most_connections", 50)
    body = f"POST {phone.address} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM_TYPE}\r\nContent-Length: 9\r\n\r\nfirst"
    beginnings = (b"", b"GET / HT", body.encode())
    with ExitStack() as stack:
        idle = [stack.enter_context(connect(phone)) for _ in range(300)]
        for number, connection in enumerate(idle):
            with suppress(ConnectionError):
                connection.sendall(beginnings[number % 3])
        phone.client.headers["connection"] = "close"
        assert [phone.client.get("/").status_code for _ in range(5)] == [200] * 5
        assert phone.register()["status"] == "confirmed"
        assert all(is_closed(connection) for connection in idle[:240])  # the oldest had to go


def test_whoever_is_being_answered_is_never_closed_for_somebody_new(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol.TimeLimitedProtocol, "most_connections", 2)
    body = wire.encode(make_submission()).encode()
    head = f"POST {phone.address} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM_TYPE}\r\n"
    with ExitStack() as stack:
        other = stack.enter_context(closing(sqlite3.connect(phone.database, isolation_level=None)))
        other.execute("BEGIN IMMEDIATE")
        asking = [stack.enter_context(connect(phone)) for _ in range(2)]
        for connection in asking:
            connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            connection.settimeout(0.5)
            with pytest.raises(TimeoutError):  # so it has been taken in by now
                connection.recv(1)
        assert is_closed(stack.enter_context(connect(phone)))
        other.execute("ROLLBACK")
        for connection, status in zip(asking, (b"201", b"200"), strict=True):
            connection.settimeout(20)
            assert connection.recv(65536).startswith(b"HTTP/1.1 " + status)
    wait_for(lambda: phone.client.get("/healthz").status_code == 200)
