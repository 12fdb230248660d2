"""A slow line on loopback: one bandwidth and one delay for all connections together, as a phone's radio has them.

Chromium's own throttling treats each target by itself, and leaves workers and service workers alone; so the line stands
in front of everything.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST = "127.0.0.1"
_CHUNK_BYTES = 1460  # of TCP on Ethernet
_QUEUE_BYTES = 64 * _CHUNK_BYTES


@dataclass
class SlowLine:
    """The line.

    Attributes:
        upstream_port: Where it leads to.
        bytes_per_s: In either direction, all connections together; 0 for as fast as it goes.
        delay_s: One way.
        drop_every_bytes: After each so many that came down all connections drop; 0 for never.
        down_bytes, up_bytes: What has been carried, with HTTP's heads.
        connections: How many were opened.
    """

    upstream_port: int
    bytes_per_s: float = 0
    delay_s: float = 0
    drop_every_bytes: int = 0
    down_bytes: int = 0
    up_bytes: int = 0
    connections: int = 0
    port: int = 0
    _free_at: dict[bool, float] = field(default_factory=dict)
    _since_drop_bytes: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The origin that browsers open."""
        return f"http://{HOST}:{self.port}"

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection there and back, to its end."""
        self.connections += 1
        self._writers.add(writer)
        with suppress(OSError):
            await asyncio.sleep(2 * self.delay_s)  # the handshake
            there, upstream = await asyncio.open_connection(HOST, self.upstream_port)
            self._writers.add(upstream)
            ways = (
                self._carry_one_way(reader, upstream, is_down=False),
                self._carry_one_way(there, writer, is_down=True),
            )
            await asyncio.gather(*ways, return_exceptions=True)
            self._writers.discard(upstream)
            upstream.transport.abort()
        self._writers.discard(writer)
        writer.transport.abort()

    async def _carry_one_way(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_down: bool
    ) -> None:
        arriving: deque[tuple[float, bytes]] = deque()
        is_there = asyncio.Event()
        delivery = asyncio.create_task(_deliver(arriving, is_there, writer))
        loop = asyncio.get_running_loop()
        try:
            while chunk := await reader.read(_CHUNK_BYTES):
                sent_at = await self._take_turn(len(chunk), is_down=is_down)
                arriving.append((sent_at + self.delay_s, chunk))
                is_there.set()
                if is_down and self._is_to_drop(len(chunk)):
                    loop.call_soon(self._drop_all)
                    return
        finally:
            arriving.append((loop.time() + self.delay_s, b""))
            is_there.set()
            with suppress(OSError, asyncio.CancelledError):
                await delivery

    async def _take_turn(self, size_bytes: int, *, is_down: bool) -> float:
        """Wait until the line is free and has carried it; gives when that was, by the loop's clock."""
        if is_down:
            self.down_bytes += size_bytes
        else:
            self.up_bytes += size_bytes
        now = asyncio.get_running_loop().time()
        if not self.bytes_per_s:
            return now
        done_at = max(now, self._free_at.get(is_down, 0)) + size_bytes / self.bytes_per_s
        self._free_at[is_down] = done_at
        await asyncio.sleep(done_at - now)
        return done_at

    def _is_to_drop(self, size_bytes: int) -> bool:
        self._since_drop_bytes += size_bytes
        if not self.drop_every_bytes or self._since_drop_bytes < self.drop_every_bytes:
            return False
        self._since_drop_bytes = 0
        return True

    def _drop_all(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()


async def _deliver(arriving: deque[tuple[float, bytes]], is_there: asyncio.Event, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    while True:
        while not arriving:
            is_there.clear()
            await is_there.wait()
        at, chunk = arriving.popleft()
        await asyncio.sleep(max(0, at - loop.time()))
        if not chunk:
            writer.close()
            return
        writer.write(chunk)
        await writer.drain()


@contextmanager
def slow_line(line: SlowLine) -> Iterator[SlowLine]:
    """Run it in a thread of its own until the end of the block."""
    loop = asyncio.new_event_loop()
    is_listening = threading.Event()

    async def listen() -> None:
        server = await asyncio.start_server(line.carry, HOST, 0, limit=_QUEUE_BYTES)
        line.port = server.sockets[0].getsockname()[1]
        is_listening.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="slow line", daemon=True)
    thread.start()
    is_listening.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
