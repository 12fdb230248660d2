"""One pass over the content: it collects what is wrong and remembers where everything stands."""

from __future__ import annotations

import codecs
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from site_src.load.problems import ContentProblem
from site_src.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from site_src.model import Acceptance, LinkedFile, Param, PlacedText


ALLOWED_UNPRINTABLE = "\n\t\u00a0\u200b\u200c\u200d"  # zero-width ones are for the check to find and name


_THAI_WORD = re.compile("[ก-ฮ][ก-๛]")


class Refused(Exception):  # noqa: N818 - a signal between readers, never seen by callers
    """A value cannot be made; the problem has been reported already."""


class Reading:
    """What the readers share while one content folder is loaded.

    Attributes:
        root: The project's folder; places are relative to it.
        problems: What is wrong so far.
        acceptances: The `accept` entries so far.
        texts: The pairs of texts so far.
        files: The pictures and PDFs that these name.
        lines: File and key path → line, for everything read so far.
    """

    def __init__(self, root: Path) -> None:
        """Start with nothing read."""
        self.root = root
        self.problems: list[ContentProblem] = []
        self.acceptances: list[Acceptance] = []
        self.texts: list[PlacedText] = []
        self.files: list[LinkedFile] = []
        self.lines: dict[tuple[str, str], int] = {}

    def report(self, place: Place, code: str, /, **params: Param) -> None:
        """Note a problem and go on."""
        self.problems.append(ContentProblem(place, code, params))

    def refuse(self, place: Place, code: str, /, **params: Param) -> Refused:
        """Note a problem that leaves no value; for `raise reading.refuse(…)`."""
        self.report(place, code, **params)
        return Refused()

    def report_unknown(self, place: Place, code: str, written: str, known: Iterable[str]) -> None:
        """Note a name that nothing has, with the nearest name that something has and all of them."""
        names = sorted(known)
        nearest = get_close_matches(written.casefold(), names, n=1, cutoff=0.6)
        self.report(place, code, written=written, nearest="".join(nearest), known=", ".join(names))

    def refuse_unknown(self, place: Place, code: str, written: str, known: Iterable[str]) -> Refused:
        """The same where it leaves no value; for `raise`."""
        self.report_unknown(place, code, written, known)
        return Refused()

    def place_of(self, place: Place, key: str) -> Place:
        """Where the value of `key` in the mapping at `place` stands."""
        return place.child(key, self.lines)

    def read_text(self, file: Path) -> str:
        """The text of a content file, which is UTF-8 with or without a byte order mark.

        Raises:
            Refused: The file is missing, not readable or not UTF-8.
        """
        place = Place(file.relative_to(self.root).as_posix(), 1)
        self.lines[place.file, ""] = 1
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            raise self.refuse(place, "file-missing") from None
        except OSError as error:
            raise self.refuse(place, "file-unreadable", reason=error.strerror or type(error).__name__) from None
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            encoding = _guess_encoding(data)
            if encoding is None:
                raise self.refuse(Place(place.file, line), "not-utf8-broken") from None
            raise self.refuse(Place(place.file, line), "not-utf8", encoding=encoding) from None

    def check_characters(self, text: str, place: Place) -> str:
        """The text, if all its characters can be seen or are of those that copied Thai text carries.

        Raises:
            Refused: It holds control characters, half of a surrogate pair or the like.
        """
        for position, character in enumerate(text):
            if not (character.isprintable() or character in ALLOWED_UNPRINTABLE):
                line = place.line + text.count("\n", 0, position)
                shown = f"U+{ord(character):04X}"
                raise self.refuse(Place(place.file, line, place.key), "invisible-character", character=shown)
        return text


def _guess_encoding(data: bytes) -> str | None:
    """What a file that is not UTF-8 was probably saved as: Thai programs still offer two others."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        return None
    return "Windows-874 (TIS-620)" if _THAI_WORD.search(text) else None


def attempt[**P, T](read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What `read` makes of its arguments, or None if it refused them, so that the rest is read on past it."""
    try:
        return read(*args, **kwargs)
    except Refused:
        return None
