"""An error in the project's own Python or templates, said by file and line."""

from __future__ import annotations

import traceback
from pathlib import Path

from jinja2 import TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
_FOREIGN = (".venv", "node_modules")


def report_crash(error: Exception) -> str:
    """Print the error as Python does, and where it is; return that line."""
    traceback.print_exception(error)
    line = describe_crash(error)
    print(line, flush=True)
    return line


def describe_crash(error: Exception) -> str:
    """`file:line: what is wrong`, of the innermost place that is the project's own; else without a place."""
    said = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError | TemplateSyntaxError):
        name, line = error.filename, error.lineno
        said = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error.message}"
    else:
        places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
        name, line = next((place for place in reversed(places) if _is_ours(place[0])), (None, None))
    if name is None or not _is_ours(name):
        return said
    return f"{Path(name).relative_to(ROOT)}:{line}: {said}"


def _is_ours(name: str) -> bool:
    path = Path(name)
    return path.is_relative_to(ROOT) and path.relative_to(ROOT).parts[0] not in _FOREIGN
