"""How long a request looks for its headers in `_headers`, for a site of one event and one of fifty.

    .venv/bin/python -m bench.header_rules

The rules are as `site_src.publish` writes them: one for everything, and one for each address of each file. What is
measured is the middle of several rounds over all addresses; the ratio is to the first row.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from backend.built_site.netlify_files import match_headers, parse_headers
from site_format.addresses import calendar_file, event_page, home_page, poster_page, privacy_page, registration_page
from site_format.locales import LOCALES

if TYPE_CHECKING:
    from backend.built_site.netlify_files import HeaderRules

COUNTS = (1, 10, 50)
ROUNDS = 15
LOOK_UPS = 20_000
FOR_EVERYTHING = "/*\n  X-Content-Type-Options: nosniff\n  X-Frame-Options: DENY\n  Referrer-Policy: same-origin\n"
FOR_ONE = "  Cache-Control: no-cache\n  Content-Security-Policy: default-src 'none'; script-src 'self'\n"


def main() -> None:
    """Print one line per number of events."""
    print("events  rules  µs a request  ratio")
    first = 0.0
    for count in COUNTS:
        addresses = list_addresses(count)
        rules = parse_headers(FOR_EVERYTHING + "".join(f"{address}\n{FOR_ONE}" for address in addresses))
        took_us = measure(rules, addresses)
        first = first or took_us
        print(f"{count:6}  {len(addresses) + 1:5}  {took_us:12.2f}  {took_us / first:5.2f}")


def list_addresses(event_count: int) -> list[str]:
    """The addresses of a site's pages, each also with its file's name."""
    slugs = [f"event-{number}" for number in range(event_count)]
    of_event = (event_page, poster_page, registration_page)
    pages = [page(locale) for page in (home_page, privacy_page) for locale in LOCALES]
    pages += [page(slug, locale) for page in of_event for slug in slugs for locale in LOCALES]
    files = [calendar_file(slug, locale) for slug in slugs for locale in LOCALES]
    return [*pages, *(f"{page}index.html" for page in pages), *files]


def measure(rules: HeaderRules, addresses: list[str]) -> float:
    """Microseconds of one look-up."""
    asked = (addresses * (LOOK_UPS // len(addresses) + 1))[:LOOK_UPS]
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for address in asked:
            match_headers(rules, address)
        rounds.append((time.perf_counter() - started) / len(asked) * 1e6)
    return median(rounds)


if __name__ == "__main__":
    main()
