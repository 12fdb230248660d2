"""Personal names: real ones that must pass, and the slips that must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from registration_rules.names import RULES, check_division, normalise_name
from tests.registration_rules.fields import FIRST_NAME, LAST_NAME, read_problems

if TYPE_CHECKING:
    from registration_rules import FormField

type Found = list[tuple[str, dict[str, str]]]


def check(field: FormField, text: str) -> Found:
    name = normalise_name(text)
    return read_problems(problem for rule in RULES for problem in rule(field, name))


FIRST_NAMES = [
    *("สมชาย", "สี", "มา", "ดำ", "แอ", "ณัฐ", "ฤดี", "ฦๅชา", "ธีร์", "สิทธิ์", "พันธุ์ทิพย์", "ปริญญ์", "ไฉไล", "เกาะ", "น้ำ"),
    *("อับดุลเลาะ", "อับดุล รอเซะ", "มูฮัมหมัดซอและ", "ฟาตีเมาะ", "นูรีฮัน", "เจ๊ะอาแซ", "นิ-อับดุลเราะมาน", "ต่วน"),
    *("นายิกา", "นายก", "นายก ชัย", "นายน์", "นางาม", "นางฟ้า", "นาวา", "นาวี", "ดรุณี", "ดรัณภพ", "คุณากร", "คุณภัทร"),
    *("ศาสตรา", "พลอย", "หญิง", "พระนาย", "ม.ล.สมชาย", "ม.ร.ว. สุขุม", "ม.จ.ชาตรี", "ส. ศิวรักษ์"),
    *(
        "Somchai",
        "Drew",
        "Missy",
        "Mrinal",
        "Msuya",
        "Pol",
        "Gen",
        "Maj",
        "Nang Kham",
        "Khun Htun",
        "J. R.",
        "J.R.R.",
        "M.S.",
        "D. R.",
        "Mary Jane",
        "Abdul-Rahman",
        "Siti Nur’Aisyah",
    ),
    *("José", "Zoë", "Nguyễn", "Łukasz", "D'Arcy", "Abd al-‘Aziz", "Jean–Luc"),
]
LAST_NAMES = [
    *("ใจดี", "ณ อยุธยา", "ณ นคร", "เทพหัสดิน ณ อยุธยา", "ชุมสาย ณ อยุธยา", "นายาว", "นายกชน", "นางาม", "นางแล", "ป.เสฎฐวุฒิ"),
    *("พันธ์โชติ", "จ่าทองคำ", "ดาบธรรม", "พระแก้ว", "บินอับดุลเลาะ", "บิน ยูโซะ", "หลีเส็น", "แซ่ตั้ง", "แซ่ ลิ้ม"),
    *(
        "bin Abdullah",
        "binti Ismail",
        "O'Brien",
        "O’Brien",
        "Smith-Jones",
        "van der Berg",
        "St. John",
        "Ng",
        "Wu",
        "de la O",
    ),
]


@pytest.mark.parametrize("name", FIRST_NAMES)
def test_first_names_that_are_names(name: str) -> None:
    assert check(FIRST_NAME, name) == []


@pytest.mark.parametrize("name", LAST_NAMES)
def test_last_names_that_are_names(name: str) -> None:
    assert check(LAST_NAME, name) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("O’Brien", "O'Brien"),
        ("Abdul - Rahman", "Abdul-Rahman"),
        ("Jean–Luc", "Jean-Luc"),
        ("Ｓｏｍｃｈａｉ", "Somchai"),
        (" สมชาย  ใจดี ", "สมชาย ใจดี"),
        ("พันธ์ุ", "พันธุ์"),
        ("Abd al ʻAziz", "Abd al 'Aziz"),
    ],
)
def test_typography_is_made_plain(typed: str, kept: str) -> None:
    assert normalise_name(typed) == kept


WRONG = {
    "Thai digits": ("สมชาย๒", [("name_digits", {})]),
    "Arabic digits": ("Somchai 2", [("name_digits", {})]),
    "a Roman numeral character": ("สมชาย Ⅳ", [("name_digits", {})]),
    "brackets": ("สมชาย (ชาย)", [("name_characters", {"characters": "( )"})]),
    "a comma": ("สมชาย, ชาย", [("name_characters", {"characters": ","})]),
    "emoji": ("สมชาย😀", [("name_characters", {"characters": "😀"})]),
    "a currency sign in the Thai block": ("สมชาย฿", [("name_characters", {"characters": "฿"})]),
    "Cyrillic а": ("Somch\u0430i", [("name_script", {})]),
    "Greek": ("Σωκράτης", [("name_script", {})]),
    "Chinese": ("小明", [("name_script", {})]),
    "Lao": ("ສົມຊາຍ", [("name_script", {})]),
    "Thai and Latin in one word": ("สมชายA", [("name_mixed", {})]),
    "Thai and Latin in two words": ("สมชาย Somchai", [("name_mixed", {})]),
    "a mark at the beginning": ("\u0e34สมชาย", [("name_marks", {})]),
    "a mark after a space": ("สม \u0e48ชาย", [("name_marks", {})]),
    "a vowel that follows nothing": ("ะสม", [("name_marks", {})]),
    "a leading vowel at the end": ("สมชาเ", [("name_marks", {})]),
    "two different tone marks": ("แก\u0e48\u0e49ว", [("name_marks", {})]),
    "two vowels above": ("ก\u0e34\u0e35น", [("name_marks", {})]),
    "a tone mark on a vowel before its consonant": ("แ\u0e49กว", [("name_marks", {})]),
    "a lone Thai letter": ("ก", [("name_lone_letter", {})]),
    "a lone letter with a full stop": ("ก.", [("name_lone_letter", {})]),
    "a lone Latin letter": ("É", [("name_lone_letter", {})]),
    "a control character": ("สม\x00ชาย", [("control_characters", {})]),
    "several things": ("สมชาย1!", [("name_digits", {}), ("name_characters", {"characters": "!"})]),
}


@pytest.mark.parametrize(("name", "problems"), WRONG.values(), ids=WRONG)
def test_what_is_no_name(name: str, problems: Found) -> None:
    assert check(FIRST_NAME, name) == problems


def test_joints_alone_are_no_name() -> None:
    assert check(FIRST_NAME, "- .") == [("name_lone_letter", {})]


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ("นายสมชาย", "สมชาย"),
        ("นาย สมชาย", "สมชาย"),
        ("นายณัฐ", "ณัฐ"),
        ("นายดำ", "ดำ"),
        ("นายเอก", "เอก"),
        ("นางสมศรี", "สมศรี"),
        ("นางแย้ม", "แย้ม"),
        ("นางฟ้าใส", "ฟ้าใส"),
        ("นางสาวสมหญิง", "สมหญิง"),
        ("นางสาว สมหญิง", "สมหญิง"),
        ("น.ส.สมหญิง", "สมหญิง"),
        ("น.ส. สมหญิง", "สมหญิง"),
        ("น. ส. สมหญิง", "สมหญิง"),
        ("นส.สมหญิง", "สมหญิง"),
        ("น.ส สมหญิง", "สมหญิง"),
        ("นส สมหญิง", "สมหญิง"),
        ("ด.ช.ปิติ", "ปิติ"),
        ("เด็กหญิงมานี", "มานี"),
        ("ดร.มิตรชัย", "มิตรชัย"),
        ("ดร มิตรชัย", "มิตรชัย"),
        ("รศ.ดร.มิตรชัย", "มิตรชัย"),
        ("ผศ. ดร. นิเวศน์", "นิเวศน์"),
        ("ผู้ช่วยศาสตราจารย์ ดร. นิเวศน์", "นิเวศน์"),
        ("นพ.สมชาย", "สมชาย"),
        ("นายแพทย์สมชาย", "สมชาย"),
        ("ว่าที่ ร.ต.สมชาย", "สมชาย"),
        ("ว่าที่ร้อยตรีสมชาย", "สมชาย"),
        ("ว่าที่ร้อยตรีหญิง สมหญิง", "สมหญิง"),
        ("ว่าที่ ร.ต.หญิง สมหญิง", "สมหญิง"),
        ("ร.ต.อ.สมชาย", "สมชาย"),
        ("จ่าสิบเอกสมชาย", "สมชาย"),
        ("พันตำรวจโท สมชาย", "สมชาย"),
        ("ดาบตำรวจสมชาย", "สมชาย"),
        ("คุณ สมชาย", "สมชาย"),
        ("Mr.Somchai", "Somchai"),
        ("Mr. Somchai", "Somchai"),
        ("MR SOMCHAI", "SOMCHAI"),
        ("MrSomchai", "Somchai"),
        ("mrs somsri", "somsri"),
        ("Miss Somying", "Somying"),
        ("MissSomying", "Somying"),
        ("Asst. Prof. Dr. Niwes", "Niwes"),
        ("Acting Sub Lt. Somchai", "Somchai"),
        ("Pol. Lt. Col. Somchai", "Somchai"),
        ("นายสมชาย ใจดี", "สมชาย ใจดี"),
    ],
)
def test_a_title_before_a_name_is_left_out_in_the_suggestion(typed: str, suggestion: str) -> None:
    assert check(FIRST_NAME, typed) == [("name_title", {"suggestion": suggestion})]
    assert check(FIRST_NAME, suggestion) == []


@pytest.mark.parametrize("typed", ["น.ส.ใจดี", "นาย ใจดี", "นางสาวใจดี", "Mr. Jaidee"])
def test_titles_before_surnames(typed: str) -> None:
    assert [code for code, _ in check(LAST_NAME, typed)] == ["name_title"]


@pytest.mark.parametrize(
    "typed",
    ["นาย", "นาง", "นางสาว", "น.ส.", "นส", "ดร.", "ว่าที่ ร.ต.", "Mr", "MR.", "Miss", "นาย ก", "ร.ต.อ.", "นางสาว ดร."],
)
def test_a_title_alone_is_no_name(typed: str) -> None:
    assert check(FIRST_NAME, typed) == [("name_only_title", {})]


@pytest.mark.parametrize(
    ("first", "last", "problems"),
    [
        ("สมชาย", "ใจดี", []),
        ("Mary Jane", "Smith", []),
        ("J Smith", "Smith", []),
        ("ใจดี", "ใจดี", [("name_same", {})]),
        ("Jaidee", "JAIDEE", [("name_same", {})]),
        ("สมชาย ใจดี", "ใจดี", [("name_whole", {"suggestion": "สมชาย"})]),
        ("สี ใจดี", "ใจดี", [("name_whole", {"suggestion": "สี"})]),
        ("คเนจร ณ อยุธยา", "ณ อยุธยา", [("name_whole", {"suggestion": "คเนจร"})]),
        ("สมชาย", "สมชาย ณ นคร", [("name_whole", {"suggestion": "ณ นคร"})]),
        ("สมชาย ณ นคร", "", [("name_undivided", {"first_name": "สมชาย", "last_name": "ณ นคร"})]),
        ("สมชาย", "", []),
        (
            "Somchai Jaidee",
            "somchai jaidee",
            [("name_whole", {"suggestion": "Somchai"}), ("name_whole", {"suggestion": "jaidee"})],
        ),
    ],
)
def test_each_name_in_its_own_field(first: str, last: str, problems: Found) -> None:
    assert read_problems(check_division(first, last)) == problems
