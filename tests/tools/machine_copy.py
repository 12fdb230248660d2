"""A new machine: the set-up in an empty folder, with registries of a few small packages and commands of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.registries import add_npm_package, add_wheel

PROJECT = Path(__file__).parents[2]
PURPOSES = ("build", "serve", "test", "node", "uv")
BROWSER_COMMAND = "#!/usr/bin/env node\n"


@dataclass
class Machine:
    """A project folder, the registry's address, and what is on PATH."""

    root: Path
    address: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def project(self) -> Path:
        """Where Wian is."""
        return self.root / "project"

    @property
    def commands(self) -> Path:
        """The one folder on PATH."""
        return self.root / "commands"

    def add_command(self, name: str, script: str) -> None:
        """Put a shell script on PATH."""
        path = self.commands / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def require(self, purpose: str, *requirements: str) -> None:
        """Write a requirement file."""
        (self.project / "requirements" / f"{purpose}.txt").write_text("".join(requirements), encoding="utf-8")

    def start(self, purpose: str, python: str = sys.executable) -> subprocess.Popen[str]:
        """Begin the set-up in a process group of its own, its output in one pipe."""
        return subprocess.Popen(
            [python, "tools/setup.py", purpose],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def set_up(self, purpose: str = "build", python: str = sys.executable) -> tuple[int, str]:
        """Run the set-up; gives its exit code and all that it printed, and never a traceback."""
        process = self.start(purpose, python)
        output, _ = process.communicate(timeout=300)
        assert "Traceback" not in output, output
        return process.returncode, output

    def set_up_with(self, changes: dict[str, str]) -> tuple[int, str]:
        """Run the set-up with other settings this once."""
        other = Machine(self.root, self.address, self.environment | changes)
        return other.set_up()

    def run_installed(self, *command: str) -> str:
        """What a command of the environment that was set up prints."""
        path = self.project / ".venv" / "bin" / command[0]
        return subprocess.run([path, *command[1:]], capture_output=True, text=True, check=True).stdout


def new_machine(root: Path, address: str) -> Machine:
    """A machine with Python, node, npm and chromium, on which nothing of Wian is set up yet."""
    machine = Machine(root, address)
    shutil.copytree(PROJECT / "tools", machine.project / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / ".npmrc", machine.project)
    (machine.project / "requirements").mkdir()
    machine.commands.mkdir()
    for name in ("node", "npm"):
        found = shutil.which(name, path=f"{PROJECT / '.cache' / 'nodejs' / 'bin'}{os.pathsep}{os.environ['PATH']}")
        assert found, f"set Wian up first: no {name}"
        (machine.commands / name).symlink_to(found)
    machine.add_command("chromium", "true")
    for name in ("initdb", "caddy", "systemd-analyze"):
        machine.add_command(name, "true")
    write_packages(machine)
    machine.environment.update(registry_environment(machine))
    return machine


def write_packages(machine: Machine) -> None:
    """One package for Python and one for the browser side, in the registries and pinned here."""
    toy = add_wheel(machine.root, "toy", {"toy.py": "def main() -> None:\n    print('toy')\n"}, {"toy": "toy:main"})
    for purpose in PURPOSES:
        machine.require(purpose, toy)
    entry = add_npm_package(machine.root, machine.address, "esbuild", BROWSER_COMMAND)
    manifest = {"name": "wian", "dependencies": {"esbuild": "1.0.0"}}
    lock = {"name": "wian", "lockfileVersion": 3, "packages": {"": manifest, "node_modules/esbuild": entry}}
    (machine.project / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    (machine.project / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def registry_environment(machine: Machine) -> dict[str, str]:
    """Nothing of this machine's own settings, the loopback registries, and no second tries."""
    return {
        "PATH": str(machine.commands),
        "HOME": str(machine.root),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": f"{machine.address}/simple/",
        "PIP_CACHE_DIR": str(machine.root / "pip-cache"),
        "PIP_RETRIES": "0",
        "npm_config_registry": machine.address,
        "npm_config_cache": str(machine.root / "npm-cache"),
        "npm_config_fetch_retries": "0",
    }
