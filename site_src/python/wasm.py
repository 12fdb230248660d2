"""WebAssembly binaries, as far as a build reads and changes them: sections, imports, exports, function bodies, data.

What isn't understood is carried on as the bytes that it is, so a module that nobody changed is the same to the byte.

Source: https://webassembly.github.io/spec/core/binary/modules.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_PREAMBLE = b"\0asm\1\0\0\0"

TYPE, IMPORT, FUNCTION, TABLE, MEMORY, GLOBAL, EXPORT, START, ELEMENT, CODE, DATA = range(1, 12)
_TAG = 13
FUNCTION_KIND, TABLE_KIND, MEMORY_KIND, GLOBAL_KIND, TAG_KIND = range(5)

UNREACHABLE_BODY = b"\0\0\x0b"
"""A body without locals that traps: `unreachable`, `end`."""

_I32_CONST, _END = 0x41, 0x0B


class WasmError(ValueError):
    """The bytes are no WebAssembly module, or one of a shape that isn't read here."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its id (0 for a custom one) and what is in it."""

    id: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Import:
    """Something that the module is given, under two names."""

    module: str
    name: str
    kind: int


@dataclass(frozen=True, slots=True)
class Export:
    """Something that the module gives, by its index among those of its kind."""

    name: str
    kind: int
    index: int


@dataclass(frozen=True, slots=True)
class DataSegment:
    """Bytes that are copied into the memory when the module starts; `head` is all that stands before their number."""

    head: bytes
    content: bytes


class Reader:
    """Reads values one after the other from bytes.

    Raises:
        WasmError: From every method: the bytes end too early, or are no such value.
    """

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.data, self.position = data, 0

    @property
    def is_at_end(self) -> bool:
        """Whether everything was read."""
        return self.position == len(self.data)

    def read_bytes(self, count: int) -> bytes:
        """The next `count` bytes."""
        start, self.position = self.position, self.position + count
        if self.position > len(self.data):
            raise WasmError(f"ends at {len(self.data)}, before {self.position}")
        return self.data[start : self.position]

    def read_byte(self) -> int:
        """The next byte."""
        return self.read_bytes(1)[0]

    def read_unsigned(self) -> int:
        """An unsigned LEB128 number of at most 32 bits."""
        value = self._read_leb128(5)[0]
        if value >= 1 << 32:
            raise WasmError(f"a number before {self.position} is too large")
        return value

    def read_signed(self, longest_bytes: int = 5) -> int:
        """A signed LEB128 number."""
        value, bits = self._read_leb128(longest_bytes)
        return value - (1 << bits) if value >> (bits - 1) else value

    def read_name(self) -> str:
        """A name in UTF-8."""
        try:
            return self.read_bytes(self.read_unsigned()).decode("utf-8")
        except UnicodeDecodeError as error:
            raise WasmError(f"a name before {self.position} is no UTF-8") from error

    def read_list[T](self, read_one: Callable[[], T]) -> list[T]:
        """How many there are, and then each."""
        return [read_one() for _ in range(self.read_unsigned())]

    def skip_limits(self) -> None:
        """The least and perhaps the largest size of a table or memory."""
        has_largest = self.read_byte() & 1
        for _ in range(1 + has_largest):
            self.read_unsigned()

    def _read_leb128(self, longest_bytes: int) -> tuple[int, int]:
        """The number without its sign, and how many bits stood for it."""
        value = 0
        for bits in range(0, 7 * longest_bytes, 7):
            byte = self.read_byte()
            value |= (byte & 0x7F) << bits
            if byte < 0x80:  # noqa: PLR2004 - the bit that says that more follows
                return value, bits + 7
        raise WasmError(f"a number before {self.position} is too long")


def encode_unsigned(value: int) -> bytes:
    """A number in unsigned LEB128, as short as it can be."""
    encoded = bytearray()
    while value >= 0x80:  # noqa: PLR2004 - as above
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def parse_sections(module: bytes) -> list[Section]:
    """The sections of a module, in their order.

    Raises:
        WasmError: It is no module of version 1, or ends too early.
    """
    if not module.startswith(_PREAMBLE):
        raise WasmError("not a WebAssembly module of version 1")
    reader = Reader(module[len(_PREAMBLE) :])
    sections = []
    while not reader.is_at_end:
        sections.append(Section(reader.read_byte(), reader.read_bytes(reader.read_unsigned())))
    return sections


