"""Generated requests to the rules: what people type, what they mistype, and what nobody would."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

from tests.conformance.cases import load_cases, load_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

GENERATED = 100_000
"""How many the profile was recorded with."""

_SEED = "what people type"
_LARGEST_CODE_POINT = 0x10FFFF
_THAI = "กขคงจชญดตทนบปผพมยรลวศสหอฮฤๅะาำิีึืุูเแโใไ็่้๊๋์ฺํ๎ๆฯ๐๑๒๓๙"
_MARKS = "เแโใไาำะัิฺุ็่้์ํ\u200b\u200d\u2060\ufeff\u0300\u05b0 .-กน"
_PHONE = "+0123456789๐๖๘ ()-.,/xXต่อ#;"
_LATIN = "abcdefghijklmnopqrstuvwxyzABCXYZ0189 .-'’_éüñŁß"
_ODD = "\0\t\n\r\x1b\x7f\x85\xa0\u202e\u2028\ud83d\ude00\ud800\U0001f468\u200d\U0001f469①ⅣＡ１ﬀ가각\u1100\u1161ΑаАӘ中"
_PIECES = [
    "gmail",
    "gmial",
    "hotmail",
    "yahoo",
    "outlook",
    "icloud",
    "moi",
    "dla",
    "com",
    "co",
    "th",
    "go",
    "or",
    "in.th",
    ".com",
    ".co.th",
    "@",
    "@@",
    ".",
    ",",
    ";",
    "<",
    ">",
    "mailto:",
    "somchai",
    "สมชาย",
    "ใจดี",
    "ณ",
    "อยุธยา",
    "นาย",
    "นาง",
    "นางสาว",
    "น.ส.",
    "ดร.",
    "ว่าที่ร้อยตรี",
    "Mr.",
    "Mrs",
    "Miss",
    "Dr",
    "ปลัด",
    "นักวิชาการ",
    "อบต.",
    "ต่อ",
    "ext",
    "โทร",
    "081",
    "02",
    "+66",
    "0066",
    "123",
    "4567",
    "89",
    "12345678901234567890",
    "l;ylfu",
    "๐๘๑",
    "yes",
    "no",
    "true",
    "1",
    "๒",
    "-3",
    "1,000",
    "mr",
    "miss",
    "halal",
]

type Text = str
type Request = str


def generate_requests(start: int, count: int) -> Iterator[Request]:
    """The requests with the numbers from `start` on, as JSON: the same number is the same request."""
    tables = _Tables()
    return (_write_request(tables, Random(f"{_SEED} {number}")) for number in range(start, start + count))  # noqa: S311


class _Tables:
    """What the conformance table has: forms, and texts that somebody thought of."""

    def __init__(self) -> None:
        cases = load_cases()
        self.forms = [load_form("form.json"), load_form("every-kind.json")]
        self.texts = sorted({str(text) for case in cases for one in case.people for text in one.values()})
        self.people = [one for case in cases for one in case.people]


def _write_request(tables: _Tables, random: Random) -> Request:
    form = _vary_form(random, random.choice(tables.forms))
    people = [_make_person(tables, random, form) for _ in range(random.choice((1, 1, 1, 2, 3, form["max_people"] + 1)))]
    if len(people) > 1 and random.random() < 0.5:  # noqa: PLR2004 - the same person twice, or nearly
        people[-1] = people[0] | {random.choice(list(people[0])): _make_text(tables, random)}
    return json.dumps({"form": form, "people": people}, ensure_ascii=random.random() < 0.1)  # noqa: PLR2004


def _vary_form(random: Random, form: Mapping[str, Any]) -> dict[str, Any]:
    """A form that the build could have written."""
    year, month, day = random.randint(1970, 2999), random.randint(1, 12), random.randint(1, 28)
    instant = f"{year}-{month:02}-{day:02}T{random.randint(0, 23):02}:{random.randint(0, 59):02}:00Z"
    return {
        **form,
        "deadline_at": instant,
        "preview_as_of": random.choice((None, instant)),
        "grace_hours": random.randint(0, 500),
        "quota": random.choice((None, 1, 3, 250)),
        "capacity": random.choice((None, 1, 99_999)),
        "waiting_list": random.random() < 0.5,  # noqa: PLR2004
        "max_people": random.randint(1, 5),
        "organisations": form["organisations"] + [f"organisation-{n}" for n in range(random.choice((0, 0, 9, 300)))],
        "fields": [_vary_field(random, field) for field in form["fields"]],
    }


def _vary_field(random: Random, field: Mapping[str, Any]) -> dict[str, Any]:
    """The field with other limits, where it may have any."""
    varied = dict(field)
    if field["kind"] in ("text", "long_text", "personal_name"):
        varied["min_length"] = random.randint(0, 3)
        varied["max_length"] = random.choice((3, 20, 60, 1000))
    if field["kind"] == "number":
        varied["min_value"], varied["max_value"] = random.choice(((0, 1), (1, 14), (0, 1_000_000)))
    return varied


def _make_person(tables: _Tables, random: Random, form: Mapping[str, Any]) -> dict[str, Text]:
    """Somebody of the table, with some fields as somebody else has them, or as nobody has."""
    person = {name: text for name, text in random.choice(tables.people).items() if isinstance(text, str)}
    names = [field["name"] for field in form["fields"]]
    for name in names:
        if name not in person or random.random() < 0.3:  # noqa: PLR2004
            person[name] = _make_text(tables, random)
    return {name: person[name] for name in names if random.random() < 0.98}  # noqa: PLR2004


def _make_text(tables: _Tables, random: Random) -> Text:
    return random.choice(_MAKERS)(tables, random)


def _take(tables: _Tables, random: Random) -> Text:
    return random.choice(tables.texts)


def _damage(tables: _Tables, random: Random) -> Text:
    """A text of the table with a few characters more, less, twice or in another order."""
    text = list(random.choice(tables.texts))
    for _ in range(random.randint(1, 3)):
        place = random.randint(0, len(text))
        text[place : place + random.randint(0, 2)] = random.choice(
            ([], text[place : place + 2][::-1], text[place : place + 1] * 2, [random.choice(_MARKS + _ODD + _PHONE)])
        )
    return "".join(text)


def _join_pieces(_: _Tables, random: Random) -> Text:
    return random.choice(("", " ", ".")).join(random.choices(_PIECES, k=random.randint(1, 5)))


def _draw(alphabet: str) -> Callable[[_Tables, Random], Text]:
    return lambda _, random: "".join(random.choices(alphabet, k=random.randint(0, 14)))


def _draw_anything(_: _Tables, random: Random) -> Text:
    return "".join(chr(random.randint(0, _LARGEST_CODE_POINT)) for _ in range(random.randint(1, 6)))


def _draw_neighbours(_: _Tables, random: Random) -> Text:
    """Characters of one block of Unicode, more often of the first plane, where the scripts are."""
    start = random.randint(0, 0xFFFF)
    return "".join(chr(start + random.randint(0, 40)) for _ in range(random.randint(1, 8)))


def _make_long(tables: _Tables, random: Random) -> Text:
    return (_make_text(tables, random) or "ก") * random.randint(20, 200)


_MAKERS: tuple[Callable[[_Tables, Random], Text], ...] = (
    _take,
    _take,
    _damage,
    _damage,
    _damage,
    _join_pieces,
    _join_pieces,
    _draw(_THAI),
    _draw(_MARKS),
    _draw(_PHONE),
    _draw(_LATIN),
    _draw(_THAI + _LATIN + _ODD),
    _draw_anything,
    _draw_neighbours,
    lambda tables, random: _make_long(tables, random) if random.random() < 0.1 else "",  # noqa: PLR2004
)
