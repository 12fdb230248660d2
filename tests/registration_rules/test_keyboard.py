"""The Thai keyboard: what the same keys type in Latin letters."""

from __future__ import annotations

import pytest

from registration_rules.keyboard import list_latin_readings


@pytest.mark.parametrize(
    ("thai", "latin"),
    [
        ("เทฟรสใแนท", "gmail.com"),
        ("ๅ/-ภถุึคตจ", "1234567890"),
        ("๑", "@"),
        ("๘", "_"),
        ("ข", "-"),
        ("้ำสสนไนพสก", "helloworld"),
    ],
)
def test_keys(thai: str, latin: str) -> None:
    assert list_latin_readings(thai)[0] == latin


def test_the_second_reading_keeps_what_both_layouts_have() -> None:
    assert list_latin_readings("ฟ-แ.ำ") == ('a3c"e', "a-c.e")
