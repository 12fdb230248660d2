"""How long an author waits in `make serve`: from saving one changed word of one event to seeing it in a browser.

    .venv/bin/python -m bench.preview_loop [COUNT]

The preview is the real command with a copy of the content; the page is open in Chromium, with the service worker in
charge. Times are in seconds on this machine as busy as it is, so ratios and CPU seconds say more: `CPU` is what the
building process and all that it started used for one change. `build.py` is the whole command, its caches warm.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from site_src.project import ROOT
from tests.browser.form_steps import wait_for_worker
from tests.servers.live_preview import AS_OF, LivePreview, live_preview

EVENT = "ita-lao-2565"
PAGE = f"/en/events/{EVENT}/"
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PATIENCE_MS = 60_000


def main(count: int) -> None:
    """Print one line per change, and what it comes to."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(ROOT / "content", work / "content")
        full_s, full_cpu_s = measure_full_build(work)
        print(f"build.py: {full_s:.1f} s, CPU {full_cpu_s:.1f} s")
        with live_preview(work, work / "preview", ROOT) as preview, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(preview.url + PAGE)
            wait_for_worker(page)
            measured = [measure_change(page, preview, work, number) for number in range(count)]
            browser.close()
    waited_s, cpu_s = (statistics.median(column) for column in zip(*measured, strict=True))
    print(f"median of {count}: {waited_s:.2f} s on the screen, CPU {cpu_s:.2f} s")
    print(f"of a whole build: {waited_s / full_s:.2f} of its time, {cpu_s / full_cpu_s:.2f} of its CPU")


def measure_full_build(work: Path) -> tuple[float, float]:
    """Seconds and CPU seconds of `build.py`, the second of two."""
    command = [sys.executable, "build.py", "--as-of", AS_OF, "--content", str(work), "--output", str(work / "site")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    ended, after = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure_change(page: Page, preview: LivePreview, work: Path, number: int) -> tuple[float, float]:
    """Seconds until a changed word is on the screen, and what the building process used for it."""
    file, word = (
        work / f"content/events/{EVENT}/summary.en.md",
        f"Word{'x' * (number + 1)}",
    )  # a number would have to be in both languages
    text = f"{word} {file.read_text('utf-8').partition(' ')[2]}"
    builder = find_child(preview.process.pid)
    cpu_s, started = read_cpu_s(builder), time.monotonic()
    file.write_text(text, "utf-8")
    page.get_by_text(f"{word} ").first.wait_for(timeout=PATIENCE_MS)
    measured = time.monotonic() - started, read_cpu_s(builder) - cpu_s
    print(f"  {measured[0]:.2f} s, CPU {measured[1]:.2f} s")
    return measured


def find_child(process_id: int) -> int:
    """The one process that it has started."""
    return int(Path(f"/proc/{process_id}/task/{process_id}/children").read_text("ascii"))


def read_cpu_s(process_id: int) -> float:
    """CPU seconds of a process and of its ended children so far. Source: proc_pid_stat(5), fields 14 to 17."""
    fields = Path(f"/proc/{process_id}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS_PER_S


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
