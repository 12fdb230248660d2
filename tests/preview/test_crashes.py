"""Mistakes in Python and in templates are told by file and line of the project."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from preview.crashes import ROOT, describe_crash

HERE = Path(__file__).relative_to(ROOT)


def test_an_error_is_told_at_the_innermost_line_of_the_project() -> None:
    with pytest.raises(AttributeError) as caught:
        Path(None.name)  # type: ignore[attr-defined]
    line = caught.traceback[0].lineno + 1
    assert describe_crash(caught.value) == f"{HERE}:{line}: AttributeError: 'NoneType' object has no attribute 'name'"


def test_python_that_cannot_be_read_is_told_where_it_stands() -> None:
    with pytest.raises(SyntaxError) as caught:
        compile("one = 1\ntwo = = 2\n", str(ROOT / "site_src/errors.py"), "exec")
    assert describe_crash(caught.value) == "site_src/errors.py:2: SyntaxError: invalid syntax"


def test_a_template_is_told_where_it_stands() -> None:
    template = str(ROOT / "site_src/pages/templates/home.html.j2")
    with pytest.raises(jinja2.TemplateSyntaxError) as caught:
        jinja2.Environment(autoescape=True).compile("one\n{% if %}", filename=template)
    assert describe_crash(caught.value).startswith("site_src/pages/templates/home.html.j2:2: TemplateSyntaxError: ")


def test_a_name_that_a_template_lacks_is_told_in_the_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preview.crashes.ROOT", tmp_path)
    (tmp_path / "page.j2").write_text("one\n{{ nothing.name }}\n", "utf-8")
    loader = jinja2.FileSystemLoader(tmp_path)
    env = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    with pytest.raises(jinja2.UndefinedError) as caught:
        env.get_template("page.j2").render()
    assert describe_crash(caught.value) == "page.j2:2: UndefinedError: 'nothing' is undefined"


def test_an_error_elsewhere_has_no_place() -> None:
    assert describe_crash(ValueError("no place")) == "ValueError: no place"
