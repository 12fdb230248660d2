"""A Chromium on a slow processor, and the processor time that it has used.

Chromium's own slowing reaches the main thread alone. Where this machine has control groups that may be written
(cgroup v1), the whole browser gets a part of one core instead, workers and service workers too.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.machine.chromium import find_headless_shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

_GROUPS = Path("/sys/fs/cgroup/cpu")
_PERIOD_US = 6_000
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True, slots=True)
class SlowBrowser:
    """A browser.

    Attributes:
        browser: As Playwright has it.
        process_id: Its first process.
        is_slow: Whether it has only a part of a core.
    """

    browser: Browser
    process_id: int
    is_slow: bool

    def read_cpu_s(self) -> float:
        """Processor seconds of all its processes, those that have ended too."""
        return sum(map(_read_cpu_s, [self.process_id, *_list_descendants(self.process_id)]))


@contextmanager
def slow_browser(playwright: Playwright, slowdown: int) -> Iterator[SlowBrowser]:
    """A new browser with 1/`slowdown` of a core, where that can be had; with 1 it is as fast as it is."""
    before = set(_list_descendants(os.getpid()))
    browser = playwright.chromium.launch(executable_path=find_headless_shell(), args=_FLAGS)
    started = [pid for pid in _list_descendants(os.getpid()) if pid not in before]
    first = min(pid for pid in started if "chrom" in _read_command(pid))
    group = _make_group(slowdown, [first, *_list_descendants(first)]) if slowdown > 1 else None
    try:
        yield SlowBrowser(browser, first, group is not None)
    finally:
        browser.close()
        if group:
            with suppress(OSError):
                group.rmdir()


def may_slow() -> bool:
    """Whether this machine lets a browser have a part of a core."""
    group = _make_group(2, [])
    if group:
        group.rmdir()
    return group is not None


def _make_group(slowdown: int, process_ids: list[int]) -> Path | None:
    group = _GROUPS / f"wian-bench-{os.getpid()}"
    try:
        group.mkdir(exist_ok=True)
        (group / "cpu.cfs_period_us").write_text(str(_PERIOD_US))
        (group / "cpu.cfs_quota_us").write_text(str(_PERIOD_US // slowdown))
        for pid in process_ids:
            (group / "cgroup.procs").write_text(str(pid))
    except OSError:
        return None
    return group


def _list_descendants(process_id: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found, left = [], [process_id]
    while left:
        more = children.get(left.pop(), [])
        found += more
        left += more
    return found


def _read_cpu_s(process_id: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS_PER_S  # with children that were waited for
    return 0


def _read_command(process_id: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process_id}/cmdline").read_text().partition("\0")[0]
    return ""
