"""A proxy on loopback that cuts connections: after any number of bytes, in either direction, in good order or not.

It goes on to the server from the very address that its client came from, so that the server counts by person as ever.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import AsyncIterator, Callable

type Direction = Literal["request", "answer"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a connection ends.

    Attributes:
        direction: The way in which bytes are counted.
        after_bytes: How many still pass.
        is_reset: Whether it ends without a goodbye.
    """

    direction: Direction
    after_bytes: int
    is_reset: bool


@dataclass(slots=True)
class CuttingProxy:
    """The proxy; `cuts` counts those that happened, by direction."""

    upstream: Callable[[], int]
    plan: Callable[[], Cut | None]
    cuts: Counter[Direction]
    port: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection to the server and back, to its end or its cut."""
        source = writer.get_extra_info("peername")[0]
        with suppress(OSError):
            there, upstream = await asyncio.open_connection("127.0.0.1", self.upstream(), local_addr=(source, 0))
            await self._carry(reader, writer, there, upstream)
            return
        writer.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        upstream: asyncio.StreamWriter,
    ) -> None:
        cut = self.plan()
        ways = [
            asyncio.create_task(pump(reader, upstream, cut if cut and cut.direction == "request" else None)),
            asyncio.create_task(pump(there, writer, cut if cut and cut.direction == "answer" else None)),
        ]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            is_cut = any(way.result() for way in done)
            if cut and is_cut:
                self.cuts[cut.direction] += 1
            elif ways[1] not in done:
                await ways[1]  # the client has sent all that it has to; the answer is still to come
        finally:
            for way in ways:
                way.cancel()
            for side in (writer, upstream):
                end(side, is_reset=bool(cut and cut.is_reset))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, cut: Cut | None) -> bool:
    """Carry bytes until there are no more, or until the cut; whether it was the cut."""
    left = cut.after_bytes if cut else None
    with suppress(ConnectionError):
        while left != 0 and (chunk := await reader.read(65536 if left is None else left)):
            writer.write(chunk)
            await writer.drain()
            left = None if left is None else left - len(chunk)
    return left == 0


def end(side: asyncio.StreamWriter, *, is_reset: bool) -> None:
    """Close a connection, with or without a goodbye."""
    connection = side.get_extra_info("socket")
    if is_reset and connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        side.transport.abort()
    else:
        side.close()


@asynccontextmanager
async def cutting_proxy(
    upstream: Callable[[], int], plan: Callable[[], Cut | None], cuts: Counter[Direction]
) -> AsyncIterator[CuttingProxy]:
    """The proxy on a free port until the end of the block; `plan` is asked once for every connection."""
    proxy = CuttingProxy(upstream, plan, cuts)
    server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0, backlog=512)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
