"""How messages go out, from the environment; README.md shows examples. What is not set up is off."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from backend.delivery.addresses import AddressError, parse_sender
from backend.delivery.mail import Sender

if TYPE_CHECKING:
    from collections.abc import Mapping

type Security = Literal["starttls", "tls", "none"]
type GatewayName = Literal["thaibulksms", "http"]

_PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_SMTP = ("HOST", "PORT", "SECURITY", "USER", "PASSWORD", "FROM", "CA_FILE")
_SMS = ("GATEWAY", "KEY", "SECRET", "SENDER", "FILE", "LINK")
_LARGEST_PORT = 65535
_HOST = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,9}|[0-9A-Fa-f:]{2,45}", re.ASCII)


class SettingsError(Exception):
    """The settings do not fit together; the text names each variable and says what to do."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server.

    Attributes:
        security: `starttls` or `tls`, with the server's certificate checked; `none` only on this machine.
        user: For AUTH; empty for none.
        ca_file: Certificates to trust in place of the machine's own; None for these.
    """

    host: str
    port: int
    security: Security
    sender: Sender
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The SMS gateway.

    Attributes:
        key, secret: What the gateway knows us by.
        sender: The sender's name that was registered with it.
        file: For `http`, the file that describes the gateway.
        with_link: Whether the link to the meeting is sent, too, where it fits.
    """

    gateway: GatewayName
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    sender: str = ""
    file: Path | None = None
    with_link: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All ways out; None for each that is off."""

    smtp: SmtpSettings | None
    sms: SmsSettings | None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of the variables `WIAN_SMTP_…` and `WIAN_SMS_…`; an empty variable is none.

    Raises:
        SettingsError: With everything that is wrong.
    """
    problems: list[str] = []
    smtp = _read_smtp(_pick(environ, "WIAN_SMTP_", _SMTP), problems)
    sms = _read_sms(_pick(environ, "WIAN_SMS_", _SMS), problems)
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(smtp, sms)


def is_this_machine(host: str) -> bool:
    """Whether nothing that is sent to `host` leaves the machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pick(environ: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    written = {name: environ.get(prefix + name, "").strip() for name in names}
    return {name: value for name, value in written.items() if value}


def _read_smtp(given: Mapping[str, str], problems: list[str]) -> SmtpSettings | None:
    if not given:
        return None
    host, security = given.get("HOST", ""), given.get("SECURITY", "starttls")
    if not _HOST.fullmatch(host):
        problems.append(
            "WIAN_SMTP_HOST: is no server's name; give one like smtp.example.go.th, or unset every WIAN_SMTP_ variable"
        )
    if security not in _PORTS:
        problems.append("WIAN_SMTP_SECURITY: is none of starttls, tls, none; leave it out for starttls")
    elif security == "none" and not is_this_machine(host):
        problems.append("WIAN_SMTP_SECURITY: none is for a mail server on this machine only; use starttls or tls")
    if ("USER" in given) != ("PASSWORD" in given):
        problems.append("WIAN_SMTP_USER, WIAN_SMTP_PASSWORD: only one is there; give both or neither")
    return SmtpSettings(
        host=host,
        port=_read_port(given.get("PORT", ""), security, problems),
        security=cast("Security", security),
        sender=_read_sender(given.get("FROM", ""), problems),
        user=given.get("USER", ""),
        password=given.get("PASSWORD", ""),
        ca_file=_read_file(given, "WIAN_SMTP_CA_FILE", "CA_FILE", problems),
    )


def _read_port(text: str, security: str, problems: list[str]) -> int:
    if not text:
        return _PORTS.get(cast("Security", security), 0)
    if text.isdecimal() and 0 < int(text) <= _LARGEST_PORT:
        return int(text)
    problems.append("WIAN_SMTP_PORT: is no port; give a number up to 65535, or leave it out")
    return 0


def _read_sender(text: str, problems: list[str]) -> Sender:
    try:
        name, address = parse_sender(text)
    except AddressError:
        problems.append("WIAN_SMTP_FROM: is no sender; write it like Office name <office@example.go.th>")
        return Sender("")
    return Sender(address, name)


def _read_sms(given: Mapping[str, str], problems: list[str]) -> SmsSettings | None:
    if not given:
        return None
    gateway = given.get("GATEWAY", "")
    required = {"thaibulksms": ("KEY", "SECRET", "SENDER"), "http": ("FILE",)}
    if gateway not in required:
        problems.append(f"WIAN_SMS_GATEWAY: is none of {', '.join(get_args(GatewayName.__value__))}; name one of them")
    problems += [
        f"WIAN_SMS_{name}: is missing; the gateway {gateway} needs it"
        for name in required.get(gateway, ())
        if name not in given
    ]
    link = given.get("LINK", "no")
    if link not in {"yes", "no"}:
        problems.append("WIAN_SMS_LINK: is neither yes nor no")
    return SmsSettings(
        gateway=cast("GatewayName", gateway),
        key=given.get("KEY", ""),
        secret=given.get("SECRET", ""),
        sender=given.get("SENDER", ""),
        file=_read_file(given, "WIAN_SMS_FILE", "FILE", problems),
        with_link=link == "yes",
    )


def _read_file(given: Mapping[str, str], variable: str, name: str, problems: list[str]) -> Path | None:
    if name not in given:
        return None
    path = Path(given[name])
    if not path.is_file():
        problems.append(f"{variable}: there is no file {path}")
    return path
