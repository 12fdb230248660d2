"""What takes a while to make for the browser's Python, kept between builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_src.project import KEPT_PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable


def keep(name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, from `.cache/python/` if it was made under this name before.

    Args:
        name: A name that changes with everything that the bytes depend on.
        make: Makes them.
    """
    kept = KEPT_PYTHON / name
    if kept.exists():
        return kept.read_bytes()
    made = make()
    KEPT_PYTHON.mkdir(parents=True, exist_ok=True)
    arriving = kept.with_name(f"{name}.new")  # a build that is interrupted leaves no half file under the final name
    arriving.write_bytes(made)
    arriving.replace(kept)
    return made
