"""What the service worker keeps, and how it knows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from site_src.app.service_worker import collect_precache, hash_files, list_large_files, list_pages, list_values
from site_src.app.site_script import render_site_script
from site_src.errors import BuildError
from site_src.load import load_content
from site_src.model import BuildOptions
from site_src.pages.page_survey import survey_pages
from tests.own_event import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

OPEN = BuildOptions(now=datetime(2022, 1, 5, tzinfo=UTC), is_preview=True)
OVER = replace(OPEN, now=datetime(2022, 2, 5, tzinfo=UTC))
ALWAYS = ["/", "/privacy/", "/receipts/", "/offline/"]
OF_THE_EVENT = [
    "/events/water-safety-2565/",
    "/events/water-safety-2565/event.ics",
    "/events/water-safety-2565/poster/",
    "/r/water-safety-2565/",
]


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    """A site of one page that needs a style that needs an image."""
    files = {
        "index.html": """<link rel="stylesheet" href="look.css?v=1"><link rel="canonical" href="/other/">
            <img src="//elsewhere.example/x.png"><script src="app/a.js"></script><a href="/other/">…</a>""",
        "look.css": """a { background: url("images/a.png") } b { background: url(data:image/png;base64,x) }""",
        "images/a.png": "a",
        "app/a.js": "1",
        "app/large.wasm": "2",
        "app/large.wasm.br": "3",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_pages_of_events_that_are_not_over_are_kept_in_both_languages() -> None:
    content = load_content(PROJECT)
    assert list(list_pages(content, OPEN)) == [
        f"{prefix}{path}" for prefix in ("", "/en") for path in ALWAYS + OF_THE_EVENT
    ]
    assert list(list_pages(content, OVER)) == [f"{prefix}{path}" for prefix in ("", "/en") for path in ALWAYS]


def test_what_a_page_needs_from_this_site_is_kept_with_it(staging: Path) -> None:
    kept = collect_precache(staging, survey_pages(staging), ["/"])
    assert kept == {"/", "/look.css", "/images/a.png", "/app/a.js"}
    assert list_large_files(staging) - kept == {"/app/large.wasm"}
    assert hash_files(staging, {}, {"/app/a.js"}) == {"/app/a.js": sha256(b"1").hexdigest()}


def test_every_built_page_is_either_precached_or_kept_once_it_was_visited(staging: Path) -> None:
    always = [f"{prefix}{path}" for prefix in ("", "/en") for path in ALWAYS]
    past = ["/en/events/water-safety-2565/", "/events/water-safety-2565/", "/events/water-safety-2565/poster/"]
    for path in (*always, *past):
        (staging / path.strip("/")).mkdir(parents=True, exist_ok=True)
        (staging / path.strip("/") / "index.html").write_text("", "utf-8")
    for path in ("404.html", "r/x/form.json"):
        (staging / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).write_text("", "utf-8")
    values = list_values(load_content(PROJECT), OVER, staging, survey_pages(staging))
    assert values["__PRECACHE__"] == {path: sha256(b"").hexdigest() for path in sorted(always)}
    assert values["__VISITED__"] == past


def test_a_page_that_needs_what_is_not_there_stops_the_build(staging: Path) -> None:
    (staging / "images/a.png").unlink()
    with pytest.raises(BuildError, match=r"/images/a\.png is to open without a network"):
        collect_precache(staging, survey_pages(staging), ["/"])


def test_the_script_of_running_text_pages_says_updates_in_both_languages() -> None:
    content = load_content(PROJECT)
    script = render_site_script(content)
    assert [locale for locale in ("th", "en") if content.messages[locale]["app.update.ready"] in script] == ["th", "en"]
