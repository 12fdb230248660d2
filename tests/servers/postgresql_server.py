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
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tools.machine.postgresql import find_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = (
    "fsync = off\nfull_page_writes = off\nlisten_addresses = ''\nmax_connections = 200\n"  # its folder is thrown away
)


@dataclass(frozen=True, slots=True)
class PostgreSQLServer:
    """A server that can be stopped and started again.

    Attributes:
        url: The address of an empty database of it.
        folder: Where its socket and log are.
        data: Its tables.
    """

    url: str
    folder: Path
    data: Path
    _programs: Path
    _user: str | None

    def start(self) -> None:
        """Start it; returns when it answers."""
        log, options = self.folder / "log", f"-k {self.folder}"
        control = self._programs / "pg_ctl"
        run(control, "-D", self.data, "-l", log, "-o", options, "-w", "start", user=self._user)

    def stop(self, mode: str = "immediate") -> None:
        """Stop it, `fast` in good order or at once; returns when it is gone."""
        run(self._programs / "pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", user=self._user)

    def create_database(self, name: str) -> str:
        """A new, empty database; gives its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")


@contextmanager
def running_postgresql() -> Iterator[str]:
    """A server until the end of the `with` block; gives the address of an empty database of it."""
    with postgresql_server() as server:
        yield server.url


@contextmanager
def postgresql_server(data: Path | None = None) -> Iterator[PostgreSQLServer]:
    """A running server, gone at the end of the `with` block; it must run then.

    Args:
        data: An empty folder for its tables, on a disk that a test may fill; its write-ahead log stays elsewhere. None
            for one of its own.
    """
    programs = find_postgresql()
    assert programs, "There is no PostgreSQL: python3 tools/setup.py test says how to install it."
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="wian-pg-"))  # a short path, for a socket's may have 107 characters
    tables = data or folder / "data"
    if user:
        for owned in (folder, data) if data else (folder,):
            shutil.chown(owned, user)
    try:
        made = ("--auth=trust", "--username=wian", "--encoding=UTF8", "--no-locale", "-X", folder / "wal", "-D", tables)
        run(programs / "initdb", *made, user=user)
        with (tables / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(SETTINGS)
        server = PostgreSQLServer(f"postgresql://wian@/postgres?host={folder}", folder, tables, programs, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def run(*command: str | Path, user: str | None) -> None:
    """Run one of its programs."""
    done = subprocess.run(command, user=user, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
