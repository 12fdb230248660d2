"""The conformance table in Chromium's Python: the worker and the Python that people get say what CPython says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from registration_rules import __version__
from tests.browser.form_steps import REGISTER
from tests.conformance.cases import load_cases

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One worker answers the whole table; the address is the one that the page itself uses.
ASK = """async (requests) => {
  const { worker } = JSON.parse(document.getElementById("page-data").textContent);
  const rules = new Worker(worker, { type: "module" });
  const ask = (id, action, payload) => new Promise((resolve, reject) => {
    rules.addEventListener("message", ({ data }) => {
      if (data.id === id) data.error ? reject(new Error(data.error)) : resolve(data.result);
    });
    rules.postMessage({ id, action, payload });
  });
  await ask(0, "start");
  const answers = [];
  for (const [index, request] of requests.entries()) answers.push(await ask(index + 1, "check", request));
  return answers;
}"""

# The page's own fields as they stand without its script, each with its native constraints.
CHECK_NATIVELY = """async (people) => {
  const holder = document.createElement("div");
  holder.innerHTML = await (await fetch(location.pathname)).text();
  const form = holder.querySelector("form");
  return people.map((person) => Object.entries(person).filter(([name, value]) => {
    const control = form.elements.namedItem(name);
    control.value = value;
    return !control.checkValidity();
  }));
}"""


def test_every_case_comes_out_as_in_cpython(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(REGISTER)
    cases = load_cases()
    answers = [json.loads(answer) for answer in page.evaluate(ASK, [json.dumps(case.request) for case in cases])]

    assert {answer["rules_version"] for answer in answers} == {__version__}
    differing = {
        case.name: answer["people"]
        for case, answer in zip(cases, answers, strict=True)
        if [person["problems"] for person in answer["people"]] != case.problems
        or [_pick(person["values"], values) for person, values in zip(answer["people"], case.values, strict=True)]
        != list(case.values)
    }
    assert differing == {}
    whole = [url for url in asked if "python-whole" in url]
    assert whole == [], "the rules use more of Python than the profile tells: make python-profile"


def test_native_constraints_accept_whatever_the_rules_accept(page: Page) -> None:
    page.goto(REGISTER)
    accepted = [
        {name: person[name] for name in ("first_name", "last_name", "position", "email", "mobile")}
        for case in load_cases()
        for person, problems in zip(case.people, case.problems, strict=True)
        if not problems
    ]
    refused = page.evaluate(CHECK_NATIVELY, accepted)
    assert [found for found in refused if found] == []


def _pick(values: dict[str, Any], names: Any) -> dict[str, Any]:
    return {name: values[name] for name in names}
