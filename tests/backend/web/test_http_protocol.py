"""What arrives below the application: over raw sockets, as no browser of ours would send it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from registration_rules import wire
from tests.backend.small_site import make_submission
from tests.backend.web.test_requests import FORM_TYPE, is_empty

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
