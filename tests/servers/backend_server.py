"""The real form backend for tests: the whole application on a free loopback port, with a clock that the test holds."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.app import create_app
from backend.store.opening import open_store
from backend.store.sqlite import BUSY_TIMEOUT_S, FILE_NAME
from backend.web.server import Server, listen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from backend.web.rate_limits import RateLimits

START_TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class RunningBackend:
    """Where it is; `url` has no slash at the end, `database` is the store's SQLite file."""

    url: str
    port: int
    database: Path


@contextmanager
def running_backend(
    site: Path,
    data: Path,
    clock: Callable[[], datetime],
    *,
    busy_timeout_s: float = BUSY_TIMEOUT_S,
    limits: RateLimits | None = None,
    trusted_proxies: Sequence[str] = (),
    port: int = 0,
) -> Iterator[RunningBackend]:
    """Serve `site` with the store in `data` until the end of the `with` block.

    `clock` is asked anew for every submission, so a test may move it while the server runs. Sites built as a preview
    are served too. There are no rate limits but those that are given. `port` 0 is any free one. At the
    end requests under way are answered, and the store is closed.
    """
    store = open_store(data, busy_timeout_s=busy_timeout_s)
    listener = listen("127.0.0.1", port)
    app = create_app(site, store, clock, is_preview=True, limits=limits, trusted_proxies=trusted_proxies)
    server = Server(app, announcement="")
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="backend")
    thread.start()
    try:
        give_up_at = time.monotonic() + START_TIMEOUT_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > give_up_at:
                raise RuntimeError("the backend did not start")
            time.sleep(0.01)
        port = listener.getsockname()[1]
        yield RunningBackend(f"http://127.0.0.1:{port}", port, data / FILE_NAME)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
        store.close()
