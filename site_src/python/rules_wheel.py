"""The rule book as a wheel for the browser's Python, with the lock file whose SHA-256 it is checked against."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename
from pyodide_lock import InfoSpec, PackageSpec, PyodideLockSpec

from site_src.project import KEPT_RULES, PYODIDE, ROOT
from site_src.python import archive as python_archive
from site_src.python.archive import compile_archive, copy_reproducibly, hash_files, run_tool

PACKAGE = "registration_rules"
LOCK_NAME = "pyodide-lock.json"

# Whatever the wheel's bytes depend on, so that a rebuild without a change is a copy.
_SOURCES = (ROOT / "pyproject.toml", PYODIDE / "package.json", Path(__file__), Path(python_archive.__file__))


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
    kept = KEPT_RULES / hash_files([*_SOURCES, *sorted((ROOT / PACKAGE).rglob("*.py"))])
    if not (kept / LOCK_NAME).exists():
        KEPT_RULES.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT_RULES) as scratch:
            wheel = _make_wheel(Path(scratch))
            finished = Path(scratch) / "finished"
            finished.mkdir()
            copy_reproducibly(wheel, finished / wheel.name)
            _write_lock(finished / wheel.name)
            shutil.rmtree(kept, ignore_errors=True)
            finished.rename(kept)
    return RulesFolder(kept, f"rules-{hash_files(sorted(kept.iterdir()))}", str(canonicalize_name(PACKAGE)))


def _make_wheel(folder: Path) -> Path:
    """The wheel, with bytecode in the place of its source: a phone need not compile it."""
    options = ["--no-deps", "--no-build-isolation", "--no-cache-dir", "--quiet", "--wheel-dir", str(folder)]
    run_tool([sys.executable, "-m", "pip", "wheel", str(ROOT), *options])
    compile_archive(next(folder.glob("*.whl")))
    return next(folder.glob("*.whl"))


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
