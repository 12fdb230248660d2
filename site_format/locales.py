"""The languages of the site. Source: BCP 47."""

from __future__ import annotations

from typing import Literal

type Locale = Literal["th", "en"]

LOCALES: tuple[Locale, ...] = ("th", "en")
DEFAULT_LOCALE: Locale = "th"


def parse_locale(text: str) -> Locale:
    """The locale named by `text`, or the default one."""
    return "en" if text == "en" else DEFAULT_LOCALE


def other_locale(locale: Locale) -> Locale:
    """The language that a page in `locale` links to."""
    return "en" if locale == "th" else "th"
