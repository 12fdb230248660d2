"""Where the templates of the app's pages and their style are."""

from __future__ import annotations

from pathlib import Path

APP_TEMPLATES = Path(__file__).parent / "templates"
