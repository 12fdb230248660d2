"""Python 3.13 in `.venv`, and its pinned packages."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from .steps import (
    CACHE,
    PROJECT,
    PURPOSES,
    VENV,
    CommandError,
    answers,
    ask,
    forget,
    is_done,
    mark_done,
    refuse_link,
    run,
    say,
)
from .system_packages import install_debian_packages, install_hint

PYTHON = (3, 13)
VERSION = ".".join(str(part) for part in PYTHON)
UNFINISHED = VENV / ".unfinished"
WAYS = {
    "apt-get": f"sudo apt-get install python{VERSION} python{VERSION}-venv"
    f"   (Ubuntu before 25.04: first sudo add-apt-repository ppa:deadsnakes/ppa)",
    "dnf": f"sudo dnf install python{VERSION}",
    "pacman": "sudo pacman -S uv && uv python install " + VERSION,
    "brew": f"brew install python@{VERSION}",
    "pyenv": f"pyenv install {VERSION}   (it need not be made the default)",
    "": f"uv python install {VERSION}   (uv: https://docs.astral.sh/uv/, also good without an administrator)",
}


def ensure_venv() -> None:
    """`.venv` with Python 3.13, from the machine if it has one, else fetched by uv."""
    if works(VENV / "bin" / "python") and not UNFINISHED.exists():
        return
    refuse_link(VENV)
    if VENV.exists():
        say(f"{VENV.name}/ is not of Python {VERSION}, or unfinished; making it anew")
        shutil.rmtree(VENV)
    found = find_python() or complete_python() or fetch_python()
    say(f"making .venv with Python {VERSION} from {found}")
    VENV.mkdir()
    UNFINISHED.touch()
    run(found, "-m", "venv", VENV)
    UNFINISHED.unlink()


def works(python: Path, modules: str = "venv, ensurepip, ssl") -> bool:
    """Whether `python` runs, is of the right version and can make a virtual environment."""
    # A pyenv shim exists for every version and fails when run, so only running it tells.
    program = f"import sys, {modules}; sys.exit(sys.version_info[:2] != {PYTHON})"
    return python.exists() and answers(python, "-c", program)


def candidates() -> list[Path]:
    """Where Python 3.13 may be: this very interpreter, on PATH, among pyenv's and uv's versions."""
    name = f"python{VERSION}"
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT", home / ".pyenv"))
    managed = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", home / ".local" / "share" / "uv" / "python"))
    return [
        Path(sys.executable),
        *(Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if folder),
        *sorted(pyenv.glob(f"versions/{VERSION}*/bin/{name}"), reverse=True),
        *sorted(managed.glob(f"cpython-{VERSION}*/bin/{name}"), reverse=True),
    ]


def find_python() -> Path | None:
    """A Python 3.13 that can make a virtual environment."""
    return next((candidate for candidate in candidates() if works(candidate)), None)


def complete_python() -> Path | None:
    """A Python 3.13 from which Debian has split off `venv`, with that installed."""
    if shutil.which("apt-get") is None or not any(works(candidate, "ssl") for candidate in candidates()):
        return None
    install_debian_packages(f"python{VERSION}-venv")
    return find_python()


def fetch_python() -> Path:
    """Python 3.13 fetched by uv: the machine's, or one that comes from a hashed requirement file."""
    say(f"this machine has no Python {VERSION}: asking uv to fetch one")
    try:
        uv = shutil.which("uv") or str(fetch_uv())
        run(uv, "python", "install", VERSION)
        return Path(ask(uv, "python", "find", "--managed-python", VERSION))
    except CommandError as error:
        say(str(error))
        raise install_hint(
            f"Wian needs Python {VERSION}; this machine has none, and none could be fetched", WAYS
        ) from None


def fetch_uv() -> Path:
    """The pinned uv, in an environment of its own."""
    uv = CACHE / "uv" / "bin" / "uv"
    if not uv.exists():
        if not answers(sys.executable, "-c", "import venv, ensurepip") and shutil.which("apt-get"):
            install_debian_packages("python3-venv")
        run(sys.executable, "-m", "venv", CACHE / "uv")
        pip_install(CACHE / "uv", PROJECT / "requirements" / "uv.txt")
    return uv


def pip_install(venv: Path, requirements: Path, *more: str | Path) -> None:
    """Install hashed requirements, nothing else, with that environment's own pip."""
    drop_unfinished_packages(venv)
    options = [*more, "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run(venv / "bin" / "python", "-m", "pip", "install", *options, "-r", requirements)


def drop_unfinished_packages(venv: Path) -> None:
    """Let pip install again what it was interrupted at: by itself it takes every package for whole that has a name."""
    for description in venv.glob("lib/python*/site-packages/*.dist-info"):
        if not (description / "INSTALLER").exists():  # pip writes it when everything else is there
            shutil.rmtree(description)


def ensure_python_packages(purpose: str) -> None:
    """The pinned Python packages of `purpose`; those of a larger one serve a smaller one too."""
    larger = PURPOSES[PURPOSES.index(purpose) :]
    if any(is_done(f"packages-{name}", requirement_file(name)) for name in larger):
        return
    refuse_link(VENV)
    say(f"installing the Python packages of requirements/{purpose}.txt (a few minutes the first time)")
    forget("packages-*")
    pip_install(VENV, requirement_file(purpose))
    mark_done(f"packages-{purpose}", requirement_file(purpose))


def requirement_file(purpose: str) -> Path:
    """`requirements/<purpose>.txt`."""
    return PROJECT / "requirements" / f"{purpose}.txt"
