"""`python -m backend import-netlify`, as a user runs it: what it says, and what stays when it is stopped."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backend.__main__ import main
from backend.store.store_lock import replacing_store
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.servers.netlify_api import PROJECT, TOKEN, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.netlify_api import NetlifyApiServer

ROOT = Path(__file__).resolve().parents[3]
FORM = f"registration-{SLUG}"
AT = "2022-01-05T02:00:06Z"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The small site, whose registrations need not be deleted yet."""
    return _write_site(tmp_path / "site")


def _write_site(site: Path, **rules: object) -> Path:
    write_small_site(site, **rules)
    for file in site.glob("r/*/form.json"):
        file.write_text(file.read_text("utf-8").replace("2022-04-14T09:00:00Z", "2200-01-01T00:00:00Z"), "utf-8")
    return site


@pytest.fixture
def run(netlify: NetlifyApiServer, site: Path, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the command; its settings are the environment's."""
    command = [sys.executable, "-m", "backend", "import-netlify"]

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        given = {
            "NETLIFY_AUTH_TOKEN": TOKEN,
            "NETLIFY_API_URL": netlify.url,
            "NETLIFY_SITE_ID": PROJECT,
            "NO_PROXY": "*",
        }
        return subprocess.run(
            [*command, *arguments, "--site", str(site), "--data", str(tmp_path / "var")],
            cwd=ROOT,
            env=os.environ | given | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


class Terminal(StringIO):
    """A terminal that does something when a text is shown on it."""

    def __init__(self, text: str, act: Callable[[], None]) -> None:
        """Do `act` at `text`."""
        super().__init__()
        self._text, self._act = text, act

    def isatty(self) -> bool:
        """It is one."""
        return True

    def write(self, text: str) -> int:
        """Show `text`."""
        count = super().write(text)
        if self._text in text:
            self._act()
        return count


def count_rows(data: Path) -> int:
    with closing(sqlite3.connect(data / "wian.sqlite3")) as connection:
        return int(connection.execute("SELECT count(*) FROM registrations").fetchone()[0])


def test_it_says_what_became_of_all_without_a_word_about_anybody(
    netlify: NetlifyApiServer, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    netlify.receive(FORM, make_submission(0), AT)
    netlify.receive(FORM, make_submission(1), AT, is_spam=True)
    netlify.receive(FORM, make_submission(2, email="somchai@gmial.com", first_name="ส"), AT)
    late = {"created_at": "2022-01-10T16:00:00.000Z", "sent_at": "2022-01-11T16:00:00.000Z"}
    netlify.receive(FORM, make_submission(3, **late), "2022-01-11T16:00:00Z")
    netlify.receive(FORM, make_submission(4), "2022-01-14T16:00:00Z")
    netlify.receive(FORM, make_submission(5, organisation="ao-ngam-tao") | {"\x1b[2J": "", "diet": ""}, AT)
    first = run()
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == (
        f"{FORM}: 6 at Netlify, 1 of them in its spam list\n"
        "  new: 4 (1 late and to be reviewed, 1 from the spam list and marked as suspected)\n"
        "  known already: 0\n"
        "  refused: 1\n"
        "    number 5 of 2022-01-14T23:00:00+07:00: it came after the deadline\n"
        "  invalid: 1\n"
        "    number 3 of 2022-01-05T09:00:06+07:00: First name: Please write the name in full, not a single letter. "
        "E-mail: There seems to be a typing mistake in this address. Did you mean …?\n"
        "  Nothing of the invalid ones is stored. Look them up at Netlify by their numbers, and ask those people.\n"
        "  Kept, although the form does not ask it now: diet\n"
        "  Left out, for no field of a form can be called so: ?[2J\n"
    )
    second = run(SLUG, "--form", FORM, "--project", PROJECT)
    assert second.stdout.splitlines()[1:3] == ["  new: 0", "  known already: 4"]


def test_it_says_who_waits(
    netlify: NetlifyApiServer, site: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    _write_site(site, quota=1, waiting_list=True)
    for number in range(3):
        netlify.receive(FORM, make_submission(number), AT)
    assert run().stdout.splitlines()[1] == "  new: 3 (2 on the waiting list)"


def test_an_import_that_is_interrupted_is_taken_up_again(
    netlify: NetlifyApiServer,
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _write_site(site, quota=100)
    for number in range(40):
        netlify.receive(FORM, make_submission(number), AT)
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", TOKEN)
    monkeypatch.setenv("NETLIFY_API_URL", netlify.url)
    monkeypatch.setenv("NO_PROXY", "*")
    command = ["import-netlify", "--project", PROJECT, "--site", str(site), "--data", str(tmp_path / "var")]

    def interrupt() -> None:
        raise KeyboardInterrupt

    terminal = Terminal("25 of 40 imported", interrupt)
    monkeypatch.setattr("sys.stderr", terminal)
    assert main(command) == 1
    assert terminal.getvalue().endswith("Interrupted. What was imported stays; run this again to go on.\n")
    assert count_rows(tmp_path / "var") == 25
    assert "  new: 25\n" in capsys.readouterr().out

    terminal = Terminal("30 of 40 imported", (tmp_path / "var/wian.sqlite3").unlink)
    monkeypatch.setattr("sys.stderr", terminal)
    assert main(command) == 1
    assert "What is counted above is stored; run this again.\n" in terminal.getvalue()
    assert "  new: 5\n  known already: 25\n" in capsys.readouterr().out


def test_a_list_that_breaks_off_gives_nobody_a_seat_before_the_others(
    netlify: NetlifyApiServer, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    for number in range(101):
        netlify.receive(FORM, make_submission(number % 100), AT)
    netlify.after_answer = lambda number: netlify.refusals.append(Refusal(403)) if number == 2 else None
    broken = run()
    assert (broken.returncode, broken.stdout) == (1, "")
    assert broken.stderr.startswith("The token in NETLIFY_AUTH_TOKEN may not read the form's submissions; ")
    assert count_rows(tmp_path / "var") == 0


def test_a_rate_limit_is_waited_for_and_said(
    netlify: NetlifyApiServer, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    netlify.receive(FORM, make_submission(0), AT)
    netlify.refusals = [Refusal(429, headers={"X-RateLimit-Reset": "0"})]
    result = run()
    assert (result.returncode, result.stderr) == (
        0,
        "Netlify's limit of requests is reached; going on in 1 s …\n",
    )
    assert "  new: 1\n" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "settings", "reason"),
    [
        ((), {"NETLIFY_AUTH_TOKEN": ""}, "Netlify's token is missing. Make one in Netlify under User settings, "),
        ((), {"NETLIFY_AUTH_TOKEN": "wrong"}, "Netlify does not accept the token in NETLIFY_AUTH_TOKEN; "),
        ((), {"NETLIFY_SITE_ID": ""}, "Which Netlify project? Give its ID or domain with --project, or set NET"),
        ((), {"NETLIFY_SITE_ID": "other.example"}, "Netlify does not know the project other.example. Give the "),
        (("other",), {}, f"There is no event 'other'. Known events: {SLUG}.\n"),
        ((SLUG, "--form", "contact"), {}, f"Netlify knows no form contact in this project; its forms: {FORM}. "),
        ((), {"NETLIFY_API_URL": "http://192.0.2.1/"}, "http://192.0.2.1/: the token is sent over HTTPS only; "),
    ],
)
def test_what_does_not_fit_is_said(
    netlify: NetlifyApiServer,
    run: Callable[..., subprocess.CompletedProcess[str]],
    arguments: tuple[str, ...],
    settings: dict[str, str],
    reason: str,
) -> None:
    netlify.receive(FORM, make_submission(0), AT)
    result = run(*arguments, **settings)
    assert (result.returncode, result.stdout, result.stderr[: len(reason)]) == (1, "", reason)
    assert result.stderr.count("\n") == 1


def test_of_several_events_one_without_a_form_keeps_no_other_out(
    netlify: NetlifyApiServer, site: Path, run: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    _write_site(site, event="another")
    netlify.receive(FORM, make_submission(0), AT)
    result = run()
    assert result.returncode == 0
    assert result.stdout.startswith(f"{FORM}: 1 at Netlify, 0 of them in its spam list\n  new: 1\n")
    assert result.stderr.startswith("Netlify knows no form registration-another in this project; ")
    result = run("--form", FORM)
    assert (result.returncode, result.stderr) == (1, "Which event is the form of? Name it before --form.\n")


def test_nothing_comes_back_that_had_to_be_deleted(
    netlify: NetlifyApiServer, site: Path, run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    write_small_site(site)
    netlify.receive(FORM, make_submission(0), AT)
    result = run()
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == (
        f"{SLUG}: nothing is imported, for its registrations had to be deleted by 2022-04-14T16:00:00+07:00; "
        "delete them at Netlify too.\n"
    )
    assert (netlify.requests, count_rows(tmp_path / "var")) == ([], 0)


def test_nothing_is_imported_into_a_store_that_is_being_replaced(
    run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    with replacing_store(tmp_path / "var"):
        result = run()
    assert (result.returncode, result.stderr) == (
        1,
        f"{tmp_path / 'var'}: is being replaced by a backup; wait until that is done\n",
    )
