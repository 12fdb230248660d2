"""Machines to set up, with registries on loopback."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tools.machine_copy import Machine, new_machine
from tests.tools.registries import serve_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """A machine on which nothing is set up yet."""
    with serve_folder(tmp_path) as address:
        yield new_machine(tmp_path, address)


@pytest.fixture(scope="module")
def empty_venv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with nothing but pip, made once, for it takes seconds."""
    folder = tmp_path_factory.mktemp("empty") / ".venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def ready(machine: Machine, empty_venv: Path) -> Machine:
    """A machine whose virtual environment is made already."""
    shutil.copytree(empty_venv, machine.project / ".venv", symlinks=True)
    return machine
