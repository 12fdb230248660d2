"""What a command shows while it works, and names from outside that it may show."""

from __future__ import annotations

from typing import TextIO

_LONGEST_NAME = 60


class Progress:
    """One line on a terminal that says how far it is; in a log file only what somebody may have to know later."""

    def __init__(self, stream: TextIO) -> None:
        """Write to `stream`."""
        self._stream = stream
        self._is_terminal = stream.isatty()

    def show(self, text: str) -> None:
        """Put `text` in the line's place; nothing into a log file."""
        if self._is_terminal:
            self._stream.write(f"\r\033[K{text}")
            self._stream.flush()

    def say(self, text: str) -> None:
        """Write `text` on a line of its own."""
        self.show("")
        self._stream.write(f"{text}\n")
        self._stream.flush()


def make_printable(name: str) -> str:
    """A name that came from outside, so that it can neither fill nor steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:_LONGEST_NAME])
