"""What the building process tells the serving one after each build: one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from site_format.locales import LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from site_format.locales import Locale


@dataclass(frozen=True, slots=True)
class Report:
    """How a build went.

    Attributes:
        seconds: How long it took.
        failure: Why there is no new site, by language, each as lines; None if there is one.
    """

    seconds: float
    failure: Mapping[Locale, list[str]] | None = None

    def write(self) -> str:
        """The line, without its end."""
        return json.dumps(asdict(self), ensure_ascii=False)


def in_both_locales(lines: list[str]) -> dict[Locale, list[str]]:
    """Lines that are the same in every language, such as those of a program."""
    return {locale: [*lines] for locale in LOCALES}


def read_report(line: str) -> Report:
    """The report that was written as `line`."""
    return Report(**json.loads(line))
