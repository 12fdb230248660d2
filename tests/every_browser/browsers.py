"""Three engines behind one small interface: each opens a page, runs what it is told there, and is killed as by a phone.

Each speaks its own protocol, so that no driver has to be downloaded: Chromium CDP, Firefox WebDriver BiDi, WebKitGTK
WebDriver.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol, override

import httpx
from websockets.sync.client import ClientConnection, connect

from tools.machine.chromium import find_headless_shell
from tools.machine.other_browsers import DISPLAY, WEBKIT_DRIVER, find_firefox, find_minibrowser

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PATIENCE_S = 30
CHROMIUM_FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--headless")


class Browser(Protocol):
    """One page of a browser with a profile that outlives it."""

    def open(self, url: str) -> None:
        """Go to `url`, without waiting for more than the page itself."""

    def run(self, body: str) -> Any:
        """What the function with this body, which may await, gives on the page."""

    def kill(self) -> None:
        """End it without a word, as when a phone needs room, and start it anew with all that it had stored."""

    def quit(self) -> None:
        """End it for good."""


class Process:
    """A program with children in a process group of its own."""

    def __init__(self, command: Iterable[str | Path], log: Path, **environment: str) -> None:
        """Start it; what it prints goes to `log`."""
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                list(map(str, command)),
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **environment},
            )

    def find(self, pattern: str) -> str:
        """The first group of `pattern` in what it prints, once that is there."""
        give_up_at = time.monotonic() + PATIENCE_S
        while not (found := re.search(pattern, self.log.read_text("utf-8", errors="replace"))):
            assert time.monotonic() < give_up_at, self.log.read_text("utf-8", errors="replace")
            time.sleep(0.05)
        return found[1]

    def kill(self) -> None:
        """End the whole group at once."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class SocketClient:
    """Commands and answers as JSON over a WebSocket, which is what CDP and BiDi have in common."""

    def __init__(self, url: str) -> None:
        """Connect."""
        opening = connect(url, max_size=None, proxy=None, compression=None)
        self._exit = ExitStack()
        self._socket: ClientConnection = self._exit.enter_context(opening)
        self._number = 0

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; what else comes meanwhile is of no interest."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=PATIENCE_S))
            if message.get("id") == self._number:
                assert "error" not in message, message
                return message["result"]

    def close(self) -> None:
        """Hang up."""
        self._exit.close()


def as_function(body: str) -> str:
    """An expression that comes to JSON text, which every protocol can carry."""
    return f"(async () => {{ {body} }})().then((value) => JSON.stringify(value ?? null))"


