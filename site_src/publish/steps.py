"""Publishing: every part of the site in its order, into a staging folder, proven, and only then in place."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_format.locales import LOCALES
from site_src.app.install import write_install
from site_src.app.receipts_page import write_receipts
from site_src.app.registration_page import write_app
from site_src.app.service_worker import write_service_worker
from site_src.app.site_script import render_site_script
from site_src.pages.look_files import Look, render_look
from site_src.pages.mkdocs_site import Assets, build_pages
from site_src.pages.qr import verify_codes
from site_src.pages.render import list_code_pages, render_event_files, render_markdown_pages
from site_src.publish.compress import compress_files
from site_src.publish.headers import write_headers
from site_src.publish.live_pages import make_live
from site_src.publish.staging import staged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content, Finding

type Say = Callable[..., str]

MEBIBYTE = 1 << 20
COMPRESSED = ".br"


@dataclass(frozen=True, slots=True)
class Job:
    """What every step of one build needs to know."""

    content: Content
    options: BuildOptions
    findings: Sequence[Finding]
    look: Look
    staging: Path
    say: Say

    def find_folder(self, locale: Locale) -> Path:
        """Where the pages of `locale` go."""
        return self.staging if locale == "th" else self.staging / locale


def publish(content: Content, options: BuildOptions, findings: Sequence[Finding], *, output: Path, say: Say) -> None:
    """Build the whole site and put it at `output`, telling each step on the terminal.

    Raises:
        BuildError: something could not be made or did not stand its proof; `output` is as it was.
    """
    started = time.monotonic()
    with staged(output, lambda: _tell(say("waiting"))) as staging:
        job = Job(content, options, findings, render_look(options, render_site_script(content)), staging, say)
        steps = _list_steps(options)
        for number, (name, step) in enumerate(steps.items(), 1):
            files, size_bytes = measure(staging)
            _tell(f"[{number}/{len(steps)}] {say(f'step.{name}')}")
            step(job)
            more_files, more_bytes = measure(staging)
            if more_files > files:
                size = format_size(more_bytes - size_bytes)
                _tell(f"      {say('file_count', files=more_files - files, size=size)}")
    files, size_bytes = measure(output)
    seconds = f"{time.monotonic() - started:.1f}"
    _tell(say("done", output=output, files=files, size=format_size(size_bytes), seconds=seconds))


def measure(folder: Path) -> tuple[int, int]:
    """How many files there are below `folder`, and how many bytes they have together."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)


def format_size(size_bytes: int) -> str:
    """A number of bytes in the unit that fits."""
    return f"{size_bytes / MEBIBYTE:.1f} MiB" if size_bytes >= MEBIBYTE else f"{size_bytes / 1024:.0f} KiB"


def _write_pages(job: Job) -> None:
    scripts = tuple(script.address for script in job.look.scripts)
    for locale in LOCALES:
        with tempfile.TemporaryDirectory() as folder:
            docs = Path(folder) / "docs"
            render_markdown_pages(docs, job.content, locale, job.options, findings=job.findings)
            assets = Assets(job.look.pages.address, scripts, job.look.search.address)
            build_pages(docs, job.find_folder(locale), job.content, locale, job.options, assets=assets)
    job.look.write(job.staging)


def _write_events(job: Job) -> None:
    for locale in LOCALES:
        style = job.look.poster.address
        render_event_files(job.find_folder(locale), job.content, locale, job.options, style=style)


def _compress(job: Job) -> None:
    if job.content.site.form_backend == "netlify":
        return  # Netlify compresses what it serves and would publish the copies as files
    compress_files(job.staging, _show_progress)


def _verify_codes(job: Job) -> None:
    count = verify_codes(job.staging, list_code_pages(job.content, job.options))
    _tell(f"      {job.say('code_count', count=count)}")


def _show_progress(done: int, count: int) -> None:
    """Count on one line of a terminal; a log file has no use for it."""
    if sys.stdout.isatty():
        print(f"\r      {done}/{count}", end="\r" if done == count else "", flush=True)  # noqa: T201 - a command prints


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command prints


def _list_steps(options: BuildOptions) -> dict[str, Callable[[Job], None]]:
    """The steps by name, in order: a live preview has one more, for pages before they are hashed, and one less."""
    left_out = "compress" if options.is_live else "live"
    return {name: step for name, step in STEPS.items() if name != left_out}


STEPS: dict[str, Callable[[Job], None]] = {
    "pages": _write_pages,
    "events": _write_events,
    "app": lambda job: write_app(job.content, job.options, job.staging),
    "receipts": lambda job: write_receipts(job.content, job.options, job.staging),
    "install": lambda job: write_install(job.content, job.options, job.staging),
    "live": lambda job: make_live(job.staging),
    "worker": lambda job: write_service_worker(job.content, job.options, job.staging),
    "headers": lambda job: write_headers(job.staging),
    "compress": _compress,
    "codes": _verify_codes,
}
