"""Pages of a live preview carry what reloads them; those of any other build carry nothing of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from site_format.live_preview import STAMPS
from site_src.publish.live_pages import make_live

if TYPE_CHECKING:
    from pathlib import Path

TAG = re.compile(r'<script src="(/app/preview-[0-9a-f]{16}\.js)" data-stamp="([0-9a-f]{16})" defer></script></body>')


def make_site(root: Path, text: str = "text", picture: bytes = b"picture") -> dict[str, str]:
    """A small site made live; its stamps."""
    for name, data in {
        "index.html": f"<body>{text}</body>".encode(),
        "en/r/x/index.html": b"<body>form</body>",
        "404.html": b"<body>none</body>",
        "events/x/plan.png": picture,
        "app/other.js": b"",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    make_live(root)
    return json.loads((root / STAMPS).read_text("utf-8"))


def test_every_page_loads_the_script_and_knows_its_own_stamp(tmp_path: Path) -> None:
    stamps = make_site(tmp_path)
    assert list(stamps) == ["/404.html", "/en/r/x/", "/"]
    for address, stamp in stamps.items():
        file = tmp_path / address.removeprefix("/") / ("index.html" if address.endswith("/") else "")
        found = TAG.search(file.read_text("utf-8"))
        assert found
        assert (tmp_path / found[1].removeprefix("/")).is_file()
        assert found[2] == stamp


def test_a_stamp_changes_with_the_page_and_with_pictures_and_not_else(tmp_path: Path) -> None:
    before = make_site(tmp_path / "before")
    assert make_site(tmp_path / "same") == before
    text = make_site(tmp_path / "text", text="other")
    assert [address for address in before if text[address] != before[address]] == ["/"]
    picture = make_site(tmp_path / "picture", picture=b"other")
    assert [address for address in before if picture[address] == before[address]] == []