class Chromium(Browser):
    """Chromium over the protocol of its developer tools."""

    def __init__(self, folder: Path) -> None:
        """Start it with a profile in `folder`."""
        self.folder = folder
        self._start()

    def _start(self) -> None:
        program = find_headless_shell()
        assert program
        profile = f"--user-data-dir={self.folder / 'profile'}"
        command = [program, *CHROMIUM_FLAGS, "--remote-debugging-port=0", profile, "about:blank"]
        self._process = Process(command, self.folder / "log")
        port = self._process.find(r"listening on ws://127.0.0.1:(\d+)/")
        pages = httpx.get(f"http://127.0.0.1:{port}/json/list").json()
        self._client = SocketClient(next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page"))

    @override
    def open(self, url: str) -> None:
        self._client.call("Page.navigate", url=url)

    @override
    def run(self, body: str) -> Any:
        options = {"awaitPromise": True, "returnByValue": True, "userGesture": True}
        result = self._client.call("Runtime.evaluate", expression=as_function(body), **options)
        assert "exceptionDetails" not in result, result
        return json.loads(result["result"]["value"])

    @override
    def kill(self) -> None:
        self.quit()
        self._start()

    @override
    def quit(self) -> None:
        self._process.kill()
        self._client.close()


class Firefox(Browser):
    """Firefox over WebDriver BiDi, which it speaks by itself."""

    def __init__(self, folder: Path) -> None:
        """Start it with a profile in `folder`."""
        self.folder = folder
        (folder / "profile").mkdir()
        self._start()

    def _start(self) -> None:
        program = find_firefox()
        assert program
        options = ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", self.folder / "profile"]
        self._process = Process([program, *options], self.folder / "log", HOME=str(self.folder))
        self._client = SocketClient(self._process.find(r"BiDi listening on (ws://\S+)") + "/session")
        self._client.call("session.new", capabilities={})
        [page, *_] = self._client.call("browsingContext.getTree")["contexts"]
        self._page = page["context"]

    @override
    def open(self, url: str) -> None:
        self._client.call("browsingContext.navigate", context=self._page, url=url, wait="interactive")

    @override
    def run(self, body: str) -> Any:
        target = {"context": self._page}
        options = {"awaitPromise": True, "userActivation": True, "target": target}
        result = self._client.call("script.evaluate", expression=as_function(body), **options)
        assert result["type"] == "success", result
        return json.loads(result["result"]["value"])

    @override
    def kill(self) -> None:
        self._wait_until_workers_are_written()
        self.quit()
        self._start()

    def _wait_until_workers_are_written(self) -> None:
        """It notes a moment later which service workers it has."""
        note = self.folder / "profile" / "serviceworker.txt"
        give_up_at = time.monotonic() + PATIENCE_S
        while not (note.exists() and "http://127.0.0.1" in note.read_text("utf-8")):
            assert time.monotonic() < give_up_at
            time.sleep(0.05)

    @override
    def quit(self) -> None:
        self._process.kill()
        self._client.close()


class WebKit(Browser):
    """WebKitGTK's own browser over WebDriver.

    Its storage lasts as long as the session, and the driver gives up where a page dies; so its page is closed, not
    killed.
    """

    def __init__(self, folder: Path) -> None:
        """Start it with all its files in `folder`."""
        driver, display, minibrowser = shutil.which(WEBKIT_DRIVER), shutil.which(DISPLAY), find_minibrowser()
        assert driver
        assert display
        assert minibrowser
        self._display = Process([display, "-displayfd", "1", "-nolisten", "tcp"], folder / "display")
        environment = {
            "DISPLAY": ":" + self._display.find(r"(\d+)\n"),
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",  # it needs rights that containers lack
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._driver = Process([driver, f"--port={port}"], folder / "log", **environment)
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, trust_env=False)
        self._wait_for_driver()
        options = {"binary": str(minibrowser), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self._session = f"/session/{self._call('/session', wanted)['sessionId']}"

    def _wait_for_driver(self) -> None:
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                self._client.get("/status")
            except httpx.TransportError:
                assert time.monotonic() < give_up_at
                time.sleep(0.05)
            else:
                return

    def _call(self, path: str, body: object) -> Any:
        answer = self._client.post(path, json=body)
        assert answer.status_code == httpx.codes.OK, answer.text
        return answer.json()["value"]

    @override
    def open(self, url: str) -> None:
        self._call(f"{self._session}/url", {"url": url})

    @override
    def run(self, body: str) -> Any:
        script = f"const done = arguments[0]; {as_function(body)}.then(done, (error) => done(`!${{error}}`));"
        text = self._call(f"{self._session}/execute/async", {"script": script, "args": []})
        assert not text.startswith("!"), text
        return json.loads(text)

    @override
    def kill(self) -> None:
        fresh = self._call(f"{self._session}/window/new", {"type": "window"})["handle"]
        assert self._client.delete(f"{self._session}/window").status_code == httpx.codes.OK
        self._call(f"{self._session}/window", {"handle": fresh})

    @override
    def quit(self) -> None:
        self._client.delete(self._session)
        self._client.close()
        self._driver.kill()
        self._display.kill()


ENGINES: dict[str, type[Chromium | Firefox | WebKit]] = {"chromium": Chromium, "firefox": Firefox, "webkit": WebKit}
