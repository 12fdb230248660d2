"""The key of an own page, as it goes along with a browser for a while.

An address stays in the list of visited pages, and in an office many people use one browser. So whoever registers or
changes something without JavaScript is led to an address without the key, which a cookie brings; it goes to no other
page, to no script and to no other site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from registration_rules.wire import is_manage_key
from site_format.addresses import manage_page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from backend.web.client import Client

NAME = "wian_own"
KEPT_S = 900
"""Long enough to mend a slip. After that the link in the e-mail leads there."""


def give_own_key(response: Response, client: Client, key: str) -> None:
    """Let the browser bring `key` along for a while, in the place of any other; nothing if it is none."""
    if is_manage_key(key):
        response.set_cookie(
            NAME,
            key,
            max_age=KEPT_S,
            path=manage_page(),
            secure=client.is_secure,
            httponly=True,
            samesite="strict",
        )


def read_own_key(request: Request) -> str:
    """The key that the browser brings along; empty if it has none."""
    return request.cookies.get(NAME, "")
