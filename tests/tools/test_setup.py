"""`tools/setup.py` on new machines, with registries on loopback: what it brings, and what it says when it cannot."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tools.machine_copy import PROJECT, Machine
from tests.tools.registries import FolderHandler, add_wheel, serve_folder

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable


def state_of(folder: Path) -> dict[str, int]:
    """When each file of a folder was last written."""
    return {str(path): path.lstat().st_mtime_ns for path in folder.rglob("*") if "__pycache__" not in path.parts}


def kill(process: subprocess.Popen[str]) -> None:
    """End a set-up and all that it started, as pulling the plug does."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def wait_for(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Until something is so, while the set-up runs."""
    while not is_so():
        assert process.poll() is None, process.communicate()


def test_a_new_machine_is_set_up_and_a_second_run_does_nothing(machine: Machine) -> None:
    code, output = machine.set_up("test")
    assert (code, machine.run_installed("toy")) == (0, "toy\n"), output
    assert (machine.project / "node_modules" / ".bin" / "esbuild").exists()
    assert output.splitlines() == [
        f"setup: making .venv with Python 3.13 from {sys.executable}",
        "setup: installing the Python packages of requirements/test.txt (a few minutes the first time)",
        "setup: installing the browser side's packages of package-lock.json",
        *[line for line in output.splitlines() if not line.startswith("setup: ")],
        "setup: ready; make test proves it, make serve shows it",
    ]
    before = state_of(machine.project)
    assert machine.set_up("test") == (0, "setup: ready; make test proves it, make serve shows it\n")
    assert machine.set_up("serve") == (0, "setup: ready; make serve shows the site\n")
    assert state_of(machine.project) == before


def test_an_environment_that_was_half_made_is_made_anew(machine: Machine) -> None:
    process = machine.start("build")
    wait_for((machine.project / ".venv" / "bin" / "python").exists, process)
    kill(process)
    assert not (machine.project / ".venv" / "bin" / "pip").exists()
    code, output = machine.set_up()
    assert (code, machine.run_installed("toy")) == (0, "toy\n"), output


def test_a_download_that_was_cut_off_goes_on(ready: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()
    monkeypatch.setitem(FolderHandler.stalled, "/simple/toy/toy-1.0-py3-none-any.whl", asked)
    process = ready.start("build")
    wait_for(asked.is_set, process)
    kill(process)
    monkeypatch.undo()
    code, output = ready.set_up()
    assert (code, ready.run_installed("toy")) == (0, "toy\n"), output


def test_a_package_that_was_half_installed_is_installed_again(ready: Machine) -> None:
    assert ready.set_up()[0] == 0
    packages = next((ready.project / ".venv").glob("lib/python*/site-packages"))
    (packages / "toy-1.0.dist-info" / "INSTALLER").unlink()
    (packages / "toy.py").write_text("half", encoding="utf-8")
    (ready.project / ".venv" / ".packages-build.sha256").unlink()
    code, output = ready.set_up()
    assert (code, ready.run_installed("toy")) == (0, "toy\n"), output


def test_going_back_to_earlier_requirements_installs_them_again(ready: Machine) -> None:
    both = (ready.project / "requirements" / "test.txt").read_text(encoding="utf-8")
    other = add_wheel(ready.root, "other", {"other.py": ""})
    assert ready.set_up("test")[0] == 0
    ready.require("build", other)
    ready.require("test", both, other)
    assert ready.set_up("build")[0] == 0
    ready.require("test", both)
    assert "installing the Python packages of requirements/test.txt" in ready.set_up("test")[1]


@pytest.mark.parametrize("name", [".venv", "node_modules"])
def test_what_another_checkout_works_with_is_left_as_it_is(ready: Machine, name: str) -> None:
    others = ready.root / "others" / name
    others.mkdir(parents=True)
    (others / "in-use").touch()
    own = ready.project / name
    if own.exists():
        shutil.copytree(own, others, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(own)
    own.symlink_to(others)
    before = state_of(others)
    code, output = ready.set_up()
    assert code == 1
    assert f"{name} is a link to {others}" in output
    assert state_of(others) == before


def test_a_package_that_differs_from_the_pinned_one_is_named_and_not_installed(ready: Machine) -> None:
    pinned = add_wheel(ready.root, "other", {"other.py": ""})
    ready.require("build", pinned[:-3] + "00\n")
    code, output = ready.set_up()
    assert code == 1
    assert "other==1.0" in output
    assert "what was fetched is not what Wian pins" in output
    assert not list((ready.project / ".venv").glob("lib/python*/site-packages/other*"))
    assert not (ready.project / "node_modules").exists()


def test_a_browser_package_that_differs_from_the_pinned_one_is_named_and_not_installed(ready: Machine) -> None:
    lock = ready.project / "package-lock.json"
    lock.write_text(lock.read_text(encoding="utf-8").replace("sha512-", "sha512-AAAA"), encoding="utf-8")
    code, output = ready.set_up()
    assert code == 1
    assert "the checksum is that of node_modules/esbuild in package-lock.json" in output
    assert "what was fetched is not what Wian pins" in output
    assert not (ready.project / "node_modules" / "esbuild").exists()


@pytest.mark.parametrize(("variable", "ready_part"), [("PIP_INDEX_URL", ""), ("npm_config_registry", "toy")])
def test_without_a_network_it_says_what_to_do_and_later_goes_on(ready: Machine, variable: str, ready_part: str) -> None:
    with serve_folder(ready.root) as gone:
        pass
    code, output = ready.set_up_with({variable: gone})
    assert code == 1
    assert "the package registry was not reached" in output
    assert "HTTPS_PROXY" in output
    assert "the same command again" in output
    code, output = ready.set_up()
    assert code == 0, output
    assert ("Python packages" in output) is not bool(ready_part)


SETUP_MODULES = [PROJECT / "tools" / "setup.py", *sorted((PROJECT / "tools" / "machine").glob("*.py"))]


@pytest.mark.parametrize("module", SETUP_MODULES, ids=lambda path: path.name)
def test_no_newer_syntax_than_python_3_9(module: Path) -> None:
    ast.parse(module.read_text(encoding="utf-8"), feature_version=(3, 9))


def oldest_python() -> str:
    """The oldest Python from 3.9 on that this machine has; in the end the one that runs the tests."""
    folders = [*os.environ["PATH"].split(os.pathsep), *Path.home().glob(".pyenv/versions/*/bin")]
    paths = [Path(folder) / f"python3.{minor}" for minor in range(9, 13) for folder in folders]
    return str(next((path for path in paths if path.exists() and path.parent.name == "bin"), sys.executable))


def test_it_runs_in_the_oldest_python(ready: Machine) -> None:
    code, output = ready.set_up("test", oldest_python())
    assert code == 0, output
