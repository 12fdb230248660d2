"""The loop: wait for a change, build, tell the pages; again, until the server stops."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Self

from preview.news import Standing
from preview.reports import in_both_locales
from preview.snapshots import list_changes, take_snapshot
from preview.watcher import Watcher
from site_format.live_preview import STAMPS
from site_src.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from preview.build_process import BuildProcess
    from preview.news import News
    from preview.reports import Report
    from preview.snapshots import Snapshot

MADE_OF = ("site_src", "site_format", "registration_rules", "pwa")
"""What a site is made of besides its content."""

_NAMED_FILES = 3


class Loop:
    """Builds in a thread of its own; for a `with` block, at whose end no build runs any more."""

    def __init__(
        self, content: Path, site: Path, process: BuildProcess, news: News, translate: Callable[..., str]
    ) -> None:
        """Build when something in the folder `content` or in the project's own code changes.

        Args:
            content: The content's folder.
            site: Where `process` puts the site.
            process: What builds.
            news: What is told of each build.
            translate: From a key under `site.build` and its parameters to the author's words.
        """
        self._content = content
        self._folders = [content, *(ROOT / name for name in MADE_OF)]
        self._site = site
        self._process = process
        self._news = news
        self._translate = translate
        self._watcher = Watcher(self._folders)
        self._thread = threading.Thread(target=self._run, name="preview-loop", daemon=True)
        self._is_stopped = False
        self._built: Snapshot = {}

    def build_first(self) -> None:
        """Build once, before anything is served."""
        self._built = take_snapshot(self._folders)
        self._tell(self._process.build())

    def __enter__(self) -> Self:
        """Begin."""
        self._watcher.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        """End a build that runs, and the thread."""
        self._is_stopped = True
        self._process.stop()
        self._watcher.wake()
        self._thread.join()
        self._watcher.__exit__(*exception)

    def _run(self) -> None:
        while not self._is_stopped:
            now = take_snapshot(self._folders)
            changes = list_changes(self._built, now)
            if changes:
                self._built = now  # what changes from here on is for the next build
                self._rebuild(changes)
            else:
                self._watcher.wait()

    def _rebuild(self, changes: Sequence[Path]) -> None:
        if any(file.suffix == ".py" for file in changes):
            self._process.restart()
        report = self._process.build()
        if self._is_stopped:
            return
        if report and report.failure is None:
            files = self._name_files(changes)
            print(self._translate("live_built", files=files, seconds=f"{report.seconds:.1f}"), flush=True)
        self._tell(report)

    def _tell(self, report: Report | None) -> None:
        if report and report.failure is None:
            stamps = json.loads((self._site / STAMPS).read_text("utf-8"))
            self._news.tell(Standing(stamps))
            return
        print(self._translate("live_failed" if report else "live_ended"), flush=True)
        ended = in_both_locales([self._translate("live_ended")])
        self._news.tell(Standing(self._news.standing.stamps, (report and report.failure) or ended))

    def _name_files(self, changes: Sequence[Path]) -> str:
        bases = (self._content.parent, ROOT)
        names = [
            next((file.relative_to(base).as_posix() for base in bases if file.is_relative_to(base)), file.name)
            for file in changes
        ]
        more = len(names) - _NAMED_FILES
        return ", ".join(names[:_NAMED_FILES] + ([self._translate("live_more", count=more)] if more > 0 else []))
