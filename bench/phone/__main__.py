"""What a visit costs a cheap phone on slow 3G, beside plain HTML, mkdocs-material and stock Pyodide.

    .venv/bin/python -m bench.phone [--runs 5] [--only event|form|python|drops|tasks]

The line has 400 kbit/s and 400 ms there and back for all that the browser opens; the whole browser has a sixth of a
core, where this machine lets it. The longest tasks are measured on a quick line, with a main thread that is six times
slower. Figures are medians of phones with nothing stored, and of their second visits; what counts are ratios.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.phone.opponents import write_opponents
from bench.phone.slow_browser import may_slow
from bench.phone.visits import SLOW_3G, SLOW_THREAD, Visit, phone
from bench.serving import PROJECT, serving
from site_src.load import load_content

if TYPE_CHECKING:
    from bench.phone.visits import Conditions

AS_OF = "2022-01-05T09:00+07:00"
EVENT = "ita-lao-2565"
DROP_EVERY_BYTES = 200_000
USABLE = "form [role=combobox], form button"
TITLES = ("line kB", "page kB", "requests", "paint s", "usable s", "ready s", "task ms", "shift", "CPU s")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is measured: of Wian's server, or of the other."""

    name: str
    path: str
    is_ours: bool = False
    has_python: bool = False


OUR_EVENT = Page("Wian, event", f"/events/{EVENT}/", is_ours=True)
OUR_FORM = Page("Wian, form", f"/r/{EVENT}/", is_ours=True)
OUR_PYTHON = Page("Wian, form with Python", OUR_FORM.path, is_ours=True, has_python=True)
PLAIN_EVENT, PLAIN_FORM = Page("plain HTML, event", "/plain/event/"), Page("plain HTML, form", "/plain/form/")
MATERIAL = Page("mkdocs-material, event", "/material/event/")
PYODIDE = Page("stock Pyodide", "/pyodide/", has_python=True)


@dataclass(frozen=True, slots=True)
class Topic:
    """Pages that are measured beside each other, each so often by one phone."""

    pages: tuple[Page, ...]
    conditions: Conditions = SLOW_3G
    visits: int = 2


TOPICS = {
    "event": Topic((OUR_EVENT, PLAIN_EVENT, MATERIAL)),
    "form": Topic((OUR_FORM, PLAIN_FORM)),
    "python": Topic((OUR_PYTHON, PYODIDE)),
    "drops": Topic((OUR_PYTHON,), replace(SLOW_3G, drop_every_bytes=DROP_EVERY_BYTES), visits=1),
    "tasks": Topic((OUR_EVENT, OUR_FORM, OUR_PYTHON, MATERIAL, PLAIN_FORM), SLOW_THREAD),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """The two servers, by port, and the text that says that Python is ready."""

    ours: int
    others: int
    ready: str

    def measure(self, page: Page, topic: Topic) -> list[Visit]:
        """The visits of one phone, one after the other."""
        port = self.ours if page.is_ours else self.others
        until = "ready" if page.has_python else "quiet"
        with phone(port, topic.conditions, ready=self.ready, usable=USABLE, saves_data=not page.has_python) as visitor:
            return [visitor.visit(page.path, until=until) for _ in range(topic.visits)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.phone")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=TOPICS, action="append", help="may be given several times")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        print("building the site and what it is measured beside …", flush=True)
        bench = start_servers(Path(name), stack)
        print(f"medians of {options.runs}; the browser has {'a sixth of a core' if may_slow() else 'whole cores'}")
        for topic in options.only or TOPICS:
            print(f"\n{topic:28}" + "".join(f"{title:>10}" for title in TITLES), flush=True)
            show(bench, TOPICS[topic], options.runs)


def start_servers(folder: Path, stack: ExitStack) -> Bench:
    """Build everything below `folder` and serve it as long as `stack` is open."""
    site, others = folder / "site", folder / "others"
    build = ["build.py", "--as-of", AS_OF, "--base-url", "http://localhost:8000", "--output", str(site)]
    subprocess.run([sys.executable, *build], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    write_opponents(others, site, EVENT)
    folders = ["--site", str(site), "--data", str(folder / "var")]
    ours = stack.enter_context(serving(["-m", "backend", "serve", "--port", "0", "--as-of", AS_OF, *folders]))
    other = stack.enter_context(serving(["-m", "bench.phone.opponents", str(others)]))
    return Bench(ours.port, other.port, load_content(PROJECT).messages["th"]["app.rules.ready"])


def show(bench: Bench, topic: Topic, runs: int) -> None:
    """Measure the pages in turn, so that what else the machine does meets all, and print their medians."""
    measured: dict[Page, list[list[Visit]]] = {page: [] for page in topic.pages}
    for _ in range(runs):
        for page in topic.pages:
            measured[page].append(bench.measure(page, topic))
    for page, phones in measured.items():
        for number, same in enumerate(zip(*phones, strict=True)):
            print_line(f"{page.name}{', again' if number else ''}", take_medians(same))


def take_medians(visits: tuple[Visit, ...]) -> Visit:
    """The median of each figure by itself."""
    return Visit(*(median(getattr(visit, field.name) for visit in visits) for field in fields(Visit)))


def print_line(name: str, visit: Visit) -> None:
    """One line of the table; what was not seen is a dash."""
    times = [f"{ms / 1000:.2f}" if ms else "–" for ms in (visit.paint_ms, visit.usable_ms, visit.ready_ms)]
    shown = [f"{visit.line_bytes / 1000:.1f}", f"{visit.page_bytes / 1000:.1f}", f"{visit.requests:.0f}", *times]
    shown += [f"{visit.longest_ms:.0f}", f"{visit.shift:.3f}", f"{visit.cpu_s:.2f}"]
    print(f"{name:28}" + "".join(f"{text:>10}" for text in shown), flush=True)


if __name__ == "__main__":
    main()
