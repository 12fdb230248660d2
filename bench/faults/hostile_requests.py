"""What strangers and broken programs send: each kind is a function that draws one request, as the bytes on the wire."""

from __future__ import annotations

import string
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.faults.people import EVENT, make_registrant
from registration_rules import wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

NAME, EMAIL, MOBILE = "Markersecretname", "marker.secret@example.go.th", "0811112222"
MANAGE = "feedfacefeedfacefeedfacefeedface"
PERSONAL = (NAME, EMAIL, "marker.secret", MOBILE, MANAGE, "127.77.")
"""None of these may be in a log; the last begins the addresses that hostile requests come from."""

FORM_TYPE = "application/x-www-form-urlencoded"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "PROPFIND")
_TYPES = ("", "text/plain", "application/json", "multipart/form-data; boundary=x", f"{FORM_TYPE}; charset=tis-620", "%")
_PATHS = (
    "/",
    "/healthz",
    f"/r/{EVENT}/",
    f"/en/r/{EVENT}/",
    f"/r/{EVENT}/cancel/",
    f"/r/{EVENT}/standing/",
    f"/r/{EVENT}/1234-5678/",
    f"/manage/{MANAGE}/",
    f"/r/{EVENT}/form.json",
    "/r/none/",
    "/en/old/x",
)
_TRICKS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/r/..%2f..%2fwian.sqlite3/",
    "/r/%00/",
    f"/r/{EVENT}%00/",
    "/%ff%fe/",
    "/%c0%ae%c0%ae/",
    "//evil.example/%0d%0aX: y",
    "/r/\\..\\..\\/",
    "/" + "a" * 9000,
    "/" + "%E0%B8%81" * 1500,
    "/" + "a/" * 3000,
    "*",
    "http://evil.example/",
    f"/manage/{'f' * 5000}/",
    "/messages/th.json/../../_headers",
    f"/{NAME}/{EMAIL}?{MOBILE}",
    "/%",
    "/%zz",
    "/\N{THAI CHARACTER KO KAI}",
    "",
)
_NASTY = (
    "\0",
    "'; DROP TABLE registrations; --",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "{{7*7}}{% for x in y %}",
    "\N{RIGHT-TO-LEFT OVERRIDE}x",
    "\N{ZERO WIDTH SPACE}" * 50,
    "\N{THAI CHARACTER SARA AM}" * 300,
    "x" * 6000,
    "\N{GRINNING FACE}" * 500,
    "0000-00-00T99:99:99Z",
    "-1",
    "9" * 400,
    "\r\n\r\nGET / HTTP/1.1",
    "a\N{COMBINING ACUTE ACCENT}" * 400,
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """One connection's worth: the pieces to send, and how long to wait between them."""

    pieces: tuple[bytes, ...]
    pause_s: float = 0.0


def draw(chance: Random) -> Hostile:
    """One request of any kind; one of fifty comes slowly."""
    data = chance.choice(KINDS)(chance)
    if chance.randrange(50):
        return Hostile((data,))
    places = sorted(chance.randrange(len(data) + 1) for _ in range(5))
    return Hostile(
        tuple(data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)),
        chance.uniform(0, 0.3),
    )


def odd_method(chance: Random) -> bytes:
    """Any method at any address, with or without a body."""
    body = chance.choice((b"", b"x=1", make_body(chance)))
    return make(chance.choice(_METHODS), chance.choice(_PATHS), body, draw_headers(chance))


def odd_path(chance: Random) -> bytes:
    """Ways out of the site, and what is no address."""
    return make(chance.choice(_METHODS[:3]), chance.choice(_TRICKS), b"", draw_headers(chance))


def odd_query(chance: Random) -> bytes:
    """Deep, long and broken query strings."""
    deep = "a" + "[b]" * chance.randrange(2000) + "=1"
    many = "&".join(f"k{number}={EMAIL}" for number in range(chance.randrange(500)))
    query = chance.choice((deep, many, "%" * 500, "%00" * 300, f"email={EMAIL}&mobile={MOBILE}"))
    return make(chance.choice(_METHODS[:3]), f"{chance.choice(_PATHS)}?{query}", b"", draw_headers(chance))


