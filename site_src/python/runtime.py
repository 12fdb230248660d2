"""Pyodide as a phone gets it: as much of its npm package as the rules were seen to use, and beside that the whole.

The part answers for the whole: where it lacks something it fails, and the worker starts again with the whole.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from site_src.errors import BuildError
from site_src.project import PYODIDE
from site_src.python import archive, bytecode, interpreter, relocations, wasm, whole_library
from site_src.python.archive import hash_bytes, hash_files, make_archive
from site_src.python.interpreter import prune_interpreter
from site_src.python.kept import keep
from site_src.python.profile import INTERPRETER, LIBRARY, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

# Left out: the lock file of the packages that we don't ship, source maps, consoles, types.
_SCRIPTS = ("pyodide.mjs", "pyodide.asm.js")
WHOLE = "python-whole-"
"""What the name of the folder with the whole begins with."""

_MAKERS = (
    *(Path(module.__file__ or "") for module in (archive, bytecode, interpreter, relocations, wasm)),
    Path(__file__),
)


@dataclass(frozen=True, slots=True)
class Runtime:
    """An interpreter and its standard library, in a folder of their own whose name changes with what is in it."""

    interpreter: Path
    library: Path


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


def read_lock_info() -> dict[str, str]:
    """What Pyodide wants to be told of the packages that there are, of which we have none."""
    info: dict[str, str] = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))["info"]
    return info


def write_scripts(folder: Path) -> tuple[Path, Path]:
    """Write Pyodide's loader and its JavaScript side, which both runtimes share; the paths in this order.

    Raises:
        BuildError: Pyodide is not installed.
    """
    scripts = folder / f"pyodide-{read_pyodide_version()}"
    scripts.mkdir(parents=True)
    loader, javascript = (Path(shutil.copyfile(PYODIDE / name, scripts / name)) for name in _SCRIPTS)
    return loader, javascript


def write_runtime(folder: Path, profile: Profile, *, is_deflated: bool) -> Runtime:
    """Write what `profile` says that is used.

    Args:
        folder: Where its own folder comes to be.
        profile: What is used.
        is_deflated: As `make_archive` takes it.

    Raises:
        BuildError: This Python is not the one whose bytecode the browser's Python reads.
    """
    key = hash_files([PYODIDE / INTERPRETER, PYODIDE / _SCRIPTS[1], *_MAKERS])
    used = hash_bytes(repr((profile.modules, sorted(profile.functions), is_deflated)).encode())
    library = keep(
        f"library-{key}-{used}", lambda: make_archive(read_sources(profile.modules), is_deflated=is_deflated)
    )
    pruned = keep(f"interpreter-{key}-{used}", lambda: _prune(profile))
    return _write(folder, "python-", {INTERPRETER: pruned, "library.pyz": library})


def write_whole(folder: Path, *, is_deflated: bool) -> Runtime:
    """Write the interpreter as Pyodide brings it, and all of its library, compiled; `is_deflated` as in `make_archive`.

    Raises:
        BuildError: pyodide-build, which compiles it, is missing or failed.
    """
    key = hash_files([PYODIDE / LIBRARY, Path(whole_library.__file__ or "")])
    name = f"whole-library-{key}-{'deflated' if is_deflated else 'stored'}"
    library = keep(name, lambda: whole_library.compile_library(PYODIDE / LIBRARY, is_deflated=is_deflated))
    return _write(folder, WHOLE, {INTERPRETER: (PYODIDE / INTERPRETER).read_bytes(), LIBRARY: library})


def read_sources(modules: Iterable[str] | None = None) -> dict[str, bytes]:
    """The source of modules of the standard library, by the names of their files; of all modules if None."""
    with zipfile.ZipFile(PYODIDE / LIBRARY) as library:
        files = {_name_module(name): name for name in library.namelist() if name.endswith(".py")}
        return {files[module]: library.read(files[module]) for module in (files if modules is None else modules)}


def _name_module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _prune(profile: Profile) -> bytes:
    return prune_interpreter(
        (PYODIDE / INTERPRETER).read_bytes(), (PYODIDE / _SCRIPTS[1]).read_text("utf-8"), profile.functions
    )


def _write(folder: Path, name: str, files: dict[str, bytes]) -> Runtime:
    own = folder / f"{name}{hash_bytes(*files.values())}"
    own.mkdir(parents=True)
    for file, content in files.items():
        (own / file).write_bytes(content)
    interpreter_file, library = (own / file for file in files)
    return Runtime(interpreter_file, library)
