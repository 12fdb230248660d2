"""Small YAML files that people write, read strictly: each value as typed, each mistake by its line.

Nothing that a file holds is ever quoted in a problem, for these files hold secrets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from ruamel.yaml.nodes import Node

    from backend.built_site.messages import Messages
    from site_format.locales import Locale

_LARGEST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileProblem:
    """One mistake: a code under `delivery.file` of the messages, its line from 1, and what the text needs."""

    code: str
    line: int
    params: Mapping[str, object] = field(default_factory=dict)


class FileProblemsError(Exception):
    """The file cannot be used; `problems` are all of its mistakes."""

    def __init__(self, path: Path, problems: list[FileProblem]) -> None:
        """An error that carries them, in the order of the lines."""
        self.path = path
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(f"{path}: {', '.join(problem.code for problem in self.problems)}")

    def describe(self, messages: Messages, locale: Locale) -> str:
        """A line for each, `file:line: what to do`, in the reader's language."""
        lines = (
            f"{self.path}:{problem.line}: {messages.text(locale, f'delivery.file.{problem.code}', **problem.params)}"
            for problem in self.problems
        )
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping of the file; the line of each value is that of its key."""

    line: int
    children: Mapping[str, Child]


@dataclass(frozen=True, slots=True)
class Words:
    """A text, without space around it; never shown in a `repr`."""

    line: int
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of texts."""

    line: int
    items: tuple[Words, ...]


type Child = Entries | Words | Items


class StrictFile:
    """One file while it is read: its mistakes are gathered, so that all can be said at once."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path
        self.problems: list[FileProblem] = []

    def read(self) -> Entries:
        """The whole file.

        Raises:
            FileProblemsError: If it is not there, no YAML, or no mapping at all.
        """
        try:
            node = YAML(typ="rt").compose(self._read_text())
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self.fail("syntax", mark.line + 1 if mark else 1) from None
        except (YAMLError, ValueError):
            raise self.fail("syntax", 1) from None
        read = self._read_node(node, 1) if node is not None else None
        if not isinstance(read, Entries):
            raise self.fail("empty", 1)
        return read

    def report(self, code: str, line: int, **params: object) -> None:
        """Note a mistake and read on."""
        self.problems.append(FileProblem(code, line, params))

    def fail(self, code: str, line: int) -> FileProblemsError:
        """The error with all mistakes so far and this one."""
        self.report(code, line)
        return FileProblemsError(self.path, self.problems)

    def finish(self) -> None:
        """Raise FileProblemsError if anything was reported."""
        if self.problems:
            raise FileProblemsError(self.path, self.problems)

    def section(self, entries: Entries, key: str, known: Collection[str]) -> Entries | None:
        """The mapping at `key` with no other keys than `known`; None if it is not there."""
        child = entries.children.get(key)
        if child is None:
            return None
        if not isinstance(child, Entries):
            self.report("not_keys", child.line, key=key)
            return None
        self.check_keys(child, known)
        return child

    def words(self, entries: Entries | None, key: str) -> Words | None:
        """The text at `key`, not empty; None if it is not there."""
        child = entries.children.get(key) if entries else None
        if child is None:
            return None
        if not isinstance(child, Words):
            self.report("not_text", child.line, key=key)
            return None
        if not child.value:
            self.report("text_empty", child.line, key=key)
            return None
        return child

    def check_keys(self, entries: Entries, known: Collection[str]) -> None:
        """Report each key that is not one of `known`."""
        for key, child in entries.children.items():
            if key not in known:
                self.report("key_unknown", child.line, known=", ".join(known))

    def _read_text(self) -> str:
        try:
            data = self.path.read_bytes()
        except OSError:
            raise self.fail("unreadable", 1) from None
        if len(data) > _LARGEST_BYTES:
            raise self.fail("too_large", 1)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self.fail("not_utf8", data.count(b"\n", 0, error.start) + 1) from None

    def _read_node(self, node: Node, line: int) -> Child:
        if isinstance(node, ScalarNode):
            return Words(line, node.value.strip())
        if isinstance(node, SequenceNode):
            return Items(line, tuple(self._read_item(item) for item in node.value))
        return self._read_mapping(node, line)

    def _read_item(self, node: Node) -> Words:
        if isinstance(node, ScalarNode):
            return Words(node.start_mark.line + 1, node.value.strip())
        self.report("not_a_list_of_texts", node.start_mark.line + 1)
        return Words(node.start_mark.line + 1, "")

    def _read_mapping(self, node: Node, line: int) -> Entries:
        children: dict[str, Child] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                self.report("syntax", at)
            elif key.value in children:
                self.report("key_twice", at)
            else:
                children[key.value] = self._read_node(value, at)
        return Entries(line, children)
