"""Taking in the body of a POST: never more than the limit in memory, never longer than patience lasts."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from registration_rules.wire import MAX_BODY_BYTES

if TYPE_CHECKING:
    from starlette.requests import Request

BODY_TIMEOUT_S = 20.0
FORM_TYPE = "application/x-www-form-urlencoded"

# What is read and thrown away beyond the limit, so that a sender who is still sending can read the answer.
_DRAIN_LIMIT_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class RequestBodyError(Exception):
    """The body cannot be taken; `status` and `code` say why."""

    status: int
    code: str


async def read_body(request: Request) -> bytes:
    """Read the body of a form POST.

    Raises:
        RequestBodyError: 413 over 64 KiB, 415 for anything but a form in UTF-8, 408 if it does not arrive in time, 400
            if the sender goes away in the middle.
    """
    _check_headers(request)
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            return await _collect(request)
    except TimeoutError:
        raise RequestBodyError(408, "timeout") from None
    except ClientDisconnect:
        raise RequestBodyError(400, "bad_request") from None


def _check_headers(request: Request) -> None:
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != FORM_TYPE:
        raise RequestBodyError(415, "unsupported_type")
    for parameter in parameters.lower().split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in {"utf-8", "utf8"}:
            raise RequestBodyError(415, "unsupported_type")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise RequestBodyError(415, "unsupported_type")


async def _collect(request: Request) -> bytes:
    kept = bytearray()
    size_bytes = 0
    async for chunk in request.stream():
        size_bytes += len(chunk)
        if size_bytes <= MAX_BODY_BYTES:
            kept += chunk
        elif size_bytes > _DRAIN_LIMIT_BYTES:
            break
    if size_bytes > MAX_BODY_BYTES:
        raise RequestBodyError(413, "body_too_large")
    return bytes(kept)
