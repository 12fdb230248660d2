"""Pyodide: Python for the browser, as its npm package brings it, as far as a phone needs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from site_src.errors import BuildError

PYODIDE = Path(__file__).resolve().parent.parent / "node_modules" / "pyodide"

# Left out: the lock file of the packages that we don't ship, source maps, consoles, types.
FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


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


def write_pyodide(folder: Path) -> None:
    """Copy Pyodide into `folder`."""
    folder.mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(PYODIDE / name, folder / name)
