"""`python build.py` as people and machines run it: its words and its exit codes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_src.build_command import find_project
from tests.own_event import EVENT, PROJECT
from tests.site_src.content_copy import ContentCopy

ROOT = Path(__file__).parents[2]
AS_OF = "2022-01-05T09:00+07:00"
CONTENT = ("--content", str(PROJECT))


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in {"AS_OF", "BASE_URL", "NETLIFY", "CONTEXT"}
    }
    return subprocess.run(
        [sys.executable, "build.py", *arguments],
        cwd=ROOT,
        env={**kept, "WIAN_LOCALE": "en", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_check_passes_and_writes_nothing(tmp_path: Path) -> None:
    done = run("check", *CONTENT, "--output", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{EVENT}/circulars/office/letter.yaml:" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("The content is ready. Events: 1; ")
    assert list(tmp_path.iterdir()) == []


def test_a_build_says_what_it_wrote_and_what_to_do_next(tmp_path: Path) -> None:
    done = run("--as-of", AS_OF, "--base-url", "http://localhost:8000/", *CONTENT, "--output", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert "Building a preview as if it were Wednesday 5 January 2022, 09:00" in lines
    assert "[1/9] Pages in Thai and English" in lines
    assert [line.strip() for line in lines if re.search("QR codes back|codes are right", line)] == [
        "[6/9] Reading the QR codes back",
        "4 codes are right",
    ]
    assert lines[-2].startswith(f"Wrote {tmp_path / 'site'}: ")
    assert "make serve" in lines[-1]
    assert "http://localhost:8000/r/water-safety-2565/" in (
        tmp_path / "site/events/water-safety-2565/index.html"
    ).read_text("utf-8")


def test_the_environment_may_say_the_same(tmp_path: Path) -> None:
    done = run("check", AS_OF="yesterday")
    assert done.returncode == 2
    assert "“yesterday” is not a time" in done.stderr


def test_it_speaks_thai() -> None:
    done = run("check", *CONTENT, WIAN_LOCALE="", LANG="th_TH.UTF-8")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("เนื้อหาพร้อมใช้: 1 งาน")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--as-of", "2022-01-05"], "is not a time"),
        (["--as-of", "2565-01-05T09:00+07:00"], "write it in the Common Era"),
        (["--as-of", "2022-01-05T09:00"], "is not a time"),
        (["--base-url", "wian.example"], "is not a site’s address"),
        (["--base-url", "https://wian.example/path"], "is not a site’s address"),
        (["--base-url", "https://wian.example?x"], "is not a site’s address"),
        (["publish"], "invalid choice"),
    ],
)
def test_misuse_is_explained(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_real_deployment_refuses_a_preview_clock() -> None:
    done = run("--as-of", AS_OF, NETLIFY="true", CONTEXT="production")
    assert done.returncode == 2
    assert "A real deployment can’t use a preview clock. Remove AS_OF" in done.stderr


def test_a_deploy_preview_may_use_one() -> None:
    done = run("check", *CONTENT, "--as-of", AS_OF, NETLIFY="true", CONTEXT="deploy-preview")
    assert done.returncode == 0


def test_broken_content_is_listed_and_leaves_the_old_site(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "_headers").write_text("old", "utf-8")
    done = run("--content", str(tmp_path), "--output", str(tmp_path / "site"))
    assert done.returncode == 1
    assert "content/site.yaml:1: " in done.stdout
    assert "No site was built." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert (tmp_path / "site" / "_headers").read_text("utf-8") == "old"


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    done = run("--as-of", AS_OF, *CONTENT, "--output", str(tmp_path))
    assert done.returncode == 1
    assert "no build of Wian wrote it" in done.stderr
    assert "the old one stays as it was" in done.stderr


def test_what_contradicts_itself_is_said_beside_what_cannot_be_read(content_copy: ContentCopy) -> None:
    content_copy.edit(f"{EVENT}/event.yaml", "quota: 3", "quota: many")
    content_copy.edit(f"{EVENT}/summary.th.md", "ภายในวันที่ 10", "ภายในวันอังคารที่ 10")
    done = run("check", "--content", str(content_copy.root))
    assert done.returncode == 1
    first, *_, last = done.stdout.splitlines()
    assert first.startswith(f"{EVENT}/event.yaml:14: registration.quota: ")
    assert f"  {EVENT}/summary.th.md:3: summary: " in done.stdout
    assert "Problems in the content: 1." in last


def test_a_project_may_be_called_content_too(tmp_path: Path) -> None:
    project = tmp_path / "content"
    (project / "content").mkdir(parents=True)
    assert find_project(project) == find_project(project / "content") == project
