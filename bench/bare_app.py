"""The least that can be done with a registration: a bare Starlette app, one insert and one commit each.

    .venv/bin/python -m bench.bare_app FOLDER [MS]

Each commit waits MS milliseconds longer for the disk, none unless told. It listens as the form backend does, with the
same server, and its file has the same settings; it checks nothing, and says nothing but a number. The driver is used as
it is, on one connection, by one thread.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from backend.store.sqlite import BUSY_TIMEOUT_S, make_engine
from backend.web.server import listen, run_server

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

ADDRESS = "/r/{slug}/"


def main(folder: Path, wait_ms: int = 0) -> None:
    """Serve until the process is told to stop."""
    listener = listen("127.0.0.1", 0)
    with listener:
        run_server(make_app(open_table(folder, wait_ms)), listener, "127.0.0.1")


def open_table(folder: Path, wait_ms: int) -> Callable[[bytes], int]:
    """A new file with one table; gives what inserts one body and commits, and returns the row's number."""
    path = folder / "bare.sqlite3"
    path.touch()
    driver = make_engine(path, BUSY_TIMEOUT_S).raw_connection().driver_connection
    assert driver is not None
    driver.execute("CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")

    def insert(body: bytes) -> int:
        driver.execute("BEGIN IMMEDIATE")
        number = driver.execute("INSERT INTO bodies (body) VALUES (?)", [body]).lastrowid
        if wait_ms:
            time.sleep(wait_ms / 1000)
        driver.execute("COMMIT")
        return int(number)

    return insert


def make_app(insert: Callable[[bytes], int]) -> Starlette:
    """The app: it stores each body and answers with its number."""
    one = CapacityLimiter(1)

    async def store(request: Request) -> JSONResponse:
        number = await anyio.to_thread.run_sync(insert, await request.body(), limiter=one)
        return JSONResponse({"id": number}, 201)

    return Starlette(routes=[Route(ADDRESS, store, methods=["POST"])])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
