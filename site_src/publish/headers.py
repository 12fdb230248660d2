"""`_headers` and `_redirects`: what Netlify reads and the form backend applies alike.

The subset of Netlify's syntax that these files keep to:

- `_headers`: a line that starts with `/` opens a rule, two spaces indent each `Name: value` under it, `#` starts a
  comment line, blank lines mean nothing. A rule's path is either `/*`, which every request matches, or one exact path,
  where a slash at the end does not matter. Where several rules match, all apply; no header stands in both `/*` and an
  exact rule, so values never have to be joined. Every file of the site has exactly one exact rule (a page has one for
  its folder and one for its `index.html`), so exactly one `Content-Security-Policy` and one `Cache-Control` reach any
  file. A path that is no file has no exact rule: the page for it carries its policy in a `<meta>` of its own.
- `_redirects`: `from to status` per line, the first match wins, a file that exists wins over every rule (Netlify's
  "no shadowing"). `from` may end in `/*`, whose rest `to` takes as `:splat`. Status 301 redirects; 404 answers with the
  page at `to`.

Source: https://docs.netlify.com/manage/routing/headers/, https://www.w3.org/TR/CSP3/
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import TYPE_CHECKING, override

if TYPE_CHECKING:
    from pathlib import Path

FOR_EVERYTHING = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
}
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"

# Under app/ and assets/ a file is immutable if its name, or a folder above it, carries a hash or a release's number.
_HASHED = re.compile(r"^(?:app|assets)/.*[.-](?:[0-9a-f]{8,64}|\d+\.\d+\.\d+)(?=[./]|$)")
_WORKERS = re.compile(r"^(?:sw\.js|app/rules-worker-[^/]*\.js|assets/search-[^/]*\.js)$")
_RULES_WORKER = "app/rules-worker-"

NOT_FOUND_PAGES = ("404.html", "en/404.html")

REDIRECTS = """\
# Thai is the site's first language and has no folder of its own.
/th /  301
/th/* /:splat 301
# What people type from memory.
/register/* /r/:splat 301
/en/register/* /en/r/:splat 301
/en/* /en/404.html 404
"""


def write_headers(root: Path) -> None:
    """Write `_headers` and `_redirects` for the finished files under `root`."""
    for name in NOT_FOUND_PAGES:
        _carry_policy(root / name)
    rules = [("/*", FOR_EVERYTHING)]
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.is_dir() or path in {"_headers", "_redirects"} or file.suffix == ".br":
            continue
        headers = {"Cache-Control": IMMUTABLE if _HASHED.search(path) else REVALIDATED}
        if file.suffix == ".html":
            headers["Content-Security-Policy"] = find_page_policy(file.read_text("utf-8"))
        elif _WORKERS.match(path):
            headers["Content-Security-Policy"] = find_worker_policy(path)
        rules += [(address, headers) for address in _list_addresses(path)]
    text = "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items()) for path, rule in rules
    )
    (root / "_headers").write_text(text, "utf-8")
    (root / "_redirects").write_text(REDIRECTS, "utf-8")


def find_page_policy(html: str) -> str:
    """The Content-Security-Policy of a page: this origin, and the inline scripts and styles that the page has.

    `data:` images are the icons that Material's stylesheet carries.
    """
    scripts, styles = _hash_inline(html)
    return _join_policy({
        "default-src": ["'none'"],
        "script-src": ["'self'", *scripts],
        "style-src": ["'self'", *styles],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    })  # fmt: skip


def find_worker_policy(path: str) -> str:
    """The policy of a worker's own script: Python's worker compiles WebAssembly, no other may."""
    compiles = ["'wasm-unsafe-eval'"] if path.startswith(_RULES_WORKER) else []
    return _join_policy({"default-src": ["'none'"], "script-src": ["'self'", *compiles], "connect-src": ["'self'"]})


def _carry_policy(page: Path) -> None:
    """Put the page's policy into the page itself, without what a `<meta>` can't say."""
    html = page.read_text("utf-8")
    policy = find_page_policy(html).replace("; frame-ancestors 'none'", "")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page.write_text(html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{meta}', 1), "utf-8")


def _join_policy(directives: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def _list_addresses(path: str) -> list[str]:
    if path == "index.html" or path.endswith("/index.html"):
        return [f"/{path.removesuffix('index.html')}", f"/{path}"]
    return [f"/{path}"]


def _hash_inline(html: str) -> tuple[list[str], list[str]]:
    """Hash sources of the inline scripts that run, and of the inline styles, each once."""
    finder = _InlineFinder()
    finder.feed(html)
    finder.close()
    scripts, styles = ([_hash(text) for text in dict.fromkeys(texts)] for texts in (finder.scripts, finder.styles))
    return scripts, styles


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _InlineFinder(HTMLParser):
    """Collects the text of inline `<script>` that a browser would run, and of inline `<style>`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._target: list[str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") in {None, "module", "text/javascript"}:
            self._target = self.scripts
        elif tag == "style":
            self._target = self.styles
        if self._target is not None:
            self._target.append("")

    @override
    def handle_data(self, data: str) -> None:
        if self._target is not None:
            self._target[-1] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        self._target = None
