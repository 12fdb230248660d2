"""The form model: what the build writes is read, and everything else is refused with its place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from registration_rules import FormError, FormField, parse_form
from tests.conformance.cases import load_form


def test_the_whole_form() -> None:
    form = parse_form(load_form())

    assert form.event == "conformance-2565"
    assert (form.rules_version, form.notice_version) == ("0.1.0", "2022-01")
    assert form.deadline_at == datetime(2022, 1, 10, 17, tzinfo=UTC)
    assert form.grace == timedelta(hours=72)
    assert (form.quota, form.max_people, form.preview_as_of) == (3, 3, None)
    assert form.organisations == {"saithong-pao", "saithong-town", "khao-ngam"}
    assert form.fields[1] == FormField("honorific", "choice", True, 0, 20, ("mr", "mrs", "miss", "other"))


def test_a_preview() -> None:
    form = parse_form(load_form() | {"preview_as_of": "2022-01-05T02:00:00.000Z"})
    assert form.preview_as_of == datetime(2022, 1, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"form_version": 2}, "rules.form_version: only version 1 is known"),
        ({"event": ""}, "rules.event: not a text, or empty"),
        ({"event": 1}, "rules.event: not a text, or empty"),
        ({"deadline_at": "10 January"}, "rules.deadline_at: an instant is written like 2022-01-05T02:00:00.000Z"),
        ({"preview_as_of": False}, "rules.preview_as_of: not a text, or empty"),
        ({"quota": "3"}, "rules.quota: not a whole number from 0 to 1,000,000"),
        ({"capacity": -1}, "rules.capacity: not a whole number from 0 to 1,000,000"),
        ({"waiting_list": None}, "rules.waiting_list: neither true nor false"),
        ({"quota": True}, "rules.quota: not a whole number from 0 to 1,000,000"),
        ({"max_people": -1}, "rules.max_people: not a whole number from 0 to 1,000,000"),
        ({"grace_hours": 1e300}, "rules.grace_hours: not a whole number from 0 to 1,000,000"),
        ({"organisations": "saithong"}, "rules.organisations: not a list"),
        ({"organisations": ["a", ""]}, "rules.organisations[1]: not a text, or empty"),
        ({"organisations": ["a", "a"]}, "rules.organisations: the same value twice"),
        ({"colour": "red"}, "rules: unknown keys ['colour']"),
        ({"fields": {}}, "rules.fields: not a list"),
        ({"fields": [7]}, "rules.fields[0]: not an object"),
    ],
)
def test_what_the_build_does_not_write(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(FormError) as caught:
        parse_form(load_form() | change)
    assert str(caught.value) == complaint


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "Colour"}, "rules.fields[2].name: Colour is no name for a field"),
        ({"name": "attempt"}, "rules.fields[2].name: attempt is no name for a field"),
        ({"name": "colour"}, "rules.fields: no field first_name of kind personal_name"),
        ({"kind": "text"}, "rules.fields: no field first_name of kind personal_name"),
        ({"kind": "number"}, "rules.fields[2].min_value: missing"),
        ({"kind": "flag"}, "rules.fields[2].required: a flag is never required"),
        ({"kind": "date"}, "rules.fields[2].kind: date is no kind of field"),
        ({"required": 1}, "rules.fields[2].required: neither true nor false"),
        ({"min_length": None}, "rules.fields[2].min_length: not a whole number from 0 to 1,000,000"),
        ({"choices": [3]}, "rules.fields[2].choices[0]: not a text, or empty"),
        ({"hint": ""}, "rules.fields[2]: unknown keys ['hint']"),
        ({"name": "email"}, "rules.fields: the same field twice"),
    ],
)
def test_fields_that_the_build_does_not_write(change: dict[str, Any], complaint: str) -> None:
    form = load_form()
    form["fields"][2] |= change
    with pytest.raises(FormError) as caught:
        parse_form(form)
    assert str(caught.value) == complaint


def test_there_is_one_organisation() -> None:
    form = load_form()
    form["fields"][4]["kind"] = "organisation"
    with pytest.raises(FormError) as caught:
        parse_form(form)
    assert str(caught.value) == "rules.fields: more than one organisation"


def test_a_number_has_limits() -> None:
    form = load_form()
    form["fields"].append(make_number(min_value=1, max_value=9))
    assert parse_form(form).fields[-1] == FormField("cars", "number", True, 0, 0, (), 1, 9)


def make_number(**limits: int) -> dict[str, Any]:
    return {
        "name": "cars",
        "kind": "number",
        "required": True,
        "min_length": 0,
        "max_length": 0,
        "choices": [],
    } | limits


@pytest.mark.parametrize("key", list(load_form()))
def test_every_key_is_needed(key: str) -> None:
    form = load_form()
    del form[key]
    with pytest.raises(FormError) as caught:
        parse_form(form)
    assert str(caught.value) == f"rules.{key}: missing"


@pytest.mark.parametrize("data", [None, [], "form", 1])
def test_what_is_no_object(data: object) -> None:
    with pytest.raises(FormError) as caught:
        parse_form(data)
    assert str(caught.value) == "rules: not an object"
