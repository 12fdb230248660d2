"""What makes the site installable: a manifest per language, and icons drawn from geometry."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from site_format.addresses import address
from site_format.locales import LOCALES

if TYPE_CHECKING:
    from pathlib import Path

    from site_format.locales import Locale
    from site_src.model import BuildOptions, Content

ACCENT = "#0b5e68"
PAPER = "#f6f5f1"

ICON_SIZES_PX = (192, 512)
APPLE_ICON_SIZE_PX = 180
_OVERSAMPLING = 4  # Pillow draws without antialiasing, so icons are drawn larger and shrunk

# The mark: a letter that goes round. Lengths are parts of the icon's edge, angles in degrees clockwise from three
# o'clock.
_RADIUS = 0.28
_STROKE = 0.075
_ARC_FROM, _ARC_TO = -60, 225
_HEAD = 0.15
_CORNER = 0.2
_LINES = ((-0.095, 0.12), (0.0, 0.12), (0.095, 0.04))  # how far below the middle, and where each ends right of it
_LINE_START = -0.12
_LINE_STROKE = 0.05


def write_install(content: Content, options: BuildOptions, staging: Path) -> None:  # noqa: ARG001 - every writer's signature
    """Write the manifests and the icons into the site at `staging`."""
    for locale in LOCALES:
        folder = staging if locale == "th" else staging / locale
        folder.mkdir(parents=True, exist_ok=True)
        manifest = json.dumps(describe_app(content, locale), ensure_ascii=False, indent=1)
        (folder / "manifest.webmanifest").write_text(f"{manifest}\n", "utf-8")
    icons = staging / "icons"
    icons.mkdir(exist_ok=True)
    for size_px in ICON_SIZES_PX:
        draw_icon(size_px, is_full_bleed=False).save(icons / f"icon-{size_px}.png", optimize=True)
        draw_icon(size_px, is_full_bleed=True).save(icons / f"maskable-{size_px}.png", optimize=True)
    draw_icon(APPLE_ICON_SIZE_PX, is_full_bleed=True).save(icons / "apple-touch-icon.png", optimize=True)


def describe_app(content: Content, locale: Locale) -> dict[str, object]:
    """The web app manifest in `locale`; each language installs as an app of its own.

    Source: W3C Web Application Manifest.
    """
    start = address("/", locale)
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
            {"src": f"/icons/{name}-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, purpose in (("icon", "any"), ("maskable", "maskable"))
            for size in ICON_SIZES_PX
        ],
    }


def draw_icon(size_px: int, *, is_full_bleed: bool) -> Image.Image:
    """The icon: lines of writing in a circular arrow, white on the site's colour.

    Args:
        size_px: Its edge.
        is_full_bleed: Whether the colour fills the square, for systems that cut their own shape out of it; the mark
            lies within the safe zone, the inner 80 %. Otherwise the corners are round and clear.
    """
    edge = size_px * _OVERSAMPLING
    icon = Image.new("RGBA", (edge, edge), (0, 0, 0, 0))
    pen = ImageDraw.Draw(icon)
    corner = 0 if is_full_bleed else edge * _CORNER
    pen.rounded_rectangle((0, 0, edge - 1, edge - 1), corner, fill=ACCENT)
    middle, outer, half = edge / 2, edge * (_RADIUS + _STROKE / 2), edge * _STROKE / 2
    box = (middle - outer, middle - outer, middle + outer, middle + outer)
    pen.arc(box, _ARC_FROM, _ARC_TO, fill="white", width=round(2 * half))
    x, y = _point(edge, _ARC_FROM, _RADIUS)
    pen.ellipse((x - half, y - half, x + half, y + half), fill="white")
    pen.polygon(_find_head(edge), fill="white")
    for below, end in _LINES:
        top = edge * (0.5 + below - _LINE_STROKE / 2)
        line = (edge * (0.5 + _LINE_START), top, edge * (0.5 + end), top + edge * _LINE_STROKE)
        pen.rounded_rectangle(line, edge * _LINE_STROKE / 2, fill="white")
    return icon.resize((size_px, size_px), Image.Resampling.LANCZOS)


def _point(edge: float, angle: float, radius: float) -> tuple[float, float]:
    turn = math.radians(angle)
    return edge * (0.5 + radius * math.cos(turn)), edge * (0.5 + radius * math.sin(turn))


def _find_head(edge: float) -> list[tuple[float, float]]:
    """The arrow's head: its base across the end of the arc, its tip ahead of it."""
    x, y = _point(edge, _ARC_TO, _RADIUS)
    ahead = math.radians(_ARC_TO + 90)
    tip = (x + edge * _HEAD * math.cos(ahead), y + edge * _HEAD * math.sin(ahead))
    return [_point(edge, _ARC_TO, _RADIUS - _HEAD * 0.72), tip, _point(edge, _ARC_TO, _RADIUS + _HEAD * 0.72)]
