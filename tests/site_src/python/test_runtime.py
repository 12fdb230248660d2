"""Python for the browser as the build writes it: what is used, small, and the same from the same source."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import marshal
import zipfile
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from registration_rules import __version__
from site_src.app.rules_worker import write_rules_worker
from site_src.errors import BuildError
from site_src.project import PYODIDE
from site_src.python import bytecode, kept
from site_src.python import profile as python_profile
from site_src.python.archive import make_archive
from site_src.python.bytecode import compile_module
from site_src.python.profile import Profile, hash_pyodide, read_profile, write_profile
from site_src.python.relocations import find_relocator
from site_src.python.rules import write_rules
from site_src.python.runtime import read_sources, write_runtime, write_whole
from site_src.python.wasm import UNREACHABLE_BODY, parse_bodies, parse_exports, parse_sections
from site_src.python.whole_library import compile_library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import CodeType

SOURCE = b'''"""A docstring."""

def check(number):
    """Another."""
    assert number > 0, "an assertion"
    def inner():
        return number
    return inner()
'''


def run(compiled: bytes) -> Mapping[str, object]:
    names: dict[str, object] = {}
    exec(marshal.loads(compiled[16:]), names)  # noqa: S102, S302 - our own bytecode
    return names


@pytest.fixture
def small_profile() -> Profile:
    return replace(read_profile(), modules=("json", "json.decoder"))


def test_bytecode_says_what_its_source_says_and_no_more() -> None:
    compiled = compile_module(SOURCE)
    names = run(compiled)
    assert names["check"](-1) == -1  # type: ignore[operator]
    assert b"docstring" not in compiled
    assert b"Another" not in compiled
    assert b"assertion" not in compiled
    code: CodeType = names["check"].__code__  # type: ignore[attr-defined]
    [inner] = [one for one in code.co_consts if hasattr(one, "co_linetable")]
    assert (code.co_linetable, inner.co_linetable, code.co_filename) == (b"", b"", "")


def test_another_python_cannot_compile_for_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "BYTECODE_VERSION", (3, 12))
    with pytest.raises(BuildError, match=r"only be compiled by Python 3\.12"):
        compile_module(SOURCE)


def test_an_archive_is_stored_or_deflated_but_the_same_to_the_byte() -> None:
    sources = {"b.py": SOURCE, "a/__init__.py": b""}
    for is_deflated, method in ((False, zipfile.ZIP_STORED), (True, zipfile.ZIP_DEFLATED)):
        archive = make_archive(sources, is_deflated=is_deflated)
        assert archive == make_archive(dict(reversed(sources.items())), is_deflated=is_deflated)
        with zipfile.ZipFile(BytesIO(archive)) as made:
            assert [(one.filename, one.compress_type) for one in made.infolist()] == [
                ("a/__init__.pyc", method), ("b.pyc", method)
            ]  # fmt: skip
            assert made.read("b.pyc") == compile_module(SOURCE)


def test_the_rules_are_whole_and_of_this_version(tmp_path: Path) -> None:
    written = write_rules(tmp_path, is_deflated=False)
    assert write_rules(tmp_path, is_deflated=False) == written
    with zipfile.ZipFile(written) as rules:
        assert "registration_rules/json_door.pyc" in rules.namelist()
        assert run(rules.read("registration_rules/__init__.pyc"))["__version__"] == __version__


def test_what_is_used_is_the_same_to_the_byte(
    tmp_path: Path, small_profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for number in ("first", "second"):
        monkeypatch.setattr(kept, "KEPT_PYTHON", tmp_path / f"kept-{number}")
        runtime = write_runtime(tmp_path / number, small_profile, is_deflated=False)
        files = (runtime.interpreter, runtime.library)
        written.append([(file.relative_to(tmp_path / number), file.read_bytes()) for file in files])
    assert written[0] == written[1]


def test_what_was_made_before_is_taken_from_the_cache(
    tmp_path: Path, small_profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_PYTHON", tmp_path / "kept")
    first = write_runtime(tmp_path / "first", small_profile, is_deflated=False)
    for file in (tmp_path / "kept").iterdir():
        file.write_bytes(file.read_bytes() + b"from the cache")
    again = write_runtime(tmp_path / "again", small_profile, is_deflated=False)
    other = write_runtime(tmp_path / "other", replace(small_profile, functions=frozenset({1})), is_deflated=False)
    assert again.library.read_bytes() == first.library.read_bytes() + b"from the cache"
    assert again.interpreter.read_bytes() == first.interpreter.read_bytes() + b"from the cache"
    assert not other.interpreter.read_bytes().endswith(b"from the cache")


def test_the_library_has_the_modules_of_the_profile(tmp_path: Path, small_profile: Profile) -> None:
    runtime = write_runtime(tmp_path, small_profile, is_deflated=False)
    with zipfile.ZipFile(runtime.library) as library:
        assert library.namelist() == ["json/__init__.pyc", "json/decoder.pyc"]
    assert set(read_sources(["json"])) == {"json/__init__.py"}


def test_functions_that_are_not_in_the_profile_trap(tmp_path: Path, small_profile: Profile) -> None:
    module = parse_sections((PYODIDE / "pyodide.asm.wasm").read_bytes())
    called = sorted(small_profile.functions - {find_relocator(module)})[:100]
    runtime = write_runtime(tmp_path, replace(small_profile, functions=frozenset(called)), is_deflated=False)
    before, after = parse_bodies(module), parse_bodies(parse_sections(runtime.interpreter.read_bytes()))
    assert len(after) == len(before)
    assert [place for place, body in enumerate(after) if body != UNREACHABLE_BODY] == called
    assert [after[place] for place in called] == [before[place] for place in called]


def test_exports_that_nobody_names_are_left_out(tmp_path: Path, small_profile: Profile) -> None:
    runtime = write_runtime(tmp_path, small_profile, is_deflated=False)
    before, after = (
        {one.name for one in parse_exports(parse_sections(file.read_bytes()))}
        for file in (PYODIDE / "pyodide.asm.wasm", runtime.interpreter)
    )
    assert after < before
    assert {"__wasm_call_ctors", "PyImport_ImportModule", "malloc"} <= after


def test_the_whole_is_all_that_pyodide_brings_with_its_library_compiled(tmp_path: Path) -> None:
    whole = write_whole(tmp_path / "one", is_deflated=False)
    assert whole.interpreter.read_bytes() == (PYODIDE / whole.interpreter.name).read_bytes()
    with zipfile.ZipFile(PYODIDE / whole.library.name) as brought, zipfile.ZipFile(whole.library) as made:
        assert {f"{name}c" if name.endswith(".py") else name for name in brought.namelist()} == set(made.namelist())
        assert made.read("json/__init__.pyc").startswith(importlib.util.MAGIC_NUMBER)


def test_the_library_compiled_twice_is_the_same(tmp_path: Path) -> None:
    small = tmp_path / "small.zip"
    with zipfile.ZipFile(small, "w") as archive:
        archive.writestr("one/__init__.py", "NAMES = {'a', 'b', 'c', 'd'}\n")
        archive.writestr("two.py", "print('two')\n")
    stored = compile_library(small, is_deflated=False)
    assert stored == compile_library(small, is_deflated=False)
    assert len(compile_library(small, is_deflated=True)) < len(stored)


def test_only_what_a_phone_needs_of_python_is_published(tmp_path: Path) -> None:
    worker = write_rules_worker(tmp_path, is_deflated=False)
    names = sorted(
        file.relative_to(tmp_path).as_posix().partition("-")[0] + file.suffix for file in tmp_path.rglob("*.*")
    )
    assert names == [
        "pyodide.5", "pyodide.js", "pyodide.mjs", "python.pyz", "python.wasm", "python.wasm", "python.zip", "rules.js",
        "rules.pyz",
    ]  # fmt: skip
    script = (tmp_path / worker.address.rpartition("/")[2]).read_text("utf-8")
    for file in [*tmp_path.glob("python-*/*"), *tmp_path.glob("rules-*.pyz")]:
        assert f"sha256-{b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()}" in script


def test_a_profile_is_read_as_it_was_written(tmp_path: Path) -> None:
    profile = Profile("0.0.1", hash_pyodide(), ("a", "b"), frozenset({0, 9, 4000}))
    write_profile(profile, tmp_path / "profile.json")
    assert read_profile(tmp_path / "profile.json") == profile


def test_a_profile_of_another_pyodide_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.loads(python_profile.PROFILE.read_text("utf-8"))
    stored["sha256"]["pyodide.asm.wasm"] = "0" * 64
    monkeypatch.setattr(python_profile, "PROFILE", tmp_path / "profile.json")
    python_profile.PROFILE.write_text(json.dumps(stored), "utf-8")
    with pytest.raises(BuildError, match="another one is installed"):
        read_profile()
