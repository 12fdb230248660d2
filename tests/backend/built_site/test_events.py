"""Finding the events of the built site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from backend.built_site.events import Events, EventUnusableError
from tests.backend.small_site import SLUG

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["..", f"../r/{SLUG}", f"{SLUG}/", f"./{SLUG}", "", "a\0b", "x" * 300, SLUG.upper()])
def test_a_name_that_is_no_slug_is_no_event(site: Path, name: str) -> None:
    (site / "form.json").write_bytes((site / f"r/{SLUG}/form.json").read_bytes())
    (site / "r/form.json").write_bytes((site / f"r/{SLUG}/form.json").read_bytes())
    assert Events(site, is_preview=False).find(name) is None


def test_an_event_that_is_gone_is_none(site: Path) -> None:
    events = Events(site, is_preview=False)
    assert events.find(SLUG) is not None
    (site / f"r/{SLUG}/form.json").unlink()
    (site / "r/file").write_text("")
    assert [events.find(SLUG), events.find("file"), events.find("never")] == [None, None, None]


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "null", '{"title": {}, "rules": []}'])
def test_a_form_that_cannot_be_used_is_said_by_its_file(site: Path, text: str) -> None:
    (site / f"r/{SLUG}/form.json").write_text(text)
    with pytest.raises(EventUnusableError, match=rf"^r/{SLUG}/form\.json: cannot be used .*; build the site again$"):
        Events(site, is_preview=False).find(SLUG)


@pytest.mark.parametrize(
    "part", [{"fields": []}, {"organisations": [1]}, {"rules": None}, {"delete_at": "never"}, {"facts": {}}]
)
def test_a_part_of_another_shape_is_said_too(site: Path, part: dict[str, object]) -> None:
    form = site / f"r/{SLUG}/form.json"
    form.write_text(json.dumps(json.loads(form.read_text()) | part))
    with pytest.raises(EventUnusableError):
        Events(site, is_preview=False).find(SLUG)


def test_only_what_was_found_and_is_as_it_was_is_recalled(site: Path) -> None:
    events, form = Events(site, is_preview=False), site / f"r/{SLUG}/form.json"
    assert events.recall(SLUG) is None
    assert events.find(SLUG) is events.recall(SLUG) is not None
    form.write_text(form.read_text() + "\n")
    assert events.recall(SLUG) is None
    events.find(SLUG)
    form.unlink()
    assert events.recall(SLUG) is None


def test_what_was_built_as_a_preview_is_not_recalled_for_real(site: Path) -> None:
    events, form = Events(site, is_preview=False), site / f"r/{SLUG}/form.json"
    data = json.loads(form.read_text())
    data["rules"]["preview_as_of"] = "2022-01-05T02:00:00Z"
    form.write_text(json.dumps(data))
    with pytest.raises(EventUnusableError):
        events.find(SLUG)
    assert events.recall(SLUG) is None
