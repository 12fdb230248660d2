"""`python -m preview` as `make serve` runs it: what it survives, what it says, and how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from preview.crashes import ROOT
from tests.own_event import EVENT, PROJECT, SLUG
from tests.servers.live_preview import AS_OF, LivePreview, live_preview
from tests.site_src.content_copy import ContentCopy

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS = ("backend", "preview", "pwa", "registration_rules", "site_format", "site_src")
LINKED = (".venv", "node_modules", ".cache")
PAGE = f"/en/events/{SLUG}/"
BUILT, FAILED = "Built in ", "Nothing was built; the preview stays as it was."


def copy_project(folder: Path) -> ContentCopy:
    """The project with the tests’ own content, to be broken; what is only used stands there as links."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "content", folder / "content")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for name in LINKED:
        (folder / name).symlink_to((ROOT / name).resolve())
    return ContentCopy(folder)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ContentCopy:
    """A copy of the project; every test leaves it sound."""
    return copy_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def preview(project: ContentCopy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePreview]:
    """The preview of that copy."""
    with live_preview(project.root, tmp_path_factory.mktemp("preview"), project.root) as running:
        running.wait_for("Wian is at")
        yield running


MISTAKES = {
    "messages": ("content/messages/en.yaml", "\nsite:", "\nsite: [", "content/messages/en.yaml:"),
    "content": (f"{EVENT}/event.yaml", "quota: 3", "quota: many", f"{EVENT}/event.yaml:14: registration.quota: "),
    "python": ("site_src/author_text.py", "from __future__", "from from __future__",
               "site_src/author_text.py:LINE: SyntaxError: "),
    "template": ("site_src/pages/templates/poster.html.j2", "{% if", "{% iff",
                 "site_src/pages/templates/poster.html.j2:LINE: TemplateSyntaxError: "),
    "name": ("site_src/app/templates/receipts.html.j2", "{% block main %}", "{% block main %}{{ nothing.here }}",
             "site_src/app/templates/receipts.html.j2:LINE: UndefinedError: "),
    "script": ("pwa/receipts/main.js", "import {", "imports {", "pwa/receipts/main.js:LINE:"),
    "import": ("pwa/register/main.js", "registration.js", "registered.js", "pwa/register/main.js:LINE:"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_named_and_mended(preview: LivePreview, project: ContentCopy, kind: str) -> None:
    name, old, new, said = MISTAKES[kind]
    file = project.root / name
    sound = file.read_text("utf-8")
    line = sound[: sound.index(old)].count("\n") + 1
    before, count = httpx.get(preview.url + PAGE).text, len(preview.lines)
    try:
        file.write_text(sound.replace(old, new, 1), "utf-8")
        preview.wait_for(said.replace("LINE", str(line)), count)
        preview.wait_for(FAILED, count)
        assert httpx.get(preview.url + PAGE).text == before
    finally:
        count = len(preview.lines)
        file.write_text(sound, "utf-8")
    assert name in preview.wait_for(BUILT, count)
    assert httpx.get(preview.url + PAGE).text == before


def test_changed_python_is_run(preview: LivePreview, project: ContentCopy) -> None:
    count = len(preview.lines)
    project.edit("site_src/app/install.py", 'ACCENT = "#0b5e68"', 'ACCENT = "#0b5e69"')
    preview.wait_for(BUILT, count)
    assert httpx.get(f"{preview.url}/manifest.webmanifest").json()["theme_color"] == "#0b5e69"


def test_an_event_that_is_renamed_has_its_new_address_only(preview: LivePreview, project: ContentCopy) -> None:
    count = len(preview.lines)
    (project.root / EVENT).rename(project.root / "content/events/renamed")
    preview.wait_for(BUILT, count)
    assert httpx.get(f"{preview.url}/en/events/renamed/").status_code == 200
    assert httpx.get(preview.url + PAGE).status_code == 404
    count = len(preview.lines)
    (project.root / "content/events/renamed").rename(project.root / EVENT)
    preview.wait_for(BUILT, count)


def test_a_change_during_a_build_is_built_too(preview: LivePreview, project: ContentCopy) -> None:
    name, count = f"{EVENT}/summary.en.md", len(preview.lines)
    text, staging = (project.root / name).read_text("utf-8"), preview.folder / "site.new"
    project.put(name, f"One. {text}")
    while not staging.exists() and not any(BUILT in line for line in preview.lines[count:]):
        time.sleep(0.01)
    project.put(name, f"Two. {text}")
    first = preview.lines.index(preview.wait_for(BUILT, count), count)
    preview.wait_for(BUILT, first + 1)
    assert "Two. " in httpx.get(preview.url + PAGE).text


def find_children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it has started and that run."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
    return [int(number) for number in children.split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_all_that_it_started(tmp_path: Path, number: signal.Signals) -> None:
    with live_preview(PROJECT, tmp_path, ROOT) as running:
        with httpx.stream("GET", f"{running.url}/preview/changes", timeout=60) as heard:  # a page is open
            lines = heard.iter_lines()  # it would hang up if nobody held it
            assert next(lines) == "retry: 1000"
            children = find_children(running.process)
            assert len(children) == 1
            code = running.stop(number)
        assert code == (-signal.SIGKILL if number == signal.SIGKILL else 0)
        wait_for_end(children[0])
    said = "".join(running.lines)
    assert "Traceback" not in said
    assert "graceful" not in said  # no page that listens had to be cut off


def test_it_ends_during_the_first_build(tmp_path: Path) -> None:
    with live_preview(PROJECT, tmp_path, ROOT) as running:
        running.wait_for("[1/")
        children = find_children(running.process)
        assert running.stop() == 0
        wait_for_end(children[0])
    assert "Traceback" not in "".join(running.lines)
    assert not (tmp_path / "site").exists()


def test_it_ends_though_a_script_started_it_in_the_background(tmp_path: Path) -> None:
    ours = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does with what it starts so
    try:
        with live_preview(PROJECT, tmp_path, ROOT) as running:
            running.wait_for("[1/")
            assert running.stop() == 0
    finally:
        signal.signal(signal.SIGINT, ours)


def wait_for_end(process_id: int) -> None:
    """Return when the process is gone, or dead and only not fetched by whoever inherited it."""
    status = Path(f"/proc/{process_id}/status")
    while status.exists() and "\nState:\tZ" not in status.read_text("utf-8"):
        time.sleep(0.01)


def test_content_that_was_never_sound_is_shown_as_what_it_is(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    content = ContentCopy(tmp_path)
    content.edit(f"{EVENT}/event.yaml", "quota: 3", "quota: many")
    with live_preview(tmp_path, tmp_path / "preview", ROOT) as running:
        running.wait_for(FAILED)
        answer = httpx.get(running.url + PAGE)
        assert answer.status_code == 503
        assert f"{EVENT}/event.yaml:14: registration.quota: " in answer.text
        count = len(running.lines)
        content.edit(f"{EVENT}/event.yaml", "quota: many", "quota: 3")
        running.wait_for(BUILT, count)
        assert httpx.get(running.url + PAGE).status_code == 200


def test_a_port_that_is_taken_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--as-of", AS_OF, "--port", str(port), "--folder", str(tmp_path / "preview"))
    assert done.returncode == 1
    assert f"port {port} is taken by another program; choose another, for example PORT={port + 1}" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "preview").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "yesterday"], "“yesterday” is not a time"),
        (["--as-of", AS_OF, "--port", "http"], "“http” is not a port; give a number up to 65535, e.g. PORT=9000"),
        (["--as-of", AS_OF, "--port", "65536"], "“65536” is not a port"),
    ],
)
def test_misuse_is_explained(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_it_speaks_the_language_of_its_author(tmp_path: Path) -> None:
    with live_preview(PROJECT, tmp_path, ROOT, WIAN_LOCALE="th") as running:
        running.wait_for("กำลังติดตาม content/, site_src/ และ pwa/")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command with what it refuses."""
    environment = os.environ | {"WIAN_LOCALE": "en"}
    command = [sys.executable, "-m", "preview", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
