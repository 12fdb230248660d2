"""What a live preview (`make serve`) agrees about: its build writes it, its server answers, nobody else knows."""

from __future__ import annotations

CHANGES = "/preview/changes"
"""Where an open page hears of changes, as server-sent events."""

STAMPS = "preview/stamps.json"
"""The file below the site's root that says of each page's address what it shows, as a stamp."""
