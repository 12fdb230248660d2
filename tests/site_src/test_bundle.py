"""Scripts are bundled with what the content gives them, however much; mistakes are said in esbuild's words."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from site_src.bundle import bundle_script, minify_style
from site_src.errors import BuildError
from site_src.project import APP_TEMPLATES, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYSTEM_LIMIT_BYTES = 128 * 1024  # of one argument on Linux


@pytest.fixture
def entry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A script in the project, as esbuild's errors name files by their place there."""
    file = ROOT / ".cache" / f"{tmp_path_factory.mktemp('entry').name}.js"
    file.parent.mkdir(exist_ok=True)
    yield file
    file.unlink()


def run(script: str) -> object:
    done = subprocess.run(["node", "-"], input=script, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_what_200_open_events_give_the_service_worker_fits(entry: Path) -> None:
    pages = {f"/en/events/a-seminar-with-a-long-name-{number}/poster/": "0" * 64 for number in range(200 * 8)}
    assert len(json.dumps(pages)) > SYSTEM_LIMIT_BYTES
    entry.write_text("console.log(JSON.stringify([__PRECACHE__, __VISITED__, __NAME__]))", "utf-8")
    script = bundle_script(entry, {"__PRECACHE__": pages, "__VISITED__": ["/ก/"], "__NAME__": 'a "b" $1'}, "iife")
    assert run(script) == [pages, ["/ก/"], 'a "b" $1']


def test_a_branch_on_a_single_value_is_decided_by_the_build(entry: Path) -> None:
    entry.write_text('console.log(__BACKEND__ === "own" ? 1 : 2)', "utf-8")
    assert bundle_script(entry, {"__BACKEND__": "own"}) == "console.log(1);"


def test_a_mistake_is_said_in_esbuilds_words_with_its_place(entry: Path) -> None:
    entry.write_text('import "./not-there.js";\n', "utf-8")
    with pytest.raises(BuildError) as caught:
        bundle_script(entry)
    assert caught.value.what == f".cache/{entry.name}: esbuild can't bundle this"
    assert f".cache/{entry.name}:1:7:" in caught.value.advice
    assert 'Could not resolve "./not-there.js"' in caught.value.advice


def test_a_missing_esbuild_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_src.bundle.ESBUILD", ROOT / "node_modules" / "not-there")
    with pytest.raises(BuildError, match=r"tools/setup\.py build"):
        minify_style(APP_TEMPLATES / "app.css")
