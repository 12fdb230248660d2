"""Change the code a little, hundreds of times, and show the changes that no test notices.

    make mutants                 the rules, the backend's use cases and store, the queue of the app
    make mutants SIDE=python     only the first three, with mutmut
    make mutants SIDE=pwa        only the queue, with Stryker

Works on copies in `.cache/mutants/`, so no tracked file is touched. Each run starts afresh, for a changed test may
notice what it did not before; it takes an hour or more on two cores.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from machine.node import node_environment
from machine.python import pip_install
from machine.steps import CACHE, PROJECT, VENV, SetupError, digest, run, say
from mutation.outcomes import KILLED, Mutant, find_line, print_report, read_diff, read_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDER = CACHE / "mutants"
MUTMUT_VENV = FOLDER / "venv"
STRYKER = FOLDER / "stryker"
SETTINGS = PROJECT / "requirements" / "mutants"


def main(arguments: list[str]) -> int:
    """Try the mutants of the named sides, both if none is named, and print what survived; 0 if the trial was whole."""
    sides: dict[str, Callable[[], list[Mutant]]] = {"python": try_python, "pwa": try_pwa}
    if unknown := set(arguments) - set(sides):
        print(f"mutants: {', '.join(sorted(unknown))}: not one of {', '.join(sides)}", file=sys.stderr)
        return 2
    try:
        mutants = [mutant for side in arguments or sides for mutant in sides[side]()]
    except SetupError as error:
        print(f"mutants: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print_report(mutants)
    return 0


def copy_project(target: Path) -> None:
    """Lay a copy of the files that git knows or would add, at `target`; what was there is removed."""
    shutil.rmtree(target, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, target / name)


def call(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> None:
    """Run a mutation tester, its progress shown; it fails only if it could not try the mutants."""
    if subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=False).returncode != 0:
        raise SetupError(f"{command[0]} did not finish; what it says is above.")


def is_installed(folder: Path, lock: Path) -> bool:
    """Whether `folder` holds what this lock file says."""
    stamp = folder / "installed.sha256"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest(lock)


def mark_installed(folder: Path, lock: Path) -> None:
    """Remember that `folder` holds what this lock file says."""
    (folder / "installed.sha256").write_text(digest(lock), encoding="ascii")


# Python: mutmut, whose settings stand in pyproject.toml


def try_python() -> list[Mutant]:
    """The mutants of the Python side."""
    ensure_mutmut()
    project = FOLDER / "python"
    copy_project(project)
    name_what_tests_read(project)
    mutmut = MUTMUT_VENV / "bin" / "mutmut"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    call(mutmut, "run", "--max-children", str(os.cpu_count() or 1), cwd=project, env=environment)
    listed = subprocess.run(
        [mutmut, "results", "--all", "true"], cwd=project, capture_output=True, text=True, check=True
    )
    outcomes = dict(re.findall(r"^ +(\S+): (.+)$", listed.stdout, re.MULTILINE))
    return [describe_mutant(project, name, outcome) for name, outcome in outcomes.items()]


def name_what_tests_read(project: Path) -> None:
    """Let mutmut copy all of the project beside what it changes, for a test may read any file of it."""
    settings = project / "pyproject.toml"
    names = json.dumps(sorted(path.name for path in project.iterdir()))
    head = "[tool.mutmut]\n"
    text = settings.read_text(encoding="utf-8").replace(head, f"{head}also_copy = {names}\n")
    settings.write_text(text, encoding="utf-8")


def ensure_mutmut() -> None:
    """The pinned mutmut in an environment of its own, which sees the packages of `.venv` too."""
    requirements = PROJECT / "requirements" / "mutants.txt"
    if is_installed(MUTMUT_VENV, requirements):
        return
    say("installing mutmut, for this only")
    run(VENV / "bin" / "python", "-m", "venv", "--clear", MUTMUT_VENV)
    pip_install(MUTMUT_VENV, requirements)
    packages = next(MUTMUT_VENV.glob("lib/python*/site-packages"))
    theirs = VENV / packages.relative_to(MUTMUT_VENV)
    (packages / "wian.pth").write_text(f"{theirs.resolve()}\n", encoding="utf-8")
    mark_installed(MUTMUT_VENV, requirements)


def describe_mutant(project: Path, name: str, outcome: str) -> Mutant:
    """Where the mutant `module.x_function__mutmut_3` or `module.xǁClassǁmethod__mutmut_3` is, and what it changes."""
    module, _, mangled = name.rpartition(".")
    file = f"{module.replace('.', '/')}.py"
    if not (project / file).exists():
        file = f"{module.replace('.', '/')}/__init__.py"
    if outcome == KILLED:
        return Mutant(file, 0, "", outcome)
    answer = subprocess.run(
        [MUTMUT_VENV / "bin" / "mutmut", "show", name], cwd=project, capture_output=True, text=True, check=True
    )
    offset, change = read_diff(answer.stdout)
    function = mangled.split("__mutmut_")[0]
    path = function.split("ǁ")[1:] or [function.removeprefix("x_")]
    return Mutant(file, find_line((project / file).read_text(encoding="utf-8"), path) + offset, change, outcome)


# The registration app: Stryker, whose settings and packages stand in requirements/mutants/


def try_pwa() -> list[Mutant]:
    """The mutants of the queue."""
    ensure_stryker()
    project = FOLDER / "pwa"
    copy_project(project)
    (project / "node_modules").symlink_to(STRYKER / "node_modules")
    stryker = project / "node_modules" / ".bin" / "stryker"
    call(stryker, "run", SETTINGS / "stryker.json", cwd=project, env=node_environment())
    return read_report(json.loads((project / "report.json").read_text(encoding="utf-8")))


def ensure_stryker() -> None:
    """The pinned Stryker in a folder of its own."""
    lock = SETTINGS / "package-lock.json"
    if is_installed(STRYKER, lock):
        return
    say("installing Stryker, for this only")
    STRYKER.mkdir(parents=True, exist_ok=True)
    for path in (SETTINGS / "package.json", lock):
        shutil.copy(path, STRYKER)
    environment = node_environment()
    npm = shutil.which("npm", path=environment["PATH"]) or "npm"
    call(npm, "ci", "--ignore-scripts", "--loglevel=error", cwd=STRYKER, env=environment)
    mark_installed(STRYKER, lock)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
