"""Domains of e-mail addresses: the usual slips, and how to tell one from a rare domain that is right.

A domain is taken for a slip only if it is one of these, since an address that works must never be refused:
- it ends in something that is no top-level domain (`.con`, `.goth`);
- it is a provider's name with an ending that this provider doesn't have (`gmail`, `gmail.co`, `gmail.co.th`);
- it is one slip of the finger away from a provider's name, with the same first letter and a usual ending (`gmial.com`).
So `ymail.com`, `email.com`, `mail.com`, `hotmail.fr` and `cloud.com`, which exist, are never refused.
"""

import re

_ENDINGS = {"gmail": ("com",), "icloud": ("com",)} | dict.fromkeys(("hotmail", "yahoo", "outlook"), ("com", "co.th"))
PROVIDERS = tuple(_ENDINGS)

_NO_ENDINGS = (
    (re.compile(r"\.(?:con|cmo|ocm|comm|conm|coom|vom|xom|cpm|cim|clm|c0m)$"), ".com"),
    (re.compile(r"\.(go|co|ac|or|in|mi)\.(?:t|h|yh|rh|thh|tth|tha|yth|rth)$"), r".\1.th"),
    (re.compile(r"\.(go|co|ac|or|mi)th$"), r".\1.th"),
    (re.compile(r"\.go\.ht$"), ".go.th"),
)
_CLIPPED_COM = frozenset({"", "c", "co", "cm", "m", "om"})
_NOT_HAD_BY_PROVIDERS = frozenset({"th", "co.th", "com.th", "go.th"})


def correct_domain(domain: str) -> str:
    """The domain that was meant, both in small letters; the domain itself unless it is clearly a slip."""
    for pattern, ending in _NO_ENDINGS:
        domain = pattern.sub(ending, domain)
    name, _, ending = domain.partition(".")
    if not ending:
        name = name.removesuffix("com")
    for provider, endings in _ENDINGS.items():
        is_slip = name[:1] == provider[0] and is_one_slip(name, provider)
        if (name == provider or is_slip) and (ending in endings or ending in _CLIPPED_COM):
            return f"{provider}.{ending if ending in endings else 'com'}"
        if name == provider and ending in _NOT_HAD_BY_PROVIDERS:
            return f"{provider}.{endings[-1]}"
    return domain


def is_one_slip(a: str, b: str) -> bool:
    """Whether one letter is added, left out or changed, or two neighbours are swapped."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    same = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[same:], b[same:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return swapped or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]
