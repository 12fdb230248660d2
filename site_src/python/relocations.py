"""Pointers in an interpreter's data, which Emscripten's code puts in when a module starts, put in beforehand.

A module that could stand anywhere in the memory is told where it does, and then a function as long as there are
pointers stores each. Pyodide's interpreter is always in the same place, which its JavaScript side names.

Source: https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.python.wasm import FUNCTION_KIND, Reader, WasmError, parse_exports, parse_imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from site_src.python.wasm import Section

_NAME = "__wasm_apply_data_relocs"
_GLOBALS = ["__memory_base", "__stack_pointer", "__table_base"]

# global.get $__memory_base, i32.const ADDRESS, i32.add; global.get of either base, i32.const VALUE, i32.add; i32.store
_NUMBER = rb"[\x80-\xff]*[\x00-\x7f]"
_STORE = re.compile(
    rb"\x23\x00(?:\x41(" + _NUMBER + rb")\x6a)?\x23([\x00\x02])(?:\x41(" + _NUMBER + rb")\x6a)?\x36\x02\x00", re.DOTALL
)
_LONGEST_REST_BYTES = 100


@dataclass(frozen=True, slots=True)
class Pointer:
    """A pointer in the data: where it stands, and what it points to.

    Attributes:
        address: Where it stands, from the start of the data.
        value: Where it points to, from the start of the data; for a function its place from the module's first in the
            table of functions.
        is_function: Whether it points to a function.
    """

    address: int
    value: int
    is_function: bool


def find_relocator(sections: Sequence[Section]) -> int:
    """The place in the code section of the function that stores the pointers.

    Raises:
        WasmError: There is none, or the bases aren't given as they are by Emscripten.
    """
    imports = parse_imports(sections)
    if [one.name for one in imports if one.module == "env" and one.name in _GLOBALS] != _GLOBALS:
        raise WasmError("not given a memory and a table to stand in")
    found = [one.index for one in parse_exports(sections) if (one.name, one.kind) == (_NAME, FUNCTION_KIND)]
    if not found:
        raise WasmError(f"without {_NAME}")
    return found[0] - sum(one.kind == FUNCTION_KIND for one in imports)


def read_pointers(body: bytes) -> tuple[list[Pointer], bytes]:
    """The pointers that such a function stores, and the function without these.

    Raises:
        WasmError: It does more besides than storing what is only known at the start.
    """
    pointers = [
        Pointer(_read_number(address), _read_number(value), is_function=base == b"\2")
        for address, base, value in _STORE.findall(body)
    ]
    rest = _STORE.sub(b"", body)
    if len(rest) > _LONGEST_REST_BYTES:
        raise WasmError(f"{len(rest)} bytes of code that stores pointers were not understood")
    return pointers, rest


def put_in(data: bytes, pointers: Iterable[Pointer], memory_base: int, table_base: int) -> bytes:
    """The data with the pointers as they are in a module that stands at these bases."""
    filled = bytearray(data)
    for pointer in pointers:
        base = table_base if pointer.is_function else memory_base
        struct.pack_into("<I", filled, pointer.address, pointer.value + base)
    return bytes(filled)


def find_bases(javascript: str) -> tuple[int, int]:
    """Where Emscripten's JavaScript puts the module: its first byte in the memory, its first function in the table.

    Raises:
        WasmError: It doesn't say so.
    """
    found = [
        re.findall(rf'___{name}_base=new WebAssembly\.Global\({{value:"i32",mutable:false}},(\d+)\)', javascript)
        for name in ("memory", "table")
    ]
    if [len(one) for one in found] != [1, 1]:
        raise WasmError("JavaScript that doesn't say where the interpreter stands")
    return int(found[0][0]), int(found[1][0])


def _read_number(encoded: bytes) -> int:
    return Reader(encoded).read_signed() if encoded else 0
