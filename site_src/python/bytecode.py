"""Bytecode for the browser's Python: compiled so that a phone need not, and without what a phone has no use for."""

from __future__ import annotations

import importlib.util
import marshal
import sys
from types import CodeType

from site_src.errors import BuildError

BYTECODE_VERSION = (3, 13)
"""Of the Python that compiles and of the one in Pyodide: bytecode of another is refused."""

# An unchecked hash instead of a date, since a phone has no source to compare it with.
# Source: https://docs.python.org/3.13/reference/import.html#pyc-invalidation
_HEADER = importlib.util.MAGIC_NUMBER + b"\1\0\0\0" + bytes(8)

# Later versions of the format mark what is used twice by counting references, which differ from run to run. Repetitions
# cost nothing once they are compressed.
_MARSHAL_VERSION = 2


def compile_module(source: bytes) -> bytes:
    """A `.pyc` file, the same for the same source, without docstrings, `assert`, names of files and numbers of lines.

    Raises:
        BuildError: This Python is not the one whose bytecode the browser's Python reads.
    """
    if sys.version_info[:2] != BYTECODE_VERSION:
        raise BuildError(
            f"Python for the browser can only be compiled by Python {'.'.join(map(str, BYTECODE_VERSION))}"
        )
    code = compile(source, "", "exec", dont_inherit=True, optimize=2)
    return _HEADER + marshal.dumps(_drop_lines(code), _MARSHAL_VERSION)


def _drop_lines(code: CodeType) -> CodeType:
    """The code and all code in it without the tables that tell which line an instruction comes from."""
    constants = tuple(_drop_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=constants, co_linetable=b"")
