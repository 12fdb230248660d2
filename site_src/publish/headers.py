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
from typing import TYPE_CHECKING

from site_format.addresses import SERVICE_WORKER, not_found_page, page_address
from site_format.locales import LOCALES
from site_src.site_folder import find_file, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from site_src.pages.page_survey import Survey, SurveyedPage

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
_HASHED = re.compile(r"^/(?:app|assets)/.*[.-](?:[0-9a-f]{8,64}|\d+\.\d+\.\d+)(?=[./]|$)")
_WORKERS = re.compile(rf"^(?:{re.escape(SERVICE_WORKER)}|/app/rules-worker-[^/]*\.js|/assets/search-[^/]*\.js)$")
_RULES_WORKER = "/app/rules-worker-"

REDIRECTS = """\
# Thai is the site's first language and has no folder of its own.
/th /  301
/th/* /:splat 301
# What people type from memory.
/register/* /r/:splat 301
/en/register/* /en/r/:splat 301
/en/* /en/404.html 404
"""


def write_headers(root: Path, pages: Survey) -> None:
    """Write `_headers` and `_redirects` for the finished files under `root`, of which `pages` tells the pages."""
    rules = [("/*", FOR_EVERYTHING)]
    policies = {address: find_page_policy(page) for address, page in pages.items()}
    for locale in LOCALES:
        address = not_found_page(locale)
        _carry_policy(root, address, policies[address])
    for address in _list_files(root):
        headers = {"Cache-Control": IMMUTABLE if _HASHED.search(address) else REVALIDATED}
        if address in policies:
            headers["Content-Security-Policy"] = policies[address]
        elif _WORKERS.match(address):
            headers["Content-Security-Policy"] = find_worker_policy(address)
        names = [address, f"{address}index.html"] if address.endswith("/") else [address]
        rules += [(name, headers) for name in names]
    text = "\n".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items()) for path, rule in rules
    )
    write_file(root, "/_headers", text)
    write_file(root, "/_redirects", REDIRECTS)


def find_page_policy(page: SurveyedPage) -> str:
    """The Content-Security-Policy of a page: this origin, and the inline scripts and styles that the page has.

    `data:` images are the icons that Material's stylesheet carries.
    """
    return _join_policy({
        "default-src": ["'none'"],
        "script-src": ["'self'", *_hash_texts(page.scripts)],
        "style-src": ["'self'", *_hash_texts(page.styles)],
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


def _carry_policy(root: Path, address: str, policy: str) -> None:
    """Put the page's policy into the page itself, without what a `<meta>` can't say."""
    html = find_file(root, address).read_text("utf-8")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy.replace("; frame-ancestors 'none'", "")}">'
    write_file(root, address, html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{meta}', 1))


def _list_files(root: Path) -> list[str]:
    """The addresses of the files that are served under names of their own, in the order of their paths."""
    paths = [file.relative_to(root).as_posix() for file in sorted(root.rglob("*")) if file.is_file()]
    return [page_address(path) for path in paths if path not in {"_headers", "_redirects"} and not path.endswith(".br")]


def _join_policy(directives: dict[str, list[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def _hash_texts(texts: Iterable[str]) -> list[str]:
    """The sources that allow inline texts, each once."""
    return [f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in dict.fromkeys(texts)]
