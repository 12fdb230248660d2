"""Programs of others that a build runs, with their own words when they fail."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from site_src.errors import BuildError
from site_src.project import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def run_command(
    command: Sequence[str], failure: str, environment: Mapping[str, str] | None = None, *, is_quiet: bool = False
) -> str:
    """Run a program in the project's folder and return what it wrote to its standard output.

    Args:
        command: The program and its arguments.
        failure: What a failure means for the build, in one sentence.
        environment: Its environment variables; this process's own if None.
        is_quiet: Whether words on its standard error are a failure whatever its exit code says.

    Raises:
        BuildError: It can't be started or failed; the advice is what it said, or what the system says.
    """
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)  # noqa: S603 - our own tools
    except OSError as error:
        raise BuildError(failure, f"{command[0]}: {error.strerror}") from error
    said, complaint = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    if done.returncode != 0 or (is_quiet and complaint):
        told = [text.strip() for text in ((complaint,) if is_quiet else (said, complaint)) if text.strip()]
        raise BuildError(failure, "\n".join(told) or f"{command[0]}: exit code {done.returncode}")
    return said
