"""Bundles and minifies scripts and styles for the pages, through the esbuild that `node_modules/` holds."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Literal

from site_src.errors import BuildError
from site_src.project import NODE_MODULES, ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ESBUILD = NODE_MODULES / "esbuild" / "bin" / "esbuild"

# With what the scripts call: Chrome 88 and Safari 14, of 2020 and 2021. Older ones get the form without script.
TARGET = "es2020"


def bundle_script(
    entry: Path,
    define: Mapping[str, str] | None = None,
    fmt: Literal["esm", "iife"] = "esm",
    external: tuple[str, ...] = (),
) -> str:
    """One minified script made of `entry` and all that it imports, safe to stand inside a `<script>` element.

    Args:
        entry: The module to start from.
        define: Global names to replace, each by a JavaScript expression (JSON for values).
        fmt: `esm` for module scripts and module workers, `iife` for classic scripts.
        external: Import addresses to leave for the browser to load.

    Raises:
        BuildError: esbuild is missing, or finds a mistake; its text says where.
    """
    defined = [f"--define:{name}={expression}" for name, expression in (define or {}).items()]
    left_out = [f"--external:{address}" for address in external]
    return _run_esbuild(entry, [f"--format={fmt}", *defined, *left_out])


def define_values(values: Mapping[str, object]) -> dict[str, str]:
    """Values as `bundle_script` takes them for its `define`."""
    return {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}


def minify_style(path: Path) -> str:
    """The stylesheet at `path` with what it imports, minified.

    Raises:
        BuildError: esbuild is missing, or finds a mistake; its text says where.
    """
    return _run_esbuild(path, [])


def _run_esbuild(entry: Path, options: list[str]) -> str:
    if not ESBUILD.exists():
        raise BuildError(
            "esbuild is missing in node_modules/",
            "Run `python3 tools/setup.py build`, or `npm ci` in the project's folder.",
        )
    command = [str(ESBUILD), str(entry), "--bundle", "--minify", "--charset=utf8", f"--target={TARGET}"]
    command += ["--log-level=warning", "--color=false", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own tool
    if done.returncode != 0 or done.stderr:
        raise BuildError(f"{entry.relative_to(ROOT)}: esbuild can't bundle this", done.stderr.strip())
    return done.stdout.strip()
