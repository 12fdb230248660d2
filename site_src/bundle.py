"""Bundles and minifies scripts and styles for the pages, through the esbuild that `node_modules/` holds."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from site_src.command import run_command
from site_src.errors import BuildError
from site_src.project import ESBUILD, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

# With what the scripts call: Chrome 88 and Safari 14, of 2020 and 2021. Older ones get the form without script.
TARGET = "es2020"


def bundle_script(
    entry: Path,
    values: Mapping[str, object] | None = None,
    fmt: Literal["esm", "iife"] = "esm",
    external: tuple[str, ...] = (),
) -> str:
    """One minified script made of `entry` and all that it imports, safe to stand inside a `<script>` element.

    Args:
        entry: The module to start from.
        values: What JSON can say, by the global name that stands for it in the modules.
        fmt: `esm` for module scripts and module workers, `iife` for classic scripts.
        external: Import addresses to leave for the browser to load.

    Raises:
        BuildError: esbuild is missing, or finds a mistake; its text says where.
    """
    options = [f"--format={fmt}", *(f"--external:{address}" for address in external)]
    with tempfile.TemporaryDirectory() as folder:
        return _run_esbuild(entry, [*options, *_pass_values(values or {}, Path(folder))])


def minify_style(path: Path) -> str:
    """The stylesheet at `path` with what it imports, minified.

    Raises:
        BuildError: esbuild is missing, or finds a mistake; its text says where.
    """
    return _run_esbuild(path, [])


def _pass_values(values: Mapping[str, object], folder: Path) -> list[str]:
    """The options that give `values` to esbuild.

    Single values are defined, so that branches on them are decided at once. Lists and tables grow with the content
    and a command line does not, so they come from a module in `folder`, which esbuild injects.
    """
    options, exports = [], []
    for name, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, (dict, list)):
            exports.append(f"export const {name} = {text};\n")
        else:
            options.append(f"--define:{name}={text}")
    if exports:
        module = folder / "values.js"
        module.write_text("".join(exports), "utf-8")
        options.append(f"--inject:{module}")
    return options


def _run_esbuild(entry: Path, options: list[str]) -> str:
    if not ESBUILD.exists():
        raise BuildError(
            "esbuild is missing in node_modules/",
            "Run `python3 tools/setup.py build`, or `npm ci` in the project's folder.",
        )
    command = [str(ESBUILD), str(entry), "--bundle", "--minify", "--charset=utf8", f"--target={TARGET}"]
    command += ["--log-level=warning", "--color=false", *options]
    return run_command(command, f"{entry.relative_to(ROOT)}: esbuild can't bundle this", is_quiet=True).strip()
