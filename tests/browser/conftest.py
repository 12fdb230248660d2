"""A phone, the built site behind its real form backend, and a connection that tests can break.

`page` is a fresh browser each time; `phone` is one whose storage and service worker survive closing it. Both open the
site through `proxy`, which cuts the network where it really breaks: between the browser and the server.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from backend.clock import preview_clock
from tests.own_event import PROJECT
from tests.servers.backend_server import RunningBackend, running_backend
from tests.servers.fault_proxy import FaultProxy
from tools.machine.chromium import find_headless_shell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, BrowserType, Error, Page

    from backend.clock import Clock

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AS_OF = datetime.fromisoformat("2022-01-05T09:00+07:00")

expect.set_options(timeout=20_000)  # two cores may be busy with other tests

# What a phone tells that is to save data. Python is then started only where a test asks for it: most are about other
# things, and on a busy machine it takes longer than all the rest.
SAVE_DATA = 'Object.defineProperty(navigator, "connection", { value: { saveData: true } });'

MATERIAL_SCRIPTS = "/assets/javascripts/"

# The loopback under a name that browsers don't know as such: pages there are as on plain HTTP anywhere.
PLAIN_HTTP_HOST = "plain-http.test"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {PLAIN_HTTP_HOST} 127.0.0.1",
]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "th-TH",
    "timezone_id": "Asia/Bangkok",
}


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site of the tests’ own event, on the preview clock; built once for all processes of the run."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    site = shared / "built-site"
    with (shared / "built-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return site if site.exists() else build_site(site)


def build_site(output: Path, content: Path = PROJECT, as_of: datetime = AS_OF) -> Path:
    """Build the site of `content` at `output`, on the preview clock, as `make serve` does."""
    options = ["--as-of", as_of.isoformat(), "--base-url", "http://localhost:8000"]
    command = [sys.executable, "build.py", *options, "--content", str(content), "--output", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def past_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is when its event is over."""
    return build_site(tmp_path_factory.mktemp("past") / "site", as_of=AS_OF + timedelta(days=30))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium that set-up looks for, without what it would ask the internet."""
    chromium = find_headless_shell()
    assert chromium, "There is no Chromium: python3 tools/setup.py test says how to install it."
    return {**browser_type_launch_args, "args": CHROMIUM_FLAGS, "executable_path": chromium}


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address for all tests: every test has a server of its own. The plugin's fixture warns under pytest 9."""


@pytest.fixture
def saves_data(request: pytest.FixtureRequest) -> bool:
    """Whether the phone is to save data: always, but for tests that are marked `rules`."""
    return request.node.get_closest_marker("rules") is None


@pytest.fixture
def context(context: BrowserContext, saves_data: bool) -> BrowserContext:
    """The browser of `page`."""
    if saves_data:
        context.add_init_script(SAVE_DATA)
    return context


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], proxy: FaultProxy) -> dict[str, Any]:
    """A phone that opens the site through the proxy."""
    return {**browser_context_args, **PHONE, "base_url": proxy.url}


@dataclass(slots=True)
class ServerClock:
    """The backend's time, which a test may move; it ticks on from the preview's."""

    ahead: timedelta = timedelta()
    base: Clock = field(default_factory=lambda: preview_clock(AS_OF))

    def __call__(self) -> datetime:
        """The present, as the backend sees it."""
        return self.base() + self.ahead


@pytest.fixture
def server_clock() -> ServerClock:
    """The clock of `backend`."""
    return ServerClock()


@pytest.fixture
def backend(built_site: Path, tmp_path: Path, server_clock: ServerClock) -> Iterator[RunningBackend]:
    """The form backend on a free port, with an empty store."""
    with running_backend(built_site, tmp_path / "var", server_clock) as running:
        yield running


@pytest.fixture
def proxy(backend: RunningBackend) -> Iterator[FaultProxy]:
    """The way to the backend, to be broken."""
    with FaultProxy(backend.port) as proxy:
        yield proxy


@dataclass
class Phone:
    """A browser that can be closed and opened again with all that it had stored."""

    browser_type: BrowserType
    options: dict[str, Any]
    folder: Path
    saves_data: bool = True
    context: BrowserContext | None = None
    page_errors: list[str] = field(default_factory=list)

    def start(self) -> BrowserContext:
        """The browser, started if it was closed."""
        if self.context is None:
            self.context = self.browser_type.launch_persistent_context(self.folder, **self.options)
            if self.saves_data:
                self.context.add_init_script(SAVE_DATA)
        return self.context

    def open(self, path: str) -> Page:
        """A new page at `path`."""
        page = self.start().new_page()
        page.on("pageerror", self._note_error)
        page.goto(path)
        return page

    def _note_error(self, error: Error) -> None:
        """Keep an error, but for those of Material's own script, which wants its search index also offline."""
        if MATERIAL_SCRIPTS not in (error.stack or ""):
            self.page_errors.append(f"{error} {error.stack}")

    def close(self) -> None:
        """Close the browser, as a phone does that runs out of memory or power."""
        if self.context is not None:
            self.context.close()
            self.context = None


@pytest.fixture
def phone(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    tmp_path: Path,
    saves_data: bool,
) -> Iterator[Phone]:
    """A phone that remembers; no script of ours may have failed on it."""
    phone = Phone(browser_type, {**browser_type_launch_args, **browser_context_args}, tmp_path / "phone", saves_data)
    yield phone
    phone.close()
    assert phone.page_errors == []


@pytest.fixture(scope="session")
def find_violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page, as `rule: element` lines."""
    source = AXE.read_text(encoding="utf-8")

    def find(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run()")["violations"]
        return [f"{rule['id']}: {json.dumps(node['target'])}" for rule in found for node in rule["nodes"]]

    return find
