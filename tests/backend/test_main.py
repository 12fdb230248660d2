"""The commands, as a user runs them."""

from __future__ import annotations

import csv
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import httpx
import pytest

from backend.__main__ import main
from backend.clock import preview_clock
from backend.organiser.registration_list import display_width
from registration_rules import wire
from tests.backend.small_site import SLUG, make_submission, write_small_site
from tests.backend.test_concurrency import ROOT, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.backend.conftest import Phone


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backend", *map(str, arguments)]
    environment = {name: value for name, value in os.environ.items() if name not in {"PORT", "AS_OF"}}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_taken_port_is_said_plainly(site: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--site", site, "--data", tmp_path / "var", "--port", port)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"Cannot listen on 127.0.0.1:{port}: port {port} is taken by another program; "
        f"choose another, for example PORT={port + 1}.\n"
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(tmp_path: Path, signal_number: int) -> None:
    site = write_small_site(tmp_path / "site", preview_as_of="2022-01-05T02:00:00Z")
    with serving(site, tmp_path / "var") as (_, process):
        process.send_signal(signal_number)
        assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("as_of", "preview_as_of", "left"),
    [("", None, 0), ("2023-01-05T09:00+07:00", "2023-01-05T02:00:00Z", 1)],
    ids=["real", "preview"],
)
def test_a_real_server_deletes_what_has_expired_and_a_preview_does_not(
    phone: Phone, as_of: str, preview_as_of: str | None, left: int
) -> None:
    phone.register()
    write_small_site(phone.site, event="other", preview_as_of=preview_as_of)
    (phone.site / f"r/{SLUG}/form.json").unlink()  # it has left the site, so that the store says when
    with serving(phone.site, phone.database.parent, as_of):
        pass  # what had expired by the start is deleted before the end
    assert phone.query("SELECT count(*) FROM registrations") == [(left,)]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--site", "nowhere"], "nowhere: is not a built site; run `python build.py` first.\n"),
        (
            ["--as-of", "2022-01-05T09:00+07:00", "--host", "0.0.0.0"],  # noqa: S104 - it is refused
            "--as-of is a preview for this machine only; 0.0.0.0 can be reached from others.\n",
        ),
        (["--host", "192.0.2.1"], "Cannot listen on 192.0.2.1:8000: 192.0.2.1 is no address of this machine"),
    ],
)
def test_what_does_not_fit_is_refused(site: Path, tmp_path: Path, arguments: list[str], reason: str) -> None:
    result = run("serve", "--site", site, "--data", tmp_path / "var", *arguments)
    assert (result.returncode, result.stdout, result.stderr.startswith(reason)) == (1, "", True)
    assert not (tmp_path / "var").exists()


