"""One person's registration, and those that are entered together."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from registration_rules.form import Form
from registration_rules.problems import Code, Problem


class Checked(NamedTuple):
    """What the rules say of one person.

    Attributes:
        values: Every field of the form, normalised; a field with a problem keeps its text, tidied.
        problems: All of them, in the form's field order; empty if the registration is accepted.
    """

    values: dict[str, str]
    problems: tuple[Problem, ...]


def check_registration(form: Form, values: Mapping[str, object]) -> Checked:
    """All problems of one person and the normalised values."""
    texts = {field.name: str(values.get(field.name, "")).strip() for field in form.fields}
    problems = [Problem(Code.REQUIRED, field.name) for field in form.fields if field.required and not texts[field.name]]
    return Checked(texts, tuple(problems))


def check_group(form: Form, people: Iterable[Mapping[str, object]]) -> list[Checked]:
    """The same for up to `max_people` who are entered together, with duplicates among them."""
    return [check_registration(form, person) for person in people]


def same_person(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two normalised registrations are of one person: the same organisation and the same names."""
    return all(a.get(name, "") == b.get(name, "") for name in ("organisation", "first_name", "last_name"))


def same_mobile(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two normalised registrations of one organisation give the same mobile number."""
    return a["organisation"] == b["organisation"] and a["mobile"] == b["mobile"] != ""
