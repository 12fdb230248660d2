"""The rule book as a wheel for the browser's Python, with the lock file whose SHA-256 it is checked against."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, parse_wheel_filename
from pyodide_lock import InfoSpec, PackageSpec, PyodideLockSpec

from site_src.errors import BuildError
from site_src.python_runtime import PYODIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "rules"
PACKAGE = "registration_rules"
LOCK_NAME = "pyodide-lock.json"

# Whatever the wheel's bytes depend on, so that a rebuild without a change is a copy.
_SOURCES = (ROOT / "pyproject.toml", PYODIDE / "package.json", Path(__file__))
_EPOCH = 1_640_995_200  # 2022-01-01; every date inside the wheel, so that the same source gives the same bytes
_EPOCH_IN_ZIP = (2022, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RulesFolder:
    """The wheel and its lock file, ready to be copied into a site.

    Attributes:
        path: The folder; it holds these two files and nothing else.
        name: The folder's name in the site, with the hash of what is in it.
        package: The wheel's name in the lock file.
    """

    path: Path
    name: str
    package: str


def build_rules() -> RulesFolder:
    """Build the wheel, or take it from `.cache/rules/` if it was built from the same source before.

    Raises:
        BuildError: A tool is missing or failed; its output is in the text.
    """
    kept = CACHE / _hash_files([*_SOURCES, *sorted((ROOT / PACKAGE).rglob("*.py"))])
    if not (kept / LOCK_NAME).exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            wheel = _make_wheel(Path(scratch))
            finished = Path(scratch) / "finished"
            finished.mkdir()
            _settle_archive(wheel, finished / wheel.name)
            _write_lock(finished / wheel.name)
            shutil.rmtree(kept, ignore_errors=True)
            finished.rename(kept)
    return RulesFolder(kept, f"rules-{_hash_files(sorted(kept.iterdir()))}", str(canonicalize_name(PACKAGE)))


def _make_wheel(folder: Path) -> Path:
    """The wheel, with bytecode in the place of its source: a phone need not compile it."""
    pip = [sys.executable, "-m", "pip", "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    _run([*pip, "--quiet", "--wheel-dir", str(folder)])
    plain = next(folder.glob("*.whl"))
    compile_command = "from pyodide_build.cli.py_compile import main; main()"
    _run([sys.executable, "-c", compile_command, str(plain), "--silent"])
    return next(folder.glob("*.whl"))


def _run(command: list[str]) -> None:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(_EPOCH), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own tools
    if done.returncode != 0:
        said = f"{done.stdout}\n{done.stderr}".strip()
        raise BuildError("registration_rules/: the wheel for the browser can't be built", said)


def _settle_archive(archive: Path, target: Path) -> None:
    """Copy a zip file with every date fixed and its files in order; py-compile writes the time of day into it."""
    with zipfile.ZipFile(archive) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(given.namelist()):
            made.writestr(zipfile.ZipInfo(name, _EPOCH_IN_ZIP), given.read(name), zipfile.ZIP_DEFLATED)


def _write_lock(wheel: Path) -> None:
    stock = json.loads((PYODIDE / LOCK_NAME).read_text("utf-8"))
    version = str(parse_wheel_filename(wheel.name)[1])
    package = PackageSpec(
        name=PACKAGE,
        version=version,
        file_name=wheel.name,
        install_dir="site",
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        imports=[PACKAGE],
    )
    lock = PyodideLockSpec(info=InfoSpec.from_dict(stock["info"]), packages={str(canonicalize_name(PACKAGE)): package})
    lock.check_wheel_filenames()
    lock.to_json(wheel.parent / LOCK_NAME)


def _hash_files(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
