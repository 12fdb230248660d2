"""The units of `deploy/`: systemd takes them, they are shut off from the rest, and what they start is understood."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from backend.command_line import make_parser
from backend.delivery.settings import read_settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = DEPLOY / "systemd"
SYSTEM_UNITS = Path("/usr/lib/systemd/system")
STARTED = ("wian-serve@8000.service", "wian-send.service", "wian-backup.service")
PYTHON = "/opt/wian/.venv/bin/python -m backend "
MOST_EXPOSED = 2.0  # of 10, as systemd-analyze counts; a unit that says nothing of it has 9.6


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("systemd-analyze")
    assert program, "There is no systemd-analyze: python3 tools/setup.py test says how to install it."
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The files of a machine on which Wian was installed as deploy/README.md says, as far as units name them."""
    shutil.copytree(UNITS, tmp_path / "etc/systemd/system")
    (tmp_path / "usr/lib/systemd").mkdir(parents=True)
    shutil.copytree(SYSTEM_UNITS, tmp_path / "usr/lib/systemd/system", symlinks=True)
    (tmp_path / "lib").symlink_to("usr/lib")
    python = tmp_path / "opt/wian/.venv/bin/python"
    python.parent.mkdir(parents=True)
    shutil.copy("/bin/true", python)
    return tmp_path


def read_commands() -> list[str]:
    texts = [file.read_text("utf-8") for file in sorted(UNITS.glob("*.service"))]
    return [command for text in texts for command in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)]


def test_systemd_finds_nothing_wrong(machine: Path) -> None:
    checked = analyze("verify", f"--root={machine}", *STARTED, "wian-backup.timer")
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


@pytest.mark.parametrize("unit", STARTED)
def test_units_are_shut_off_from_the_rest_of_the_machine(machine: Path, unit: str) -> None:
    judged = analyze("security", "--offline=true", f"--root={machine}", "--no-pager", unit)
    [exposure] = re.findall(r"exposure level for .*: (\d+\.\d)", judged.stdout)
    assert float(exposure) <= MOST_EXPOSED


def test_what_units_start_is_understood() -> None:
    commands = read_commands()
    assert len(commands) == len(STARTED)
    for command in commands:
        assert command.startswith(PYTHON)
        make_parser().parse_args(shlex.split(command.removeprefix(PYTHON).replace("%i", "8000")))


def test_the_examples_of_settings_are_understood() -> None:
    settings = dict(
        line.split("=", 1)
        for line in (DEPLOY / "send.env").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    )
    assert read_settings(settings | {"WIAN_SMTP_PASSWORD": "secret"}).smtp is not None
    named = set(re.findall(r"\{\$(\w+)", (DEPLOY / "Caddyfile").read_text("utf-8")))
    assert set(re.findall(r"^(\w+)=", (DEPLOY / "caddy.env").read_text("utf-8"), re.MULTILINE)) <= named
