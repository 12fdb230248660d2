"""A worker in Chromium that answers as the worker of a registration page does, many requests at a time."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tools.machine.chromium import find_headless_shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserType, Page

_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# `ask` resolves with what the worker answers, `tell` with the first message that `is` what is waited for.
_SCRIPT = """(address) => {
  const worker = new Worker(address, { type: "module" });
  globalThis.tell = (message, is) => new Promise((resolve, reject) => {
    worker.addEventListener("error", (event) => reject(new Error(event.message)), { once: true });
    worker.addEventListener("message", function listen({ data }) {
      if (!is(data)) return;
      worker.removeEventListener("message", listen);
      data.error ? reject(new Error(data.error)) : resolve(data);
    });
    if (message !== undefined) worker.postMessage(message);
  });
  let last = 0;
  globalThis.ask = async (action, payload) => {
    const id = ++last;
    return (await tell({ id, action, payload }, (data) => data.id === id)).result;
  };
}"""


class BrowserWorker:
    """The worker of one page."""

    def __init__(self, page: Page, requested: list[str]) -> None:
        """`requested` grows with the addresses that the browser asks for."""
        self._page, self.requested = page, requested

    def start(self) -> None:
        """Load Python and the rules."""
        self._page.evaluate("ask('start')")

    def check(self, requests: Sequence[str]) -> list[Any]:
        """What `json_door.check` says to each, read from JSON."""
        answers = self._page.evaluate(
            """async (requests) => {
              const answers = [];
              for (const request of requests) answers.push(await ask("check", request));
              return answers;
            }""",
            list(requests),
        )
        return [json.loads(answer) for answer in answers]

    def wait_for_recorder(self) -> None:
        """Until `recorder.js` has loaded the worker of the rules."""
        self._page.evaluate("tell(undefined, (data) => data === 'listening')")

    def read_called(self) -> frozenset[int]:
        """The functions that were called, of an interpreter whose calls are noted."""
        return frozenset(self._page.evaluate("tell('notes', (data) => data.notes).then((data) => data.notes)"))


@contextmanager
def open_worker(
    chromium: BrowserType, folder: Path, address: str, query: Sequence[tuple[str, str]] = ()
) -> Iterator[BrowserWorker]:
    """Serve `folder` and open the worker at `address` in a browser of its own, until the end of the `with` block."""
    (folder / "page.html").write_text("<!doctype html><title>rules</title>", "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with chromium.launch(args=_FLAGS, executable_path=find_headless_shell()) as browser:
            page, requested = browser.new_page(), list[str]()
            page.context.on("request", lambda request: requested.append(request.url))
            page.goto(f"http://127.0.0.1:{server.server_port}/page.html")
            page.evaluate(_SCRIPT, f"{address}?{urlencode(query)}" if query else address)
            yield BrowserWorker(page, requested)
    finally:
        server.shutdown()
        server.server_close()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""
