"""The commands about messages: what they take in, count and show."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from backend.__main__ import main
from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.delivery.carriers import make_preview_carriers
from backend.delivery.sender import Sender
from backend.registration.meeting import set_meeting
from backend.store.opening import open_store
from tests.backend.delivery.test_sender import MEETING, find_event
from tests.backend.small_site import SLUG
from tests.servers.coroutines import run as run_coroutine

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.backend.conftest import Phone


def run(phone: Phone, *arguments: str) -> int:
    return main([*arguments, "--site", str(phone.site), "--data", str(phone.database.parent), "--locale", "en"])


def test_the_command_takes_in_how_to_join(phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    phone.register(0)
    file = tmp_path / "meeting.yaml"
    file.write_text("online:\n  link: https://zoom.example/j/1\n  passcode: 555666\n", "utf-8")
    assert run(phone, "meeting", SLUG, "--file", str(file)) == 0
    assert "0 who hold a seat are told" in capsys.readouterr().out  # the confirmation, which waits, says it
    file.write_text("online:\n  link: zoom\n", "utf-8")
    assert run(phone, "meeting", SLUG, "--file", str(file)) == 1
    assert f"{file}:2: " in capsys.readouterr().err


def test_the_command_counts_what_went_out(phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    phone.register(0)
    carriers = make_preview_carriers(tmp_path / "messages", StrictMessages(phone.site))
    with closing(open_store(phone.database.parent)) as store:
        run_coroutine(Sender(store, Events(phone.site, is_preview=False), carriers, phone.clock).send_due())
    phone.register(1)
    assert run(phone, "messages", SLUG) == 0
    assert capsys.readouterr().out == "E-mail: 1 sent, 1 waiting\nSMS: 1 sent, 1 waiting\n"


def test_the_command_shows_what_every_kind_says(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(phone, "messages", SLUG, "--preview") == 0
    said = capsys.readouterr().out
    assert said.count("--- ") == 24
    assert "--- moved_up, SMS" in said


def test_nothing_of_how_to_join_is_in_the_list(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    phone.register(0)
    with closing(open_store(phone.database.parent)) as store:
        set_meeting(store, find_event(phone), MEETING, phone.clock())
    assert run(phone, "registrations", SLUG, "--csv", "-") == 0
    assert "945" not in capsys.readouterr().out