def encode_sections(sections: Iterable[Section]) -> bytes:
    """The module made of these sections."""
    return _PREAMBLE + b"".join(
        bytes([section.id]) + encode_unsigned(len(section.content)) + section.content for section in sections
    )


def find_section(sections: Sequence[Section], section_id: int) -> bytes:
    """What is in the one section with this id; an empty list if there is none."""
    return next((section.content for section in sections if section.id == section_id), b"\0")


def replace_section(sections: Sequence[Section], section_id: int, content: bytes) -> list[Section]:
    """The sections with other content in the one with this id."""
    return [Section(section_id, content) if section.id == section_id else section for section in sections]


def parse_imports(sections: Sequence[Section]) -> list[Import]:
    """What the module is given, in the order in which indices are counted."""
    return _read_whole(find_section(sections, IMPORT), _read_import)


def parse_exports(sections: Sequence[Section]) -> list[Export]:
    """What the module gives."""
    return _read_whole(
        find_section(sections, EXPORT),
        lambda reader: Export(reader.read_name(), reader.read_byte(), reader.read_unsigned()),
    )


def encode_exports(exports: Sequence[Export]) -> bytes:
    """The content of an export section."""
    encoded = [encode_unsigned(len(exports))]
    for export in exports:
        name = export.name.encode()
        encoded += [encode_unsigned(len(name)), name, bytes([export.kind]), encode_unsigned(export.index)]
    return b"".join(encoded)


def parse_bodies(sections: Sequence[Section]) -> list[bytes]:
    """The bodies of the functions that the module itself has: their locals and their code."""
    return _read_whole(find_section(sections, CODE), lambda reader: reader.read_bytes(reader.read_unsigned()))


def encode_bodies(bodies: Sequence[bytes]) -> bytes:
    """The content of a code section."""
    return encode_unsigned(len(bodies)) + b"".join(encode_unsigned(len(body)) + body for body in bodies)


def parse_data(sections: Sequence[Section]) -> list[DataSegment]:
    """What is copied into the memory."""
    return _read_whole(find_section(sections, DATA), _read_data_segment)


def encode_data(segments: Sequence[DataSegment]) -> bytes:
    """The content of a data section."""
    return encode_unsigned(len(segments)) + b"".join(
        segment.head + encode_unsigned(len(segment.content)) + segment.content for segment in segments
    )


def _read_whole[T](content: bytes, read_one: Callable[[Reader], T]) -> list[T]:
    reader = Reader(content)
    found = reader.read_list(lambda: read_one(reader))
    if not reader.is_at_end:
        raise WasmError(f"{len(content) - reader.position} bytes are left over in a section")
    return found


def _read_import(reader: Reader) -> Import:
    found = Import(reader.read_name(), reader.read_name(), reader.read_byte())
    if found.kind == FUNCTION_KIND:
        reader.read_unsigned()
    elif found.kind == TABLE_KIND:
        reader.read_byte()
        reader.skip_limits()
    elif found.kind == MEMORY_KIND:
        reader.skip_limits()
    elif found.kind in (GLOBAL_KIND, TAG_KIND):
        reader.read_bytes(1)
        reader.read_unsigned()
    else:
        raise WasmError(f"an import of kind {found.kind}")
    return found


def _read_data_segment(reader: Reader) -> DataSegment:
    """A segment of memory 0 that is copied to a constant address, or to where an imported global says."""
    start = reader.position
    if reader.read_unsigned() != 0:
        raise WasmError("a data segment that isn't copied at the start, or not into memory 0")
    reader.read_byte()
    reader.read_signed()
    if reader.read_byte() != _END:
        raise WasmError("a data segment whose address is computed")
    head = reader.data[start : reader.position]
    return DataSegment(head, reader.read_bytes(reader.read_unsigned()))
