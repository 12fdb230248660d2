"""Draws the site's icons into `site_src/app/icons/`, where they are kept: `.venv/bin/python tools/draw_icons.py`.

Run it after a change here or of the site's colour, look at the result and commit it. It needs Pillow.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from site_src.app.install import ACCENT, APPLE_ICON, FAVICON, ICON_SIZES_PX, name_icon  # noqa: E402
from site_src.project import ICONS  # noqa: E402

APPLE_ICON_SIZE_PX = 180
FAVICON_SIZE_PX = 32
FAVICON_COLOURS = 32
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


def main() -> None:
    """Draw every icon."""
    for size_px in ICON_SIZES_PX:
        draw_icon(size_px, is_full_bleed=False).save(ICONS / name_icon("any", size_px), optimize=True)
        draw_icon(size_px, is_full_bleed=True).save(ICONS / name_icon("maskable", size_px), optimize=True)
    draw_icon(APPLE_ICON_SIZE_PX, is_full_bleed=True).save(ICONS / APPLE_ICON, optimize=True)
    draw_favicon().save(ICONS / FAVICON, optimize=True)
    for file in sorted(ICONS.iterdir()):
        print(file.relative_to(ROOT))


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


def draw_favicon() -> Image.Image:
    """The small icon that every page loads, in few colours so that it is half a kilobyte."""
    return draw_icon(FAVICON_SIZE_PX, is_full_bleed=False).quantize(FAVICON_COLOURS, Image.Quantize.FASTOCTREE)


def _point(edge: float, angle: float, radius: float) -> tuple[float, float]:
    turn = math.radians(angle)
    return edge * (0.5 + radius * math.cos(turn)), edge * (0.5 + radius * math.sin(turn))


def _find_head(edge: float) -> list[tuple[float, float]]:
    """The arrow's head: its base across the end of the arc, its tip ahead of it."""
    x, y = _point(edge, _ARC_TO, _RADIUS)
    ahead = math.radians(_ARC_TO + 90)
    tip = (x + edge * _HEAD * math.cos(ahead), y + edge * _HEAD * math.sin(ahead))
    return [_point(edge, _ARC_TO, _RADIUS - _HEAD * 0.72), tip, _point(edge, _ARC_TO, _RADIUS + _HEAD * 0.72)]


if __name__ == "__main__":
    main()
