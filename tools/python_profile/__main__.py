"""Record what the rules use of Pyodide, in a browser's worker, into `site_src/python/profile.json`.

    make python-profile

To be run when the rules come to use something else, or Pyodide is another; the build and the tests say so. It takes a
few minutes: the worker starts in several ways, answers the conformance table and generated requests, and what was
imported and called meanwhile is written down.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from site_src.app.rules_worker import WorkerFiles, bundle_rules_worker
from site_src.project import PYODIDE, ROOT
from site_src.python.archive import hash_bytes, make_archive
from site_src.python.profile import INTERPRETER, Profile, hash_pyodide, write_profile
from site_src.python.rules import PACKAGE
from site_src.python.runtime import Runtime, read_pyodide_version, read_sources, write_scripts
from tests.conformance.cases import load_cases
from tools.python_profile.browser import BrowserWorker, open_worker
from tools.python_profile.calls import note_calls
from tools.python_profile.inputs import GENERATED, generate_requests

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BATCH = 2000

# What browsers may lack: Pyodide then goes other ways.
LACKING = ([], ["WebAssembly.Suspending", "WebAssembly.promising"], ["WebAssembly.Exception"])

# The door of the rules as it is recorded: it also tells what was imported from the archive of the standard library.
_TELL_MODULES = """
_check = check
def check(text):
    if text != '"modules"': return _check(text)
    import sys
    found = ((name, getattr(module, "__spec__", None)) for name, module in list(sys.modules.items()))
    return json.dumps([name for name, spec in found if spec and str(spec.origin).startswith("/lib/python3")])
"""


def main() -> None:
    """Record the modules with the whole library, then the functions with those alone."""
    modules = record_modules()
    print(f"{len(modules)} modules are imported")
    functions = record_functions(modules)
    print(f"{len(functions)} functions are called")
    write_profile(Profile(read_pyodide_version(), hash_pyodide(), modules, functions))


def record_modules() -> tuple[str, ...]:
    """The modules that a start and every kind of request import."""
    door = {f"{PACKAGE}/json_door.py": (ROOT / PACKAGE / "json_door.py").read_bytes() + _TELL_MODULES.encode()}
    library, rules = make_archive(_read_compilable(), is_deflated=False), read_rules() | door
    with recorded_worker(library, make_archive(rules, is_deflated=False)) as worker:
        worker.check(list_cases())
        worker.check(list(generate_requests(0, BATCH)))
        [modules] = worker.check(['"modules"'])
    return tuple(modules)


def record_functions(modules: tuple[str, ...]) -> frozenset[int]:
    """The functions of the interpreter that are called, in all ways in which it can start."""
    called: frozenset[int] = frozenset()
    sources, rules = read_sources(modules), read_rules()
    for is_deflated in (False, True):
        archives = [make_archive(files, is_deflated=is_deflated) for files in (sources, rules)]
        for without in LACKING:
            count = 0 if is_deflated or without else GENERATED
            with recorded_worker(*archives, without=without) as worker:
                for requests in [list_cases(), *batched(generate_requests(0, count), BATCH, strict=False)]:
                    if not all("people" in answer for answer in worker.check(requests)):
                        raise SystemExit("A request was generated that no page sends; the profile would be of no use.")
                found = worker.read_called()
            print(f"deflated: {is_deflated}, without {without}: {len(found)}, new {len(found - called)}", flush=True)
            called |= found
    return called


def list_cases() -> list[str]:
    """The requests of the conformance table."""
    return [json.dumps(case.request) for case in load_cases()]


def read_rules() -> dict[str, bytes]:
    """The source of the rules by the names of their files."""
    return {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in (ROOT / PACKAGE).rglob("*.py")}


def _read_compilable() -> dict[str, bytes]:
    """The whole library, but for what tests of compilers want to be no Python."""
    return {name: source for name, source in read_sources().items() if "lib2to3" not in name}


@contextmanager
def recorded_worker(library: bytes, rules: bytes, without: Iterable[str] = ()) -> Iterator[BrowserWorker]:
    """A worker that has started, whose interpreter notes its calls, with nothing to turn to if it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        app = Path(scratch) / "app"
        (app / "python").mkdir(parents=True)
        files = {"python/library.pyz": library, f"rules-{hash_bytes(rules)}.pyz": rules}
        files[f"python/{INTERPRETER}"] = note_calls((PYODIDE / INTERPRETER).read_bytes())
        library_file, rules_file, interpreter = (_write(app / name, content) for name, content in files.items())
        used = Runtime(interpreter, library_file)
        script = bundle_rules_worker(WorkerFiles(write_scripts(app), used, used, rules_file))
        (app / "worker.js").write_text(script, "utf-8")
        shutil.copy(Path(__file__).with_name("recorder.js"), app)
        query = [("worker", "/app/worker.js"), *(("without", name) for name in without)]
        with (
            sync_playwright() as playwright,
            open_worker(playwright.chromium, Path(scratch), "/app/recorder.js", query) as worker,
        ):
            worker.wait_for_recorder()
            worker.start()
            yield worker


def _write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


if __name__ == "__main__":
    main()
