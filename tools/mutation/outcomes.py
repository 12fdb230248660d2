"""What became of each mutant, read from what mutmut and Stryker say, and the report of it."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

KILLED = "killed"


class Mutant(NamedTuple):
    """One change that was tried, and what became of it: `killed`, `survived`, `timeout`, `no tests` and the like."""

    file: str
    line: int
    change: str
    outcome: str


def print_report(mutants: list[Mutant]) -> None:
    """Every mutant that no test noticed, by file and line, then the counts."""
    for file, line, change, outcome in sorted(mutant for mutant in mutants if mutant.outcome != KILLED):
        print(f"\n{file}:{line}: {outcome}\n{change}")
    print("\nmutants by place and outcome:")
    for place in sorted({str(Path(mutant.file).parent) for mutant in mutants}):
        counts = Counter(mutant.outcome for mutant in mutants if str(Path(mutant.file).parent) == place)
        print(
            f"  {place}: {counts.total()} tried, "
            + ", ".join(f"{count} {name}" for name, count in counts.most_common())
        )


def read_diff(text: str) -> tuple[int, str]:
    """How many lines below its function's first a change is, and its removed and added lines."""
    lines = text.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("@@"))
    body = lines[start + 1 :]
    first = next(index for index, line in enumerate(body) if line.startswith(("-", "+")))
    hunk = int(lines[start].split()[1].split(",")[0].lstrip("-"))
    return hunk - 1 + first, "\n".join(line for line in body if line.startswith(("-", "+")))


def find_line(source: str, path: list[str]) -> int:
    """The line of the function that `path` names: its name, or its class's and its own."""
    nodes: list[ast.stmt] = ast.parse(source).body
    line = 0
    for name in path:
        found = next(
            node
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name
        )
        nodes, line = found.body, found.lineno
    return line


def read_report(report: dict[str, Any]) -> list[Mutant]:
    """The mutants of Stryker's report (its `mutation-testing-report-schema`)."""
    return [
        Mutant(
            file,
            mutant["location"]["start"]["line"],
            f"-{cut(of_file['source'], mutant['location'])}\n+{mutant['replacement']}",
            mutant["status"].lower(),
        )
        for file, of_file in report["files"].items()
        for mutant in of_file["mutants"]
    ]


def cut(source: str, location: dict[str, dict[str, int]]) -> str:
    """The part of a file from `start` to before `end`, lines and columns counted from 1."""
    start, end = location["start"], location["end"]
    lines = source.split("\n")[start["line"] - 1 : end["line"]]
    lines[-1] = lines[-1][: end["column"] - 1]
    lines[0] = lines[0][start["column"] - 1 :]
    return "\n-".join(lines)
