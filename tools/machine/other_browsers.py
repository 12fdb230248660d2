"""Firefox and WebKitGTK for `make test-browsers`; WebKitGTK's own small browser needs a display, which Xvfb is."""

from __future__ import annotations

import shutil
from pathlib import Path

from .steps import say
from .system_packages import install_debian_packages, install_hint

FIREFOX = ("firefox-esr", "firefox")
WEBKIT_DRIVER = "WebKitWebDriver"
DISPLAY = "Xvfb"
PACKAGES = ("firefox-esr", "webkit2gtk-driver", "xvfb")
WAYS = {
    "apt-get": "sudo apt-get update && sudo apt-get install {}".format(" ".join(PACKAGES)),
    "dnf": "sudo dnf install firefox webkit2gtk-driver xorg-x11-server-Xvfb",
    "": "Firefox, WebKitGTK's MiniBrowser and WebKitWebDriver, and Xvfb are what is needed",
}


def find_firefox() -> str | None:
    """Firefox, of the long-term series where there are two."""
    return next(filter(None, map(shutil.which, FIREFOX)), None)


def find_minibrowser() -> Path | None:
    """WebKitGTK's own browser, which stands beside its library."""
    folders = (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/libexec"))
    found = (path for folder in folders for path in sorted(folder.glob("**/webkit2gtk-4*/MiniBrowser")))
    return next(found, None)


def list_missing() -> list[str]:
    """What is not there, by names that people know."""
    parts = {
        "Firefox": find_firefox(),
        "MiniBrowser": find_minibrowser(),
        WEBKIT_DRIVER: shutil.which(WEBKIT_DRIVER),
        DISPLAY: shutil.which(DISPLAY),
    }
    return [name for name, found in parts.items() if found is None]


def ensure_other_browsers() -> None:
    """Both, from Debian's packages if something is missing and they are there."""
    if list_missing() and shutil.which("apt-get"):
        say("installing Firefox and WebKitGTK's browser from the system's packages")
        install_debian_packages(*PACKAGES)
    missing = list_missing()
    if missing:
        subject = f"the tests in other browsers need {', '.join(missing)}, which this machine does not have"
        raise install_hint(subject, WAYS)
