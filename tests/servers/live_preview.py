"""`python -m preview` for tests: the command itself, with a copy of the content, on a free port."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AS_OF = "2022-01-05T09:00+07:00"
_ADDRESS = re.compile(r"http://localhost:(\d+)/")
_PATIENCE_S = 180  # the machine may be busy


@dataclass
class LivePreview:
    """A running preview; `lines` is what it has said on the terminal so far."""

    process: subprocess.Popen[str]
    folder: Path
    lines: list[str] = field(default_factory=list)
    _said: threading.Condition = field(default_factory=threading.Condition)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://localhost:{_ADDRESS.search(self.wait_for('http://localhost:'))[1]}"

    def wait_for(self, part: str, after: int = 0) -> str:
        """The first line with `part` in it of those from number `after` on, once it is said."""
        with self._said:
            self._said.wait_for(lambda: self._is_over or any(part in line for line in self.lines[after:]), _PATIENCE_S)
            found = [line for line in self.lines[after:] if part in line]
        assert found, f"{part!r} was not said; what was:\n{''.join(self.lines)}"
        return found[0]

    def follow(self) -> None:
        """Read what it says until it ends."""
        for line in self.process.stdout:
            with self._said:
                self.lines.append(line)
                self._said.notify_all()
        with self._said:
            self._is_over = True
            self._said.notify_all()

    _is_over: bool = False

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """End it; its exit code. SIGINT goes to its whole group, as Ctrl+C on a terminal."""
        if number == signal.SIGINT:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(_PATIENCE_S)


@contextmanager
def live_preview(content: Path, folder: Path, project: Path, *options: str, **variables: str) -> Iterator[LivePreview]:
    """Run the preview of `project` with the content below `content`, its site and trial registrations in `folder`."""
    command = [sys.executable, "-m", "preview", "--port", "0", "--as-of", AS_OF]
    command += ["--content", str(content), "--folder", str(folder), *options]
    environment = os.environ | {"WIAN_LOCALE": "en", **variables}
    process = subprocess.Popen(
        command,
        cwd=project,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )
    preview = LivePreview(process, folder)
    reader = threading.Thread(target=preview.follow, name="live-preview-output")
    reader.start()
    try:
        yield preview
    finally:
        if process.poll() is None:
            preview.stop()
        reader.join()
        process.stdout.close()
