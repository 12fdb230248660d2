"""What makes the site installable: a manifest per language, and the icons, which `tools/draw_icons.py` has drawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from site_format.addresses import home_page, icon_file, manifest
from site_format.locales import LOCALES
from site_src.project import ICONS
from site_src.site_folder import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from site_format.locales import Locale
    from site_src.model import Content

ACCENT = "#0b5e68"
PAPER = "#f6f5f1"

ICON_SIZES_PX = (192, 512)
APPLE_ICON = "apple-touch-icon.png"
FAVICON = "favicon.png"
"""Small, for every page loads it."""

type Purpose = Literal["any", "maskable"]
_PURPOSES: tuple[Purpose, ...] = ("any", "maskable")


def write_install(content: Content, staging: Path) -> None:
    """Write the manifests and the icons into the site at `staging`."""
    for locale in LOCALES:
        text = json.dumps(describe_app(content, locale), ensure_ascii=False, indent=1)
        write_file(staging, manifest(locale), f"{text}\n")
    for icon in sorted(ICONS.iterdir()):
        write_file(staging, icon_file(icon.name), icon.read_bytes())


def name_icon(purpose: Purpose, size_px: int) -> str:
    """The file of an icon."""
    return f"{'icon' if purpose == 'any' else purpose}-{size_px}.png"


def describe_app(content: Content, locale: Locale) -> dict[str, object]:
    """The web app manifest in `locale`; each language installs as an app of its own.

    Source: W3C Web Application Manifest.
    """
    start = home_page(locale)
    return {
        "id": start,
        "start_url": start,
        "scope": "/",
        "lang": locale,
        "dir": "ltr",
        "name": content.site.name.get(locale),
        "short_name": content.site.name.get(locale),
        "description": content.site.description.get(locale),
        "display": "standalone",
        "theme_color": ACCENT,
        "background_color": PAPER,
        "icons": [
            {
                "src": icon_file(name_icon(purpose, size)),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for purpose in _PURPOSES
            for size in ICON_SIZES_PX
        ],
    }
