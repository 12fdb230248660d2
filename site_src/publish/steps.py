"""Publishing: every part of the site in its order, into a staging folder, proven, and only then in place."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_format.locales import LOCALES
from site_src.app.app_pages import write_app_pages
from site_src.app.install import write_install
from site_src.app.registration_page import write_app
from site_src.app.service_worker import write_service_worker
from site_src.app.site_script import render_site_script
from site_src.app.thanks_page import write_thanks_pages
from site_src.pages.look_files import Look, render_look
from site_src.pages.mkdocs_site import Assets, build_pages
from site_src.pages.page_survey import Survey, survey_pages
from site_src.pages.qr_targets import list_targets, verify_codes
from site_src.pages.render import page_environment, render_themed_pages, write_event_files
from site_src.pages.used_styles import inline_styles
from site_src.publish.compress import compress_files
from site_src.publish.headers import write_headers
from site_src.publish.live_pages import make_live
from site_src.publish.staging import staged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from site_src.model import BuildOptions, Content, Finding

type Translate = Callable[..., str]

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """What every step of one build needs to know."""

    content: Content
    options: BuildOptions
    findings: Sequence[Finding]
    look: Look
    staging: Path
    translate: Translate


def publish(
    content: Content, options: BuildOptions, findings: Sequence[Finding], *, output: Path, translate: Translate
) -> None:
    """Build the whole site and put it at `output`, telling each step on the terminal.

    Raises:
        BuildError: something could not be made or did not stand its proof; `output` is as it was.
    """
    started = time.monotonic()
    with staged(output, lambda: _print(translate("waiting"))) as staging:
        job = Job(content, options, findings, render_look(options, render_site_script(content)), staging, translate)
        writers = {name: step for name, step in WRITERS.items() if options.is_live or name != "live"}
        finishers = {name: step for name, step in FINISHERS.items() if not (options.is_live and name == "compress")}
        count, written = len(writers) + len(finishers), (0, 0)
        for number, (name, write) in enumerate(writers.items(), 1):
            _print(f"[{number}/{count}] {translate(f'step.{name}')}")
            write(job)
            written = _print_written(job, written)
        pages = survey_pages(staging)
        for number, (name, finish) in enumerate(finishers.items(), len(writers) + 1):
            _print(f"[{number}/{count}] {translate(f'step.{name}')}")
            finish(job, pages)
            written = _print_written(job, written)
    files, size_bytes = written
    seconds = f"{time.monotonic() - started:.1f}"
    _print(translate("done", output=output, files=files, size=format_size(size_bytes), seconds=seconds))


def measure(folder: Path) -> tuple[int, int]:
    """How many files there are below `folder`, and how many bytes they have together."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)


def format_size(size_bytes: int) -> str:
    """A number of bytes in the unit that fits."""
    return f"{size_bytes / MEBIBYTE:.1f} MiB" if size_bytes >= MEBIBYTE else f"{size_bytes / 1024:.0f} KiB"


def _write_pages(job: Job) -> None:
    """The pages of running text, posters and calendar files; MkDocs empties the folder of a language first."""
    scripts = tuple(script.address for script in job.look.scripts)
    assets = Assets(scripts, job.look.search.address)
    for locale in LOCALES:
        env = page_environment(job.content, locale, job.options)
        pages = render_themed_pages(env, job.content, locale, job.options, findings=job.findings)
        build_pages(pages, job.staging, job.content, locale, job.options, assets=assets)
    inline_styles(job.staging, job.look.style, (script.text for script in job.look.scripts))
    job.look.write(job.staging)


def _write_events(job: Job) -> None:
    for locale in LOCALES:
        env = page_environment(job.content, locale, job.options)
        write_event_files(job.staging, env, job.content, locale, job.options, style=job.look.poster.address)


def _write_app(job: Job) -> None:
    write_app(job.content, job.options, job.staging)
    write_thanks_pages(job.content, job.options, job.staging)


def _compress(job: Job, _pages: Survey) -> None:
    if job.content.site.form_backend == "netlify":
        return  # Netlify compresses what it serves and would publish the copies as files
    compress_files(job.staging, _show_progress)


def _verify_codes(job: Job, pages: Survey) -> None:
    count = verify_codes(pages, list_targets(job.content, job.options))
    _print(f"      {job.translate('code_count', count=count)}")


def _show_progress(done: int, count: int) -> None:
    """Count on one line of a terminal; a log file has no use for it."""
    if sys.stdout.isatty():
        print(f"\r      {done}/{count}", end="\r" if done == count else "", flush=True)  # noqa: T201 - a command prints


def _print_written(job: Job, before: tuple[int, int]) -> tuple[int, int]:
    """Say what a step added to what was there before; what is there now, as `measure` gives it."""
    files, size_bytes = measure(job.staging)
    if files > before[0]:
        size = format_size(size_bytes - before[1])
        _print(f"      {job.translate('file_count', files=files - before[0], size=size)}")
    return files, size_bytes


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command prints


WRITERS: dict[str, Callable[[Job], None]] = {
    "pages": _write_pages,
    "events": _write_events,
    "app": _write_app,
    "receipts": lambda job: write_app_pages(job.content, job.options, job.staging),
    "install": lambda job: write_install(job.content, job.staging),
    "live": lambda job: make_live(job.staging),
}
"""What writes pages and what they load, in order; `live` for a live preview only."""

FINISHERS: dict[str, Callable[[Job, Survey], None]] = {
    "codes": _verify_codes,
    "worker": lambda job, pages: write_service_worker(job.content, job.options, job.staging, pages),
    "headers": lambda job, pages: write_headers(job.staging, pages),
    "compress": _compress,
}
"""What proves the finished pages and adds what follows from them, in order; a live preview is not compressed."""
