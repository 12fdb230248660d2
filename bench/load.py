"""A load of prepared HTTP requests over kept connections, from a process of its own, so that it slows nobody.

Everybody speaks from an address of their own in 127.0.0.0/8, since the rate limits of the backend count by address.
Requests are whole before the load begins, and of an answer only status, length and body are read.
"""

from __future__ import annotations

import asyncio
import math
import pickle
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PROJECT = Path(__file__).resolve().parent.parent
FORM_TYPE = "application/x-www-form-urlencoded"
PATIENCE_S = 600.0
"""For all answers together; what has none by then has none."""
CONNECTIONS_EACH = 64
"""How many are opened at the same time, less than the backend's listener keeps waiting."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one request.

    Attributes:
        status: Of HTTP; 0 if the connection ended before a whole answer came.
        body: As it came.
        sent_at_s, answered_at_s: Seconds since all connections were open.
    """

    status: int
    body: bytes
    sent_at_s: float
    answered_at_s: float

    @property
    def took_s(self) -> float:
        """How long the sender waited."""
        return self.answered_at_s - self.sent_at_s


def make_post(path: str, body: str) -> bytes:
    """The whole request of a form's POST, on a connection that is kept, as a script of the page sends it."""
    content = body.encode()
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: */*\r\naccept-language: th\r\n"
    return f"{head}content-type: {FORM_TYPE}\r\ncontent-length: {len(content)}\r\n\r\n".encode() + content


def send_all(ports: Sequence[int], requests: Sequence[bytes], connections: int) -> list[Answer]:
    """Send every request once, as fast as `connections` can, each of which waits for an answer before it goes on.

    Args:
        ports: Of the servers on this machine; connections take them in turn.
        requests: Whole ones; they begin in this order.
        connections: How many there are at the same time; all are open before the first request goes out.

    Returns:
        What became of each, in the same order.
    """
    command = [sys.executable, "-c", "from bench.load import run; run()"]
    work = pickle.dumps((list(ports), list(requests), connections))
    done = subprocess.run(command, cwd=PROJECT, input=work, stdout=subprocess.PIPE, check=True)
    answers: list[Answer] = pickle.loads(done.stdout)  # noqa: S301 - our own process wrote it
    return answers


def find_percentile(seconds: Sequence[float], percent: float) -> float:
    """The value that `percent` of `seconds` do not exceed."""
    ordered = sorted(seconds)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def run() -> None:
    """Be the process that sends: what is to be sent comes by standard input, and the answers go to standard output."""
    ports, requests, connections = pickle.load(sys.stdin.buffer)  # noqa: S301 - `send_all` wrote it
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, connections + 256)), hard))
    pickle.dump(asyncio.run(_send_all(ports, requests, connections)), sys.stdout.buffer)


async def _send_all(ports: list[int], requests: list[bytes], connections: int) -> list[Answer]:
    work = _Work(requests, [Answer(0, b"", 0, 0)] * len(requests), iter(range(len(requests))))
    senders = [_Sender(work, number, ports[number % len(ports)]) for number in range(min(connections, len(requests)))]
    for first in range(0, len(senders), CONNECTIONS_EACH):
        await asyncio.gather(*(sender.connect() for sender in senders[first : first + CONNECTIONS_EACH]))
    work.started_s = time.perf_counter()
    for sender in senders:
        sender.begin()
    await asyncio.wait([sender.done for sender in senders], timeout=PATIENCE_S)
    return work.answers


@dataclass(slots=True)
class _Work:
    """What is still to be sent, and what came of the rest."""

    requests: list[bytes]
    answers: list[Answer]
    numbers: Iterator[int]
    started_s: float = 0.0


class _Sender(asyncio.Protocol):
    """One connection, from an address of its own."""

    def __init__(self, work: _Work, number: int, port: int) -> None:
        self._work = work
        self._port = port
        self._address = f"127.{1 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._request: int | None = None
        self._sent_at_s = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def connect(self) -> None:
        """Open it."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self._port, local_addr=(self._address, 0))

    def begin(self) -> None:
        """Send the next request, or end if there is none."""
        self._request = next(self._work.numbers, None)
        if self._transport is None or self._request is None:
            self._finish()
            return
        self._sent_at_s = self._now()
        self._transport.write(self._work.requests[self._request])

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Note an answer that is whole, and go on."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end or len(body) < _read_length(head):
            return
        self._received = b""
        self._note(int(head[9:12]), body)
        self.begin()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """What was under way has no answer, and nothing more is sent here."""
        self._transport = None
        if self._request is not None:
            self._note(0, b"")
        self._finish()

    def _note(self, status: int, body: bytes) -> None:
        assert self._request is not None
        self._work.answers[self._request] = Answer(status, body, self._sent_at_s, self._now())
        self._request = None

    def _now(self) -> float:
        return time.perf_counter() - self._work.started_s

    def _finish(self) -> None:
        if self._transport is not None:
            self._transport.close()
        if not self.done.done():
            self.done.set_result(None)


def _read_length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
