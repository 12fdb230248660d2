"""Where things stand in the project: every folder that the build reads from or keeps something in."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NODE_MODULES = ROOT / "node_modules"
PWA = ROOT / "pwa"

CACHE = ROOT / ".cache"
"""What a build keeps for the next one; all of it can be deleted at any time."""
