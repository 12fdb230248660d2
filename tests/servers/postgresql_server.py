"""A PostgreSQL server of the tests' own: in a folder of its own, on a socket in it, gone with it.

Debian's packages bring the programs (`python3 tools/setup.py test`). The server refuses to run as root, so root starts
it as the user that those packages make.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.machine.postgresql import find_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = (
    "fsync = off\nfull_page_writes = off\nlisten_addresses = ''\nmax_connections = 200\n"  # its folder is thrown away
)


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A server until the end of the `with` block; gives the address of an empty database of it."""
    programs = find_postgresql()
    assert programs, "There is no PostgreSQL: python3 tools/setup.py test says how to install it."
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="wian-pg-"))  # a short path, for a socket's may have 107 characters
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        run(
            programs / "initdb",
            "--auth=trust",
            "--username=wian",
            "--encoding=UTF8",
            "--no-locale",
            "-D",
            data,
            user=user,
        )
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        log = folder / "log"
        run(programs / "pg_ctl", "-D", data, "-l", log, "-o", f"-k {folder}", "-w", "start", user=user)
        try:
            yield f"postgresql://wian@/postgres?host={folder}"
        finally:
            run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", user=user)
    finally:
        shutil.rmtree(folder)


def run(*command: str | Path, user: str | None) -> None:
    """Run one of its programs."""
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
