"""Zip files of Python for the browser: compiled, so that a phone need not, and always the same to the byte."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from site_src.errors import BuildError
from site_src.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_EPOCH = 1_640_995_200  # 2022-01-01; every date inside, so that the same source gives the same bytes
_EPOCH_IN_ZIP = (2022, 1, 1, 0, 0, 0)


def compile_archive(archive: Path) -> None:
    """Put bytecode for Python 3.13 in the place of the source in a wheel or zip file; a wheel's name changes with it.

    Raises:
        BuildError: pyodide-build is missing or failed; its output is in the text.
    """
    run_python(["-c", "from pyodide_build.cli.py_compile import main; main()", str(archive), "--silent"])


def settle_archive(archive: Path, target: Path, left_out: frozenset[str] = frozenset()) -> None:
    """Copy a zip file with every date fixed and its files in order, without the top-level names in `left_out`."""
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(given.namelist()):
            if name.partition("/")[0].removesuffix(".py") not in left_out:
                made.writestr(zipfile.ZipInfo(name, _EPOCH_IN_ZIP), given.read(name), zipfile.ZIP_DEFLATED)


def run_python(arguments: list[str]) -> None:
    """Run this Python with fixed dates for whatever it writes.

    Raises:
        BuildError: It failed; its output is in the text.
    """
    command = [sys.executable, *arguments]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(_EPOCH), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own tools
    if done.returncode != 0:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise BuildError("Python for the browser can't be made", said)


def hash_files(files: Iterable[Path]) -> str:
    """16 hexadecimal digits that change with the files' names and bytes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
