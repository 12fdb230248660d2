"""Live previews: pages that reload themselves when what they show has changed, and say when the site can't be built."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from site_format.addresses import page_address
from site_format.live_preview import CHANGES, STAMPS
from site_src.bundle import bundle_script
from site_src.project import PWA
from site_src.site_folder import write_file, write_json

if TYPE_CHECKING:
    from pathlib import Path

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})


def make_live(staging: Path) -> None:
    """Give every page of the site at `staging` the script, and its stamp: a hash of the page and of all pictures.

    What else a page shows is in the page itself, or under a name that changes with it. The stamps are also written to a
    file, for the server to tell open pages what is true now.

    Raises:
        BuildError: esbuild is missing, or finds a mistake.
    """
    script = bundle_script(PWA / "preview/main.js", {"__CHANGES__": CHANGES}, "iife")
    address = f"/app/preview-{_shorten(hashlib.sha256(script.encode()))}.js"
    write_file(staging, address, script)
    pictures = _hash_pictures(staging)
    stamps = {}
    for file in sorted(staging.rglob("*.html")):
        page = file.read_text("utf-8")
        stamp = _shorten(hashlib.sha256(pictures + page.encode()))
        tag = f'<script src="{address}" data-stamp="{stamp}" defer></script>'
        before, end, after = page.rpartition("</body>")
        file.write_text(f"{before}{tag}{end}{after}", "utf-8")
        stamps[page_address(file.relative_to(staging).as_posix())] = stamp
    write_json(staging, STAMPS, stamps)


def _hash_pictures(staging: Path) -> bytes:
    digest = hashlib.sha256()
    for file in sorted(staging.rglob("*")):
        if file.suffix in _PICTURES:
            digest.update(file.read_bytes())
    return digest.digest()


def _shorten(digest: hashlib._Hash) -> str:
    return digest.hexdigest()[:16]
