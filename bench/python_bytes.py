"""What Python costs a phone on its way: every file that the rules need, and what is kept apart for the rare case.

    .venv/bin/python -m bench.python_bytes

Built by the real build; sizes in bytes, as they are and with brotli at its best, as the backend sends them. "stock" is
Pyodide as its npm package brings it, whose library is compressed already.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import brotli

from site_src.app.rules_worker import write_rules_worker
from site_src.project import PYODIDE
from site_src.python.runtime import WHOLE

STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")


def main() -> None:
    """Print a line for each file, and the sums."""
    with tempfile.TemporaryDirectory() as folder:
        app = Path(folder)
        write_rules_worker(app, is_deflated=False)
        files = sorted(file for file in app.rglob("*") if file.is_file())
        print("                                                         raw    brotli")
        print_files("every phone", app, [file for file in files if not is_whole(app, file)])
        print_files("whole", app, [file for file in files if is_whole(app, file)])
        print_files("stock", PYODIDE, [PYODIDE / name for name in STOCK])


def is_whole(app: Path, file: Path) -> bool:
    return file.relative_to(app).as_posix().startswith(WHOLE)


def print_files(title: str, root: Path, files: list[Path]) -> None:
    sizes = [(file.stat().st_size, compress(file)) for file in files]
    for file, (raw, small) in zip(files, sizes, strict=True):
        print(f"  {file.relative_to(root)!s:50}{raw:10,}{small:10,}")
    print(f"{title:52}{sum(raw for raw, _ in sizes):10,}{sum(small for _, small in sizes):10,}")


def compress(file: Path) -> int:
    """Bytes with brotli, or as they are where that doesn't help."""
    data = file.read_bytes()
    return min(len(data), len(brotli.compress(data, quality=11)))


if __name__ == "__main__":
    main()
