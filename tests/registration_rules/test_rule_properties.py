"""What holds for every input: nothing raises, normalising twice changes nothing, what is accepted stays accepted."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from registration_rules import Code, check_group, check_registration, json_door, parse_form, repair_thai, wire
from registration_rules.email_address import normalise_email
from registration_rules.form import FIXED_FIELDS
from registration_rules.mobile import normalise_mobile
from registration_rules.names import normalise_name
from registration_rules.number import normalise_number
from registration_rules.text import tidy_lines, tidy_text
from tests.conformance.cases import load_cases, load_form, load_person

FORM = parse_form(load_form("every-kind.json"))
PERSON = load_person() | {
    "diet": "halal",
    "arrival": "09.00 น.\nรถไฟ",
    "nights": "1",
    "room": "yes",
    "assistant": "ใจดี",
}
FIELDS = wire.list_fields(FORM)

surrogates = st.characters(categories=["Cs"])
thai = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)
marks = st.sampled_from("เแโใไาำะ\u0e31\u0e34\u0e38\u0e3a\u0e47\u0e48\u0e49\u0e4c\u0e4d\u200b\u0300\u05b0 .-กน")
telephone = st.sampled_from("+0123456789๐๖๘ ()-.,/xต่อ#")
address = st.sampled_from(
    ["gmail", "gmial", "com", "co", "th", ".", ",", "@", " ", "ก", "๑", "เ", "<", ">", "a", "1", "ใ"]
)
texts = st.one_of(
    st.text(),
    st.text(st.one_of(st.characters(), surrogates)),
    st.text(thai),
    st.text(marks),
    st.text(telephone),
    st.lists(address).map("".join),
    st.sampled_from([text for case in load_cases() for person in case.people for text in person.values()]).map(str),
)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda children: st.one_of(st.lists(children), st.dictionaries(texts, children)),
    max_leaves=8,
)
fields = st.sampled_from(list(PERSON))
people = st.one_of(
    st.dictionaries(fields, texts).map(lambda changes: PERSON | changes),
    st.dictionaries(st.one_of(fields, texts), json_values),
    json_values,
)


@given(st.one_of(texts, st.text(marks, min_size=3)))
@example("า\u0e48า\u0e48")
@example("\u0e34\u0e48\u05b0\u0e48")
def test_repairing_twice_changes_nothing(text: str) -> None:
    assert repair_thai(repair_thai(text)) == repair_thai(text)


@given(texts)
@example("\u1ffd\u1fef\uff21\u0301")
def test_normalising_twice_changes_nothing(text: str) -> None:
    for normalise in (tidy_text, tidy_lines, normalise_name, normalise_mobile, normalise_email, normalise_number):
        once = normalise(text)
        assert normalise(once) == once


@given(people)
def test_no_person_raises_and_every_problem_can_be_told(values: object) -> None:
    checked = check_registration(FORM, values)
    assert list(checked.values) == [field.name for field in FORM.fields]
    for problem in checked.problems:
        assert set(problem.params) == set(Code(problem.code).params)
        assert all(problem.params.values())


@given(st.one_of(st.lists(people, max_size=4), json_values))
def test_no_group_raises(group: object) -> None:
    checked = check_group(FORM, group)
    assert len(checked) == (len(group) if isinstance(group, list) else 0)


@given(st.dictionaries(fields, texts).map(lambda changes: PERSON | changes))
def test_what_is_accepted_is_accepted_again_after_the_wire(values: dict[str, str]) -> None:
    checked = check_registration(FORM, values)
    if not checked.problems:
        received = wire.parse_body(wire.encode(checked.values).encode("ascii"))
        assert check_registration(FORM, received) == checked


@given(st.dictionaries(fields, texts).map(lambda changes: PERSON | changes))
def test_a_suggestion_is_accepted(values: dict[str, str]) -> None:
    for problem in check_registration(FORM, values).problems:
        if "suggestion" in problem.params:
            again = check_registration(FORM, values | {problem.field: problem.params["suggestion"]})
            assert problem.field not in {other.field for other in again.problems}


@given(
    st.one_of(
        st.text(),
        st.fixed_dictionaries({"form": st.just(load_form("every-kind.json")), "people": json_values}).map(json.dumps),
        st.binary(),
    )
)
def test_the_door_never_raises(request: Any) -> None:
    assert json.loads(json_door.check(request))["rules_version"] == FORM.rules_version


@given(st.one_of(st.binary(), st.permutations(FIELDS).map(lambda names: "=&".join(names).encode())))
def test_no_body_raises_anything_but_a_wire_error(body: bytes) -> None:
    with suppress(wire.WireError):
        assert sorted(wire.parse_body(body)) == sorted(FIELDS)


@given(st.dictionaries(st.sampled_from(FIELDS), st.text()))
def test_what_is_written_is_read(submission: dict[str, str]) -> None:
    body = wire.encode(submission).encode("ascii")
    if len(body) <= wire.MAX_BODY_BYTES:
        read = wire.parse_body(body)
        needed = dict.fromkeys((*wire.ENVELOPE_FIELDS, *FIXED_FIELDS), "")
        assert read == needed | submission
        assert wire.fingerprint(read) == wire.fingerprint(needed | submission)
