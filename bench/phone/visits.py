"""Visits of a page, as a phone makes them, and what each costs."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench.phone.slow_browser import slow_browser
from bench.phone.slow_line import SlowLine, slow_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

    from bench.phone.slow_browser import SlowBrowser

PHONE = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "th-TH",
    "timezone_id": "Asia/Bangkok",
}
PATIENCE_MS = 600_000

_WATCH = """(() => {
  const seen = { longest_ms: 0, shift: 0, usable_ms: null, ready_ms: null };
  self.seen = seen;
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe("longtask", ({ duration }) => { seen.longest_ms = Math.max(seen.longest_ms, duration); });
  observe("layout-shift", ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value; });
  const isReady = () =>
    document.documentElement.dataset.python === "ready" ||
    document.getElementById("rules-status")?.textContent.includes(READY);
  const look = () => {
    if (seen.usable_ms === null && document.querySelector(USABLE)) seen.usable_ms = performance.now();
    if (seen.ready_ms === null && isReady()) seen.ready_ms = performance.now();
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(look).observe(document, all);
})();"""
_READ = """async () => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const loaded = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  const page_bytes = loaded.reduce((sum, { transferSize }) => sum + transferSize, 0);
  return { ...seen, paint_ms: paint ? paint.startTime : null, page_bytes, requests: loaded.length };
}"""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a phone has to do with.

    Attributes:
        bytes_per_s, delay_s, drop_every_bytes: Of its line; see `SlowLine`.
        slowdown: How many times slower than this machine's core all of the browser is.
        main_thread_slowdown: How many times slower its main thread is, by Chromium's own slowing.
    """

    bytes_per_s: float = 0
    delay_s: float = 0
    drop_every_bytes: int = 0
    slowdown: int = 1
    main_thread_slowdown: int = 1


SLOW_3G = Conditions(bytes_per_s=400_000 / 8, delay_s=0.2, slowdown=6)
SLOW_THREAD = Conditions(main_thread_slowdown=6)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit cost.

    Attributes:
        line_bytes: All that came over the line, with HTTP's heads, also for the service worker.
        page_bytes: What the page and all that it loaded were, as sent.
        requests: How many that were.
        paint_ms, usable_ms, ready_ms: When the first words stood there, the form could be filled in, Python was ready.
        longest_ms: The longest task of the main thread.
        shift: How far the page jumped (Cumulative Layout Shift).
        cpu_s: Processor time of the whole browser.
    """

    line_bytes: float
    page_bytes: float
    requests: float
    paint_ms: float
    usable_ms: float
    ready_ms: float
    longest_ms: float
    shift: float
    cpu_s: float


@dataclass
class Visitor:
    """A phone that visits one server; its storage lasts as long as it."""

    browser: SlowBrowser
    context: BrowserContext
    line: SlowLine
    conditions: Conditions

    def visit(self, path: str, *, until: str = "quiet") -> Visit:
        """Open a page and wait until nothing more comes, or `until` Python is "ready"."""
        line_bytes, cpu_s = self.line.down_bytes, self.browser.read_cpu_s()
        page = self.context.new_page()
        if self.conditions.main_thread_slowdown > 1:
            rate = {"rate": self.conditions.main_thread_slowdown}
            self.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", rate)
        page.goto(self.line.url + path, timeout=PATIENCE_MS)
        if until == "ready":
            _wait_until_ready(page)
        seen = _read_quietly(page, self.line)
        page.close()
        line_bytes = self.line.down_bytes - line_bytes
        return Visit(
            line_bytes, cpu_s=self.browser.read_cpu_s() - cpu_s, **{name: value or 0 for name, value in seen.items()}
        )


def _wait_until_ready(page: Page) -> None:
    give_up_at = time.monotonic() + PATIENCE_MS / 1000
    while page.evaluate("seen.ready_ms") is None:
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"Python did not get ready: {page.url}")
        page.wait_for_timeout(250)


def _read_quietly(page: Page, line: SlowLine) -> dict[str, float]:
    """Wait until nothing has come over the line for a while, then read what the page has seen."""
    before = -1
    while before != line.down_bytes:
        before = line.down_bytes
        page.wait_for_timeout(1_500)
    seen: dict[str, float] = page.evaluate(_READ)
    return seen


@contextmanager
def phone(port: int, conditions: Conditions, *, ready: str, usable: str, saves_data: bool) -> Iterator[Visitor]:
    """A phone with nothing stored, on a line of its own to the server at `port`.

    Args:
        port: Of the server.
        conditions: Of line and processor.
        ready: The text of #rules-status once Python is ready.
        usable: The CSS selector of what is there once the form can be filled in.
        saves_data: Whether it tells that it is to save data, which lets Wian wait with Python.
    """
    line = SlowLine(port, conditions.bytes_per_s, conditions.delay_s, conditions.drop_every_bytes)
    with sync_playwright() as playwright, slow_line(line), slow_browser(playwright, conditions.slowdown) as browser:
        context = browser.browser.new_context(**PHONE)  # type: ignore[arg-type]
        named = _WATCH.replace("READY", json.dumps(ready)).replace("USABLE", json.dumps(usable))
        context.add_init_script(named)
        connection = (
            '{ saveData: true, effectiveType: "3g" }' if saves_data else '{ type: "wifi", effectiveType: "4g" }'
        )
        context.add_init_script(f'Object.defineProperty(navigator, "connection", {{ value: {connection} }});')
        yield Visitor(browser, context, line, conditions)
