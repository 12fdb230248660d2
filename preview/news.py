"""What open pages are told, and whenever it changes anew."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from site_format.locales import Locale

SIGN_OF_LIFE_S = 15.0  # after it a page that has gone away is noticed


@dataclass(frozen=True, slots=True)
class Standing:
    """How the preview stands.

    Attributes:
        stamps: By address, what each page of the site shows; empty while there is no site.
        failure: Why the last build failed, by language; None if it did not.
    """

    stamps: Mapping[str, str] = field(default_factory=dict)
    failure: Mapping[Locale, list[str]] | None = None


class News:
    """The present standing, with those who follow it. Told from any thread, followed in those that run asyncio."""

    def __init__(self) -> None:
        """Begin without a site."""
        self.standing = Standing()
        self._followers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._is_over = False

    def tell(self, standing: Standing) -> None:
        """Replace the standing, and wake who follows it."""
        self.standing = standing
        self._wake()

    def end(self) -> None:
        """Let every follower go, for the server stops."""
        self._is_over = True
        self._wake()

    async def follow(self) -> AsyncIterator[Standing | None]:
        """The standing at once and after every change; None where nothing has changed for a while."""
        follower = asyncio.get_running_loop(), asyncio.Event()
        self._followers.add(follower)
        try:
            has_changed = True
            while not self._is_over:
                yield self.standing if has_changed else None
                has_changed = await _wait(follower[1])
        finally:
            self._followers.discard(follower)

    def _wake(self) -> None:
        for loop, event in tuple(self._followers):
            loop.call_soon_threadsafe(event.set)


async def _wait(event: asyncio.Event) -> bool:
    """Whether it came, within a while."""
    try:
        async with asyncio.timeout(SIGN_OF_LIFE_S):
            await event.wait()
    except TimeoutError:
        return False
    event.clear()
    return True
