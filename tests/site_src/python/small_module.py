"""A WebAssembly module written by hand: something of each kind, in 200 bytes."""

from __future__ import annotations

from site_src.python import wasm
from site_src.python.wasm import (
    DataSegment,
    Export,
    Section,
    encode_bodies,
    encode_data,
    encode_exports,
    encode_sections,
)

ADD = bytes.fromhex("00 2000 2001 6a 0b")  # without locals: local.get 0, local.get 1, i32.add
CONSTANTS = bytes.fromhex(
    "01 02 7f"  # two locals of type i32
    "41 e807 41 79 6a"  # 1000 + -7
    "42 7f 43 00000000 44 0000000000000000 1a 1a 1a"  # constants of the other types, dropped
    "28 02 8101"  # i32.load with offset 129
    "0e 01 00 00"  # br_table
    "fc 0b 00"  # memory.fill
    "1c 01 7f"  # select with a type
    "02 40 0b 0b"  # an empty block
)

SMALL = encode_sections([
    Section(0, b"\4notewhatever"),
    Section(wasm.TYPE, bytes.fromhex("02 60 02 7f 7f 01 7f 60 00 00")),
    Section(
        wasm.IMPORT,
        bytes.fromhex("05")
        + b"\3env\4base\3\x7f\0"
        + b"\3env\3log\0\1"
        + b"\3env\6memory\2\0\1"
        + b"\3env\5table\1\x70\1\1\x02"
        + b"\3env\3tag\4\0\1",
    ),
    Section(wasm.FUNCTION, bytes.fromhex("02 00 01")),
    Section(wasm.EXPORT, encode_exports([Export("add", wasm.FUNCTION_KIND, 1), Export("ลืม", wasm.FUNCTION_KIND, 2)])),
    Section(wasm.CODE, encode_bodies([ADD, CONSTANTS])),
    Section(wasm.DATA, encode_data([DataSegment(b"\0\x23\0\x0b", b"text"), DataSegment(b"\0\x41\x80\x08\x0b", b"")])),
])  # fmt: skip
