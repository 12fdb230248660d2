"""Brotli copies: smaller, of the same content, and quick the second time."""

from pathlib import Path

import brotli
import pytest

from site_src.publish import compress
from site_src.publish.compress import compress_files


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(compress, "KEPT_BROTLI", tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    root.mkdir()
    (root / "index.html").write_text("ทรายทอง " * 500, "utf-8")
    (root / "small.html").write_text("short", "utf-8")
    (root / "icon.png").write_bytes(b"x" * 5000)
    return root


def test_what_compresses_gets_a_copy_and_the_rest_does_not(site: Path) -> None:
    progress: list[tuple[int, int]] = []
    compress_files(site, lambda done, count: progress.append((done, count)))
    assert sorted(file.name for file in site.iterdir()) == ["icon.png", "index.html", "index.html.br", "small.html"]
    assert brotli.decompress((site / "index.html.br").read_bytes()) == (site / "index.html").read_bytes()
    assert progress == [(1, 1)]


def test_the_same_content_is_taken_from_the_cache(site: Path, own_cache: Path) -> None:
    compress_files(site, lambda _done, _count: None)
    (kept,) = own_cache.iterdir()
    kept.write_bytes(b"from the cache")
    compress_files(site, lambda _done, _count: None)
    assert (site / "index.html.br").read_bytes() == b"from the cache"
