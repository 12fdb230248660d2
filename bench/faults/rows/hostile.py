"""What strangers send, 100,000 times: no error of ours, no growth, and nothing personal in the log."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.faults.hostile_requests import PERSONAL, Hostile, draw
from bench.faults.http_client import NoAnswerError, ask
from bench.faults.people import EVENT, make_registrant, name_organisations, write_site
from bench.faults.row import Control, Figure, Row, Setting, count_figure
from bench.faults.serving import serving, work_through

if TYPE_CHECKING:
    from bench.faults.processes import Process
    from bench.faults.serving import Serving

AT_ONCE = 32
PATIENCE_S = 10.0
HALF_CLOSES_AFTER_S = 0.25
MOST_GROWTH_MB = 50
_MB = 1024 * 1024
_SERVER_ERROR, _CREATED = 500, 201
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LOGGED = re.compile(rb" (\d{3}) \d+ ms$", re.MULTILINE)
_TRACES = re.compile(rb"Traceback|unexpected|File \"")


@dataclass(slots=True)
class Seen:
    """What came back: how often each status, and how often nothing."""

    statuses: Counter[int] = field(default_factory=Counter)
    silent: int = 0


async def measure(setting: Setting) -> list[Figure]:
    """Send it all, and look at the processes before and after."""
    count = setting.count(100_000, 800)
    site = write_site(setting.folder / "site", {EVENT: {"organisations": name_organisations(500), "quota": None}})
    seen = Seen()
    async with serving(setting, site) as server:
        await register_one_each(server, 1)
        before = [process.count_memory_bytes() for process in server.processes]

        async def attack(number: int) -> None:
            source = f"127.77.{number // 250 % 250}.{1 + number % 250}"
            await send(server.next_port(), draw(setting.chance), source, seen)

        await work_through(range(count), attack, AT_ONCE, setting.say, "requests")
        after = [process.count_memory_bytes() for process in server.processes]
        served = await register_one_each(server, 2)
        await asyncio.sleep(1)  # for the last lines of the log
        return judge(server.processes, seen, [late - early for early, late in zip(before, after, strict=True)], served)


async def register_one_each(server: Serving, first: int) -> int:
    """One real registration by each process; how many were stored."""
    stored = 0
    for number, process in enumerate(server.processes):
        person = make_registrant(first * 2_000_000 + number, f"o{number}")
        try:
            stored += (await ask(process.port, person.request, person.address)).status == _CREATED
        except NoAnswerError:
            continue
    return stored


async def send(port: int, request: Hostile, source: str, seen: Seen) -> None:
    """Send one, piece by piece, and take what comes until the other side has enough."""
    received = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
            try:
                await exchange(reader, writer, request, received)
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError):
        pass
    statuses = [int(status) for status in _STATUS.findall(received)]
    seen.statuses.update(statuses)
    seen.silent += not statuses


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: Hostile, received: bytearray
) -> None:
    """Send and read; who is not answered soon closes its half."""

    async def read() -> None:
        while chunk := await reader.read(65536):
            received.extend(chunk)

    reading = asyncio.create_task(read())
    try:
        for piece in request.pieces:
            writer.write(piece)
            await writer.drain()
            if request.pause_s:
                await asyncio.sleep(request.pause_s)
        await asyncio.wait([reading], timeout=HALF_CLOSES_AFTER_S)
        if not reading.done():
            writer.write_eof()
        await reading
    finally:
        reading.cancel()


def judge(processes: list[Process], seen: Seen, growth: list[int], served: int) -> list[Figure]:
    """Look at the answers, the logs and the memory."""
    logs = [bytes(process.said) for process in processes]
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(seen.statuses.items()))
    answers = seen.statuses.total()
    lines = sum(log.count(b"\n") for log in logs)
    leaks = sum(log.count(text.encode()) for log in logs for text in PERSONAL)
    grown_mb = max(growth) / _MB
    logged = [int(status) for log in logs for status in _LOGGED.findall(log)]
    return [
        count_figure(
            "5xx",
            sum(count for status, count in seen.statuses.items() if status >= _SERVER_ERROR),
            of=f"{answers:,} ({told}; {seen.silent:,} without an answer)",
        ),
        # Some answers never reach whoever went away or still sent; the log has them all.
        count_figure("5xx in the log", sum(status >= _SERVER_ERROR for status in logged), of=f"{len(logged):,}"),
        count_figure("tracebacks", sum(len(_TRACES.findall(log)) for log in logs), of=f"{lines:,} lines of log"),
        count_figure("personal data in the log", leaks),
        Figure("memory", f"+ {MOST_GROWTH_MB} MB", f"+ {grown_mb:.1f} MB", grown_mb <= MOST_GROWTH_MB),
        Figure("serves on", "each process", f"{served} of {len(processes)}", served == len(processes)),
    ]


ROW = Row(
    "hostile",
    "100,000 hostile requests",
    measure,
    (Control("careless", ("5xx", "tracebacks", "personal data in the log", "memory")),),
)
