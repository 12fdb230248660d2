"""How long a build takes when a site has many events.

    .venv/bin/python -m bench.many_events [COUNT …]

Every count is the sample event that many times, as folders of their own in a temporary project, loaded, checked and
published by the real build (twice; the second build finds what the first one kept). Times are processor seconds of this
process and the programs that it runs, so that other work on the machine counts less; the ratio is to the first row, and
one that stays at or below the count's own ratio means that nothing grows faster than the content.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from site_src.check import check_content
from site_src.load import load_content
from site_src.model import BuildOptions
from site_src.publish.steps import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parent.parent
COUNTS = (1, 50, 160)
OPTIONS = BuildOptions(now=datetime(2022, 1, 5, 2, tzinfo=UTC), is_preview=False)  # while the sample event is open
PARTS = ("load", "check", "publish", "publish again")


@dataclass(slots=True)
class Measurement:
    """What one count of events took: processor seconds by part, and how many templates jinja2 compiled."""

    seconds: dict[str, float] = field(default_factory=dict)
    compiled: int = 0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure a part."""
        before = sum(os.times()[:4])
        yield
        self.seconds[name] = sum(os.times()[:4]) - before


def main() -> None:
    """Print one line per number of events."""
    counts = tuple(map(int, sys.argv[1:])) or COUNTS
    print("events  " + "  ".join(f"{part + ', s':>16}  ratio" for part in PARTS) + "  templates compiled")
    first: Measurement | None = None
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            copy_events(Path(folder), count)
            measured = measure_build(Path(folder))
        first = first or measured
        columns = (
            f"{measured.seconds[part]:16.2f}  {measured.seconds[part] / first.seconds[part]:5.1f}" for part in PARTS
        )
        print(f"{count:6}  " + "  ".join(columns) + f"  {measured.compiled:18}")


def copy_events(root: Path, count: int) -> None:
    """Write the content of a project with the sample event `count` times into the folder `root`."""
    shutil.copytree(PROJECT / "content", root / "content")
    [sample] = (root / "content/events").iterdir()
    for number in range(2, count + 1):
        shutil.copytree(sample, sample.with_name(f"{sample.name}-{number}"))


def measure_build(root: Path) -> Measurement:
    """Build the project at `root`."""
    measured = Measurement()
    with count_compiled(measured):
        with measured.part("load"):
            content = load_content(root)
        with measured.part("check"):
            findings = tuple(check_content(content, root))
        for part in PARTS[2:]:
            with measured.part(part), redirect_stdout(StringIO()):
                publish(content, OPTIONS, findings, output=root / "site", translate=lambda key, **_params: key)
    return measured


@contextmanager
def count_compiled(measured: Measurement) -> Iterator[None]:
    """Count the templates that jinja2 compiles meanwhile."""
    compile_source = jinja2.Environment.compile

    def count(*arguments: object, **options: object) -> object:
        measured.compiled += 1
        return compile_source(*arguments, **options)  # type: ignore[call-overload]

    jinja2.Environment.compile = count  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        jinja2.Environment.compile = compile_source  # type: ignore[method-assign]


if __name__ == "__main__":
    main()