def huge_head(chance: Random) -> bytes:
    """More headers, and longer ones, than anybody needs."""
    count, length = chance.choice(((2000, 20), (1, 70_000), (100, 1000), (60, 900)))
    return make("GET", chance.choice(_PATHS), b"", [("x" * 20, "y" * length)] * count)


def huge_body(chance: Random) -> bytes:
    """A body beyond the limit, sent or only promised."""
    size = chance.choice((66_000, 300_000, 1_500_000))
    sent = chance.choice((size, 1000))
    headers = [("content-type", FORM_TYPE), ("content-length", str(size))]
    return make("POST", f"/r/{EVENT}/", b"a" * sent, headers, length=False)


def odd_length(chance: Random) -> bytes:
    """Two lengths, or one that is none."""
    chosen = chance.choice(
        (
            [("content-length", "5"), ("transfer-encoding", "chunked")],
            [("content-length", "5"), ("content-length", "6")],
            [("content-length", "-5")],
            [("content-length", "1e3")],
            [("content-length", "9" * 30)],
            [("transfer-encoding", "gzip, chunked")],
            [("transfer-encoding", "identity")],
        )
    )
    body = b"5\r\nhello\r\n0\r\n\r\n"
    return make("POST", f"/r/{EVENT}/", body, [("content-type", FORM_TYPE), *chosen], length=False)


def chunked(chance: Random) -> bytes:
    """A body in chunks, whole or broken."""
    body = make_body(chance)
    size = chance.choice((f"{len(body):x}", "ffffffffffff", "-1", "zz", f"{len(body):x};{'e' * 5000}"))
    data = size.encode() + b"\r\n" + body + b"\r\n0\r\n\r\n"
    headers = [("content-type", FORM_TYPE), ("transfer-encoding", "chunked")]
    return make("POST", f"/r/{EVENT}/", data, headers, length=False)


def odd_type(chance: Random) -> bytes:
    """A real body that says to be something else."""
    headers = [("content-type", chance.choice(_TYPES)), ("content-encoding", chance.choice(("gzip", "identity", "br")))]
    return make("POST", f"/r/{EVENT}/", make_body(chance), headers)


