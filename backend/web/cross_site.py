"""Whether a POST was made by another site's page, in the browser of somebody who knows nothing of it.

Source: https://www.w3.org/TR/fetch-metadata/; the same rule as `CrossOriginProtection` of Go's net/http.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.datastructures import Headers


def is_cross_site(headers: Headers) -> bool:
    """Go by Sec-Fetch-Site, else by whether Origin is our Host; what says neither passes, such as programs.

    `Origin: null` says nothing: our own pages send it too, since they tell nobody where a visitor comes from. Browsers
    that know Sec-Fetch-Site send it over HTTPS only.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    return origin != "null" and _host_of(origin) != headers.get("host", "").lower()


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
