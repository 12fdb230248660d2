"""The building process as the serving one sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from preview.reports import Report, read_report
from site_src.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_S = 5


class BuildProcess:
    """Starts the building process when a build is wanted, and ends it.

    It is the head of a process group of its own: Ctrl+C reaches the server only, which then ends the whole group.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        """Let it build what `arguments` say, as `build.py` reads them."""
        self._arguments = list(arguments)
        self._running: _Running | None = None
        self._starting = threading.Lock()
        self._is_stopped = False

    def build(self) -> Report | None:
        """Build once and wait for it; None if the process ended over it, which has said why on the terminal."""
        with self._starting:
            if self._is_stopped:
                return None
            if self._running is None:
                self._running = _Running(self._arguments)
        report = self._running.build()
        if report is None:
            self.restart()
        return report

    def restart(self) -> None:
        """Have the next build made by a fresh interpreter."""
        running, self._running = self._running, None
        if running:
            running.end()

    def stop(self) -> None:
        """End it for good, from whichever thread and also in the middle of a build."""
        with self._starting:
            self._is_stopped = True
            running = self._running
        if running:
            running.end()


class _Running:
    """One process from its start to its end."""

    def __init__(self, arguments: list[str]) -> None:
        readable, writable = os.pipe()
        command = [sys.executable, "-m", "preview.builder", str(writable), *arguments]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, stdin=subprocess.PIPE, pass_fds=[writable], process_group=0, text=True
        )
        os.close(writable)
        self._reports = os.fdopen(readable, encoding="utf-8")

    def build(self) -> Report | None:
        requests: IO[str] = self._process.stdin  # type: ignore[assignment] # it is a pipe
        try:
            requests.write("\n")
            requests.flush()
            line = self._reports.readline()
        except OSError:
            return None  # it has ended
        return read_report(line) if line else None

    def end(self) -> None:
        """End it with all that it started; a site that it was writing is not put in place."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
