"""A Chromium for the browser tests, with a font that has Thai letters."""

from __future__ import annotations

import shutil
from pathlib import Path

from .steps import say
from .system_packages import install_debian_packages, install_hint

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
WAYS = {
    "dnf": "sudo dnf install chromium google-noto-sans-thai-fonts",
    "pacman": "sudo pacman -S chromium noto-fonts",
    "brew": "brew install --cask google-chrome",
    "": "https://www.google.com/chrome/",
}


def find_chromium() -> str | None:
    """The browser that the tests drive."""
    found = next(filter(None, map(shutil.which, COMMANDS)), None)
    return found or (str(MAC_APPLICATION) if MAC_APPLICATION.exists() else None)


def ensure_chromium() -> None:
    """Chromium, from Debian's packages if it is missing and they are there."""
    if find_chromium() is None and shutil.which("apt-get"):
        say("installing Chromium and a Thai font from the system's packages")
        install_debian_packages("chromium", "fonts-noto-core")
    if find_chromium() is None:
        raise install_hint("the browser tests need Chromium, which this machine does not have", WAYS)
