"""Texts with placeholders, as `content/messages/<locale>.yaml` writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def fill(text: str, params: Mapping[str, object]) -> str:
    """`text` with each `{name}` replaced by that parameter, once: what a parameter holds is never filled again."""
    return _PLACEHOLDER.sub(lambda match: str(params.get(match[1], match[0])), text)
