"""Any other SMS gateway over HTTP, as a few lines of a file describe it; README.md shows one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from backend.delivery.gateways import ANSWER_WITHIN_S, ask, judge_status, look_up, read_json
from backend.delivery.joining_file import is_link
from backend.delivery.outcomes import Failed, Sent, TryAgain
from backend.delivery.settings import is_this_machine
from backend.delivery.strict_yaml import Entries, Items, StrictFile, Words
from site_format.messages import fill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from backend.delivery.outcomes import Outcome
    from backend.delivery.settings import SmsSettings

_KEYS = ("url", "method", "headers", "form", "json", "mobile", "success", "refused", "message_id")
_METHODS = ("POST", "GET")
_PREFIXES = {"+66": "+66", "66": "66", "0": "0"}
_KNOWN = frozenset({"mobile", "text", "sender", "key", "secret"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Match:
    """An answer is meant if the value at `at` is one of `values`; without `at`, every answer is."""

    at: tuple[str, ...] = ()
    values: frozenset[str] = frozenset()

    def fits(self, body: Any) -> bool:  # noqa: ANN401 - JSON is anything
        """Whether that answer is meant."""
        return not self.at or look_up(body, self.at) in self.values


@dataclass(frozen=True, slots=True)
class GatewayFile:
    """What the file says; its values have placeholders, `{mobile}` and the like.

    Attributes:
        form: Fields of a form, or of the query of a GET; None if the body is JSON.
        json: The body, already read; its texts have the placeholders.
        prefix: How mobile numbers begin: `+66`, `66` or `0`.
        refused: What the answer says of a number or text that is refused for good; None if the file does not say.
    """

    url: str
    method: str
    headers: Mapping[str, str] = field(repr=False)
    form: Mapping[str, str] | None = field(repr=False)
    json: Any = field(repr=False)
    prefix: str
    success: Match
    refused: Match | None
    message_id: tuple[str, ...]


class HttpGateway:
    """The gateway that a file describes."""

    def __init__(self, described: GatewayFile, settings: SmsSettings, *, within_s: float = ANSWER_WITHIN_S) -> None:
        """Nothing is sent yet."""
        self._described = described
        self._settings = settings
        self._within_s = within_s

    async def send(self, mobile: str, text: str) -> Outcome:
        """Send a text to a mobile number in E.164."""
        answer = await ask(self._make_request(mobile, text), within_s=self._within_s)
        return answer if isinstance(answer, TryAgain) else self._judge(answer)

    def _make_request(self, mobile: str, text: str) -> httpx.Request:
        described, settings = self._described, self._settings
        known = {"mobile": described.prefix + mobile.removeprefix("+66"), "text": text}
        known |= {"sender": settings.sender, "key": settings.key, "secret": settings.secret}
        headers = {name: fill(value, known) for name, value in described.headers.items()}
        if described.form is None:
            body = json.dumps(_fill_json(described.json, known)).encode()
            headers = {"Content-Type": "application/json"} | headers
            return httpx.Request(described.method, described.url, headers=headers, content=body)
        form = {name: fill(value, known) for name, value in described.form.items()}
        if described.method == "GET":
            return httpx.Request("GET", described.url, headers=headers, params=form)
        return httpx.Request("POST", described.url, headers=headers, data=form)

    def _judge(self, response: httpx.Response) -> Outcome:
        described, body = self._described, read_json(response)
        if described.refused and described.refused.fits(body):
            return Failed("refused", f"HTTP {response.status_code}")
        if not response.is_success:
            return judge_status(response)
        if described.success.fits(body):
            return Sent(look_up(body, described.message_id) if described.message_id else "")
        # It may have been sent: again could mean twenty times, and each is paid for. The e-mail says everything.
        return Failed("answer_not_understood", f"HTTP {response.status_code}")


def read_gateway_file(path: Path) -> GatewayFile:
    """What the file says.

    Raises:
        FileProblemsError: With every mistake in it; none quotes what it holds.
    """
    file = StrictFile(path)
    entries = file.read()
    file.check_keys(entries, _KEYS)
    method = _read_choice(file, entries, "method", _METHODS)
    form, body = _read_body(file, entries)
    described = GatewayFile(
        url=_read_url(file, entries),
        method=method,
        headers=_read_headers(file, entries),
        form=form,
        json=body,
        prefix=_PREFIXES[_read_choice(file, entries, "mobile", tuple(_PREFIXES))],
        success=_read_match(file, entries, "success") or Match(),
        refused=_read_match(file, entries, "refused"),
        message_id=_read_path(file, entries, "message_id"),
    )
    file.finish()
    return described


def _read_url(file: StrictFile, entries: Entries) -> str:
    url = file.words(entries, "url")
    if url is None:
        if "url" not in entries.children:
            file.report("key_missing", 1, key="url")
        return ""
    if not (is_link(url.value) or _is_on_this_machine(url.value)):
        file.report("not_a_link", url.line, key="url")
    return url.value


def _is_on_this_machine(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "http" and is_this_machine(parts.hostname or "")
    except ValueError:
        return False


def _read_choice(file: StrictFile, entries: Entries, key: str, known: tuple[str, ...]) -> str:
    """One of `known`, the first if it is left out."""
    written = file.words(entries, key)
    if written is None:
        return known[0]
    if written.value not in known:
        file.report("not_one_of", written.line, key=key, known=", ".join(known))
        return known[0]
    return written.value


def _read_headers(file: StrictFile, entries: Entries) -> dict[str, str]:
    headers = _read_texts(file, entries, "headers") or {}
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or not (value.isascii() and value.isprintable()):
            file.report("not_a_header", entries.children["headers"].line, key="headers")
    return headers


def _read_body(file: StrictFile, entries: Entries) -> tuple[dict[str, str] | None, Any]:
    form, written = _read_texts(file, entries, "form"), file.words(entries, "json")
    body = None if written is None else _parse_json(file, written)
    if form is not None and written is not None:
        file.report("body_twice", written.line)
    elif form is None and written is None and not {"form", "json"} & entries.children.keys():
        file.report("key_missing", 1, key="form")
    used = set(_PLACEHOLDER.findall(json.dumps(body if form is None else form, ensure_ascii=False)))
    line = next((child.line for key, child in entries.children.items() if key in {"form", "json"}), 1)
    if (form or body) and not {"mobile", "text"} <= used:
        file.report("text_unused", line)
    if used - _KNOWN:
        file.report("placeholder_unknown", line, key="json" if form is None else "form", known=_list_known())
    return form, body


def _parse_json(file: StrictFile, written: Words) -> Any:  # noqa: ANN401 - JSON is anything
    try:
        return json.loads(written.value)
    except (ValueError, RecursionError):
        file.report("not_json", written.line, key="json")
        return None


def _read_texts(file: StrictFile, entries: Entries, key: str) -> dict[str, str] | None:
    """A mapping of texts; None if it is not there."""
    child = entries.children.get(key)
    if child is None:
        return None
    if not isinstance(child, Entries):
        file.report("not_keys", child.line, key=key)
        return None
    texts = {}
    for name, value in child.children.items():
        if isinstance(value, Words):
            texts[name] = value.value
        else:
            file.report("not_text", value.line, key=key)
    if key == "headers" and (set(_PLACEHOLDER.findall(" ".join(texts.values()))) - _KNOWN):
        file.report("placeholder_unknown", child.line, key=key, known=_list_known())
    return texts


def _read_match(file: StrictFile, entries: Entries, key: str) -> Match | None:
    section = file.section(entries, key, ("at", "is"))
    if section is None:
        return None
    values = section.children.get("is")
    if values is None or "at" not in section.children:
        file.report("key_missing", section.line, key=f"{key}: at, is")
        return None
    if not isinstance(values, Items):
        file.report("not_list", values.line, key="is")
        return None
    return Match(_read_path(file, section, "at"), frozenset(item.value for item in values.items))


def _read_path(file: StrictFile, entries: Entries, key: str) -> tuple[str, ...]:
    written = file.words(entries, key)
    return tuple(written.value.split(".")) if written else ()


def _list_known() -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(_KNOWN))


def _fill_json(value: Any, known: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON is anything
    """The body with its placeholders filled in, wherever they stand."""
    if isinstance(value, str):
        return fill(value, known)
    if isinstance(value, list):
        return [_fill_json(item, known) for item in value]
    if isinstance(value, dict):
        return {key: _fill_json(item, known) for key, item in value.items()}
    return value
