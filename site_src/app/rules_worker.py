"""The Python worker of the registration page, with all that it fetches."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.bundle import bundle_script
from site_src.project import PWA
from site_src.python.download import measure_download
from site_src.python.profile import read_profile
from site_src.python.rules import write_rules
from site_src.python.runtime import Runtime, read_lock_info, write_runtime, write_scripts, write_whole
from site_src.site_folder import write_hashed_script

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class RulesWorker:
    """The Python worker as written: its address and what it downloads for its first check, in bytes on the way."""

    address: str
    download_bytes: int


@dataclass(frozen=True, slots=True)
class WorkerFiles:
    """What a worker fetches.

    Attributes:
        scripts: Pyodide's loader and its JavaScript side.
        used: The Python that it starts with.
        whole: The one that it turns to when that fails.
        rules: The archive of the rules.
    """

    scripts: tuple[Path, Path]
    used: Runtime
    whole: Runtime
    rules: Path


def write_rules_worker(folder: Path, *, is_deflated: bool) -> RulesWorker:
    """Write the worker, Pyodide and the rules into `folder`, the site's `app/`; names change with what they hold.

    Args:
        folder: Where to.
        is_deflated: Whether the server compresses no archive.

    Raises:
        BuildError: A tool is missing, or Pyodide is not the one of the profile.
    """
    scripts = write_scripts(folder)
    used = write_runtime(folder, read_profile(), is_deflated=is_deflated)
    files = WorkerFiles(
        scripts, used, write_whole(folder, is_deflated=is_deflated), write_rules(folder, is_deflated=is_deflated)
    )
    address = write_hashed_script(folder, "rules-worker", bundle_rules_worker(files))
    return RulesWorker(address, measure_download([*scripts, used.interpreter, used.library, files.rules]))


def bundle_rules_worker(files: WorkerFiles) -> str:
    """The worker's script for these files, which are in one `app/` folder."""
    app = files.rules.parent
    fetched = (files.used.interpreter, files.used.library, files.rules)
    loader, javascript = files.scripts
    values = {
        "LOADER_URL": _find_address(app, loader),
        "JAVASCRIPT_URL": _find_address(app, javascript),
        "USED_PYTHON": _describe_runtime(app, files.used),
        "WHOLE_PYTHON": _describe_runtime(app, files.whole),
        "RULES_URL": _find_address(app, files.rules),
        "LOCK_INFO": read_lock_info(),
        "INTEGRITY": {
            _find_address(app, file): _hash_integrity(file)
            for file in (*fetched, files.whole.interpreter, files.whole.library)
        },
        "TOTAL_BYTES": sum(file.stat().st_size for file in fetched),
    }
    return bundle_script(PWA / "rules/worker.js", values, external=("/app/*",))


def _describe_runtime(app: Path, runtime: Runtime) -> dict[str, str]:
    folder = _find_address(app, runtime.interpreter.parent)
    return {"folder": f"{folder}/", "library": _find_address(app, runtime.library)}


def _find_address(app: Path, file: Path) -> str:
    return f"/app/{file.relative_to(app).as_posix()}"


def _hash_integrity(file: Path) -> str:
    """What a browser is told to compare a file with; it refuses any other.

    Source: https://www.w3.org/TR/SRI/
    """
    return f"sha256-{b64encode(hashlib.sha256(file.read_bytes()).digest()).decode('ascii')}"
