"""What every page's template can rely on."""

from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from site_format.locales import Locale
from site_format.messages import fill
from site_src import templating
from site_src.errors import BuildError
from site_src.load import load_content
from site_src.model import BuildOptions, Text
from site_src.project import APP_TEMPLATES, PAGE_TEMPLATES, THEME
from site_src.templating import environment, render_markdown, translator
from tests.own_event import PROJECT

CONTENT = load_content(PROJECT)
OPTIONS = BuildOptions(now=datetime(2022, 1, 5, 2, tzinfo=UTC), is_preview=True)


def render(template: str, locale: Locale, **values: object) -> str:
    return environment(CONTENT, locale, OPTIONS, Path(__file__).parent).from_string(template).render(values)


def test_a_missing_message_names_its_file_and_key() -> None:
    with pytest.raises(BuildError, match=r"content/messages/en\.yaml: no\.such\.key: this text is missing"):
        translator({}, "en")("no.such.key")


def test_placeholders_are_replaced_once_and_nothing_else_is() -> None:
    assert fill("{a} {b} {c}", {"a": "{b}", "b": 2}) == "{b} 2 {c}"


@pytest.mark.parametrize(("locale", "expected"), [("th", "/r/x/ /en/r/x/ en"), ("en", "/en/r/x/ /r/x/ th")])
def test_addresses_know_their_language(locale: Locale, expected: str) -> None:
    template = "{{ registration_page('x') }} {{ address('/r/x/', to=other_locale) }} {{ other_locale }}"
    assert render(template, locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("th", "วันพุธที่ 5 มกราคม 2565|5 ม.ค. 2565|23.30 น.|วันพุธที่ 5 มกราคม 2565 เวลา 23.30 น."),
        ("en", "Wednesday 5 January 2022|5 Jan 2022|23:30|Wednesday 5 January 2022, 23:30"),
    ],
)
def test_instants_are_shown_in_the_sites_time_zone(locale: Locale, expected: str) -> None:
    template = "{{ at|long_date }}|{{ at|short_date }}|{{ at|clock_time }}|{{ at|date_time }}"
    assert render(template, locale, at=datetime(2022, 1, 5, 16, 30, tzinfo=UTC)) == expected


def test_content_is_escaped_and_markdown_is_not() -> None:
    assert render("{{ text|in_locale }}", "en", text=Text("ก", "<b> & 'c'")) == "&lt;b&gt; &amp; &#39;c&#39;"
    assert render("{{ '**x**'|md }}", "en") == "<p><strong>x</strong></p>"
    assert render_markdown("- a\n- b") == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"


def test_no_template_filters_a_constant() -> None:
    """Compiling decides such a filter once, for the language and the day that come first, and keeps it for all."""
    found = []
    for file in (*PAGE_TEMPLATES.glob("*.j2"), *APP_TEMPLATES.glob("*.j2"), *THEME.rglob("*.html")):
        tree = jinja2.Environment(autoescape=True).parse(file.read_text("utf-8"))
        found += [
            f"{file.name}:{use.lineno}" for use in tree.find_all(nodes.Filter) if isinstance(use.node, nodes.Const)
        ]
    assert found == []


def test_a_template_is_compiled_once_for_all_pages_languages_and_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "KEPT_TEMPLATES", tmp_path / "kept")
    compiled = []
    compile_source = jinja2.Environment.compile

    def count(self: jinja2.Environment, source: str, name: str, filename: str) -> object:
        compiled.append(name)
        return compile_source(self, source, name, filename)

    monkeypatch.setattr(jinja2.Environment, "compile", count)
    (tmp_path / "page.j2").write_text("{{ locale }}", "utf-8")
    for locale in ("th", "en", "th"):
        page = environment(CONTENT, locale, OPTIONS, tmp_path).get_template("page.j2")
        assert page.render() == locale
    assert compiled == ["page.j2"]
    (tmp_path / "page.j2").write_text("{{ locale }}!", "utf-8")
    assert environment(CONTENT, "th", OPTIONS, tmp_path).get_template("page.j2").render() == "th!"


def test_a_template_is_compiled_anew_when_the_environment_is_set_up_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "KEPT_TEMPLATES", tmp_path / "kept")
    (tmp_path / "page.j2").write_text("{{ '<' }}", "utf-8")
    setting_up = tmp_path / "environment.py"

    def render(*, autoescape: bool) -> str:
        setting_up.write_text(f"{autoescape=}", "utf-8")
        env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(tmp_path),
            autoescape=autoescape,  # noqa: S701 - both ways, to tell them apart
            bytecode_cache=templating.compiled_templates(setting_up),
        )
        return env.get_template("page.j2").render()

    assert [render(autoescape=False), render(autoescape=True)] == ["<", "&lt;"]
