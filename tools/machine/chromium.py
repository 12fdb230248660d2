"""A Chromium for the browser tests, with a font that has Thai letters.

Debian also packages Chromium's headless shell: the same engine without the browser's own windows, whose scripts
otherwise cost more than most of our pages do. The tests drive it where it is; what it lacks, they try in the whole one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from .steps import CommandError, is_done, mark_done, say
from .system_packages import install_debian_packages, install_hint

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
MAC_APPLICATION = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
WAYS = {
    "dnf": "sudo dnf install chromium google-noto-sans-thai-fonts",
    "pacman": "sudo pacman -S chromium noto-fonts",
    "brew": "brew install --cask google-chrome",
    "": "https://www.google.com/chrome/",
}


def find_chromium() -> str | None:
    """A whole Chromium."""
    found = next(filter(None, map(shutil.which, WHOLE)), None)
    return found or (str(MAC_APPLICATION) if MAC_APPLICATION.exists() else None)


def find_headless_shell() -> str | None:
    """Chromium without windows; where there is none, a whole one."""
    return shutil.which(SHELL) or find_chromium()


def ensure_chromium() -> None:
    """Chromium, from Debian's packages if it is missing and they are there."""
    if shutil.which("apt-get"):
        if find_chromium() is None:
            say("installing Chromium and a Thai font from the system's packages")
            install_debian_packages("chromium", "fonts-noto-core", optional=(SHELL,))
        elif shutil.which(SHELL) is None and os.geteuid() == 0:
            add_headless_shell()
    if find_chromium() is None:
        raise install_hint("the browser tests need Chromium, which this machine does not have", WAYS)


def add_headless_shell() -> None:
    """The shell beside a whole Chromium, if this system has it; tried once, for the tests do without it too."""
    if is_done("headless-shell", Path(__file__)):
        return
    say("looking for Chromium's headless shell, with which the browser tests take half the time")
    try:
        install_debian_packages(optional=(SHELL,))
    except CommandError:
        say("going on without it")
    mark_done("headless-shell", Path(__file__))
