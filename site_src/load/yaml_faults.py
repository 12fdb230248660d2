"""Why a YAML file cannot be read, as its author would say it: which line, and what people usually do wrong there.

The parser says where it noticed, in words about itself. The cause is often a line or more above: a quotation mark that
nobody closed, a key without its colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml.error import MarkedYAMLError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ruamel.yaml.error import YAMLError

    from site_src.model import Param

_TAB = re.compile(r"[ ]*\t")
_OPEN_QUOTE = re.compile(r"""(?:^|[:\-,\[{])\s*(?P<quote>["'])(?P<rest>.*)$""")
_NO_SPACE = re.compile(r"\s*(?:- )?(?P<key>[\w-]+):\S")
_HAS_KEY = re.compile(r"""\s*(?:- )*(?:[^\s'"#][^:#]*|"[^"]*"|'[^']*'):(?:\s|$)""")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class YamlFault:
    """What is wrong: a code under `author.` of the messages, its line from 1, and what the text needs."""

    code: str
    line: int
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Report:
    """The parser's report: its words, and the lines, from 0, on which it noticed and on which it had begun."""

    problem: str
    context: str
    at: int
    column: int
    began: int
    lines: list[str]

    @property
    def line(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""


def explain_yaml_error(error: YAMLError | ValueError | OverflowError, text: str) -> YamlFault:
    """The cause that fits, or that the line is no YAML where none does."""
    if not isinstance(error, MarkedYAMLError):
        return _explain_characters(error, text)
    mark = error.problem_mark or error.context_mark
    began = error.context_mark or mark
    at, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    report = _Report(error.problem or "", error.context or "", at, column, began.line if began else at, lines)
    for cause in _CAUSES:
        if fault := cause(report):
            return fault
    return YamlFault("yaml-syntax", min(at, len(lines) - 1) + 1)


def _explain_characters(error: Exception, text: str) -> YamlFault:
    """A character that YAML forbids, or an escape for one that there is not."""
    position, character = getattr(error, "position", None), getattr(error, "character", None)
    if isinstance(position, int) and character is not None:
        code = character if isinstance(character, int) else ord(character)
        return YamlFault("yaml-characters", text.count("\n", 0, position) + 1, {"character": f"U+{code:04X}"})
    escape = re.search(r"\\U[0-9A-Fa-f]{8}", text)
    line = text.count("\n", 0, escape.start()) + 1 if escape else 1
    return YamlFault("yaml-escape", line)


def _find_tab(report: _Report) -> YamlFault | None:
    """A line is indented with a tab."""
    if _TAB.match(report.line) or "'\\t'" in report.problem:
        return YamlFault("yaml-tab", report.at + 1)
    return None


def _find_start_character(report: _Report) -> YamlFault | None:
    """A value begins with a character that means something else in YAML."""
    started = re.search(r"found character '(.)' that cannot start", report.problem)
    if started:
        return YamlFault("yaml-start-character", report.at + 1, {"character": started[1]})
    scanned = ("an alias", "an anchor", "a block scalar", "a directive", "a block node")
    is_scanned = report.context.endswith(scanned) or report.problem.endswith("are not allowed here")
    value = re.search(r"(?:^|[:\-]\s)\s*([*&|>%\],}?@`-])", report.line)
    if is_scanned and value and not report.problem.startswith("mapping values"):
        return YamlFault("yaml-start-character", report.at + 1, {"character": value[1]})
    return None


def _find_quote(report: _Report) -> YamlFault | None:
    """A quotation mark is not closed, or stands inside a text that has them around it."""
    if "quoted scalar" in report.context and "end of" in report.problem:
        return YamlFault("yaml-quote-open", report.began + 1)
    if "quoted scalar" in report.context:
        return YamlFault("yaml-escape", report.at + 1)
    if "found '<scalar>'" not in report.problem:
        return None
    for number in range(report.at - 1, report.began - 1, -1):
        opened = _OPEN_QUOTE.search(report.lines[number])
        if opened and opened["quote"] not in opened["rest"]:
            return YamlFault("yaml-quote-open", number + 1)
    return YamlFault("yaml-quote-inside", report.at + 1)


def _find_bracket(report: _Report) -> YamlFault | None:
    """A bracket is not closed, or a text in brackets has a colon."""
    if "flow" not in report.context:
        return None
    if report.at > report.began:
        return YamlFault("yaml-bracket-open", report.began + 1)
    return YamlFault("yaml-bracket-text", report.at + 1)


def _find_colon(report: _Report) -> YamlFault | None:
    """A key lacks its colon or the space behind it, or a text has a colon with a space."""
    if "could not find expected ':'" in report.problem:
        return _describe_bare_line(report, report.began)
    if "mapping values are not allowed" not in report.problem:
        return None
    if _HAS_KEY.match(report.line[: report.column]):
        return YamlFault("yaml-colon-inside", report.at + 1)
    above = next((number for number in range(report.at - 1, -1, -1) if report.lines[number].strip()), None)
    if above is None or _HAS_KEY.match(report.lines[above]):
        return YamlFault("yaml-indentation", report.at + 1)
    return _describe_bare_line(report, above)


def _find_indentation(report: _Report) -> YamlFault | None:
    """A line does not stand below the others of its kind."""
    is_block = "expected <block end>" in report.problem
    return YamlFault("yaml-indentation", report.at + 1) if is_block else None


def _describe_bare_line(report: _Report, number: int) -> YamlFault:
    line = report.lines[number]
    if line.lstrip().startswith("- "):
        return YamlFault("yaml-indentation", report.at + 1)
    code = "yaml-space-missing" if _NO_SPACE.match(line) else "yaml-colon-missing"
    return YamlFault(code, number + 1, {"written": line.strip()[:_SHOWN]})


_CAUSES: tuple[Callable[[_Report], YamlFault | None], ...] = (
    _find_tab,
    _find_start_character,
    _find_quote,
    _find_bracket,
    _find_colon,
    _find_indentation,
)
