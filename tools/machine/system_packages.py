"""What the system's own package manager brings: installed where that takes no person, else told how to."""

from __future__ import annotations

import os
import shutil
import subprocess

from .steps import SetupError, answers, run


def install_hint(subject: str, ways: dict[str, str]) -> SetupError:
    """Say that `subject` is missing, and the ways to install it of the package managers that this machine has.

    `ways` has a shell command for each manager's own command, and one under "" that is good for any machine.
    """
    fitting = [way for manager, way in ways.items() if not manager or shutil.which(manager)]
    lines = "\n    or: ".join(fitting)
    return SetupError(f"{subject}. Please install it:\n        {lines}\nThen run the same command again.")


def install_debian_packages(*packages: str, optional: tuple[str, ...] = ()) -> None:
    """`apt-get install`, as root or by a sudo that doesn't ask; otherwise say what to type.

    Of the `optional` packages, those are installed that this release of the system has.
    """
    command = ["apt-get", "install", "--yes", "--no-install-recommends"]
    if os.geteuid() == 0:
        prefix = []
    elif answers("sudo", "-n", "true"):
        prefix = ["sudo"]
    else:
        by_hand = "sudo apt-get update && sudo {}".format(" ".join([*command, *packages]))
        raise SetupError(f"this needs an administrator; please run\n    {by_hand}\nand then the same command again")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run(*prefix, "apt-get", "update", "--quiet", "--quiet", env=quiet)
    wanted = [*packages, *(name for name in optional if answers("apt-cache", "show", name))]
    if wanted:
        run(*prefix, *command, *wanted, env=quiet, stdout=subprocess.DEVNULL)
