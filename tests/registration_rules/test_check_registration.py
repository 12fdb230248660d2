"""Registrations as a whole: which rules meet which field, and what only two people together can get wrong.

What the rules say of real input stands in the conformance table; here is what that table cannot show.
"""

from __future__ import annotations

from typing import Any

import pytest

from registration_rules import (
    Code,
    Problem,
    check_group,
    check_registration,
    parse_form,
    same_mobile,
    same_person,
)
from registration_rules.form import FIXED_FIELDS
from tests.conformance.cases import load_form, load_person

FORM = parse_form(load_form())
PERSON = load_person()


def parse_changed_form(name: str, **changes: object) -> Any:
    data = load_form()
    for field in data["fields"]:
        if field["name"] == name:
            field.update(changes)
    return parse_form(data)


def test_a_sound_person() -> None:
    checked = check_registration(FORM, PERSON)
    assert checked.problems == ()
    assert checked.values == PERSON | {"mobile": "+66812345678"}


def test_what_the_form_does_not_have_is_left_out() -> None:
    assert check_registration(FORM, PERSON | {"colour": "red", "attempt": "1"}) == check_registration(FORM, PERSON)


@pytest.mark.parametrize("values", [{}, None, "text", 7, [], {1: 2}, {"first_name": None}])
def test_nothing_at_all(values: object) -> None:
    assert check_registration(FORM, values).problems == tuple(Problem(Code.REQUIRED, name) for name in FIXED_FIELDS)


def test_a_field_that_was_not_there_yet_is_not_required() -> None:
    before = {name: text for name, text in PERSON.items() if name != "position"}
    checked = check_registration(FORM, before)
    assert (checked.values["position"], checked.problems) == ("", ())
    for nothing in ("", None):
        assert check_registration(FORM, before | {"position": nothing}).problems == (
            Problem(Code.REQUIRED, "position"),
        )


def test_what_is_optional_may_be_empty_but_not_wrong() -> None:
    form = parse_changed_form("mobile", required=False)
    assert check_registration(form, PERSON | {"mobile": " "}).problems == ()
    assert check_registration(form, PERSON | {"mobile": "191"}).problems == (
        Problem(Code.MOBILE_TOO_SHORT, "mobile", {"digits": "3"}),
    )


def test_a_text_of_the_wrong_length_is_not_looked_at_any_further() -> None:
    form = parse_changed_form("first_name", max_length=5)
    assert check_registration(form, PERSON | {"first_name": "นายสมชาย 2"}).problems == (
        Problem(Code.TOO_LONG, "first_name", {"max": "5"}),
    )


def test_a_suggestion_is_made_for_the_field_as_it_is() -> None:
    form = parse_changed_form("email", max_length=16)
    assert check_registration(form, PERSON | {"email": "abc@gmail,com"}).problems == (
        Problem(Code.EMAIL_SUGGESTION, "email", {"suggestion": "abc@gmail.com"}),
    )


def test_where_no_surname_is_asked_for_two_words_are_a_name() -> None:
    form = parse_changed_form("last_name", required=False)
    assert check_registration(form, PERSON | {"first_name": "Mary Jane", "last_name": ""}).problems == ()


@pytest.mark.parametrize(("first", "last"), [("", "สมหญิง ใจดี"), ("ใจดี2", "ใจดี2"), ("สมหญิง ใจดี", "ใจดี2")])
def test_names_are_compared_only_when_nothing_else_is_wrong(first: str, last: str) -> None:
    codes = {
        problem.code for problem in check_registration(FORM, PERSON | {"first_name": first, "last_name": last}).problems
    }
    assert codes <= {Code.REQUIRED, Code.NAME_DIGITS}


def test_problems_come_in_the_order_of_the_fields() -> None:
    data = load_form()
    data["fields"].reverse()
    found = check_registration(
        parse_form(data), {**PERSON, "first_name": "ใจดี", "mobile": "1", "honorific": ""}
    ).problems
    assert [problem.field for problem in found] == ["mobile", "last_name", "honorific"]


@pytest.mark.parametrize("people", [None, "text", 7, {}, [], ()])
def test_nobody(people: object) -> None:
    assert check_group(FORM, people) == []


def test_a_group_is_checked_one_by_one() -> None:
    assert check_group(FORM, [PERSON, 7]) == [check_registration(FORM, PERSON), check_registration(FORM, 7)]


def test_the_first_of_several_who_are_the_same_is_named() -> None:
    third = check_group(FORM, [PERSON, PERSON, PERSON])[2]
    assert third.problems == (
        Problem(Code.REPEATED_PERSON, "first_name", {"person": "1"}),
        Problem(Code.REPEATED_MOBILE, "mobile", {"person": "1"}),
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"position": "ปลัด", "email": "x@y.com", "mobile": "", "honorific": "mrs"}, True),
        ({"first_name": "SOM-CHAI"}, True),
        ({"last_name": "ณอยุธยา"}, True),
        ({"first_name": "Somsri"}, False),
        ({"last_name": "ณ นคร"}, False),
        ({"organisation": "saithong-town"}, False),
    ],
)
def test_same_person(change: dict[str, str], *, expected: bool) -> None:
    one = PERSON | {"first_name": "Somchai", "last_name": "ณ อยุธยา"}
    assert same_person(one, one | change) is expected
    assert same_person(one | change, one) is expected


def test_nobody_is_the_same_without_a_name() -> None:
    assert not same_person({"organisation": "saithong-pao"}, {"organisation": "saithong-pao", "first_name": "."})


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_one_name_is_enough_to_be_the_same(name: str) -> None:
    one = {"organisation": "saithong-pao", name: "Somchai"}
    assert same_person(one, one)


@pytest.mark.parametrize("missing", ["organisation", "first_name", "last_name"])
def test_what_is_missing_is_as_what_is_empty(missing: str) -> None:
    one = {"organisation": "saithong-pao", "first_name": "Somchai", "last_name": "Jaidee"} | {missing: ""}
    assert same_person(one, {name: value for name, value in one.items() if name != missing})


@pytest.mark.parametrize(
    ("change", "expected"),
    [({}, True), ({"first_name": "Somsri"}, True), ({"mobile": "+66822345678"}, False), ({"organisation": "x"}, False)],
)
def test_same_mobile(change: dict[str, str], *, expected: bool) -> None:
    one = check_registration(FORM, PERSON).values
    assert same_mobile(one, one | change) is expected


@pytest.mark.parametrize("nothing", [{}, {"mobile": ""}])
def test_no_mobile_is_not_the_same(nothing: dict[str, str]) -> None:
    assert not same_mobile(nothing, nothing)
