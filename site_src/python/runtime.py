"""Pyodide: Python for the browser, as its npm package brings it, as far as a phone needs it."""

# ruff: noqa: SIM905 - three lines of names read better than forty quoted strings

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from site_src.errors import BuildError
from site_src.project import KEPT_PYODIDE, PYODIDE
from site_src.python import archive as python_archive
from site_src.python.archive import compile_archive, copy_reproducibly, hash_files

# Left out: the lock file of the packages that we don't ship, source maps, consoles, types.
_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
_STDLIB = "python_stdlib.zip"

# What no rule can want: other protocols and formats, processes, debugging, documentation. It is a third of the library,
# about as much as bytecode is larger than source, and bytecode halves the time until the rules are ready.
_UNUSED = frozenset(
    "_pyio _pyrepl configparser csv ctypes difflib doctest ensurepip ftplib html http idlelib imaplib ipaddress "
    "lib2to3 mailbox multiprocessing optparse pdb pickletools plistlib poplib profile pstats pydoc pydoc_data smtplib "
    "socketserver sqlite3 statistics tkinter tomllib tracemalloc turtle turtledemo unittest venv wave webbrowser "
    "wsgiref xml xmlrpc".split()
)


@dataclass(frozen=True, slots=True)
class PythonRuntime:
    """Pyodide as written into a site.

    Attributes:
        files: All of it.
        stdlib: The one that holds the standard library.
        wasm: The one that holds the interpreter.
    """

    files: tuple[Path, ...]
    stdlib: Path
    wasm: Path


def read_pyodide_version() -> str:
    """The version of the Pyodide that is installed.

    Raises:
        BuildError: It is not installed.
    """
    try:
        version: str = json.loads((PYODIDE / "package.json").read_text("utf-8"))["version"]
    except FileNotFoundError:
        raise BuildError(
            "Pyodide is missing in node_modules/",
            "Run `python3 tools/setup.py build`, or `npm ci` in the project's folder.",
        ) from None
    return version


def write_pyodide(folder: Path) -> PythonRuntime:
    """Write Pyodide into `folder`; the standard library's name changes with what is in it.

    Raises:
        BuildError: The standard library can't be compiled.
    """
    folder.mkdir(parents=True)
    copies = {name: folder / name for name in _FILES}
    for name, copy in copies.items():
        shutil.copyfile(PYODIDE / name, copy)
    kept = _make_stdlib()
    stdlib = folder / f"python_stdlib-{hash_files([kept])}.zip"
    shutil.copyfile(kept, stdlib)
    return PythonRuntime((*copies.values(), stdlib), stdlib, copies["pyodide.asm.wasm"])


def _make_stdlib() -> Path:
    """The standard library without what is unused, compiled; from `.cache/pyodide/` if it was made before."""
    sources = (PYODIDE / _STDLIB, Path(__file__), Path(python_archive.__file__))
    kept = KEPT_PYODIDE / f"{hash_files(sources)}.zip"
    if not kept.exists():
        KEPT_PYODIDE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT_PYODIDE) as scratch:
            work, finished = Path(scratch) / _STDLIB, Path(scratch) / "finished.zip"
            copy_reproducibly(PYODIDE / _STDLIB, work, _UNUSED)
            compile_archive(work)
            copy_reproducibly(work, finished)
            finished.rename(kept)
    return kept
