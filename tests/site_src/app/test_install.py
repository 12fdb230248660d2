"""Manifests and icons."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from site_src.app.install import ACCENT, draw_icon, write_install
from site_src.load import load_content
from site_src.model import BuildOptions

PROJECT = Path(__file__).parents[3]
OPTIONS = BuildOptions(now=datetime(2022, 1, 5, tzinfo=UTC), is_preview=True)
SAFE_RADIUS = 0.4  # of the edge: what no system cuts off


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_install(load_content(PROJECT), OPTIONS, folder)
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


def test_icons_are_the_same_to_the_byte() -> None:
    assert draw_icon(192, is_full_bleed=True).tobytes() == draw_icon(192, is_full_bleed=True).tobytes()


def test_a_maskable_icon_is_full_to_its_corners_and_keeps_its_mark_in_the_safe_zone() -> None:
    size = 192
    icon = draw_icon(size, is_full_bleed=True)
    accent = (*bytes.fromhex(ACCENT.removeprefix("#")), 255)
    outside = [
        icon.getpixel((x, y))
        for x in range(size)
        for y in range(size)
        if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (SAFE_RADIUS * size) ** 2
    ]
    assert set(outside) == {accent}
    assert draw_icon(size, is_full_bleed=False).getpixel((0, 0)) == (0, 0, 0, 0)
