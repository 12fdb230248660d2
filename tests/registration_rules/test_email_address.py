"""E-mail addresses: right ones, slips with the address that was meant, and what nobody can guess."""

from __future__ import annotations

import pytest

from registration_rules.email_address import check_email, is_address, normalise_email, suggest_address
from tests.registration_rules.fields import EMAIL, make_field, read_problems


@pytest.mark.parametrize(
    "address",
    [
        "somchai@gmail.com",
        "naccplan@gmail.com",
        "saraban@saithong.go.th",
        "info_saithong-town.2@saithong-city.go.th",
        "o'brien+ita@dla.go.th",
        "a@b.co",
        "x@hotmail.co.th",
        "x@hotmail.fr",
        "x@yahoo.co.jp",
        "x@ymail.com",
        "x@email.com",
        "x@mail.com",
        "x@live.com",
        "x@cloud.com",
        "x@who.int",
        "x@xn--12c1fe0br.xn--o3cw4h",
    ],
)
def test_addresses_that_are_right(address: str) -> None:
    assert read_problems(check_email(EMAIL, address)) == []
    assert normalise_email(address) == address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Somchai@GMAIL.Com ", "Somchai@gmail.com"),
        ("ｓｏｍｃｈａｉ＠ｇｍａｉｌ．ｃｏｍ", "somchai@gmail.com"),
        ("somchai@gmail。com", "somchai@gmail.com"),
        ("som\u200bchai@gmail.com\ufeff", "somchai@gmail.com"),
        ("สมชาย@ไทย.COM", "สมชาย@ไทย.COM"),
        ("nothing", "nothing"),
    ],
)
def test_what_needs_no_question(typed: str, kept: str) -> None:
    assert normalise_email(typed) == kept


SLIPS = {
    "somchai@gmail.com": [
        *("somchai@gmial.com", "somchai@gamil.com", "somchai@gmai.com", "somchai@gmil.com", "somchai@gmaill.com"),
        *("somchai@gmsil.com", "somchai@gmail.con", "somchai@gmail.cmo", "somchai@gmail.comm", "somchai@gmail.co"),
        *("somchai@gmail.cm", "somchai@gmail", "somchai@gmailcom", "somchai@gmail.co.th", "somchai@gmail.go.th"),
        *("somchai@gmail,com", "somchai@gmail;com", "somchai@gmail:com", "somchai@gmail..com", "somchai@gmail com"),
        *(
            "som chai@gmail.com",
            "somchai @ gmail . com",
            "somchai@ gmail.com",
            "somchai@@gmail.com",
            "somchai@gmail@com",
        ),
        *("somchai@.gmail.com", "somchai.@gmail.com", ".somchai@gmail.com", "somchai@gmail.com.", "somchai@gmail.com,"),
        *("<somchai@gmail.com>", "Somchai Jaidee <somchai@gmail.com>", '"somchai@gmail.com"', "(somchai@gmail.com)"),
        *("mailto:somchai@gmail.com", "MAILTO: somchai@gmail.com", "E-mail: somchai@gmail.com"),
        *("somchai.gmail.com", "somchaigmail.com", "somchai_gmail.com"),
        *("หนทแ้ฟร๑เทฟรสใแนท", "หนทแ้ฟร@เทฟรสใแนท", "หนทแ้ฟร@เทฟรส.แนท"),
    ],
    "somchai99@gmail.com": ["somchai๙๙@gmail.com", "somchai９９@gmial.com"],
    "somchai3@gmail.com": ["หนทแ้ฟร-๑เทฟรสใแนท"],
    "som.chai@gmail.com": ["som..chai@gmail.com", "som,chai@gmail.com"],
    "x@hotmail.com": [
        "x@hotmial.com",
        "x@hotmal.com",
        "x@homtail.com",
        "x@hotmail.con",
        "x@hotmaill.com",
        "xhotmail.com",
    ],
    "x@hotmail.co.th": ["x@hotmial.co.th", "x@hotmail.co,th", "x@hotmail.com.th", "x@hotmail.coth"],
    "x@yahoo.com": ["x@yaho.com", "x@yahooo.com", "x@yhoo.com", "x@yahoo.con", "x@yahoo"],
    "x@yahoo.co.th": ["x@yahoo.th", "x@yahoo.com.th", "x@yahoo.co.t", "x@yahoo.coth", "x@yahoo.co.yh", "x@yaho.co.th"],
    "x@outlook.com": ["x@outlok.com", "x@outllook.com", "x@outlook.comm", "x@outlook.co"],
    "x@icloud.com": ["x@iclod.com", "x@icluod.com", "x@icloud.co"],
    "palad@saithong.go.th": [
        "palad@saithong.goth",
        "palad@saithong.go.ht",
        "palad@saithong,go,th",
        "palad@saithong.go.t",
        "palad@saithong.go.tha",
    ],
    "palad@saithongpao.com": ["palad@saithongpao.con", "palad@saithongpao.vom"],
}


@pytest.mark.parametrize(
    ("typed", "suggestion"), [(typed, meant) for meant, slips in SLIPS.items() for typed in slips], ids=ascii
)
def test_a_slip_is_answered_with_what_was_meant(typed: str, suggestion: str) -> None:
    assert read_problems(check_email(EMAIL, normalise_email(typed))) == [
        ("email_suggestion", {"suggestion": suggestion})
    ]
    assert read_problems(check_email(EMAIL, normalise_email(suggestion))) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("สมชาย@gmail.com", "email_letters"),
        ("กานดา@gmail.com", "email_letters"),  # a name, although the keys for it would give an address
        ("สมชาย", "email_letters"),
        ("somchai@ทดสอบ.ไทย", "email_letters"),
        ("sömchai@gmail.com", "email_letters"),
        ("somchai", "email_at_missing"),
        ("somchai.saithong.go.th", "email_at_missing"),
        ("a@b.com, c@d.com", "email_at_several"),
        ("a@b@c.com", "email_at_several"),
        ("somchai@", "email_domain"),
        ("somchai@saithong", "email_domain"),
        ("somchai@-saithong.go.th", "email_domain"),
        ("somchai@saithong.c0", "email_domain"),
        ("@gmail.com", "email_format"),
        ("som(chai)@gmail.com", "email_format"),
        (f"{'a' * 65}@gmail.com", "email_format"),
        ("0812345678", "email_is_number"),
        ("-", "email_is_number"),
    ],
)
def test_what_nobody_can_guess_is_answered_with_a_reason(typed: str, code: str) -> None:
    assert read_problems(check_email(EMAIL, normalise_email(typed))) == [(code, {})]


def test_no_suggestion_that_the_field_would_refuse() -> None:
    short = make_field("email", "email", max_length=12)
    assert read_problems(check_email(short, "ab@gmail,com")) == [("email_suggestion", {"suggestion": "ab@gmail.com"})]
    assert read_problems(check_email(short, "abc@gmailcom")) == [("email_domain", {})]


@pytest.mark.parametrize(("length", "expected"), [(254, True), (255, False)])
def test_the_length_of_an_address(length: int, *, expected: bool) -> None:
    labels = "a." * ((length - len("x@com")) // 2)
    padding = "y" * (length - len("x@com") - len(labels))
    assert is_address(f"x{padding}@{labels}com") is expected


def test_an_address_needs_no_suggestion() -> None:
    assert suggest_address("somchai@gmail.com") == "somchai@gmail.com"
    assert suggest_address("") == ""
