"""The folder that becomes the site: its files, found by the addresses under which they will be served."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from site_format.addresses import file_path

if TYPE_CHECKING:
    from pathlib import Path


def find_file(root: Path, address: str) -> Path:
    """The file below `root` that is served at the root-relative `address`."""
    return root / file_path(address)


def write_file(root: Path, address: str, data: str | bytes) -> None:
    """Write what is to be served at `address`, and the folders that it needs."""
    file = find_file(root, address)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def write_json(root: Path, address: str, data: object) -> None:
    """Write `data` as JSON, as short as it gets."""
    write_file(root, address, json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def write_hashed_script(folder: Path, name: str, script: str) -> str:
    """Write a script into `folder`, the site's `app/`, under a name that changes with what is in it; its address."""
    file = folder / f"{name}-{hashlib.sha256(script.encode()).hexdigest()[:16]}.js"
    file.write_text(script, "utf-8")
    return f"/app/{file.name}"
