"""Kills Chromium at each step on a registration's way, and counts what was lost, doubled or said without being so.

    python -m bench.phone_kills [--times 200] [--only STEP …]

Real browser, real form backend, a connection that can be cut. After each kill the browser is started anew with what it
had stored, and sends that. Two hundred kills for each step take an hour on two idle cores.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from backend.clock import preview_clock
from tests.browser.conftest import AS_OF, build_site
from tests.browser.form_steps import PATIENCE_S, PERSON, RECEIPTS, REGISTER, read_rows
from tests.every_browser.browsers import Chromium
from tests.every_browser.test_journey import READ_TITLE, SAVED, expect_soon, fill_in, visit
from tests.own_event import PROJECT
from tests.servers.backend_server import running_backend
from tests.servers.fault_proxy import Fault, FaultProxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.backend_server import RunningBackend

READ_KEPT = """const database = await new Promise((resolve, reject) => {
  const opening = indexedDB.open("wian");
  opening.onsuccess = () => resolve(opening.result);
  opening.onerror = () => reject(opening.error);
});
const read = (store) => new Promise((resolve) => {
  database.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => resolve(target.result);
});
const kept = {};
for (const store of ["entries", "receipts", "drafts"]) kept[store] = await read(store);
database.close();
return kept"""
TYPED = fill_in(VALUES={"honorific": "mr", **PERSON})
PRESS = 'document.querySelector("#registration button.main-button").click();'
LATER = f"setTimeout(() => {{ {TYPED} }})"


def while_typing(engine: Chromium, _proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """Up to half a second after the last letter; the pause after which a draft is kept is 0.3 s."""
    engine.run(TYPED.replace(PRESS, ""))
    time.sleep(secrets.randbelow(500) / 1000)
    return False


def while_keeping(engine: Chromium, proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """Within 60 ms of the press."""
    proxy.cut()
    engine.run(LATER)
    time.sleep(secrets.randbelow(60) / 1000)
    return False


def when_kept(engine: Chromium, proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """As soon as the page says "saved"."""
    proxy.cut()
    engine.run(TYPED)
    expect_soon(lambda: engine.run(READ_TITLE), expected=SAVED)
    return True


def while_sending(engine: Chromium, proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """With the request on its way to the server, which then gets it, or not."""
    proxy.hold.clear()
    engine.run(TYPED)
    expect_soon(lambda: len(proxy.posts), expected=1)
    return True


def while_answering(engine: Chromium, proxy: FaultProxy, backend: RunningBackend) -> bool:
    """With the registration stored and the answer lost."""
    proxy.fault = Fault("lose_answer", methods=("POST",))
    engine.run(TYPED)
    expect_soon(lambda: len(read_rows(backend)), expected=1)
    proxy.fault = None
    return True


def while_settling(engine: Chromium, proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """Within 30 ms of the answer."""
    engine.run(TYPED)
    expect_soon(lambda: proxy.answered > 0, expected=True)
    time.sleep(secrets.randbelow(30) / 1000)
    return True


def when_settled(engine: Chromium, _proxy: FaultProxy, _backend: RunningBackend) -> bool:
    """As soon as the receipt is on the page."""
    engine.run(TYPED)
    expect_soon(lambda: engine.run("return document.querySelectorAll('.code').length"), expected=1)
    return True


STEPS: dict[str, Callable[[Chromium, FaultProxy, RunningBackend], bool]] = {
    "typing": while_typing,
    "keeping": while_keeping,
    "kept": when_kept,
    "sending": while_sending,
    "answering": while_answering,
    "settling": while_settling,
    "settled": when_settled,
}
"""Each does what leads to the moment of the kill, and gives whether the page must have said "saved" before."""


def kill_once(site: Path, step: str) -> list[str]:
    """What was wrong after one kill at `step`, in words; nothing if all was well."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name,
        running_backend(site, Path(name) / "var", preview_clock(AS_OF)) as backend,
        FaultProxy(backend.port) as proxy,
    ):
        folder = Path(name) / "browser"
        folder.mkdir()
        engine = Chromium(folder)
        try:
            visit(engine, proxy, REGISTER)
            was_promised = STEPS[step](engine, proxy, backend)
            engine.kill()
            proxy.hold.set()
            proxy.restore()
            return list_faults(engine, proxy, backend, was_promised=was_promised)
        finally:
            engine.quit()


def list_faults(engine: Chromium, proxy: FaultProxy, backend: RunningBackend, *, was_promised: bool) -> list[str]:
    """What the phone and the server hold once everything that was kept has been sent, and what of it is wrong."""
    visit(engine, proxy, RECEIPTS)
    give_up_at = time.monotonic() + PATIENCE_S
    kept = engine.run(READ_KEPT)
    while kept["entries"] and time.monotonic() < give_up_at:
        engine.run("document.querySelector('[data-action=send]')?.click()")
        time.sleep(0.1)
        kept = engine.run(READ_KEPT)
    rows = read_rows(backend)
    faults = {
        "lost": was_promised and not rows,
        "doubled": len(rows) > 1 or len(kept["receipts"]) > 1,
        "still waiting": bool(kept["entries"]),
        "said wrongly": len(kept["receipts"]) != len(rows),
        "kept both as a draft and as an entry": bool(rows and kept["drafts"]),
    }
    return [fault for fault, is_so in faults.items() if is_so]


def main() -> None:
    """Kill, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200, help="kills for each step")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        site = build_site(Path(name) / "site", PROJECT)
        for step in options.only:
            found = Counter(fault for _ in range(options.times) for fault in kill_once(site, step))
            words = ", ".join(f"{count} {fault}" for fault, count in found.items()) or "nothing lost, nothing doubled"
            print(f"{step:10} {options.times} kills: {words}", flush=True)


if __name__ == "__main__":
    main()
