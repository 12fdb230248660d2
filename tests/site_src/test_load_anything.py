"""Whatever is done to the content, loading gives values or problems with places, and nothing else.

Each example changes one file of the seed in one way: bytes overwritten, a line deleted, doubled, moved or retyped, a value
put where it does not belong. What still loads goes through the check as well.
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

PROJECT = Path(__file__).parents[2]
SMALL_MESSAGES = "author:\n  level: {error: e, warning: w, info: i}\n"
FILES = tuple(
    file.relative_to(PROJECT) for file in sorted((PROJECT / "content").rglob("*.*")) if "messages" not in file.parts
) + (Path("content/messages/th.yaml"),)
FRAGMENTS = (
    "", "~", "null", "no", "on", "1", "-1", "1e9", "08:30", "12:99", "2565-01-14", "0000-00-00", "9999-12-31", "2399-12-31",
    "2022-01-14 99:99", "[]", "{}", "[[[]]]", "{a: b}", "{th: ก, en: ''}", "'", '"', "|", ">-", "&a", "*a", "!!str", "---", "...",
    "%YAML 1.1", "\t", "- ", ": ", "# ", "<<: {}", "\ufeff", "\x00", "\u2028", "\U0001f600", '"\\uD800"', "https://[", "http://a:b",
    "accept: [{finding: date-after-event, at: title, because: {th: ก, en: a}}]", "๒๕๖๕-๐๑-๑๔", "31 กุมภาพันธ์ 2565", "9" * 5000,
)  # fmt: skip


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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
        try:
            content = load_content(root)
        except ContentError as error:
            assert error.problems
            for problem in error.problems:
                assert (root / problem.place.file).parent.is_dir()
                assert problem.place.line >= 1
                assert describe_problem(problem, error.messages, "th").startswith(str(problem.place))
        else:
            for finding in check_content(content, root):
                assert describe_finding(finding, content.messages, "en").startswith(str(finding.place))
