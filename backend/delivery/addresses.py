"""E-mail addresses as mail servers take them: the domain in ASCII, whatever the office writes."""

from __future__ import annotations

from email.utils import parseaddr

import idna

from registration_rules.email_address import is_address
from registration_rules.email_domains import correct_domain


class AddressError(ValueError):
    """No mail can be sent to or from this; the text does not say what it is."""


def write_for_servers(address: str) -> str:
    """The address with its domain as mail servers know it, in ASCII.

    Source: RFC 5891 for `สำนักงาน.ไทย`. A local part beyond ASCII stays as it is and needs SMTPUTF8 (RFC 6531).

    Raises:
        AddressError: If it is no address, or its domain is one that the registration rules take for a slip.
    """
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.lower() if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        raise AddressError("the domain is none") from None
    # The rules know no local part beyond ASCII; what else they ask is asked with another in its place.
    asked = f"{local if local.isascii() else 'a'}@{ascii_domain}"
    is_one_word = local.isprintable() and not set(local) & set(' "(),:;<>@[\\]')
    if not is_one_word or not is_address(asked) or correct_domain(ascii_domain) != ascii_domain:
        raise AddressError("this is no address, or its domain a slip")
    return f"{local}@{ascii_domain}"


def parse_sender(written: str) -> tuple[str, str]:
    """The name and the address of `Office name <office@example.go.th>`; the name may be missing.

    Raises:
        AddressError: If there is no address that can be used.
    """
    name, address = parseaddr(written)
    return " ".join(name.split()), write_for_servers(address)
