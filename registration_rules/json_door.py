"""JSON in, JSON out: the only door that JavaScript and the conformance table use."""

import json

from registration_rules import __version__
from registration_rules.form import FormError, parse_form
from registration_rules.registration import Checked, check_group


def check(text: str) -> str:
    """The problems and normalised values of people who are entered together.

    `{"form": <rules part>, "people": [{field: text}, …]}` gives
    `{"rules_version": …, "people": [{"values": {…}, "problems": [{"code", "field", "params"}, …]}, …]}`.

    What is no such request is answered by `{"rules_version": …, "error": "<for developers>"}`; nothing is raised.
    """
    try:
        request = json.loads(text)
        form, people = parse_form(request["form"]), request["people"]
        if not isinstance(people, list):
            raise FormError("people: not a list")
        answer: dict[str, object] = {"people": [_write_checked(checked) for checked in check_group(form, people)]}
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    return json.dumps({"rules_version": __version__} | answer)


def _write_checked(checked: Checked) -> dict[str, object]:
    return {"values": checked.values, "problems": [problem.as_json() for problem in checked.problems]}
