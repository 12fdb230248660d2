"""PostgreSQL for the tests of the store, which start a server of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from .steps import say
from .system_packages import install_debian_packages, install_hint

DEBIAN_FOLDER = Path("/usr/lib/postgresql")
WAYS = {
    "apt-get": "sudo apt-get install postgresql",
    "dnf": "sudo dnf install postgresql-server",
    "pacman": "sudo pacman -S postgresql",
    "brew": "brew install postgresql@17",
}


def find_postgresql() -> Path | None:
    """The folder with the newest server's programs."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    of_debian = sorted(DEBIAN_FOLDER.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return of_debian[-1].parent if of_debian else None


def ensure_postgresql() -> None:
    """A server, from Debian's packages if it is missing and they are there."""
    if find_postgresql() is None and shutil.which("apt-get"):
        say("installing PostgreSQL from the system's packages")
        install_debian_packages("postgresql")
    if find_postgresql() is None:
        raise install_hint("the tests of the store need PostgreSQL, which this machine does not have", WAYS)
