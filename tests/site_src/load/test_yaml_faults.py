"""What people do wrong in YAML, and that it is said as such, on the line where they did it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_format.locales import LOCALES
from site_src.load import load_content
from site_src.load.nodes import read_yaml
from site_src.load.reading import Reading, Refused
from tests.own_event import PROJECT

MESSAGES = load_content(PROJECT).messages
JARGON = ("token", "scalar", "mapping", "sequence", "block", "flow", "stream", "parsing", "scanning")


def read_problems(folder, text):
    reading = Reading(folder)
    (folder / "x.yaml").write_text(text, "utf-8")
    with suppress(Refused):
        read_yaml(folder / "x.yaml", reading)
    return reading.problems


@pytest.mark.parametrize(
    ("text", "code", "line", "params"),
    [
        ("a: 1\n\tb: 2\n", "yaml-tab", 2, {}),
        ("a:\n  b: 1\n\tc: 2\n", "yaml-tab", 3, {}),
        ("a:\n\tb: 1\n", "yaml-tab", 2, {}),
        ("a: 'x\nb: 2\nc: 3\n", "yaml-quote-open", 1, {}),
        ('a: "x\nb: 2\n', "yaml-quote-open", 1, {}),
        ("a: 'it's here'\nb: 2\n", "yaml-quote-inside", 1, {}),
        ('a: "say "x" now"\nb: 1\n', "yaml-quote-inside", 1, {}),
        ('a: "x\nb: "y"\n', "yaml-quote-open", 1, {}),
        ("a: x: y\nb: 2\n", "yaml-colon-inside", 1, {}),
        ("title: เรื่อง: การสัมมนา\n", "yaml-colon-inside", 1, {}),
        ("a: 1\nb\nc: 3\n", "yaml-colon-missing", 2, {"written": "b"}),
        ("title\n  th: x\n  en: y\n", "yaml-colon-missing", 1, {"written": "title"}),
        ("a:1\nb: 2\n", "yaml-space-missing", 1, {"written": "a:1"}),
        ("r:\n  quota:3\n  grace: 72\n", "yaml-space-missing", 2, {"written": "quota:3"}),
        ("a: 1\nb:2\n", "yaml-space-missing", 2, {"written": "b:2"}),
        ("a: 1\nb:2\nc: 3\n", "yaml-space-missing", 2, {"written": "b:2"}),
        ("a: @x\n", "yaml-start-character", 1, {"character": "@"}),
        ("a: %x\n", "yaml-start-character", 1, {"character": "%"}),
        ("a: `x`\n", "yaml-start-character", 1, {"character": "`"}),
        ("a: *\n", "yaml-start-character", 1, {"character": "*"}),
        ("a: & x\n", "yaml-start-character", 1, {"character": "&"}),
        ("a: |x\n b\n", "yaml-start-character", 1, {"character": "|"}),
        ("a: > x\n", "yaml-start-character", 1, {"character": ">"}),
        ("a: [1, 2\nb: 3\n", "yaml-bracket-open", 1, {}),
        ("a: {th: x, en: y\nb: 3\n", "yaml-bracket-open", 1, {}),
        ("a: {th: x: z, en: y}\nb: 3\n", "yaml-bracket-text", 1, {}),
        ("a: {th: x en: y}\nb: 3\n", "yaml-bracket-text", 1, {}),
        ("a:\n  th: x\n   en: y\n", "yaml-indentation", 3, {}),
        ("a:\n   th: x\n  en: y\n", "yaml-indentation", 3, {}),
        ("a: 1\n  b: 2\n", "yaml-indentation", 2, {}),
        ("a:\n  - x\n - y\n", "yaml-indentation", 3, {}),
        ("a:\n- x\n  - y: 1\n", "yaml-indentation", 3, {}),
        ("a:\n  - x: 1\n   y: 2\n", "yaml-indentation", 3, {}),
        ("a: ]\n", "yaml-start-character", 1, {"character": "]"}),
        ("a: , x\n", "yaml-start-character", 1, {"character": ","}),
        ("% x\n", "yaml-start-character", 1, {"character": "%"}),
        ('a: "\\q"\n', "yaml-escape", 1, {}),
        ("'a' b: c\n", "yaml-quote-inside", 1, {}),
        ("a: [x] y\nb: 1\n", "yaml-quote-inside", 1, {}),
        ("a: - x\n", "yaml-start-character", 1, {"character": "-"}),
        ("a: ? x\n", "yaml-start-character", 1, {"character": "?"}),
        ("a: 1\nเรื่อง\n", "yaml-colon-missing", 2, {"written": "เรื่อง"}),
        ('a: "\\U00110000"\n', "yaml-escape", 1, {}),
        ("a: \x07\n", "yaml-characters", 1, {"character": "U+0007"}),
    ],
)
def test_the_cause_is_named_where_it_is(tmp_path, text, code, line, params):
    (problem,) = read_problems(tmp_path, text)
    assert (problem.code, problem.place.line, problem.params) == (code, line, params)


def test_no_text_speaks_the_parsers_language():
    texts = {
        key: text for locale in LOCALES for key, text in MESSAGES[locale].items() if key.startswith("author.yaml-")
    }
    assert [key for key, text in texts.items() if any(word in text for word in JARGON)] == []


@settings(deadline=None)
@given(st.text(st.sampled_from("ab:- \n\t'\"[]{},@&*!|>%#?ก")))
def test_whatever_is_wrong_is_on_a_line_of_the_file(tmp_path_factory, text):
    for problem in read_problems(tmp_path_factory.getbasetemp(), text):
        assert 1 <= problem.place.line <= max(1, text.count("\n") + 1)
        assert f"author.{problem.code}" in MESSAGES["th"]
