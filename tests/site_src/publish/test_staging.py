"""A build that ends well takes the old site's place; any other leaves it as it was."""

import threading
from pathlib import Path

import pytest

from site_src.errors import BuildError
from site_src.publish import staging as publish_staging
from site_src.publish.staging import MARK, staged


@pytest.fixture(autouse=True)
def own_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish_staging, "BUILD_LOCK", tmp_path / "lock" / "build.lock")


def write_site(folder: Path, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / MARK).write_text(text, "utf-8")


def build(output: Path, text: str) -> None:
    with staged(output, lambda: None) as staging:
        write_site(staging, text)


def fail_build(output: Path) -> None:
    with staged(output, lambda: None) as staging:
        write_site(staging, "half")
        raise BuildError("stop")


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_a_new_site_takes_the_old_ones_place(tmp_path: Path) -> None:
    for text in ("old", "new"):
        build(tmp_path / "site", text)
    assert (tmp_path / "site" / MARK).read_text("utf-8") == "new"
    assert list_names(tmp_path) == ["site"]


def test_it_does_so_where_folders_cannot_be_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(publish_staging, "_exchange", lambda one, _other: tried.append(one.name))
    test_a_new_site_takes_the_old_ones_place(tmp_path)
    assert set(tried) == {"site.new"}


def test_a_failing_build_leaves_the_old_site(tmp_path: Path) -> None:
    build(tmp_path / "site", "old")
    with pytest.raises(BuildError):
        fail_build(tmp_path / "site")
    assert (tmp_path / "site" / MARK).read_text("utf-8") == "old"
    assert list_names(tmp_path) == ["site"]


def test_what_an_interrupted_build_left_is_cleared(tmp_path: Path) -> None:
    build(tmp_path / "site", "old")
    write_site(tmp_path / "site.new", "half")
    write_site(tmp_path / "site.old", "older")
    build(tmp_path / "site", "new")
    assert (tmp_path / "site" / MARK).read_text("utf-8") == "new"
    assert list_names(tmp_path) == ["site"]


def test_a_site_that_an_interrupted_build_moved_away_comes_back(tmp_path: Path) -> None:
    write_site(tmp_path / "site.old", "old")
    with pytest.raises(BuildError):
        fail_build(tmp_path / "site")
    assert (tmp_path / "site" / MARK).read_text("utf-8") == "old"


def test_a_folder_that_no_build_wrote_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "thesis.txt").write_text("years of work", "utf-8")
    with pytest.raises(BuildError, match="no build of Wian wrote it"):
        build(tmp_path / "site", "new")
    assert list_names(tmp_path / "site") == ["thesis.txt"]


def test_two_builds_wait_for_each_other(tmp_path: Path) -> None:
    waiting, finished = threading.Event(), threading.Event()

    def build_second() -> None:
        with staged(tmp_path / "site", waiting.set) as staging:
            write_site(staging, "second")
        finished.set()

    second = threading.Thread(target=build_second)
    with staged(tmp_path / "site", lambda: None) as staging:
        second.start()
        assert waiting.wait(timeout=30)
        assert not finished.is_set()
        write_site(staging, "first")
    second.join()
    assert (tmp_path / "site" / MARK).read_text("utf-8") == "second"
