"""The file that says how to join: read strictly; every mistake is said by its line, and quotes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backend.delivery.joining import JoiningDetails, Online, OnTheSpot
from backend.delivery.joining_file import read_joining_details
from backend.delivery.strict_yaml import FileProblemsError
from tests.backend.delivery.samples import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from site_format.locales import Locale

WHOLE = """\
online:
  link: https://zoom.example.com/j/98765432101?pwd=S3cr3t#success
  meeting_id: ๙๘๗ 6543 2101
  passcode: 012345
on_the_spot:
  room: {th: ห้องประชุม 2, en: Meeting room 2}
  map: https://maps.example.com/x
"""


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "meeting.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problems(folder: Path, text: str | bytes) -> list[tuple[str, int]]:
    with pytest.raises(FileProblemsError) as error:
        read_joining_details(write(folder, text))
    return [(problem.code, problem.line) for problem in error.value.problems]


def test_a_whole_file_is_read_as_typed(tmp_path):
    assert read_joining_details(write(tmp_path, WHOLE)) == JoiningDetails(
        Online("https://zoom.example.com/j/98765432101?pwd=S3cr3t#success", "987 6543 2101", "012345"),
        OnTheSpot({"th": "ห้องประชุม 2", "en": "Meeting room 2"}, "https://maps.example.com/x"),
    )


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("online: {passcode: 0x1F}", JoiningDetails(Online(passcode="0x1F"))),
        ("online: {passcode: 'a: #b'}", JoiningDetails(Online(passcode="a: #b"))),
        ("on_the_spot: {room: ห้อง 2}", JoiningDetails(on_the_spot=OnTheSpot({"th": "ห้อง 2", "en": "ห้อง 2"}))),
        ("\ufeffonline:\r\n  meeting_id: 123-456-789\r\n", JoiningDetails(Online(meeting_id="123-456-789"))),
    ],
)
def test_each_part_may_stand_alone(tmp_path, text, details):
    assert read_joining_details(write(tmp_path, text)) == details


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty", 1)]),
        ("# nothing\n", [("empty", 1)]),
        ("- a\n", [("empty", 1)]),
        ("online:\n  link: [\n", [("syntax", 3)]),
        ("online:\n\tlink: x\n", [("syntax", 2)]),
        (b"online:\n  passcode: \xff\n", [("not_utf8", 2)]),
        ("online:\n  passcode: \x00\n", [("syntax", 1)]),
        ("x" * 70_000, [("too_large", 1)]),
        ("online: {}\n", [("says_nothing", 1)]),
        ("onlin: {passcode: a}\n", [("key_unknown", 1)]),
        ("online:\n  passcode: a\n  code: b\n", [("key_unknown", 3)]),
        ("online:\n  passcode: a\n  passcode: b\n", [("key_twice", 3)]),
        ("? [a]\n: b\nonline: {passcode: a}\n", [("syntax", 1)]),
        ("online: https://zoom.example.com/\n", [("not_keys", 1)]),
        ("online:\n  passcode: [a]\n", [("not_text", 2)]),
        ("online:\n  passcode: [[a]]\n", [("not_a_list_of_texts", 2), ("not_text", 2)]),
        ("online:\n  passcode:\n", [("text_empty", 2)]),
        ("online:\n  link: http://zoom.example.com/\n", [("not_a_link", 2)]),
        ("online:\n  link: https://zoom\n", [("not_a_link", 2)]),
        ("online:\n  link: 'https://zoom.example.com/ x'\n", [("not_a_link", 2)]),
        ("online:\n  link: 'https://[zoom.example.com/'\n", [("not_a_link", 2)]),
        (f"online:\n  link: https://zoom.example.com/{'x' * 1000}\n", [("not_a_link", 2)]),
        ("on_the_spot:\n  map: javascript:alert(1)\n", [("not_a_link", 2)]),
        ("online:\n  meeting_id: abc\n", [("not_a_meeting_id", 2)]),
        ("online:\n  meeting_id: 12345\n", [("not_a_meeting_id", 2)]),
        (f"online:\n  passcode: {'x' * 33}\n", [("not_a_line", 2)]),
        ('online:\n  passcode: "a\\nb"\n', [("not_a_line", 2)]),
        (f"on_the_spot:\n  room: {'x' * 201}\n", [("not_a_line", 2)]),
        ("on_the_spot:\n  room:\n    th: ห้อง\n", [("language_missing", 2)]),
        ("on_the_spot:\n  room: {th: ห้อง, en: ''}\n", [("text_empty", 2)]),
        ("on_the_spot:\n  room: [a]\n", [("not_keys", 2)]),
        (
            "online:\n  link: zoom\n  meeting_id: x\non_the_spot:\n  map: here\nelse: a\n",
            [("not_a_link", 2), ("not_a_meeting_id", 3), ("not_a_link", 5), ("key_unknown", 6)],
        ),
    ],
)
def test_every_mistake_is_found_with_its_line(tmp_path, text, expected):
    assert problems(tmp_path, text) == expected


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(FileProblemsError) as error:
        read_joining_details(tmp_path / "none.yaml")
    assert error.value.describe(TEXTS, "en") == (
        f"{tmp_path}/none.yaml:1: this file cannot be opened; check its name and who may read it"
    )


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        (
            "th",
            [
                ":2: link ไม่ใช่ที่อยู่เว็บที่ใช้ได้ โปรดเขียนให้ครบ เริ่มด้วย https://",
                ":3: ไม่รู้จักชื่อในบรรทัดนี้ ชื่อที่ใช้ได้: link, meeting_id, passcode",
            ],
        ),
        (
            "en",
            [
                ":2: link is no web address that can be used; write all of it, from https:// on",
                ":3: the name in this line is not known here; known are: link, meeting_id, passcode",
            ],
        ),
    ],
)
def test_mistakes_are_said_in_the_persons_language_and_quote_no_secret(tmp_path, locale: Locale, lines):
    file = write(tmp_path, "online:\n  link: S3CR3T-A\n  S3CR3T-B: S3CR3T-C\n")
    with pytest.raises(FileProblemsError) as error:
        read_joining_details(file)
    said = error.value.describe(TEXTS, locale)
    assert said == "\n".join(f"{file}{line}" for line in lines)
    assert "S3CR3T" not in str(error.value) + repr(error.value.problems)
