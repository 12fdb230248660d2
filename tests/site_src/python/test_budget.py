"""What Python costs a phone on its way, file by file: `budget.json` says how many bytes that may be."""

from __future__ import annotations

import json
from pathlib import Path

from site_src.app.rules_worker import write_rules_worker
from site_src.publish.compress import compress_files
from site_src.python.runtime import WHOLE

BUDGET: dict[str, int] = json.loads(Path(__file__).with_name("budget.json").read_text("utf-8"))


def test_every_file_keeps_to_its_budget(tmp_path: Path) -> None:
    write_rules_worker(tmp_path, is_deflated=False)
    for file in tmp_path.glob(f"{WHOLE}*/*"):
        file.unlink()
    compress_files(tmp_path, lambda _done, _count: None)
    sizes = {find_kind(file): file.stat().st_size for file in tmp_path.rglob("*.br")}
    assert sizes.keys() == BUDGET.keys()
    assert {kind: (size, BUDGET[kind]) for kind, size in sizes.items() if size > BUDGET[kind]} == {}


def find_kind(file: Path) -> str:
    """`rules.pyz` of `rules-0123456789abcdef.pyz.br`, and so on."""
    name = file.name.removesuffix(".br")
    return name if "-" not in name else f"{name.rpartition('-')[0]}.{name.rpartition('.')[2]}"
