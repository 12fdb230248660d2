"""Caddy for the tests of `deploy/`. Debian's package is unpacked, not installed, for that would start a web server."""

from __future__ import annotations

import shutil
from contextlib import suppress

from .steps import CACHE, CommandError, SetupError, run, say
from .system_packages import install_debian_packages, install_hint

UNPACKED = CACHE / "caddy"
PROGRAM = UNPACKED / "usr" / "bin" / "caddy"
WAYS = {
    "apt-get": "sudo apt-get update && sudo apt-get install caddy",
    "dnf": "sudo dnf install caddy",
    "pacman": "sudo pacman -S caddy",
    "brew": "brew install caddy",
    "": "https://caddyserver.com/docs/install",
}


def find_caddy() -> str | None:
    """The program of the machine's own Caddy, or of the one that was unpacked."""
    return shutil.which("caddy") or (str(PROGRAM) if PROGRAM.exists() else None)


def ensure_caddy() -> None:
    """Caddy, from Debian's packages if it is missing and they are there."""
    if find_caddy() is None and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        unpack_debian_package()
    if find_caddy() is None:
        raise install_hint("the tests of deploy/ need Caddy, which this machine does not have", WAYS)


def unpack_debian_package() -> None:
    """Fetch the package, whose hash apt-get checks, and unpack it where nothing else is touched."""
    say("fetching Caddy from the system's packages")
    shutil.rmtree(UNPACKED, ignore_errors=True)
    UNPACKED.mkdir(parents=True)
    with suppress(SetupError):
        install_debian_packages()  # none, but the list of packages is brought up to date where that is allowed
    try:
        run("apt-get", "download", "--quiet", "--quiet", "caddy", cwd=UNPACKED)
        [package] = UNPACKED.glob("caddy_*.deb")
        run("dpkg-deb", "--extract", package, UNPACKED)
    except CommandError:
        shutil.rmtree(UNPACKED)
        raise install_hint("Caddy could not be fetched from the system's packages", WAYS) from None
    package.unlink()
