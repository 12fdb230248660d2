"""Who is believed when it says for whom it asks: the proxies that were named, and nobody else."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send


class ProxyError(Exception):
    """What is named is no proxy; the text says where, and what would be one."""


class TrustedProxies:
    """Takes client, scheme and host from X-Forwarded-For, -Proto and -Host, if a named proxy sent them.

    Of several addresses the last counts that is no named proxy's: those before it were written by whoever asked.
    """

    def __init__(self, app: ASGIApp, addresses: Sequence[str]) -> None:
        """Wrap `app`; `addresses` are addresses and networks, checked by `parse_proxy`."""
        self._proxied = ProxyHeadersMiddleware(app, list(addresses))  # type: ignore[arg-type] # uvicorn's own ASGI types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as the proxy had it."""
        if scope["client"]:
            scope["client"] = (_unmap(scope["client"][0]), scope["client"][1])
            if scope["client"][0] in self._proxied.trusted_hosts:
                _restore_host(scope)
        await self._proxied(scope, receive, send)  # type: ignore[arg-type] # likewise


def parse_proxy(text: str) -> str:
    """An address or a network.

    Raises:
        ValueError: If it is neither.
    """
    try:
        return str(ipaddress.ip_network(text)) if "/" in text else str(ipaddress.ip_address(text))
    except ValueError:
        raise ValueError(f"{text!r} is no address of a proxy and no network, such as 127.0.0.1 or 10.0.0.0/8") from None


def list_proxies(setting: str) -> list[str]:
    """The proxies in the setting TRUSTED_PROXIES, which stand between spaces or commas.

    Raises:
        ProxyError: If one of them is neither an address nor a network.
    """
    try:
        return [parse_proxy(text) for text in setting.replace(",", " ").split()]
    except ValueError as error:
        raise ProxyError(f"TRUSTED_PROXIES: {error}.") from None


def _unmap(host: str) -> str:
    """An IPv4 address as such, also where it came in over a socket for both kinds."""
    return host.removeprefix("::ffff:") if "." in host else host


def _restore_host(scope: Scope) -> None:
    named = [value for name, value in scope["headers"] if name == b"x-forwarded-host"]
    if named:
        host = named[-1].rpartition(b",")[2].strip()
        scope["headers"] = [item for item in scope["headers"] if item[0] != b"host"] + [(b"host", host)]
