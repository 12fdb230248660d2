"""The reader of WebAssembly, on a small module, on Pyodide's, and on what is broken."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from site_src.project import PYODIDE
from site_src.python import wasm
from site_src.python.wasm import (
    DataSegment,
    Export,
    Import,
    Reader,
    Section,
    WasmError,
    encode_bodies,
    encode_data,
    encode_exports,
    encode_sections,
    encode_unsigned,
    find_section,
    parse_bodies,
    parse_data,
    parse_exports,
    parse_imports,
    parse_sections,
    replace_section,
)
from site_src.python.wasm_code import iterate_instructions, list_numbers
from tests.site_src.python.small_module import ADD, CONSTANTS, SMALL

if TYPE_CHECKING:
    from pathlib import Path

PREAMBLE = b"\0asm\1\0\0\0"


@pytest.fixture(scope="module")
def pyodide() -> bytes:
    return (PYODIDE / "pyodide.asm.wasm").read_bytes()


@pytest.fixture(scope="module")
def sections(pyodide: bytes) -> list[Section]:
    return parse_sections(pyodide)


def test_a_small_module_is_read() -> None:
    sections = parse_sections(SMALL)
    assert parse_imports(sections) == [
        Import("env", "base", wasm.GLOBAL_KIND),
        Import("env", "log", wasm.FUNCTION_KIND),
        Import("env", "memory", wasm.MEMORY_KIND),
        Import("env", "table", wasm.TABLE_KIND),
        Import("env", "tag", wasm.TAG_KIND),
    ]
    assert parse_exports(sections) == [Export("add", wasm.FUNCTION_KIND, 1), Export("ลืม", wasm.FUNCTION_KIND, 2)]
    assert parse_bodies(sections) == [ADD, CONSTANTS]
    assert parse_data(sections) == [DataSegment(b"\0\x23\0\x0b", b"text"), DataSegment(b"\0\x41\x80\x08\x0b", b"")]


def test_engines_take_what_is_written(tmp_path: Path) -> None:
    """With another body, another export and a function that traps."""
    sections = replace_section(parse_sections(SMALL), wasm.CODE, encode_bodies([ADD, wasm.UNREACHABLE_BODY]))
    file = tmp_path / "small.wasm"
    exports = [Export("plus", wasm.FUNCTION_KIND, 1), Export("trap", wasm.FUNCTION_KIND, 2)]
    file.write_bytes(encode_sections(replace_section(sections, wasm.EXPORT, encode_exports(exports))))
    script = """
      const env = {
        base: new WebAssembly.Global({ value: "i32" }, 64), log() {}, memory: new WebAssembly.Memory({ initial: 1 }),
        table: new WebAssembly.Table({ initial: 1, maximum: 2, element: "anyfunc" }),
        tag: new WebAssembly.Tag({ parameters: [] }),
      };
      const code = require("fs").readFileSync(process.argv[1]);
      WebAssembly.instantiate(code, { env }).then(({ instance: { exports } }) => {
        try { exports.trap(); } catch (error) {
          console.log(error.message, exports.plus(2, 3), Object.keys(exports).join());
        }
        console.log(Buffer.from(env.memory.buffer, 64, 4).toString());
      });
    """
    done = subprocess.run(["node", "-e", script, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n") == ["unreachable 5 plus,trap", "text", ""]


def test_what_nobody_changed_is_the_same_to_the_byte(pyodide: bytes, sections: list[Section]) -> None:
    assert encode_sections(sections) == pyodide
    assert encode_exports(parse_exports(sections)) == find_section(sections, wasm.EXPORT)
    assert encode_bodies(parse_bodies(sections)) == find_section(sections, wasm.CODE)
    assert encode_data(parse_data(sections)) == find_section(sections, wasm.DATA)


def test_every_instruction_of_a_real_module_is_known(sections: list[Section]) -> None:
    assert len({number for body in parse_bodies(sections)[::7] for number in list_numbers(body)}) > 1000


def test_instructions_come_with_their_numbers() -> None:
    assert list(iterate_instructions(CONSTANTS)) == [
        (0x41, 1000), (0x41, -7), (0x6A, 0), (0x42, -1), (0x43, 0), (0x44, 0), (0x1A, 0), (0x1A, 0), (0x1A, 0),
        (0x28, 129), (0x0E, 0), (0xFC, 0), (0x1C, 0), (0x02, 0), (0x0B, 0), (0x0B, 0),
    ]  # fmt: skip
    assert list_numbers(CONSTANTS) == {1000, -7, 129}


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 65_535, (1 << 32) - 1])
def test_numbers_are_read_as_they_were_written(value: int) -> None:
    reader = Reader(encode_unsigned(value))
    assert (reader.read_unsigned(), reader.is_at_end) == (value, True)


@pytest.mark.parametrize(
    ("encoded", "value"),
    [("00", 0), ("3f", 63), ("40", -64), ("7f", -1), ("c000", 64), ("808080807c", -(1 << 30)), ("ff00", 127)],
)
def test_signed_numbers_are_read(encoded: str, value: int) -> None:
    assert Reader(bytes.fromhex(encoded)).read_signed() == value


@pytest.mark.parametrize(
    ("module", "complaint"),
    [
        (b"", "not a WebAssembly module"),
        (b"PK\3\4", "not a WebAssembly module"),
        (b"\0asm\2\0\0\0", "not a WebAssembly module"),
        (SMALL[:-1], "ends at"),
        (PREAMBLE + b"\1", "ends at"),
        (PREAMBLE + b"\1\xff\xff\xff\xff\xff\1", "too long"),
        (PREAMBLE + b"\1\xff\xff\xff\xff\x7f", "too large"),
    ],
)
def test_what_is_no_module_is_refused(module: bytes, complaint: str) -> None:
    with pytest.raises(WasmError, match=complaint):
        parse_sections(module)


@pytest.mark.parametrize(
    ("section_id", "content", "complaint"),
    [
        (wasm.IMPORT, b"\1\1a\1b\7", "an import of kind 7"),
        (wasm.IMPORT, b"\1\1\xff\1b\0\0", "no UTF-8"),
        (wasm.IMPORT, b"\0\0", "1 bytes are left over"),
        (wasm.EXPORT, b"\2\1a\0\0", "ends at"),
        (wasm.CODE, b"\1\x05\0\x0b", "ends at"),
        (wasm.DATA, b"\1\1\1x", "isn't copied at the start"),
        (wasm.DATA, b"\1\0\x41\0\x41\0\x6a\x0b\0", "is computed"),
    ],
)
def test_a_broken_section_is_refused(section_id: int, content: bytes, complaint: str) -> None:
    sections = [Section(section_id, content)]
    parse = {
        wasm.IMPORT: parse_imports, wasm.EXPORT: parse_exports, wasm.CODE: parse_bodies, wasm.DATA: parse_data,
    }[section_id]  # fmt: skip
    with pytest.raises(WasmError, match=complaint):
        parse(sections)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("00ff0b", "an unknown instruction: 0xff"),
        ("00fc630b", "an unknown instruction: 0xfc 99"),
        ("0041", "ends at"),
        ("004100", "a body without an end"),
        ("02017f", "ends at"),
    ],
)
def test_a_broken_body_is_refused(body: str, complaint: str) -> None:
    with pytest.raises(WasmError, match=complaint):
        list(iterate_instructions(bytes.fromhex(body)))
