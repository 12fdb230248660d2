"""One HTTP request a connection, byte by byte ours, from any loopback address.

The rate limits count by address, so whoever plays many people speaks from many addresses: all of 127.0.0.0/8 is this
machine's.
"""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 60.0
_FORM = "application/x-www-form-urlencoded"


class NoAnswerError(Exception):
    """The connection ended, or patience did, before a whole answer came."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; `headers` have small names."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body, where it is JSON; else nothing."""
        is_json = self.headers.get("content-type", "").partition(";")[0].endswith("json")
        return json.loads(self.body) if is_json else {}


def make_post(path: str, body: str) -> bytes:
    """A form POST as a script of the page sends it."""
    return make_request("POST", path, body.encode(), **{"content-type": _FORM, "accept": "*/*"})


def make_request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """A request for one connection."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines.append(f"content-length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def ask(port: int, request: bytes, source: str = "127.0.0.1", *, patience_s: float = PATIENCE_S) -> Answer:
    """Send a request from the address `source`; gives the answer.

    Raises:
        NoAnswerError: If none comes whole.
    """
    try:
        async with asyncio.timeout(patience_s):
            return read_answer(await _exchange(port, request, source))
    except (OSError, TimeoutError) as error:
        raise NoAnswerError(type(error).__name__) from None


async def _exchange(port: int, request: bytes, source: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(request)
        received = bytearray()
        try:
            while chunk := await reader.read(65536):
                received += chunk
        except ConnectionError:
            pass  # what came before it may be whole
        return bytes(received)
    finally:
        writer.transport.abort()


def read_answer(received: bytes) -> Answer:
    """Take an answer apart; what came after it is left out.

    Raises:
        NoAnswerError: If it is not whole.
    """
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        raise NoAnswerError("no whole head")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    length = int(headers.get("content-length", 0))
    if len(body) < length:
        raise NoAnswerError("no whole body")
    return Answer(int(first.split(" ")[1]), headers, body[:length])


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
