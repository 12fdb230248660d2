"""What the rules were seen to use of Pyodide, as `make python-profile` recorded it."""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from site_src.errors import BuildError
from site_src.project import PYODIDE

PROFILE = Path(__file__).with_name("profile.json")
LIBRARY = "python_stdlib.zip"
INTERPRETER = "pyodide.asm.wasm"


@dataclass(frozen=True, slots=True)
class Profile:
    """What is used, and of which Pyodide.

    Attributes:
        version: Pyodide's.
        hashes: SHA-256 in hexadecimal of the files that this is about, by their names.
        modules: The modules of the standard library that were imported from its archive.
        functions: The functions of the interpreter that were called, by their place in its code section.
    """

    version: str
    hashes: dict[str, str]
    modules: tuple[str, ...]
    functions: frozenset[int]


def read_profile(path: Path | None = None) -> Profile:
    """The committed profile, or the one at `path`.

    Raises:
        BuildError: It is about another Pyodide than the one that is installed.
    """
    path = path or PROFILE
    stored = json.loads(path.read_text("utf-8"))
    hashes: dict[str, str] = stored["sha256"]
    if hashes != hash_pyodide():
        raise BuildError(
            f"{path.name} says what the rules use of Pyodide {stored['pyodide']}, but another one is installed",
            "Run `make python-profile`, and commit what it writes.",
        )
    return Profile(stored["pyodide"], hashes, tuple(stored["modules"]), _unpack(stored["functions"]))


def write_profile(profile: Profile, path: Path = PROFILE) -> None:
    """Write a profile as it is committed: what changes in it is seen in a comparison."""
    stored = {
        "pyodide": profile.version,
        "sha256": profile.hashes,
        "modules": sorted(profile.modules),
        "functions": _pack(profile.functions),
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


def hash_pyodide() -> dict[str, str]:
    """SHA-256 of the files that a profile is about."""
    return {name: hashlib.sha256((PYODIDE / name).read_bytes()).hexdigest() for name in (INTERPRETER, LIBRARY)}


def _pack(numbers: frozenset[int]) -> list[str]:
    """A bit for each number, in lines of Base64."""
    bits = sum(1 << number for number in numbers)
    text = b64encode(bits.to_bytes(max(numbers, default=0) // 8 + 1, "little")).decode("ascii")
    return [text[start : start + 100] for start in range(0, len(text), 100)]


def _unpack(lines: list[str]) -> frozenset[int]:
    packed = b64decode("".join(lines))
    return frozenset(8 * place + bit for place, byte in enumerate(packed) for bit in range(8) if byte >> bit & 1)
