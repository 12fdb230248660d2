"""Listening on an address."""

from __future__ import annotations

import socket

from backend.web.server import listen


def test_a_server_that_ends_can_start_again_at_once() -> None:
    with listen("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address) as client:
            accepted, _ = listener.accept()
            accepted.close()  # first, so that the address is remembered for a minute
            assert client.recv(1) == b""
    with listen(*address) as again:
        assert again.getsockname() == address


def test_answers_are_sent_without_delay() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # asyncio sets TCP_NODELAY only where it is named
