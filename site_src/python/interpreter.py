"""Pyodide's interpreter without what the rules never use.

Functions that were never called trap, so what is missing can't go wrong silently.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_src.python.relocations import find_bases, find_relocator, put_in, read_pointers
from site_src.python.wasm import (
    CODE,
    DATA,
    EXPORT,
    UNREACHABLE_BODY,
    DataSegment,
    encode_bodies,
    encode_data,
    encode_exports,
    encode_sections,
    parse_bodies,
    parse_data,
    parse_exports,
    parse_imports,
    parse_sections,
    replace_section,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from site_src.python.wasm import Export, Section


def prune_interpreter(module: bytes, javascript: str, functions: Collection[int]) -> bytes:
    """The module with `functions` alone, its pointers put in, and the exports that somebody asks for.

    Args:
        module: Pyodide's WebAssembly.
        javascript: Its JavaScript side.
        functions: The functions to keep, by their place in the code section. The others trap.

    Raises:
        WasmError: The module is not one of Emscripten's that can be linked to others.
    """
    sections = parse_sections(module)
    bodies, relocator = parse_bodies(sections), find_relocator(sections)
    pointers, bodies[relocator] = read_pointers(bodies[relocator])
    [segment] = parse_data(sections)
    data = put_in(segment.content, pointers, *find_bases(javascript))
    left = [body if place in functions else UNREACHABLE_BODY for place, body in enumerate(bodies)]
    sections = replace_section(sections, CODE, encode_bodies(left))
    sections = replace_section(sections, DATA, encode_data([DataSegment(segment.head, data)]))
    return encode_sections(replace_section(sections, EXPORT, encode_exports(list_wanted(sections, javascript))))


def list_wanted(sections: Sequence[Section], javascript: str) -> list[Export]:
    """The exports that the JavaScript names, or the module itself in its global offset table."""
    words = set(re.findall(r"[\w$]+", javascript))
    own = {one.name for one in parse_imports(sections) if one.module.startswith("GOT.")}
    return [one for one in parse_exports(sections) if one.name in own or {one.name, f"_{one.name}"} & words]
