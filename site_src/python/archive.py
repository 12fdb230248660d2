"""Zip files of Python for the browser: compiled, so that a phone need not, and always the same to the byte."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from site_src.command import run_command

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH = 1_640_995_200  # 2022-01-01; every date inside, so that the same source gives the same bytes
_EPOCH_IN_ZIP = (2022, 1, 1, 0, 0, 0)


def compile_archive(archive: Path) -> None:
    """Put bytecode for Python 3.13 in the place of the source in a wheel or zip file; a wheel's name changes with it.

    Raises:
        BuildError: pyodide-build is missing or failed; its output is in the text.
    """
    pyodide = Path(sys.executable).with_name("pyodide")  # beside this Python, also where it is not on the PATH
    run_tool([str(pyodide), "py-compile", str(archive), "--silent"])


def copy_reproducibly(archive: Path, target: Path, left_out: frozenset[str] = frozenset()) -> None:
    """Copy a zip file with every date fixed and its files in order, without the top-level names in `left_out`."""
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(given.namelist()):
            if name.partition("/")[0].removesuffix(".py") not in left_out:
                made.writestr(zipfile.ZipInfo(name, _EPOCH_IN_ZIP), given.read(name), zipfile.ZIP_DEFLATED)


def run_tool(command: list[str]) -> None:
    """Run a program that writes the same bytes each time: with fixed dates, and sets in a fixed order.

    Raises:
        BuildError: It failed; its output is in the text.
    """
    fixed = {"SOURCE_DATE_EPOCH": str(_EPOCH), "PYTHONHASHSEED": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run_command(command, "Python for the browser can't be made", os.environ | fixed)


def hash_files(files: Iterable[Path]) -> str:
    """16 hexadecimal digits that change with the files' names and bytes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
