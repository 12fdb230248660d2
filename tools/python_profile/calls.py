"""A WebAssembly module that notes which of its functions were called."""

from __future__ import annotations

from site_src.python.wasm import (
    CODE,
    EXPORT,
    GLOBAL,
    GLOBAL_KIND,
    Export,
    Reader,
    encode_bodies,
    encode_exports,
    encode_sections,
    encode_unsigned,
    find_section,
    parse_bodies,
    parse_exports,
    parse_imports,
    parse_sections,
    replace_section,
)
from site_src.python.wasm_code import skip_locals

PREFIX = "called "
"""What the names of the exported notes begin with; the number of the function in the code section follows."""

_I32, _MUTABLE = 0x7F, 1
_ZERO = b"\x41\0\x0b"  # i32.const 0, end
_ONE, _GLOBAL_SET = b"\x41\1", b"\x24"


def note_calls(module: bytes) -> bytes:
    """The module with a global variable for each function of its own, 0 until the function is called, and exported."""
    sections = parse_sections(module)
    bodies, exports = parse_bodies(sections), parse_exports(sections)
    own = Reader(find_section(sections, GLOBAL))
    count = own.read_unsigned()
    first = count + sum(one.kind == GLOBAL_KIND for one in parse_imports(sections))
    noted = [_note(body, first + place) for place, body in enumerate(bodies)]
    variables = own.data[own.position :] + len(bodies) * (bytes([_I32, _MUTABLE]) + _ZERO)
    notes = [Export(f"{PREFIX}{place}", GLOBAL_KIND, first + place) for place in range(len(bodies))]
    sections = replace_section(sections, CODE, encode_bodies(noted))
    sections = replace_section(sections, GLOBAL, encode_unsigned(count + len(bodies)) + variables)
    return encode_sections(replace_section(sections, EXPORT, encode_exports([*exports, *notes])))


def _note(body: bytes, variable: int) -> bytes:
    start = skip_locals(body)
    return body[:start] + _ONE + _GLOBAL_SET + encode_unsigned(variable) + body[start:]
