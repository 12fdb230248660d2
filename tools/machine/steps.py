"""What the steps of a set-up share: where things go, progress, commands, and remembering what is done."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
CACHE = PROJECT / ".cache"
PURPOSES = ("build", "serve", "test")  # each needs what those before it need

MISMATCH_ADVICE = """\
what was fetched is not what Wian pins; the lines above say which package. It was not installed.
A broken download or a changed registry is the cause: run the same command once more, and if it says this again,
look at PIP_INDEX_URL and `npm config get registry`, and install nothing by hand."""
DISK_ADVICE = "the disk is full. Make about 2 GB of room, then run the same command again: it goes on from here."
NETWORK_ADVICE = """\
the package registry was not reached, or does not have that version. Look at the network connection; behind a proxy,
set HTTPS_PROXY; with a mirror, set PIP_INDEX_URL and npm_config_registry. Then run the same command again: it goes on
from here."""
OTHER_ADVICE = "its own message is above. When that is mended, run the same command again: it goes on from here."

# What a failed command prints, and what to do then; the first that fits is told.
ADVICE = {
    ("DO NOT MATCH THE HASHES", "EINTEGRITY"): MISMATCH_ADVICE,
    ("No space left on device", "ENOSPC"): DISK_ADVICE,
    ("No matching distribution", "ECONN", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"): NETWORK_ADVICE,
    ("error sending request", "Failed to download"): NETWORK_ADVICE,  # uv
}


class SetupError(Exception):
    """What is missing and what to do, for the person at the keyboard."""


class CommandError(SetupError):
    """A command failed."""

    def __init__(self, command: list[str], output: str) -> None:
        """Say which, and what to do after such an output."""
        advice = next((text for signs, text in ADVICE.items() if any(sign in output for sign in signs)), OTHER_ADVICE)
        self.output = output
        super().__init__("this command failed: {}\n{}".format(" ".join(command), advice))


def say(text: str) -> None:
    """One line of progress, shown at once."""
    print(f"setup: {text}", flush=True)


def run(
    *command: str | Path, env: dict[str, str] | None = None, stdout: int | None = None, cwd: Path = PROJECT
) -> None:
    """Run a command, in the project's folder or `cwd`, and show its output; its failure ends the set-up."""
    words = [str(part) for part in command]
    lines = []
    with subprocess.Popen(
        words, cwd=cwd, env=env, stdout=stdout, stderr=subprocess.PIPE, text=True, errors="replace"
    ) as process:
        for line in process.stderr or ():
            sys.stderr.write(line)
            lines.append(line)
    if process.returncode != 0:
        raise CommandError(words, "".join(lines))


def ask(*command: str | Path) -> str:
    """What a command prints, without the line's end; its failure ends the set-up."""
    words = [str(part) for part in command]
    answer = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise CommandError(words, answer.stderr)
    return answer.stdout.strip()


def answers(*command: str | Path) -> bool:
    """Whether a command can be run and says yes; its output is nobody's business."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def is_done(name: str, *inputs: Path) -> bool:
    """Whether the step `name` was finished with exactly these input files."""
    stamp = VENV / f".{name}.sha256"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest(*inputs)


def mark_done(name: str, *inputs: Path) -> None:
    """Remember that the step `name` was finished with these input files."""
    (VENV / f".{name}.sha256").write_text(digest(*inputs), encoding="ascii")


def forget(pattern: str) -> None:
    """Let no step that `pattern` names count as done, before its result is changed: also not an earlier state of it."""
    for stamp in VENV.glob(f".{pattern}.sha256"):
        stamp.unlink()


def refuse_link(folder: Path) -> None:
    """Change only what is this checkout's own: a link leads to what another works with, which would be emptied."""
    if folder.is_symlink():
        raise SetupError(
            f"{folder.name} is a link to {folder.resolve()}, which lacks what is needed here.\n"
            f"Set that checkout up, or remove the link so that this one gets a folder of its own. Nothing was changed."
        )


def digest(*inputs: Path) -> str:
    """SHA-256 over the inputs' bytes, as hexadecimal text."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in inputs)).hexdigest()
