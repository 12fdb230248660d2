"""`_headers` and `_redirects`: one policy and one cache rule for every file, with the hashes that browsers compute."""

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest

from site_src.pages.page_survey import survey_page, survey_pages
from site_src.publish.headers import IMMUTABLE, REVALIDATED, find_page_policy, write_headers

PAGE = """<!doctype html><html><head><meta charset="utf-8"><style>p{color:red}</style></head><body>
<script type="application/json">{"never": "runs"}</script><script src="/assets/x.js"></script>
<script>const a = 1 < 2 && "ก";</script><script type="module">go()</script><script>const a = 1 < 2 && "ก";</script>
</body></html>
"""


def hash_of(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def read_rules(root: Path) -> dict[str, dict[str, str]]:
    """As the top of site_src/publish/headers.py describes the syntax."""
    rules: dict[str, dict[str, str]] = {}
    for line in (root / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            assert line not in rules
            rule = rules[line] = {}
        elif line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            assert name not in rule
            rule[name] = value
        else:
            assert line == ""
    return rules


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = [
        "index.html", "404.html", "en/404.html", "r/x-20220114/index.html", "sw.js", "manifest.webmanifest",
        "assets/plain.css", "assets/javascripts/bundle.a5f9d56c.min.js", "assets/search-0123456789ab.js",
        "app/rules-worker-0123456789ab.js", "app/pyodide-0.29.5/pyodide.asm.wasm",
        "app/python-0123456789ab/library.pyz", "index.html.br",
    ]  # fmt: skip
    for file in files:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if file.endswith(".html") else "x", "utf-8")
    write_headers(tmp_path, survey_pages(tmp_path))
    return tmp_path


def test_a_page_may_run_its_own_inline_scripts_and_styles_only() -> None:
    script, module, style = hash_of('const a = 1 < 2 && "ก";'), hash_of("go()"), hash_of("p{color:red}")
    assert find_page_policy(survey_page(PAGE.encode())) == (
        f"default-src 'none'; script-src 'self' {script} {module}; style-src 'self' {style}; img-src 'self' data:; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def test_every_file_has_one_rule_and_pages_have_two_addresses(site: Path) -> None:
    assert set(read_rules(site)) == {
        "/*", "/", "/index.html", "/404.html", "/en/404.html", "/r/x-20220114/", "/r/x-20220114/index.html", "/sw.js",
        "/manifest.webmanifest", "/assets/plain.css", "/assets/javascripts/bundle.a5f9d56c.min.js",
        "/assets/search-0123456789ab.js", "/app/rules-worker-0123456789ab.js", "/app/pyodide-0.29.5/pyodide.asm.wasm",
        "/app/python-0123456789ab/library.pyz",
    }  # fmt: skip


def test_no_header_is_in_the_rule_for_everything_and_in_another(site: Path) -> None:
    rules = read_rules(site)
    common = set(rules.pop("/*"))
    assert [path for path, rule in rules.items() if common & set(rule)] == []
    assert {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy"} <= common


def test_only_names_that_change_with_their_content_are_kept_for_ever(site: Path) -> None:
    kept = {path for path, rule in read_rules(site).items() if rule.get("Cache-Control") == IMMUTABLE}
    others = {rule["Cache-Control"] for path, rule in read_rules(site).items() if path not in {*kept, "/*"}}
    assert kept == {
        "/assets/javascripts/bundle.a5f9d56c.min.js", "/assets/search-0123456789ab.js",
        "/app/rules-worker-0123456789ab.js", "/app/pyodide-0.29.5/pyodide.asm.wasm",
        "/app/python-0123456789ab/library.pyz",
    }  # fmt: skip
    assert others == {REVALIDATED}


def test_python_may_compile_in_its_own_worker_only(site: Path) -> None:
    policies = {path: rule.get("Content-Security-Policy", "") for path, rule in read_rules(site).items()}
    assert [path for path, policy in policies.items() if "unsafe" in policy] == ["/app/rules-worker-0123456789ab.js"]
    assert policies["/app/rules-worker-0123456789ab.js"] == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    )
    assert policies["/sw.js"] == "default-src 'none'; script-src 'self'; connect-src 'self'"


def test_the_page_for_what_is_not_there_carries_its_policy(site: Path) -> None:
    html = (site / "404.html").read_text("utf-8")
    policy = find_page_policy(survey_page(html.encode()))
    assert f'content="{policy.removesuffix("; frame-ancestors 'none'")}"' in html
    assert read_rules(site)["/404.html"]["Content-Security-Policy"] == policy


def test_redirects_are_three_words_a_line(site: Path) -> None:
    lines = [line.split() for line in (site / "_redirects").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert {len(words) for words in lines} == {3}
    assert {words[2] for words in lines} == {"301", "404"}
