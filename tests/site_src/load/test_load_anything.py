"""Whatever is done to the content, loading gives values or problems with places, and nothing else.

Each example changes files of sound content: bytes overwritten, a line deleted, doubled, moved or retyped, a value put
where it does not belong. What still loads goes through the check as well.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from site_src.author_text import describe_finding, describe_problem
from site_src.check import check_content
from site_src.load import ContentError, load_content
from tests.own_event import PROJECT

SMALL_MESSAGES = "author:\n  level: {error: e, warning: w, info: i}\n"
FILES = (
    *(file.relative_to(PROJECT) for file in sorted((PROJECT / "content").rglob("*.*")) if "messages" not in file.parts),
    Path("content/messages/th.yaml"),
)
FRAGMENTS = (
    *("", "~", "null", "no", "on", "1", "-1", "1e9", "9" * 5000, "08:30", "12:99", "2022-01-14 99:99", "๒๕๖๕-๐๑-๑๔"),
    *("2565-01-14", "0000-00-00", "9999-12-31", "2399-12-31", "31 กุมภาพันธ์ 2565", "https://[", "http://a:b"),
    *("[]", "{}", "[[[]]]", "{a: b}", "{th: ก, en: ''}", "'", '"', "|", ">-", "&a", "*a", "!!str", "---", "...", "\t"),
    *("%YAML 1.1", "- ", ": ", "# ", "<<: {}", "\ufeff", "\x00", "\u2028", "\U0001f600", '"\\uD800"'),
    "accept: [{finding: date-after-event, at: title, because: {th: ก, en: a}}]",
)


@st.composite
def broken_files(draw: st.DrawFn) -> tuple[Path, bytes]:
    """One of the content's files, and what becomes of it."""
    name = draw(st.sampled_from(FILES))
    data = SMALL_MESSAGES.encode() if "messages" in name.parts else (PROJECT / name).read_bytes()
    how = draw(st.sampled_from(("bytes", "delete", "double", "move", "value", "insert", "cut", "replace")))
    if how == "replace":
        return name, draw(st.binary(max_size=60))
    if how in {"bytes", "cut"}:
        at = draw(st.integers(0, len(data)))
        return name, data[:at] + (b"" if how == "cut" else draw(st.binary(max_size=6)) + data[at + 3 :])
    lines = data.decode().splitlines(keepends=True)
    at, to = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    line, fragment = lines[at], draw(st.sampled_from(FRAGMENTS) | st.text(max_size=8))
    changed = {
        "delete": [],
        "double": [line, line],
        "move": [lines[to]],
        "value": [f"{line.partition(':')[0]}: {fragment}\n"],
        "insert": [line.rstrip("\n") + fragment + "\n"],
    }[how]
    return name, "".join((*lines[:at], *changed, *lines[at + 1 :])).encode(errors="surrogatepass")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(broken_files(), min_size=1, max_size=3))
def test_nothing_breaks_the_loader(changes):
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copytree(PROJECT / "content", root / "content", ignore=shutil.ignore_patterns("messages"))
        (root / "content/messages").mkdir()
        for locale in ("th", "en"):
            (root / f"content/messages/{locale}.yaml").write_text(SMALL_MESSAGES, encoding="utf-8")
        for name, data in changes:
            (root / name).write_bytes(data)
        problems, findings, messages = _load_and_check(root)
        for problem in problems:
            assert (root / problem.place.file).parent.is_dir()
            assert problem.place.line >= 1
            assert describe_problem(problem, messages, "th").startswith(str(problem.place))
        for finding in findings:
            assert describe_finding(finding, messages, "en").startswith(str(finding.place))


def _load_and_check(root):
    try:
        content = load_content(root)
    except ContentError as error:
        return error.problems, (), error.messages
    return (), tuple(check_content(content, root)), content.messages
