"""SMS gateways over HTTP: what they all share, and ThaiBulkSMS."""

from __future__ import annotations

import logging
import re
import ssl
from typing import TYPE_CHECKING, Any, Protocol

import httpx

from backend.delivery.outcomes import Failed, Sent, TryAgain
from backend.delivery.sms import render_sms

if TYPE_CHECKING:
    from backend.built_site.messages import StrictMessages
    from backend.delivery.message import Message
    from backend.delivery.outcomes import Outcome, Reason

ANSWER_WITHIN_S = 30
THAIBULKSMS = "https://api-v2.thaibulksms.com/sms"

_MOBILE = re.compile(r"\+66[689][0-9]{8}", re.ASCII)
_CREDENTIALS = frozenset({httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN})
_ERROR_NAME = re.compile(r"[A-Z][A-Z_]{2,59}", re.ASCII)

# The library writes each address that it asks into the log; a gateway's may hold the number and the text.
logging.getLogger("httpx").setLevel(logging.WARNING)


class Gateway(Protocol):
    """One gateway."""

    async def send(self, mobile: str, text: str) -> Outcome:
        """Send a text to a mobile number in E.164."""


class SmsCarrier:
    """Sends SMS over one gateway."""

    def __init__(self, gateway: Gateway, messages: StrictMessages, *, with_link: bool) -> None:
        """Nothing is sent yet."""
        self._gateway = gateway
        self._messages = messages
        self._with_link = with_link

    async def deliver(self, message: Message) -> Outcome:
        """Send it; whatever happens is an outcome."""
        mobile = message.recipient.mobile
        if not _MOBILE.fullmatch(mobile):
            return Failed("address_unusable")
        return await self._gateway.send(mobile, render_sms(message, self._messages, with_link=self._with_link))


class ThaiBulkSms:
    """ThaiBulkSMS, API version 2.

    A form with `msisdn`, `message` and `sender`, Basic authentication by key and secret. The answer lists the numbers
    that were taken, with a `message_id` each, and those that were not; errors have a code and a name.

    Source: the vendor's pages for developers, developer.thaibulksms.com, and its client, github.com/thaibulksms/tbs.
    """

    def __init__(self, key: str, secret: str, sender: str, *, url: str = THAIBULKSMS) -> None:
        """Nothing is sent yet."""
        self._auth = httpx.BasicAuth(key, secret)
        self._sender = sender
        self._url = url

    async def send(self, mobile: str, text: str) -> Outcome:
        """Send a text to a mobile number in E.164."""
        form = {"msisdn": mobile.removeprefix("+"), "message": text, "sender": self._sender}
        request = httpx.Request("POST", self._url, data=form, headers={"Accept": "application/json"})
        answer = await ask(request, auth=self._auth)
        return answer if isinstance(answer, TryAgain) else self._judge(answer)

    def _judge(self, response: httpx.Response) -> Outcome:
        body = read_json(response)
        if not response.is_success:
            name = look_up(body, ("error", "name"))
            return judge_status(response, name if _ERROR_NAME.fullmatch(name) else "")
        if message_id := look_up(body, ("phone_number_list", "0", "message_id")):
            return Sent(message_id)
        if look_up(body, ("bad_phone_number_list", "0", "number")):
            return Failed("address_unusable")
        return Failed("answer_not_understood", f"HTTP {response.status_code}")


async def ask(
    request: httpx.Request, *, auth: httpx.Auth | None = None, within_s: float = ANSWER_WITHIN_S
) -> httpx.Response | TryAgain:
    """The gateway's answer, or why there is none; certificates are checked, redirects are not followed."""
    try:
        async with httpx.AsyncClient(timeout=within_s, follow_redirects=False) as client:
            return await client.send(request, auth=auth)
    except httpx.TimeoutException:
        return TryAgain("timeout")
    except (httpx.ConnectError, httpx.UnsupportedProtocol) as error:
        return TryAgain("not_secure" if _is_about_safety(error) else "unreachable")
    except httpx.HTTPError:
        return TryAgain("connection_lost")


def _is_about_safety(error: BaseException) -> bool:
    """Whether the other side's certificate was the reason."""
    cause = error.__cause__ or error.__context__
    return isinstance(error, ssl.SSLError) or (cause is not None and _is_about_safety(cause))


def judge_status(response: httpx.Response, name: str = "") -> TryAgain:
    """What an answer means whose status is no success; nothing was sent, nor paid for, so it is tried again."""
    reason: Reason = "credentials_refused" if response.status_code in _CREDENTIALS else "answered_later"
    return TryAgain(reason, f"HTTP {response.status_code} {name}".strip())


def read_json(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON is anything
    """The body as JSON; None if it is none."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def look_up(body: Any, path: tuple[str, ...]) -> str:  # noqa: ANN401 - likewise
    """The value at a path of keys and positions, as text; empty where there is none."""
    for step in path:
        if isinstance(body, dict):
            body = body.get(step)
        elif isinstance(body, list) and step.isdecimal() and int(step) < len(body):
            body = body[int(step)]
        else:
            return ""
    if isinstance(body, bool):
        return "true" if body else "false"
    return str(body) if isinstance(body, str | int | float) else ""
