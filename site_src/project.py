"""Where things stand in the project: every folder and file that the build reads from or keeps something in."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PWA = ROOT / "pwa"

NODE_MODULES = ROOT / "node_modules"
ESBUILD = NODE_MODULES / "esbuild" / "bin" / "esbuild"
PYODIDE = NODE_MODULES / "pyodide"
PURGECSS = NODE_MODULES / "purgecss" / "bin" / "purgecss.js"

_PAGES = ROOT / "site_src" / "pages"
PAGE_TEMPLATES = _PAGES / "templates"
THEME = _PAGES / "theme"
LOOK = _PAGES / "look"

_APP = ROOT / "site_src" / "app"
APP_TEMPLATES = _APP / "templates"
ICONS = _APP / "icons"

CACHE = ROOT / ".cache"
"""What a build keeps for the next one; all of it can be deleted at any time."""
BUILD_LOCK = CACHE / "build.lock"
KEPT_BROTLI = CACHE / "brotli"
KEPT_PYTHON = CACHE / "python"
KEPT_STYLES = CACHE / "styles"
KEPT_TEMPLATES = CACHE / "templates"

OWN_NODE = CACHE / "nodejs" / "bin" / "node"
"""Where set-up puts Node if the machine has none."""
