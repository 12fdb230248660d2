"""Thai repair: what is mended, and what must stay as it is."""

from __future__ import annotations

import unicodedata

import pytest

from registration_rules import repair_thai
from registration_rules.thai import remove_invisible

# Marks are written as escapes where an editor might reorder or join them.
REPAIRS = {
    "ำ in two pieces": ("ท\u0e4d\u0e32งาน", "ทำงาน"),
    "ำ in two pieces, tone mark after ํ": ("น\u0e4d\u0e49\u0e32", "น้ำ"),
    "ำ in two pieces, tone mark before ํ": ("น\u0e49\u0e4d\u0e32", "น้ำ"),
    "ำ in two pieces, tone mark after า": ("น\u0e4d\u0e32\u0e49", "น้ำ"),
    "a tone mark after ำ": ("น\u0e33\u0e49", "น้ำ"),
    "a tone mark after า": ("กา\u0e48", "ก่า"),
    "a tone mark after ะ": ("คะ\u0e48", "ค่ะ"),
    "tone marks before and after า": ("ก\u0e48า\u0e48", "ก่า"),
    "tone marks between several vowels": ("กา\u0e48า\u0e48", "ก่าา"),
    "เเ": ("เเก้ว", "แก้ว"),
    "เ with nothing to join": ("เก่า", "เก่า"),
    "a doubled tone mark": ("แก\u0e49\u0e49ว", "แก้ว"),
    "a doubled vowel": ("หล\u0e31\u0e31ก", "หลัก"),
    "a doubled การันต์": ("สรณ\u0e4c\u0e4c", "สรณ์"),
    "a tone mark before a vowel above": ("ก\u0e48\u0e35", "กี่"),
    "a tone mark before a vowel below": ("ก\u0e49\u0e38ง", "กุ้ง"),
    "การันต์ before its vowel": ("พันธ\u0e4c\u0e38", "พันธุ์"),
    "a zero-width space": ("สม\u200bชาย", "สมชาย"),
    "a zero-width space between two tone marks": ("แก\u0e49\u200b\u0e49ว", "แก้ว"),
    "joiners, marks of direction, byte order mark, soft hyphen": ("\ufeffส\u200dม\u200e\u2066ชา\u00adย", "สมชาย"),
    "shifted glyphs from a PDF": ("ป\uf70aา ท\uf705\uf702\uf710 ญ\uf718", "ป่า ที\u0e31่ ญุ"),
    "shifted consonants from a PDF": ("\uf700\uf70f", "ฐญ"),
    "Latin letters with marks apart": ("Rene\u0301", "René"),
}


@pytest.mark.parametrize(("damaged", "repaired"), REPAIRS.values(), ids=REPAIRS)
def test_damage_is_repaired(damaged: str, repaired: str) -> None:
    assert repair_thai(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    [
        "องค์การบริหารส่วนตำบลเขางาม",
        "น้ำใจ เก็บ เกาะ เปี๊ยะ ก๋วยเตี๋ยว กตัญญู ฤๅษี ฯพณฯ ต่าง ๆ",
        "พุทฺธํ สรณํ คจฺฉามิ",  # Pali
        "๑๔ มกราคม ๒๕๖๕",
        "กํ",
        "ก่้",  # two readings
        "เ้พ",  # two readings
        "René D’Souza — “ITA” ½ ﬁ",
        "",
    ],
)
def test_what_is_right_or_has_two_readings_stays(text: str) -> None:
    assert repair_thai(text) == text


def test_a_whole_sara_am_is_never_split() -> None:
    assert "ำ" in unicodedata.normalize("NFC", repair_thai("คำ"))


def test_invisible_characters_go_without_any_other_repair() -> None:
    assert remove_invisible("เเ\u200b\u0e49\u0e49") == "เเ\u0e49\u0e49"
