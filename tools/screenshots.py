"""Take the README's pictures: build the sample, serve it, and use it as a person with a phone would.

    .venv/bin/python tools/screenshots.py [FOLDER]      default: docs/images

Needs what `make test` sets up. Pictures are of a 360 × 740 phone; the network is cut for the one that shows it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from machine.chromium import find_chromium
from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parent.parent
AS_OF = "2022-01-05T09:00+07:00"
EVENT = "ita-lao-2565"
PHONE = {"width": 360, "height": 740}
COLOURS = 128  # enough for flat pages, a third of the bytes
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Two people: the second visit is not to be told that its person is registered already.
PEOPLE = {
    "th": {
        "first_name": "สมหญิง",
        "last_name": "ใจดี",
        "position": "นักวิเคราะห์นโยบายและแผน",
        "email": "somying@example.go.th",
        "mobile": "081 234 5678",
    },
    "en": {
        "first_name": "Anan",
        "last_name": "Meesuk",
        "position": "Chief administrator",
        "email": "anan@example.go.th",
        "mobile": "089 876 5432",
    },
}


def main(arguments: list[str]) -> int:
    """Take every picture into one folder; 0 when all are written."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("screenshots: no Chromium on this machine; `make test` installs one")
    target = Path(arguments[0]) if arguments else PROJECT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        base_url, server = serve_sample(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
                for locale, prefix in (("th", ""), ("en", "/en")):
                    context = browser.new_context(
                        viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True, locale=locale
                    )
                    take_tour(context.new_page(), base_url + prefix, target, locale)
                    context.close()
                browser.close()
        finally:
            server.terminate()
            server.wait()
    print(f"Pictures are in {target}")
    return 0


def serve_sample(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Build the sample content into `folder` and serve it there; gives the address and the server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base_url = f"http://localhost:{port}"
    environment = {**os.environ, "AS_OF": AS_OF, "BASE_URL": base_url}
    site = folder / "site"
    subprocess.run([sys.executable, "build.py", "--output", str(site)], check=True, cwd=PROJECT, env=environment)
    command = [sys.executable, "-m", "backend", "serve", "--site", str(site), "--data", str(folder / "var")]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=PROJECT, env=environment)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{base_url}/healthz").close()  # noqa: S310 - our own loopback address
        except OSError:
            time.sleep(0.1)
        else:
            return base_url, server
    server.terminate()
    sys.exit("screenshots: the server did not answer within ten seconds")


def take_tour(page: Page, base_url: str, target: Path, locale: str) -> None:
    """The pages that a registrant sees, in the order in which they are met."""
    page.goto(f"{base_url}/")
    take(page, target / f"home-{locale}.png")
    page.goto(f"{base_url}/events/{EVENT}/")
    take(page, target / f"event-{locale}.png")
    page.goto(f"{base_url}/events/{EVENT}/poster/")
    take(page, target / f"poster-{locale}.png")
    page.goto(f"{base_url}/r/{EVENT}/")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    take(page, target / f"register-{locale}.png")
    page.context.set_offline(offline=True)
    fill_in(page, PEOPLE[locale])
    page.locator("#registration .main-button").click()
    page.locator("#result").wait_for()
    take(page, target / f"saved-{locale}.png")
    page.context.set_offline(offline=False)
    page.goto(f"{base_url}/receipts/")
    page.locator(".code").wait_for()
    take(page, target / f"receipts-{locale}.png")


def fill_in(page: Page, person: dict[str, str]) -> None:
    """One registration, typed as people type."""
    picker = page.get_by_role("combobox").first
    picker.click()
    picker.press_sequentially("กระบี่")
    picker.press("ArrowDown")
    picker.press("Enter")
    page.locator("[name=honorific]").first.select_option("mrs")
    for name, text in person.items():
        page.locator(f"[name={name}]").first.fill(text)


def take(page: Page, path: Path) -> None:
    """One picture of what the phone shows, with its colours reduced."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"  {path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
