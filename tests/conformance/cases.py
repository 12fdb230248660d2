"""The conformance table: what the rules say of a list of people, the same in CPython, over HTTP and in the browser.

In `cases.json` a person is written as what differs from `person`, the sound one; what a case says of a person is the
list of problems and, where it matters, of normalised values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One line of the table.

    Attributes:
        name: What it is about, and the test's id.
        form: The `rules` part of a form.json.
        people: Every field of every person, as typed.
        problems: For each person the problems as JSON, `{"code", "field", "params"}`, in order.
        values: For each person the normalised values that the case speaks of, perhaps none.
    """

    name: str
    form: Mapping[str, Any]
    people: Sequence[Mapping[str, Any]]
    problems: Sequence[Sequence[Mapping[str, Any]]]
    values: Sequence[Mapping[str, str]]

    @property
    def fits_one_post(self) -> bool:
        """Whether one POST can carry it: a single person, all of text that UTF-8 can write."""
        return len(self.people) == 1 and all(_is_sendable(value) for value in self.people[0].values())

    @property
    def request(self) -> dict[str, object]:
        """What `json_door.check` takes, before it is written as JSON."""
        return {"form": self.form, "people": self.people}


def load_cases() -> list[Case]:
    """All cases, in the order of the file."""
    table = json.loads((_FOLDER / "cases.json").read_text(encoding="utf-8"))
    return [_read_case(line, table["person"]) for line in table["cases"]]


def load_form(name: str = "form.json") -> dict[str, Any]:
    """The `rules` part of a form that cases fill in: the one of most, or `every-kind.json`."""
    form: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return form


def load_person() -> dict[str, str]:
    """A person with whom nothing is wrong."""
    person: dict[str, str] = json.loads((_FOLDER / "cases.json").read_text(encoding="utf-8"))["person"]
    return person


def _read_case(line: Mapping[str, Any], sound: Mapping[str, str]) -> Case:
    return Case(
        name=line["name"],
        form=load_form(line["form"]),
        people=[{**sound, **person} for person in line["people"]],
        problems=[[{"params": {}, **problem} for problem in problems] for problems in line["problems"]],
        values=line.get("values", [{} for _ in line["people"]]),
    )


def _is_sendable(value: object) -> bool:
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)
