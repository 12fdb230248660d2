"""The instructions in the body of a WebAssembly function, each with its first number.

Source: https://webassembly.github.io/spec/core/binary/instructions.html and, for the older handling of exceptions that
compilers still emit, https://github.com/WebAssembly/exception-handling/blob/main/proposals/exception-handling/legacy/Exceptions.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.python.wasm import Reader, WasmError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

I32_CONST = 0x41
I32_ADD = 0x6A
I32_STORE = 0x36
GLOBAL_GET = 0x23
LOADS_AND_STORES = range(0x28, 0x3F)
END = 0x0B

# What follows an opcode: how many plain numbers, or one of a shape of its own.
_BLOCK, _TABLE_OF_LABELS, _MEMORY, _FLOAT32, _FLOAT64, _SIGNED, _TYPES, _PREFIXED, _CATCHES = range(10, 19)
_SHAPES = {
    **dict.fromkeys([0x00, 0x01, 0x05, END, 0x0A, 0x0F, 0x19, 0x1A, 0x1B, 0xD1], 0),
    **dict.fromkeys([0x07, 0x08, 0x09, 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x15, 0x18, 0xD0, 0xD2], 1),
    **dict.fromkeys([0x11, 0x13], 2),
    **dict.fromkeys(range(0x20, 0x27), 1),
    **dict.fromkeys(LOADS_AND_STORES, _MEMORY),
    **dict.fromkeys([0x3F, 0x40], 1),
    **dict.fromkeys(range(0x45, 0xC5), 0),
    **dict.fromkeys([0x02, 0x03, 0x04, 0x06], _BLOCK),
    **dict.fromkeys([I32_CONST, 0x42], _SIGNED),
    0x0E: _TABLE_OF_LABELS,
    0x1C: _TYPES,
    0x1F: _CATCHES,
    0x43: _FLOAT32,
    0x44: _FLOAT64,
    0xFC: _PREFIXED,
}
# Conversions that don't trap; then how memories and tables are filled, copied and grown.
_PREFIXED_NUMBERS = {**dict.fromkeys(range(8), 0), 8: 2, 9: 1, 10: 2, 11: 1, 12: 2, 13: 1, 14: 2, 15: 1, 16: 1, 17: 1}
_LONGEST_I64_BYTES = 10


def skip_locals(body: bytes) -> int:
    """Where the code of a body begins: behind the declarations of its locals.

    Raises:
        WasmError: The body ends too early.
    """
    reader = Reader(body)
    for _ in range(reader.read_unsigned()):
        reader.read_unsigned()
        reader.read_byte()
    return reader.position


def iterate_instructions(body: bytes) -> Iterator[tuple[int, int]]:
    """Opcode and first number of each instruction: a constant's value, the offset of a load or store; 0 without one.

    Raises:
        WasmError: An opcode that isn't known here, or a body that doesn't end with its last instruction.
    """
    reader = Reader(body)
    reader.position = skip_locals(body)
    opcode = -1
    while not reader.is_at_end:
        opcode = body[reader.position]
        reader.position += 1
        shape = _SHAPES.get(opcode)
        if shape is None:
            raise WasmError(f"an unknown instruction: {opcode:#04x}")
        yield opcode, _read_shape(reader, shape)
    if opcode != END:
        raise WasmError("a body without an end")


def list_numbers(body: bytes) -> set[int]:
    """Every number in a body that could be an address, or a part of one: constants and offsets."""
    return {
        number for opcode, number in iterate_instructions(body) if opcode == I32_CONST or opcode in LOADS_AND_STORES
    }


def _read_shape(reader: Reader, shape: int) -> int:
    if shape == 0:
        return 0
    if shape == _SIGNED:
        return reader.read_signed(_LONGEST_I64_BYTES)
    if shape == _MEMORY:
        reader.read_unsigned()
        return reader.read_unsigned()
    if shape < _BLOCK:
        first = reader.read_unsigned()
        for _ in range(shape - 1):
            reader.read_unsigned()
        return first
    return _RARE_SHAPES[shape](reader)


def _skip_block_type(reader: Reader) -> int:
    reader.read_signed()
    return 0


def _skip_labels(reader: Reader) -> int:
    reader.read_list(reader.read_unsigned)
    return reader.read_unsigned()


def _skip_types(reader: Reader) -> int:
    reader.read_list(reader.read_byte)
    return 0


def _skip_catches(reader: Reader) -> int:
    """The clauses of `try_table`: two kinds name a tag, all a label."""
    reader.read_signed()
    for _ in range(reader.read_unsigned()):
        names_tag = reader.read_byte() in (0, 1)
        for _ in range(1 + names_tag):
            reader.read_unsigned()
    return 0


def _skip_prefixed(reader: Reader) -> int:
    opcode = reader.read_unsigned()
    if opcode not in _PREFIXED_NUMBERS:
        raise WasmError(f"an unknown instruction: 0xfc {opcode}")
    for _ in range(_PREFIXED_NUMBERS[opcode]):
        reader.read_unsigned()
    return 0


def _skip_bytes(count: int, reader: Reader) -> int:
    reader.read_bytes(count)
    return 0


_RARE_SHAPES: dict[int, Callable[[Reader], int]] = {
    _BLOCK: _skip_block_type,
    _TABLE_OF_LABELS: _skip_labels,
    _TYPES: _skip_types,
    _CATCHES: _skip_catches,
    _PREFIXED: _skip_prefixed,
    _FLOAT32: lambda reader: _skip_bytes(4, reader),
    _FLOAT64: lambda reader: _skip_bytes(8, reader),
}
