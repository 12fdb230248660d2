"""systemd's own check of unit files, for the tests of `deploy/`; on Linux only, where systemd is."""

from __future__ import annotations

import shutil
import sys

from .steps import say
from .system_packages import install_debian_packages, install_hint

COMMAND = "systemd-analyze"
WAYS = {
    "apt-get": "sudo apt-get install systemd",
    "dnf": "sudo dnf install systemd",
    "pacman": "sudo pacman -S systemd",
}


def ensure_systemd_analyze() -> None:
    """`systemd-analyze`, from Debian's packages if it is missing and they are there."""
    if sys.platform != "linux":
        return
    if shutil.which(COMMAND) is None and shutil.which("apt-get"):
        say("installing systemd's tools from the system's packages")
        install_debian_packages("systemd")
    if shutil.which(COMMAND) is None:
        raise install_hint("the tests of deploy/ need systemd-analyze, which this machine does not have", WAYS)
