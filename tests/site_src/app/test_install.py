"""Manifests and icons."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from site_src.app.install import ACCENT, APPLE_ICON, FAVICON, ICON_SIZES_PX, name_icon, write_install
from site_src.load import load_content
from site_src.project import ICONS
from tests.own_event import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SAFE_RADIUS = 0.4  # of the edge: what no system cuts off


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_install(load_content(PROJECT), folder)
    return folder


@pytest.mark.parametrize(("path", "name", "start"), [("", "เวียน", "/"), ("en/", "Wian", "/en/")])
def test_each_language_installs_under_its_own_name(installed: Path, path: str, name: str, start: str) -> None:
    manifest = json.loads((installed / f"{path}manifest.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["short_name"]) == (name, name)
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == (start, start, "/")
    for icon in manifest["icons"]:
        with Image.open(installed / icon["src"].removeprefix("/")) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
    purposes = [(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]]
    assert purposes == [(purpose, size) for purpose in ("any", "maskable") for size in ("192x192", "512x512")]


def test_every_icon_that_is_kept_is_in_the_site_and_no_other(installed: Path) -> None:
    kept = {file.name: file.read_bytes() for file in ICONS.iterdir()}
    assert {file.name: file.read_bytes() for file in (installed / "icons").iterdir()} == kept
    named = {name_icon(purpose, size) for purpose in ("any", "maskable") for size in ICON_SIZES_PX}
    assert set(kept) == {*named, APPLE_ICON, FAVICON}


def test_the_icon_that_apple_cuts_to_its_shape_is_full_to_its_corners() -> None:
    with Image.open(ICONS / APPLE_ICON) as image:
        assert image.size == (180, 180)
        assert image.convert("RGBA").getextrema()[3] == (255, 255)


@pytest.mark.parametrize("size", ICON_SIZES_PX)
def test_a_maskable_icon_is_full_to_its_corners_and_keeps_its_mark_in_the_safe_zone(size: int) -> None:
    with Image.open(ICONS / name_icon("maskable", size)) as image:
        icon = image.convert("RGBA")
    outside = {
        icon.getpixel((x, y))
        for x in range(size)
        for y in range(size)
        if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (SAFE_RADIUS * size) ** 2
    }
    assert outside == {(*bytes.fromhex(ACCENT.removeprefix("#")), 255)}


@pytest.mark.parametrize("size", ICON_SIZES_PX)
def test_an_icon_to_be_shown_as_it_is_has_clear_corners(size: int) -> None:
    with Image.open(ICONS / name_icon("any", size)) as image:
        assert image.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0)
