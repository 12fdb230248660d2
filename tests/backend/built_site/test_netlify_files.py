"""Reading `_headers` and `_redirects`."""

from __future__ import annotations

import logging

import pytest

from backend.built_site.netlify_files import RedirectRule, match_headers, parse_headers, parse_redirects


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        ("/", "/", True),
        ("/", "/a", False),
        ("/*", "/", True),
        ("/*", "/a/b\n", True),
        ("/app/*", "/app", True),
        ("/app/*", "/apple", False),
        ("/r/:slug/", "/r/x", True),
        ("/r/:slug/", "/r/x/", True),
        ("/r/:slug/", "/r/x/y", False),
        ("/r/:slug/", "/r/", False),
        ("/a.b", "/axb", False),
        ("/*.js", "/a/b.js", True),
        ("/*/x/*", "/1/x/2", True),
        ("/:a/:a", "/1/2", True),
        ("/:a²/x", "/:a²/x", True),
        ("/a/b", "/a/b/", True),
        ("/a//b/", "/a/b", True),
        ("/a/b", "/a/b//", False),
        ("/a/b", "/a//b", False),
        ("/A/b", "/a/B", True),
        ("/A/:x", "/a/1", True),
    ],
)
def test_paths_match_as_on_netlify(rule: str, path: str, matches: bool) -> None:
    assert match_headers(parse_headers(f"{rule}\n  X-A: 1"), path) == ({"x-a": "1"} if matches else {})


def test_a_name_that_is_repeated_within_a_rule_is_joined() -> None:
    rules = parse_headers("# comment\n/a\n  Cache-Control: no-cache\n  cache-control: no-store\n  Link: <https://x/>\n")
    assert match_headers(rules, "/a") == {"cache-control": "no-cache, no-store", "link": "<https://x/>"}


def test_rules_are_applied_in_the_order_of_the_file() -> None:
    rules = parse_headers("/a\n  X: 1\n/*\n  X: 2\n/a/\n  X: 3\n/:p\n  X: 4\n/b\n  X: 5\n")
    assert match_headers(rules, "/a") == {"x": "1, 2, 3, 4"}


def test_lines_that_make_no_sense_are_reported_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "wian.site")
    assert match_headers(parse_headers("X-A: 1\nnonsense\n/a\n  nonsense\n"), "/a") == {}
    kept = parse_redirects(
        "/a\n/b https://x.example/ 301\n/c /d 301 Language=en\n/e /f 999\n/g /h x\nk /l\n/m /n # why\n"
    )
    assert [(rule.target, rule.status) for rule in kept] == [("/n", 301)]
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [
        "_headers:1",
        "_headers:2",
        "_headers:4",
        "_redirects:1",
        "_redirects:2",
        "_redirects:3",
        "_redirects:4",
        "_redirects:5",
        "_redirects:6",
    ]


def test_targets_are_filled_in() -> None:
    (rule,) = parse_redirects("/news/:year/*  /archive/:year/:splat  302!")
    assert (rule.status, rule.is_forced) == (302, True)
    assert rule.resolve("/news/2565/a/b") == "/archive/2565/a/b"
    assert rule.resolve("/other") is None
    assert isinstance(rule, RedirectRule)
