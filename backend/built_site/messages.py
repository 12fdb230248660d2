"""The texts of the built site, `messages/<locale>.json`, for the backend's own pages and answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, override

from backend.built_site.built_files import BuiltFile
from site_format.locales import LOCALES
from site_format.messages import fill

if TYPE_CHECKING:
    from pathlib import Path

    from site_format.locales import Locale


class TextMissingError(LookupError):
    """The built site has no such text, or is just being replaced."""


class Messages:
    """Texts by dotted key in both languages, as the site was last built."""

    def __init__(self, site: Path) -> None:
        """Read from `site/messages/` whenever a text is asked for and the files have changed."""
        self._files = {
            locale: BuiltFile[dict[str, str]](site / "messages" / f"{locale}.json", json.loads) for locale in LOCALES
        }

    def check(self) -> None:
        """Make sure that both languages are there.

        Raises:
            OSError: If a file is missing.
            ValueError: If one is no JSON.
        """
        for file in self._files.values():
            file.load()

    def text(self, locale: Locale, key: str, /, **params: object) -> str:
        """The text of `key` with its `{placeholders}` replaced; the key itself where the site has no such text."""
        try:
            text = self._files[locale].load().get(key, key)
        except (OSError, ValueError):
            return key  # the site is just being replaced; an answer must not fail for want of its wording
        return fill(text, params)


class StrictMessages(Messages):
    """The same for what cannot be taken back: a text that is not there is an error, never its key."""

    @override
    def text(self, locale: Locale, key: str, /, **params: object) -> str:
        """The text of `key` with its `{placeholders}` replaced.

        Raises:
            TextMissingError: There is none now; a moment later there may be.
        """
        try:
            return fill(self._files[locale].load()[key], params)
        except (OSError, ValueError, KeyError) as error:
            raise TextMissingError(f"messages/{locale}.json: {key}") from error
