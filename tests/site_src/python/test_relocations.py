"""Pointers that are put in beforehand: those that the module's own code would have stored."""

from __future__ import annotations

import struct

import pytest

from site_src.project import PYODIDE
from site_src.python.relocations import Pointer, find_bases, find_relocator, put_in, read_pointers
from site_src.python.wasm import WasmError, parse_bodies, parse_data, parse_sections
from site_src.python.wasm_code import iterate_instructions
from tests.site_src.python.small_module import SMALL

TO_DATA = "2300 4104 6a 2300 41ac02 6a 360200"  # the fifth byte is a pointer to the byte 300
TO_FUNCTION = "2300 6a 2302 4107 6a 360200".replace(" 6a 2302", " 2302")  # the first is one to function 7
TO_FIRST = "2300 4108 6a 2302 360200"
UNKNOWN = "2300 4110 6a 2303 360200"  # of what is only known at the start
POINTERS = [Pointer(4, 300, is_function=False), Pointer(0, 7, is_function=True), Pointer(8, 0, is_function=True)]


def test_pointers_are_read_and_the_rest_is_left() -> None:
    body = bytes.fromhex(f"00 {TO_DATA} {UNKNOWN} {TO_FUNCTION} {TO_FIRST} 0b")
    assert read_pointers(body) == (POINTERS, bytes.fromhex(f"00 {UNKNOWN} 0b"))


def test_pointers_are_put_in_where_the_module_stands() -> None:
    filled = put_in(bytes(12) + b"rest", POINTERS, memory_base=1024, table_base=1)
    assert filled == struct.pack("<III", 8, 1324, 1) + b"rest"


def test_code_that_does_something_else_is_refused() -> None:
    with pytest.raises(WasmError, match="were not understood"):
        read_pointers(bytes.fromhex(f"00 {UNKNOWN * 20} 0b"))


def test_pyodides_data_already_point_from_their_own_start() -> None:
    """What the code adds is the base alone: each pointer that was read stands in the data, less the base."""
    sections = parse_sections((PYODIDE / "pyodide.asm.wasm").read_bytes())
    pointers, rest = read_pointers(parse_bodies(sections)[find_relocator(sections)])
    [segment] = parse_data(sections)
    assert len(pointers) > 20_000
    assert [one for one in pointers if struct.unpack_from("<I", segment.content, one.address)[0] != one.value] == []
    assert [opcode for opcode, _ in iterate_instructions(rest)].count(0x36) == 2


def test_the_javascript_says_where_the_module_stands() -> None:
    assert find_bases((PYODIDE / "pyodide.asm.js").read_text("utf-8")) == (1024, 1)
    with pytest.raises(WasmError, match="doesn't say where"):
        find_bases("var ___memory_base=somewhere;")


def test_a_module_that_stands_nowhere_else_is_refused() -> None:
    with pytest.raises(WasmError, match="not given a memory"):
        find_relocator(parse_sections(SMALL))
