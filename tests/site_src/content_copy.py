"""A copy of the content that a test may break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.check import check_content
from site_src.load import ContentError, load_content

if TYPE_CHECKING:
    from pathlib import Path

    from site_src.load import ContentProblem
    from site_src.model import Finding


@dataclass(frozen=True)
class ContentCopy:
    """A project folder that holds `content/` and nothing else."""

    root: Path

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace what stands in a file exactly once."""
        file = self.root / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        """Add to the end of a file."""
        with (self.root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def put(self, name: str, data: str | bytes) -> None:
        """Write a whole file, and the folders that it needs."""
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)

    def problems(self) -> list[ContentProblem]:
        """What loading complains about; nothing if it loads."""
        try:
            load_content(self.root)
        except ContentError as error:
            return list(error.problems)
        return []

    def findings(self) -> list[Finding]:
        """What the check finds in content that loads."""
        return list(check_content(load_content(self.root), self.root))
