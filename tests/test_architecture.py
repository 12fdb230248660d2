"""ARCHITECTURE.md shows the layers that import-linter holds, and no others; tests keep apart from the sample."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import get_args

from ruamel.yaml import YAML

from backend.terms.outcomes import RefusalCode, Status
from registration_rules.form import FIXED_FIELDS, KINDS
from registration_rules.wire import ENVELOPE_FIELDS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "ARCHITECTURE.md"
SECTION = "Who may import whom"
TEST_FILES = {".csv", ".js", ".json", ".md", ".py", ".sql", ".yaml"}


def read_contracts() -> dict[str, list[list[str]]]:
    """The layers of each contract by its name, the highest first; what stands on one layer in order."""
    configured = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return {
        contract["name"]: [sorted(re.split(r"\s*\|\s*", layer)) for layer in contract["layers"]]
        for contract in configured
        if contract["type"] == "layers"
    }


def read_tables(text: str) -> dict[str, list[tuple[int, list[str]]]]:
    """The rows of each table below the section's headings: number of the line, and the names in its first column."""
    tables: dict[str, list[tuple[int, list[str]]]] = {}
    section = heading = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("## "):
            section, heading = line.removeprefix("## "), ""
        elif line.startswith("### ") and section == SECTION:
            heading = line.removeprefix("### ")
            tables[heading] = []
        elif heading and (row := re.match(r"\| (`[^|]*`) \|", line)):
            tables[heading].append((number, sorted(re.findall(r"`([^`]+)`", row[1]))))
    return tables


def test_the_tables_are_the_contracts() -> None:
    contracts, tables = read_contracts(), read_tables(DOCUMENT.read_text("utf-8"))
    assert list(tables) == list(contracts)
    wrong = [
        f"{DOCUMENT.name}:{number}: {heading}: {', '.join(shown)} stands where pyproject.toml has {', '.join(held)}"
        for heading, layers in contracts.items()
        for (number, shown), held in zip(tables[heading], layers, strict=False)
        if shown != held
    ]
    assert wrong == []
    assert {heading: len(rows) for heading, rows in tables.items()} == {
        heading: len(layers) for heading, layers in contracts.items()
    }


def test_every_place_of_the_project_is_in_the_document() -> None:
    text = DOCUMENT.read_text("utf-8")
    packages = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
    assert [name for name in packages if f"| `{name}/` |" not in text] == []


def read_section(heading: str) -> str:
    """What stands below a heading of the second level."""
    return DOCUMENT.read_text("utf-8").split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_wire_is_described_with_all_its_fields_and_refusals() -> None:
    rows = [line.split(" | ")[0] for line in read_section("The wire").splitlines() if line.startswith("| ")]
    named = set(re.findall(r"`([a-z_-]+)`", " ".join(rows)))
    words = {"status", "invalid", "problems"}
    assert named == {*ENVELOPE_FIELDS, *get_args(Status.__value__), *get_args(RefusalCode.__value__), *words}


def test_the_form_is_described_with_its_fixed_fields_and_all_kinds() -> None:
    text = read_section("The form")
    rows = [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`([a-z_]+)`", " ".join(rows)))
    assert named == {*KINDS} - {"organisation"}
    assert [name for name in FIXED_FIELDS if f"`{name}`" not in text] == []


def test_only_tests_of_the_sample_name_the_sample() -> None:
    sample = YAML(typ="safe").load((ROOT / "content/site.yaml").read_text("utf-8"))["sample_of"]
    event = YAML(typ="safe").load((ROOT / f"content/events/{sample}/event.yaml").read_text("utf-8"))
    listed = event["registration"]["organisations"]
    table = (ROOT / f"content/organisations/{listed}.csv").read_text("utf-8")
    organisations = [column for row in csv.DictReader(table.splitlines()) for column in (row["code"], row["name_th"])]
    names = re.compile("|".join(map(re.escape, (sample, listed, *organisations))), re.IGNORECASE)
    own = [file for file in sorted((ROOT / "tests").rglob("*")) if file.suffix in TEST_FILES and file.is_file()]
    naming = {file.relative_to(ROOT).as_posix() for file in own if names.search(file.read_text("utf-8"))}
    assert {path for path in naming if not Path(path).name.startswith("test_sample_")} == set()
    assert naming != set()
