"""The building process: each line that it reads asks for a build, and the end of its input ends it.

It is a process of its own so that changed Python can be loaded by starting it anew, and lives on so that everything
else is built fast. It imports the site generator late: what is wrong there must be told, and not end it.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

from preview.crashes import report_crash
from preview.reports import Report, in_both_locales

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main(arguments: Sequence[str]) -> None:
    """Build on demand.

    Args:
        arguments: The descriptor to which reports are written, then what `build.py` takes.
    """
    descriptor, *order = arguments
    with os.fdopen(int(descriptor), "w", encoding="utf-8", buffering=1) as reports:
        build = _load_build(order)
        for _ in sys.stdin:
            reports.write(f"{build().write()}\n")


def _load_build(order: Sequence[str]) -> Callable[[], Report]:
    """What makes one build; if the site generator can't be loaded, what says so."""
    try:
        build: Callable[[], Report] = importlib.import_module("preview.site_build").SiteBuild(order).build
    except Exception as error:  # noqa: BLE001 - somebody is writing it just now
        failed = Report(0.0, in_both_locales([report_crash(error)]))
        return lambda: failed
    return build


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal that can't show Thai
    main(sys.argv[1:])
