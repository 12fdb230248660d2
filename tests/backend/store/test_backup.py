"""The README's own command for a backup, in both languages, while the backend runs, and what a restored one holds."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from backend.store.opening import open_store
from backend.store.schema import submissions
from backend.store.sqlite import FILE_NAME

if TYPE_CHECKING:
    from tests.backend.conftest import Phone

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("readme", ["README.md", "README.th.md"])
def test_a_backup_is_made_and_restored_as_the_readme_says(tmp_path: Path, phone: Phone, readme: str) -> None:
    [command] = re.findall(r"^    (umask .*VACUUM INTO.*)$", (ROOT / readme).read_text("utf-8"), re.MULTILINE)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    receipt = phone.register(0)["receipt"]
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, timeout=60)
    phone.register(1)  # after the backup

    backup = tmp_path / "backup.sqlite3"
    assert oct(backup.stat().st_mode & 0o777) == "0o600"
    with closing(sqlite3.connect(backup)) as copied:
        assert copied.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    restored = tmp_path / "restored"
    restored.mkdir()
    (restored / FILE_NAME).write_bytes(backup.read_bytes())
    with closing(open_store(restored)) as store, store.reading() as connection:
        assert connection.execute(select(submissions.c.receipt)).scalars().all() == [receipt]
