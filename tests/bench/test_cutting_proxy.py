"""The proxy that cuts connections, before a server that answers whatever it gets."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bench.faults.cutting_proxy import Cut, cutting_proxy
from tests.servers.coroutines import run

REQUEST, ANSWER, SOURCE = b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000, "127.3.2.1"


async def ask_through(cut: Cut | None) -> tuple[bytes, bytes, str, Counter]:
    """What the server got, what the client got, where the server saw it come from, and the cuts."""
    got, came_from, cuts, is_done = bytearray(), [], Counter(), asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came_from.append(writer.get_extra_info("peername")[0])
        try:
            while len(got) < len(REQUEST) and (chunk := await reader.read(100)):
                got.extend(chunk)
            if len(got) == len(REQUEST):
                writer.write(ANSWER)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()
        is_done.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, cutting_proxy(lambda: port, lambda: cut, cuts) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port, local_addr=(SOURCE, 0))
        writer.write(REQUEST)
        received = bytearray()
        try:
            while chunk := await reader.read(100):
                received.extend(chunk)
        except ConnectionError:
            pass
        writer.close()
        await is_done.wait()
    return bytes(got), bytes(received), came_from[0], cuts


def test_without_a_cut_everything_passes_from_the_clients_own_address() -> None:
    assert run(ask_through(None)) == (REQUEST, ANSWER, SOURCE, Counter())


@pytest.mark.parametrize("after_bytes", [0, 1, len(REQUEST) - 1])
def test_a_request_is_cut_after_any_byte(after_bytes: int) -> None:
    got, received, _, cuts = run(ask_through(Cut("request", after_bytes, is_reset=False)))
    assert (got, received, cuts) == (REQUEST[:after_bytes], b"", Counter(request=1))


@pytest.mark.parametrize("after_bytes", [0, 1, 25, len(ANSWER) - 1])
def test_an_answer_is_cut_after_any_byte_when_the_server_has_done_its_work(after_bytes: int) -> None:
    got, received, _, cuts = run(ask_through(Cut("answer", after_bytes, is_reset=False)))
    assert (received, cuts) == (ANSWER[:after_bytes], Counter(answer=1))
    assert got == REQUEST or after_bytes == 0


@pytest.mark.parametrize("direction", ["request", "answer"])
def test_a_connection_may_end_without_a_goodbye(direction: str) -> None:
    _, received, _, cuts = run(ask_through(Cut(direction, 10, is_reset=True)))
    assert len(received) <= 10
    assert cuts == {direction: 1}
