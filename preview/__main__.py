"""`python -m preview`: a live preview for authors, on this machine only; `make serve` starts it."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.app import create_app
from backend.built_site.events import Events
from backend.built_site.messages import StrictMessages
from backend.clock import preview_clock
from backend.delivery.carriers import make_preview_carriers
from backend.delivery.sender import Sender, sending
from backend.registration.announcements import announcing
from backend.store.opening import open_store
from backend.store.store import StoreError, StoreUnavailableError
from backend.web.server import AddressError, listen, run_server
from preview.app import PreviewApp
from preview.build_process import BuildProcess
from preview.loop import Loop
from preview.news import News
from site_src.build_command import choose_locale, find_project, make_translator, read_instant
from site_src.load.messages import read_messages
from site_src.load.reading import Reading
from site_src.project import CACHE, ROOT

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from site_src.build_command import Translate

HOST = "127.0.0.1"
HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class PreviewRequest:
    """What the command line asks for; without a folder it is one of the port's own."""

    root: Path
    port: int
    as_of: datetime
    folder: Path | None


def main(arguments: Sequence[str]) -> int:
    """Serve until Ctrl+C; 0 at that, 1 if it can't be served, 2 if the command is misused."""
    # A shell that starts it in the background has the signal ignored; whoever sends it then means it all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    translate = make_translator(choose_locale(os.environ))
    request = read_request(arguments, translate)
    try:
        with listen(HOST, request.port) as listener:
            serve(request, listener, translate)
    except (AddressError, StoreError, StoreUnavailableError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0  # during the first build
    return 0


def read_request(arguments: Sequence[str], translate: Translate) -> PreviewRequest:
    """Read the command line.

    Raises:
        SystemExit: with code 2, after saying what is wrong with it.
    """
    parser = argparse.ArgumentParser(prog="python -m preview", description=translate("live_usage"))
    parser.add_argument("--as-of", metavar="TIME", required=True, help=translate("option_as_of"))
    parser.add_argument("--port", default="8000", help=translate("option_port"))
    parser.add_argument("--content", metavar="DIR", type=Path, default=ROOT, help=translate("option_content"))
    parser.add_argument("--folder", metavar="DIR", type=Path, help=translate("option_folder"))
    given = parser.parse_args(arguments)
    if not given.port.isdecimal() or int(given.port) > HIGHEST_PORT:
        parser.error(translate("bad_port", value=given.port))
    try:
        as_of = datetime.now(UTC) if given.as_of == "now" else read_instant(given.as_of)
    except ValueError:
        parser.error(translate("bad_as_of", value=given.as_of))
    return PreviewRequest(find_project(given.content), int(given.port), as_of, given.folder)


def serve(request: PreviewRequest, listener: socket.socket, translate: Translate) -> None:
    """Build, serve, and build again at every change; nothing of a preview is kept where the real things are."""
    port = listener.getsockname()[1]
    folder = (request.folder or CACHE / "preview" / str(port)).resolve()
    site, news = folder / "site", News()
    order = ["--content", str(request.root), "--output", str(site), "--as-of", request.as_of.isoformat()]
    process = BuildProcess([*order, "--base-url", f"http://localhost:{port}"])
    loop = Loop(request.root / "content", site, process, news, translate)
    store = open_store(folder / "var")
    logging.getLogger("wian.access").setLevel(logging.WARNING)  # what is built stands out on the terminal
    try:
        loop.build_first()
        clock = preview_clock(request.as_of)
        backend = create_app(site, store, clock, is_preview=True)
        app = PreviewApp(backend, news, read_messages(Reading(ROOT)))
        messages = folder / "messages"
        carriers = make_preview_carriers(messages, StrictMessages(site))
        events = Events(site, is_preview=True)
        sender = Sender(store, events, carriers, clock)
        print(translate("live_messages", folder=f"{messages}/"), translate("live_watching"), sep="\n", flush=True)
        with loop, announcing(store, events, clock), sending(sender):
            run_server(app, listener, HOST, before_stop=news.end)
    finally:
        process.stop()
        store.close()


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a terminal that can't show Thai
    sys.exit(main(sys.argv[1:]))