def random_bytes(chance: Random) -> bytes:
    """No HTTP at all, or only its beginning."""
    start = chance.choice(
        (b"", b"GET / HTTP/1.1\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    )
    return start + chance.randbytes(chance.randrange(2000))


def odd_version(chance: Random) -> bytes:
    """Versions of HTTP that are not ours."""
    version = chance.choice(("HTTP/0.9", "HTTP/1.0", "HTTP/9.9", "HTTP/1.1 x", "", "ICY"))
    return f"GET {chance.choice(_PATHS)} {version}\r\nhost: x\r\n\r\n".encode()


def null_bytes(chance: Random) -> bytes:
    """Null bytes wherever they can be."""
    return bytearray_with(chance, odd_method(chance), b"\0")


def cut_short(chance: Random) -> bytes:
    """A registration that ends in the middle."""
    whole = mutated_body(chance)
    return whole[: chance.randrange(len(whole))]


def mutated_body(chance: Random) -> bytes:
    """A registration with something wrong, from a script or a browser."""
    address = chance.choice((f"/r/{EVENT}/", f"/en/r/{EVENT}/", f"/manage/{MANAGE}/"))
    return make(
        "POST", address, mutate(chance, make_body(chance)), [("content-type", FORM_TYPE), *draw_headers(chance)]
    )


def mutated_act(chance: Random) -> bytes:
    """A cancellation or a question with something wrong."""
    key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    cancel = f"submission_id={key}&manage={MANAGE}&act_id={key}&created_at=2022-01-05T02:00:00.000Z"
    cancel += "&sent_at=2022-01-05T02:00:00.000Z&attempt=1"
    question = "registrations=" + "%0A".join([f"{key}.{MANAGE}"] * chance.choice((1, 30, 31)))
    path, body = chance.choice((("cancel", cancel), ("standing", question)))
    return make("POST", f"/r/{EVENT}/{path}/", mutate(chance, body.encode()), [("content-type", FORM_TYPE)])


KINDS: tuple[Callable[[Random], bytes], ...] = (
    odd_method,
    odd_path,
    odd_query,
    huge_head,
    huge_body,
    odd_length,
    chunked,
    odd_type,
    random_bytes,
    odd_version,
    null_bytes,
    cut_short,
    *(mutated_body,) * 4,
    *(mutated_act,) * 2,
)


def make(method: str, path: str, body: bytes, headers: list[tuple[str, str]], *, length: bool = True) -> bytes:
    """A request; its length is told unless `headers` do."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if length and body:
        lines.append(f"content-length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def draw_headers(chance: Random) -> list[tuple[str, str]]:
    """Headers that programs decide by, sound and odd."""
    known = [
        (
            "accept",
            chance.choice(("*/*", "text/html", "text/html;q=nan", "application/json", ",;=", "text/html" * 900)),
        ),
        ("accept-language", chance.choice(("th", "en;q=0.5", ";;;", "x" * 3000))),
        ("accept-encoding", chance.choice(("br", "gzip", "identity;q=0", "*;q=zz"))),
        (
            "range",
            chance.choice(("bytes=0-5", "bytes=5-2", "bytes=-0", "bytes=99999999999-", "lines=1", "bytes=0-1,3-4")),
        ),
        ("if-none-match", chance.choice(('"x"', "*", 'W/"', '"' * 999))),
        ("sec-fetch-site", chance.choice(("cross-site", "same-origin", "nonsense"))),
        ("origin", chance.choice(("null", "https://evil.example", "http://127.0.0.1", "://"))),
        ("x-forwarded-for", chance.choice((MOBILE, "1.2.3.4, 5.6.7.8", "::::"))),
        ("cookie", f"person={NAME}"),
        ("user-agent", EMAIL),
        ("referer", f"http://127.0.0.1/manage/{MANAGE}/"),
        ("expect", chance.choice(("100-continue", "200-ok"))),
        ("upgrade", "websocket"),
    ]
    return chance.sample(known, chance.randrange(5))


def make_body(chance: Random) -> bytes:
    """A registration with a person whose traces may be nowhere in a log."""
    number = chance.randrange(10**6)
    name = NAME + "".join(chance.choices(string.ascii_lowercase, k=4))
    fields = make_registrant(number, f"o{number % 500}", first_name=name, email=EMAIL, mobile=MOBILE).fields
    if chance.randrange(3) == 0:
        scripted = ("submission_id", "created_at", "sent_at", "attempt", "rules_version")
        fields = fields | dict.fromkeys(scripted, "")
    return wire.encode(fields).encode()


def mutate(chance: Random, body: bytes) -> bytes:
    """One thing wrong, or nothing."""
    pairs = body.split(b"&")
    place = chance.randrange(len(pairs))
    name = pairs[place].partition(b"=")[0]
    nasty = wire.encode({"x": chance.choice(_NASTY)}).rpartition("x=")[2].encode()
    return chance.choice(
        (
            body,
            b"&".join(pairs[:place] + pairs[place + 1 :]),
            b"&".join([*pairs, pairs[place]]),
            b"&".join([*pairs, b"unknown%5B%5D=1"]),
            b"&".join([*pairs[:place], name + b"=" + nasty, *pairs[place + 1 :]]),
            b"&".join([*pairs[:place], name + b"=%ED%A0%80", *pairs[place + 1 :]]),
            b"&".join([*pairs[:place], name + b"=%E0%B8", *pairs[place + 1 :]]),
            b"&".join([*pairs[:place], name + b"=%", *pairs[place + 1 :]]),
            bytearray_with(chance, body, chance.randbytes(1)),
            body[: chance.randrange(len(body))],
            body + b"&f=1" * 200,
        )
    )


def bytearray_with(chance: Random, data: bytes, piece: bytes) -> bytes:
    """The data with a piece put in somewhere."""
    place = chance.randrange(len(data))
    return data[:place] + piece + data[place:]
