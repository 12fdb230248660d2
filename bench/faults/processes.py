"""The backend's processes: `python -m backend serve` and `send`, watched, killed, and started again."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.faults.stores import Store

ROOT = Path(__file__).resolve().parents[2]
START_PATIENCE_S = 60.0
STOP_PATIENCE_S = 40.0
_ADDRESS = re.compile(rb"^Wian is at http://localhost:(\d+)/", re.MULTILINE)
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_OURS = ("DATABASE_URL", "AS_OF", "PORT", "TRUSTED_PROXIES", "WIAN_")


@dataclass
class Process:
    """One of them; `said` is what it has written so far."""

    pid: int
    said: bytearray = field(default_factory=bytearray)
    port: int = 0
    _handle: int = -1
    _child: subprocess.Popen[bytes] | None = None  # where it is this process's own, and has to be waited for

    def kill(self) -> None:
        """End it as a power cut would; returns when it is gone."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order; a process that does not is killed, which is an error."""
        self._end(signal.SIGTERM)

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._handle >= 0 and not self._has_ended(0)

    def count_memory_bytes(self) -> int:
        """Its resident memory."""
        return int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE_BYTES

    def wait_until_serving(self) -> None:
        """Return when it has said its address.

        Raises:
            RuntimeError: If it ends or takes too long, with what it said.
        """
        give_up_at = time.monotonic() + START_PATIENCE_S
        while (found := _ADDRESS.search(self.said)) is None:
            if not self.is_running() or time.monotonic() > give_up_at:
                raise RuntimeError(f"it does not serve; it said: {self.said.decode()}")
            time.sleep(0.005)
        self.port = int(found[1])

    def _end(self, number: signal.Signals) -> None:
        if self._handle < 0:
            return
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, number)
        if not self._has_ended(STOP_PATIENCE_S):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            raise RuntimeError(f"process {self.pid} did not end; it said: {self.said.decode()}")
        if self._child is not None:
            self._child.wait()
        os.close(self._handle)
        self._handle = -1

    def _has_ended(self, patience_s: float) -> bool:
        watch = select.poll()
        watch.register(self._handle, select.POLLIN)
        return bool(watch.poll(patience_s * 1000))

    def follow(self, output: int) -> None:
        """Keep what it says, in a thread of its own."""
        self._handle = os.pidfd_open(self.pid)

        def read() -> None:
            with os.fdopen(output, "rb", buffering=0) as file:
                while chunk := file.read(65536):
                    self.said += chunk

        threading.Thread(target=read, daemon=True).start()


class Starter:
    """Starts the backend's commands; use it as a context manager, which ends all that still run."""

    def __init__(self, *, always_forks: bool = False) -> None:
        """Start nothing yet; `always_forks` spares loading Python's modules each time."""
        self._always_forks = always_forks
        self._launcher: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._started: list[Process] = []
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        """Ready."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End what still runs, and the launcher."""
        for process in self._started:
            if process.is_running():
                process.kill()
        if self._socket is not None and self._launcher is not None:
            self._socket.close()
            self._launcher.wait()

    def serve(self, site: Path, store: Store, *, sabotage: str = "", forks: bool = False, **variables: str) -> Process:
        """`python -m backend serve` on a free port, ready to answer."""
        arguments = ["serve", "--port", "0", "--site", str(site), "--data", str(store.data)]
        process = self._start(arguments, store.variables | variables, sabotage, forks=forks)
        process.wait_until_serving()
        return process

    def send(self, site: Path, store: Store, *, sabotage: str = "", forks: bool = False, **variables: str) -> Process:
        """`python -m backend send`."""
        arguments = ["send", "--site", str(site), "--data", str(store.data)]
        return self._start(arguments, store.variables | variables, sabotage, forks=forks)

    def _start(self, arguments: list[str], variables: Mapping[str, str], sabotage: str, *, forks: bool) -> Process:
        reading, writing = os.pipe()
        environment = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
        try:
            if forks or sabotage or self._always_forks:
                process = Process(self._fork(arguments, variables, sabotage, writing))
            else:
                child = _run([sys.executable, "-m", "backend", *arguments], environment | variables, output=writing)
                process = Process(child.pid, _child=child)
        finally:
            os.close(writing)
        process.follow(reading)
        self._started = [*(one for one in self._started if one.is_running()), process]
        return process

    def _fork(self, arguments: Sequence[str], variables: Mapping[str, str], sabotage: str, output: int) -> int:
        request = {"arguments": arguments, "variables": dict(variables), "sabotage": sabotage}
        with self._turn:
            if self._socket is None:
                self._open_launcher()
            assert self._socket is not None
            socket.send_fds(self._socket, [json.dumps(request).encode()], [output])
            return int(self._socket.recv(64))

    def _open_launcher(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {name: text for name, text in os.environ.items() if not name.startswith(_OURS)}
        command = [sys.executable, "-m", "bench.faults.launcher", str(theirs.fileno())]
        with theirs:
            self._launcher = _run(command, environment, passed=(theirs.fileno(),))
        self._socket = ours


def _run(
    command: list[str], environment: Mapping[str, str], *, output: int | None = None, passed: Sequence[int] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        pass_fds=passed,
        start_new_session=True,
    )
