"""Netlify's API: lists read page by page, within its limits, and every trouble said in words.

Source: https://docs.netlify.com/api-and-cli-guides/api-guides/get-started-with-api/ (bearer token, `page` and
`per_page` up to 100 with a Link header, 500 requests a minute, `X-RateLimit-Reset` in seconds since 1970) and
https://open-api.netlify.com (addresses and fields).
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from backend.netlify.terminal import Progress

ADDRESS = "https://api.netlify.com/api/v1"
PER_PAGE = 100
TIMEOUT_S = 30.0
PAUSES_S = (1.0, 2.0, 4.0, 8.0)  # between the tries of one request
WAITS = 10  # in a row for the rate limit
DEFAULT_WAIT_S, LONGEST_WAIT_S = 5.0, 300.0
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class NetlifyError(Exception):
    """Netlify cannot be read; the text says why and what to do, and holds no token and no personal data."""


class NetlifyApi:
    """One token's way to the API; use it as a context manager."""

    def __init__(
        self,
        token: str,
        progress: Progress,
        *,
        address: str = ADDRESS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Speak to `address` with `token`.

        Args:
            token: A personal access token.
            progress: Told what there is to wait for.
            address: Where the API is, over HTTPS or on this machine, for the token goes there.
            sleep: Waits that many seconds.

        Raises:
            NetlifyError: If there is no token, or it could not be one, or `address` would give it away.
        """
        if not token:
            raise NetlifyError(
                "Netlify's token is missing. Make one in Netlify under User settings, Applications, Personal access "
                "tokens, and put it into the environment variable NETLIFY_AUTH_TOKEN."
            )
        if not (token.isascii() and token.isprintable() and " " not in token):
            raise NetlifyError("NETLIFY_AUTH_TOKEN holds characters that no token has; copy it from Netlify again.")
        if not _is_private(address):
            raise NetlifyError(f"{address}: the token is sent over HTTPS only; correct NETLIFY_API_URL, or unset it.")
        self._progress, self._sleep = progress, sleep
        self._client = httpx.Client(
            base_url=address, headers={"authorization": f"Bearer {token}"}, timeout=TIMEOUT_S, follow_redirects=False
        )

    def __enter__(self) -> Self:
        """Connect when the first thing is read."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close the connection."""
        self._client.close()

    def list_pages(self, path: str, what: str, **params: str) -> Iterator[list[dict[str, Any]]]:
        """The pages of the list at `path`, in Netlify's order; `what` it is a list of, for error texts.

        Pages are counted here and not taken from the Link header, so that the token goes to no address that came in an
        answer. A list may change between two pages.

        Raises:
            NetlifyError: If one cannot be read.
        """
        page = 1
        while True:
            response = self._get(path, what, {**params, "page": str(page), "per_page": str(PER_PAGE)})
            items = _read_items(response, what)
            yield items
            has_more = "next" in response.links if "link" in response.headers else len(items) >= PER_PAGE
            if not has_more or not items:
                return
            page += 1

    def _get(self, path: str, what: str, params: dict[str, str]) -> httpx.Response:
        """The answer 200; waits for the rate limit, and tries again what may pass."""
        trouble, waits = "", 0
        pauses = iter(PAUSES_S)
        while True:
            try:
                response = self._client.get(path, params=params)
            except httpx.RequestError as error:
                trouble = (
                    f"Netlify cannot be reached ({type(error).__name__}). Check the connection and run this again."
                )
            else:
                if response.status_code == httpx.codes.TOO_MANY_REQUESTS and waits < WAITS:
                    waits += 1
                    self._wait(_read_wait_s(response))
                    continue
                if not response.is_server_error:
                    return _check_answer(response, what)
                trouble = f"Netlify has trouble of its own (status {response.status_code}). Run this again later."
            pause_s = next(pauses, None)
            if pause_s is None:
                raise NetlifyError(trouble)
            self._sleep(pause_s)

    def _wait(self, seconds: float) -> None:
        self._progress.say(f"Netlify's limit of requests is reached; going on in {seconds:.0f} s …")
        self._sleep(seconds)


def _is_private(address: str) -> bool:
    """Whether nobody on the way to `address` can read what is sent there."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        return False
    return (url.scheme == "https" and url.host != "") or url.host in _LOOPBACK


def _read_wait_s(response: httpx.Response) -> float:
    """How long to wait until the limit is lifted, by Netlify's own clock, and a second more."""
    try:
        lifted_at = float(response.headers["x-ratelimit-reset"])
        now = parsedate_to_datetime(response.headers["date"]).timestamp() if "date" in response.headers else time.time()
    except (KeyError, ValueError):
        return DEFAULT_WAIT_S
    return min(max(lifted_at - now, 0.0) + 1, LONGEST_WAIT_S)


def _check_answer(response: httpx.Response, what: str) -> httpx.Response:
    match response.status_code:
        case httpx.codes.OK:
            return response
        case httpx.codes.UNAUTHORIZED:
            raise NetlifyError("Netlify does not accept the token in NETLIFY_AUTH_TOKEN; make a new one there.")
        case httpx.codes.FORBIDDEN:
            raise NetlifyError(
                f"The token in NETLIFY_AUTH_TOKEN may not read {what}; take that of a member of the project's team."
            )
        case httpx.codes.NOT_FOUND:
            raise NetlifyError(
                f"Netlify does not know {what}. Give the project's ID or its domain with --project; the ID stands in "
                "Netlify under Project configuration, General."
            )
        case httpx.codes.TOO_MANY_REQUESTS:
            raise NetlifyError("Netlify's limit of requests stays reached. Run this again later.")
        case status:
            raise NetlifyError(f"Netlify gave an answer that its documentation does not know (status {status}).")


def _read_items(response: httpx.Response, what: str) -> list[dict[str, Any]]:
    try:
        items = response.json()
    except (ValueError, RecursionError):
        items = None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise NetlifyError(f"Netlify's answer is no list of {what}. Run this again; nothing of it was imported.")
    return items
