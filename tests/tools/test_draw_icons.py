"""The icons that are kept are those that the tool draws."""

from __future__ import annotations

import pytest
from PIL import Image

from site_src.app.install import APPLE_ICON, FAVICON, ICON_SIZES_PX, name_icon
from site_src.project import ICONS
from tools.draw_icons import APPLE_ICON_SIZE_PX, draw_favicon, draw_icon

DRAWN = {
    APPLE_ICON: (APPLE_ICON_SIZE_PX, True),
    **{name_icon("any", size): (size, False) for size in ICON_SIZES_PX},
    **{name_icon("maskable", size): (size, True) for size in ICON_SIZES_PX},
}


@pytest.mark.parametrize(("name", "drawing"), DRAWN.items())
def test_what_is_kept_is_what_is_drawn(name: str, drawing: tuple[int, bool]) -> None:
    size_px, is_full_bleed = drawing
    with Image.open(ICONS / name) as kept:
        assert kept.convert("RGBA").tobytes() == draw_icon(size_px, is_full_bleed=is_full_bleed).tobytes()


def test_so_is_the_small_one() -> None:
    with Image.open(ICONS / FAVICON) as kept:
        assert kept.convert("RGBA").tobytes() == draw_favicon().convert("RGBA").tobytes()