def test_a_preview_is_no_real_deployment(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", preview_as_of="2022-01-05T02:00:00Z")
    result = run("serve", "--site", site, "--data", tmp_path / "var", "--port", "0")
    assert (result.returncode, result.stdout) == (1, "")
    assert "was built as a preview (2022-01-05T02:00Z)" in result.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--as-of", "2022-01-05T09:00"),
        ("--as-of", "1999-12-31T23:59+00:00"),
        ("--as-of", "9999-12-31T23:59+00:00"),
        ("--port", "99999"),
        ("--port", "x"),
    ],
)
def test_options_that_make_no_sense_are_refused(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", option, value])
    assert f"argument {option}: {value!r} is no " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_store_on_a_server_is_not_saved_as_a_file_that_was_there_before(
    phone: Phone, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://wian:secret@database.example/wian")
    assert main([command, str(tmp_path / "copy"), "--data", str(phone.database.parent)]) == 1
    said = capsys.readouterr()
    assert "pg_dump and pg_restore" in said.err
    assert "secret" not in said.err
    assert not (tmp_path / "copy").exists()


def test_the_preview_clock_ticks_on() -> None:
    as_of = datetime(2022, 1, 5, tzinfo=UTC)
    clock = preview_clock(as_of)
    first, second = clock(), clock()
    assert as_of <= first <= second < as_of + timedelta(minutes=1)


def list_registrations(phone: Phone, *arguments: str) -> int:
    return main(["registrations", "--site", str(phone.site), "--data", str(phone.database.parent), *arguments])


def test_the_table_stands_in_line_although_thai_marks_take_no_room(
    phone: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = phone.register(0, first_name="ศรีสุดา")["receipt"]
    replaced = phone.register(1)
    phone.register(2, replaces=replaced["submission_id"], **{"bot-field": "x"})
    phone.clock.now = phone.clock.now.replace(day=11)
    phone.register(3, sent_at="2022-01-11T02:00:05.000Z", organisation="saithong-town")
    status = list_registrations(phone, SLUG, "--locale", "en")
    lines = capsys.readouterr().out.splitlines()
    assert (status, len(lines), lines[-1]) == (0, 6, "3 in all")
    assert lines[0].split()[:4] == ["Receipt", "code", "Status", "Late"]
    assert lines[2].split() == [
        receipt,
        "confirmed",
        "Saithong",
        "PAO",
        "Mr",
        "ศรีสุดา",
        "ใจดี",
        "นิติกร",
        "person0@example.go.th",
        "081-234-0000",
        "2022-01-05T09:00:06+07:00",
    ]
    assert [
        text for text in ("late, for review", "9:00", "perhaps not a person") if any(text in line for line in lines)
    ] == ["late, for review", "9:00", "perhaps not a person"]
    columns = {display_width(line[: line.index("person")]) for line in lines[2:5]}
    assert len(columns) == 1


def test_the_file_opens_in_a_spreadsheet_and_runs_no_formula(
    phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    phone.register(0, position='=HYPERLINK("http://evil.example")', last_name="ใจดี")
    target = tmp_path / "list.csv"
    target.touch(0o644)
    status = list_registrations(phone, SLUG, "--csv", str(target))
    content = target.read_bytes()
    assert (status, content[:3], oct(target.stat().st_mode & 0o777)) == (0, b"\xef\xbb\xbf", "0o600")
    assert capsys.readouterr().out == ""
    assert [line[:1] + line[-1:] for line in content.decode("utf-8-sig").split("\r\n")[:2]] == ['""', '""']
    heading, row = csv.reader(StringIO(content.decode("utf-8-sig")))
    cells = dict(zip(heading, row, strict=True))
    assert cells["ตำแหน่ง"] == '\'=HYPERLINK("http://evil.example")'
    assert cells["โทรศัพท์มือถือ"] == "081-234-0000"
    assert cells["ได้รับเมื่อ"] == "2022-01-05T09:00:06+07:00"
    assert cells["รหัสหน่วยงาน"] == "saithong-pao"


def test_an_unknown_event_is_told_with_the_known_ones(
    phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list_registrations(phone, "nothing") == 1
    assert capsys.readouterr().err == f"There is no event 'nothing'. Known events: {SLUG}.\n"
    assert list_registrations(phone, SLUG, "--csv", str(tmp_path)) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main(["registrations", SLUG, "--data", str(tmp_path / "none"), "--site", str(phone.site)]) == 1
    assert "there is no store yet" in capsys.readouterr().err


def test_an_event_that_has_left_the_site_can_still_be_listed(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    phone.register(0)
    (phone.site / f"r/{SLUG}/form.json").unlink()
    assert list_registrations(phone, SLUG) == 0
    assert "saithong-pao" in capsys.readouterr().out


def test_a_list_has_the_registrations_of_its_event_only(phone: Phone, capsys: pytest.CaptureFixture[str]) -> None:
    phone.register(0)
    write_small_site(phone.site, event="other")
    phone.address = "/r/other/"
    phone.register(1, event="other")
    assert list_registrations(phone, "other", "--locale", "en") == 0
    out = capsys.readouterr().out
    assert ("1 in all" in out, "person1@" in out, "person0@" in out) == (True, True, False)


def test_a_store_that_cannot_be_used_is_said_plainly(
    phone: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AS_OF", raising=False)
    (tmp_path / "file").write_text("")
    command = ["serve", "--site", str(phone.site), "--data", str(tmp_path / "file" / "var"), "--port", "0"]
    assert main(command) == 1
    assert capsys.readouterr().err.startswith(f"{tmp_path}/file/var: cannot be written (")
    with closing(sqlite3.connect(phone.database)) as store:
        store.execute("ALTER TABLE registrations RENAME TO mislaid")
    assert list_registrations(phone, SLUG) == 1
    assert capsys.readouterr().err == "SQLITE_ERROR\n"


def test_a_request_that_is_under_way_is_answered_before_the_end(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site", preview_as_of="2022-01-05T02:00:00Z")
    body = wire.encode(make_submission())
    with (
        serving(site, tmp_path / "var") as (base, process),
        closing(sqlite3.connect(tmp_path / "var/preview/wian.sqlite3", isolation_level=None)) as store,
        socket.create_connection(("127.0.0.1", httpx.URL(base).port or 80), timeout=30) as connection,
    ):
        store.execute("BEGIN IMMEDIATE")
        connection.sendall(
            f"POST /r/{SLUG}/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        assert httpx.get(f"{base}/", timeout=30).status_code == 200  # so the one before has been read
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        store.execute("ROLLBACK")
        assert connection.recv(65536).startswith(b"HTTP/1.1 201 ")
        assert process.wait(timeout=20) == 0
