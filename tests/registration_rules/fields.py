"""Form fields to try single rules on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registration_rules import FormField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from registration_rules import Problem


def make_field(name: str, kind: str, *, required: bool = True, min_length: int = 0, max_length: int = 60) -> FormField:
    """A field without choices."""
    return FormField(name, kind, required, min_length, max_length, ())


FIRST_NAME = make_field("first_name", "personal_name")
LAST_NAME = make_field("last_name", "personal_name")
POSITION = make_field("position", "text")
EMAIL = make_field("email", "email")
MOBILE = make_field("mobile", "mobile")


def read_problems(problems: Iterable[Problem]) -> list[tuple[str, dict[str, str]]]:
    """Code and parameters of each problem."""
    return [(problem.code.value, dict(problem.params)) for problem in problems]
