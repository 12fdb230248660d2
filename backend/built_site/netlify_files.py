"""`_headers` and `_redirects`: what Netlify reads, understood here the same way.

Sources: https://docs.netlify.com/manage/routing/headers/ and https://docs.netlify.com/manage/routing/redirects/overview/.
Conditions, query parameters, domains and proxies are not used by Wian; a rule that has them is reported and left out.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_log = logging.getLogger("wian.site")

# Netlify ignores these in custom rules, because its servers set them.
_RESERVED = frozenset(
    {
        "accept-ranges",
        "age",
        "allow",
        "alt-svc",
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "date",
        "location",
        "server",
        "set-cookie",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_PLACEHOLDER = re.compile(r":([A-Za-z_][A-Za-z0-9_]*)")
_REDIRECT_STATUSES = frozenset({200, 301, 302, 303, 307, 308, 404, 410})


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """Headers, names in lower case; `number` is the rule's place in the file."""

    number: int
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """What `_headers` says, ready to be looked up however many files the site has.

    Attributes:
        by_path: The rules for one path only, by that path in lower case and without a slash at the end. The build
            writes one for every file.
        by_pattern: The rules with placeholders, which are tried one by one. The build writes one.
    """

    by_path: Mapping[str, Sequence[HeaderRule]] = MappingProxyType({})
    by_pattern: Sequence[tuple[re.Pattern[str], HeaderRule]] = ()


@dataclass(frozen=True, slots=True)
class RedirectRule:
    """Where a path leads.

    Attributes:
        status: 200 serves the target under the asked address, 404 and 410 serve it with that status, 3xx redirects.
        is_forced: Whether it holds even where a file exists.
    """

    pattern: re.Pattern[str]
    target: str
    status: int
    is_forced: bool

    def resolve(self, path: str) -> str | None:
        """The target for `path` with its `:splat` and placeholders filled in, or None if the rule does not match."""
        match = self.pattern.fullmatch(path)
        if match is None:
            return None
        found = match.groupdict()
        return _PLACEHOLDER.sub(lambda name: found.get(name[1]) or "", self.target)


def parse_headers(text: str) -> HeaderRules:
    """Read a `_headers` file; values of a name that is repeated within a rule are joined by a comma."""
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for number, line in _lines(text):
        if line.startswith("/"):
            rules.append((line, []))
            continue
        name, separator, value = (part.strip() for part in line.partition(":"))
        if not rules or not separator or not name or not value:
            _log.warning("_headers:%d: is neither a path nor a header under one; left out", number)
        elif name.lower() not in _RESERVED:
            rules[-1][1].append((name.lower(), value))
    return _index(rules)


def match_headers(rules: HeaderRules, path: str) -> dict[str, str]:
    """All headers that the rules give to `path`; values of one name from several rules are joined by a comma."""
    found = [
        *rules.by_path.get(path.removesuffix("/").lower(), ()),
        *(rule for pattern, rule in rules.by_pattern if pattern.fullmatch(path)),
    ]
    found.sort(key=attrgetter("number"))
    return _join(header for rule in found for header in rule.headers)


def parse_redirects(text: str) -> tuple[RedirectRule, ...]:
    """Read a `_redirects` file, in order; the first rule that matches a path is the one that counts."""
    rules = []
    for number, line in _lines(text):
        try:
            rules.append(_parse_redirect(line))
        except ValueError:
            _log.warning("_redirects:%d: has something that this server does not apply; left out", number)
    return tuple(rules)


def _parse_redirect(line: str) -> RedirectRule:
    source, target, *rest = line.partition(" #")[0].split()
    status = rest.pop(0) if rest else "301"
    if rest or not source.startswith("/") or not target.startswith("/"):
        raise ValueError(line)
    code = int(status.removesuffix("!"))
    if code not in _REDIRECT_STATUSES:
        raise ValueError(line)
    return RedirectRule(_compile_path(source), target, code, status.endswith("!"))


def _index(rules: Iterable[tuple[str, list[tuple[str, str]]]]) -> HeaderRules:
    by_path: dict[str, list[HeaderRule]] = {}
    by_pattern: list[tuple[re.Pattern[str], HeaderRule]] = []
    for number, (path, headers) in enumerate(rules):
        rule = HeaderRule(number, tuple(_join(headers).items()))
        parts = [part for part in path.split("/") if part]
        if any("*" in part or _PLACEHOLDER.fullmatch(part) for part in parts):
            by_pattern.append((_compile_path(path), rule))
        else:
            by_path.setdefault("".join(f"/{part}" for part in parts).lower(), []).append(rule)
    return HeaderRules(by_path, by_pattern)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _join(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _compile_path(path: str) -> re.Pattern[str]:
    """`:name` stands for one segment, `*` for anything (called `splat`); case and a slash at the end do not matter."""
    names: set[str] = set()
    pattern = "".join(_compile_part(part, names) for part in path.split("/") if part)
    return re.compile(f"{pattern}/?", re.IGNORECASE | re.DOTALL)


def _compile_part(part: str, names: set[str]) -> str:
    placeholder = _PLACEHOLDER.fullmatch(part)
    if placeholder:
        return f"/{_group(placeholder[1], '[^/]+', names)}"
    if part == "*":
        return f"(?:/{_group('splat', '.*', names)})?"
    return "/" + ".*".join(re.escape(piece) for piece in part.split("*"))


def _group(name: str, pattern: str, names: set[str]) -> str:
    """A group called `name`, or a nameless one if the path has the name already; `names` remembers."""
    if name in names:
        return f"(?:{pattern})"
    names.add(name)
    return f"(?P<{name}>{pattern})"
