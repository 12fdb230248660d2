"""Reading what the client accepts and has."""

from __future__ import annotations

import pytest

from backend.built_site.negotiation import accepts_brotli, accepts_html, matches_etag, preferred_locale


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("gzip, deflate, br, zstd", True),
        ("BR", True),
        ("*", True),
        ("br;q=0.001", True),
        ("br;q=0", False),
        ("br; q=0.0, *", False),
        ("br;q=nonsense", False),
        ("gzip", False),
        ("", False),
        ("brotli", False),
    ],
)
def test_brotli(header: str, expected: bool) -> None:
    assert accepts_brotli(header) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        ("application/json, text/html;q=0", False),
        ("", False),
    ],
)
def test_pages_are_for_browsers_that_navigate(header: str, expected: bool) -> None:
    assert accepts_html(header) is expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("th-TH,th;q=0.9,en;q=0.8", "th"),
        ("en-GB, th;q=0.5", "en"),
        ("en;q=0.5, th", "th"),
        ("de, en;q=0.1", "en"),
        ("en;q=0", "th"),
        ("", "th"),
    ],
)
def test_language(header: str, expected: str) -> None:
    assert preferred_locale(header) == expected


def test_current_copies() -> None:
    assert matches_etag('W/"a", "b"', '"a"')
    assert matches_etag("*", '"a"')
    assert not matches_etag("", '"a"')
    assert not matches_etag('"b"', '"a"')
