"""The whole standard library for the browser's Python, compiled by pyodide-build, so that no phone has to."""

from __future__ import annotations

import io
import os
import sys
import tempfile
import zipfile
from pathlib import Path

from site_src.command import run_command

_EPOCH = (1980, 1, 1, 0, 0, 0)
_DATES = "1640995200"  # 2022-01-01: for what the compiler dates, so that the same source gives the same bytes


def compile_library(library: Path, *, is_deflated: bool) -> bytes:
    """A zip file with bytecode in the place of each source of the zip file `library`, always the same to the byte.

    Args:
        library: A zip file with Python source.
        is_deflated: As `site_src.python.archive.make_archive` takes it.

    Raises:
        BuildError: pyodide-build is missing or failed; its output is in the text.
    """
    pyodide = Path(sys.executable).with_name("pyodide")  # beside this Python, also where it is not on the PATH
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / library.name
        work.write_bytes(_copy(library, zipfile.ZIP_STORED))
        fixed = {"SOURCE_DATE_EPOCH": _DATES, "PYTHONHASHSEED": "0"}
        command = [str(pyodide), "py-compile", str(work), "--silent"]
        run_command(command, "Python for the browser can't be made", os.environ | fixed)
        return _copy(work, zipfile.ZIP_DEFLATED if is_deflated else zipfile.ZIP_STORED)


def _copy(archive: Path, method: int) -> bytes:
    """A zip file with every date fixed and its files in order."""
    made = io.BytesIO()
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(made, "w") as copy:
        for name in sorted(given.namelist()):
            copy.writestr(zipfile.ZipInfo(name, _EPOCH), given.read(name), method, compresslevel=9)
    return made.getvalue()
