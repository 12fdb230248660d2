"""One person's registration, and those that are entered together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from registration_rules import names
from registration_rules.email_address import check_email, normalise_email
from registration_rules.form import FIXED_FIELDS, TICKED, Form, FormField
from registration_rules.mobile import check_mobile, normalise_mobile
from registration_rules.number import check_number, normalise_number
from registration_rules.problems import Code, Problem
from registration_rules.text import check_control_characters, check_lengths, check_symbols, tidy_lines, tidy_text

type _Rule = Callable[[FormField, str], Iterator[Problem]]


class Checked(NamedTuple):
    """What the rules say of one person.

    Attributes:
        values: Every field of the form and no other, normalised; a field with a problem has its text, tidied.
        problems: All of them, in the form's field order; empty if the registration is accepted.
    """

    values: dict[str, str]
    problems: tuple[Problem, ...]


def check_registration(form: Form, values: object) -> Checked:
    """All problems of one person and the normalised values.

    `values` maps fields to text, as a person typed it or as it came over the wire; what the form does not have is left
    out. A field of the form's own that is missing was not there yet when the person filled in the form: it is empty and
    not required. Whatever else stands there, nothing is raised.
    """
    given = values if isinstance(values, Mapping) else {}
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for field in form.fields:
        value = given.get(field.name)
        texts[field.name] = _NORMALISERS[field.kind](value) if isinstance(value, str) else ""
        if value is not None and not isinstance(value, str):
            problems.append(Problem(Code.NOT_TEXT, field.name))
        elif field.name in given or field.name in FIXED_FIELDS:
            problems += check_value(form, field, texts[field.name])
    problems += check_names(form, texts, {problem.field for problem in problems})
    order = [field.name for field in form.fields]
    return Checked(texts, tuple(sorted(problems, key=lambda problem: order.index(problem.field))))


def check_group(form: Form, people: object) -> list[Checked]:
    """The same for a list of up to `max_people` who are entered together, with duplicates among them.

    A duplicate is the problem of whoever comes later in the list.
    """
    group: list[Checked] = []
    for person in people if isinstance(people, list | tuple) else ():
        alone = check_registration(form, person)
        together = (*check_size(form, len(group) + 1), *check_repetition(group, alone))
        group.append(alone._replace(problems=alone.problems + together))
    return group


def same_person(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two normalised registrations are of one person: one organisation and the same names.

    Capitals, spaces, hyphens, apostrophes and full stops make no difference (ณ อยุธยา is ณอยุธยา), and nobody is the
    same without a name.
    """
    return _identify(a) == _identify(b) and any(_identify(a)[1:])


def same_mobile(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two normalised registrations of one organisation have the same mobile number."""
    return (
        a.get("organisation") == b.get("organisation") and a.get("mobile") == b.get("mobile") and bool(a.get("mobile"))
    )


def check_value(form: Form, field: FormField, text: str) -> Iterator[Problem]:
    """A required field is filled in, and what is filled in obeys the rules of its kind.

    A text of the wrong length is not looked at any further.
    """
    if not text:
        if field.required:
            yield Problem(Code.REQUIRED, field.name)
        return
    rules = _RULES[field.kind]
    if check_lengths in rules and (problems := list(check_lengths(field, text))):
        yield from problems
        return
    for rule in rules:
        yield from rule(field, text)
    yield from check_organisation(form, field, text)


def check_choice(field: FormField, value: str) -> Iterator[Problem]:
    """The value is one of the field's choices."""
    if value not in field.choices:
        yield Problem(Code.CHOICE_UNKNOWN, field.name)


def check_flag(field: FormField, value: str) -> Iterator[Problem]:
    """A flag is ticked or empty; only a program sends anything else."""
    if value != TICKED:
        yield Problem(Code.CHOICE_UNKNOWN, field.name)


def check_organisation(form: Form, field: FormField, code: str) -> Iterator[Problem]:
    """An organisation is one of those that are invited, by its code."""
    if field.kind == "organisation" and code not in form.organisations:
        yield Problem(Code.ORGANISATION_UNKNOWN, field.name)


def check_names(form: Form, texts: Mapping[str, str], faulty: set[str]) -> Iterator[Problem]:
    """First name and surname are divided as the form asks, if nothing else is wrong with them."""
    required = {field.name: field.required for field in form.fields}
    first, last = texts["first_name"], texts["last_name"]
    is_missing = required["last_name"] and not last
    if first and "first_name" not in faulty and (is_missing or (last and "last_name" not in faulty)):
        yield from names.check_division(first, last)


def check_size(form: Form, number: int) -> Iterator[Problem]:
    """No more people are entered together than the form allows."""
    if number > form.max_people:
        yield Problem(Code.TOO_MANY_PEOPLE, params={"max": str(form.max_people)})


def check_repetition(earlier: Sequence[Checked], person: Checked) -> Iterator[Problem]:
    """No two people of one organisation are the same or share a mobile number; an office may share its e-mail."""
    for code, field, is_same in (
        (Code.REPEATED_PERSON, "first_name", same_person),
        (Code.REPEATED_MOBILE, "mobile", same_mobile),
    ):
        for number, other in enumerate(earlier, start=1):
            if is_same(other.values, person.values):
                yield Problem(code, field, {"person": str(number)})
                break


def _identify(values: Mapping[str, str]) -> tuple[str, str, str]:
    first_name, last_name = values.get("first_name", ""), values.get("last_name", "")
    return values.get("organisation", ""), names.fold_name(first_name), names.fold_name(last_name)


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "organisation": str.strip,
    "choice": str.strip,
    "flag": str.strip,
    "personal_name": names.normalise_name,
    "text": tidy_text,
    "long_text": tidy_lines,
    "number": normalise_number,
    "email": normalise_email,
    "mobile": normalise_mobile,
}
_RULES: dict[str, tuple[_Rule, ...]] = {
    "organisation": (),
    "choice": (check_choice,),
    "flag": (check_flag,),
    "personal_name": (check_lengths, *names.RULES),
    "text": (check_lengths, check_control_characters, check_symbols),
    "long_text": (check_lengths, check_control_characters),
    "number": (check_number,),
    "email": (check_lengths, check_email),
    "mobile": (check_mobile,),
}
