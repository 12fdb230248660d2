"""What Wian is measured beside: plain HTML with the same words, a page of stock mkdocs-material, and stock Pyodide."""

from __future__ import annotations

import json
import shutil
import sys
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import override

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from starlette.applications import Starlette
from starlette.routing import Route

from backend.built_site.static_site import StaticSite
from backend.web.server import listen, run_server
from site_src.project import PYODIDE
from site_src.publish.compress import compress_files
from site_src.python.archive import make_archive

PROJECT = Path(__file__).resolve().parents[2]
STOCK = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
_LEFT_OUT = frozenset({"script", "style", "svg", "template", "nav", "form", "noscript", "dialog", "head"})
_BLOCKS = frozenset({"p", "li", "ul", "ol", "h1", "h2", "h3", "dt", "dd", "dl", "table", "tr", "td", "th", "summary"})

_PAGE = """<!doctype html>
<html lang="th"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
{body}
</html>
"""
_PYODIDE = """<form><label>ชื่อ <input name="first_name"></label></form>
<script type="module">
import { loadPyodide } from "./pyodide.mjs";
const python = await loadPyodide();
python.unpackArchive(await (await fetch("./rules.zip")).arrayBuffer(), "zip");
python.pyimport("registration_rules.json_door").check("{}");
document.documentElement.dataset.python = "ready";
</script>"""


def write_opponents(folder: Path, site: Path, event: str) -> None:
    """Write the pages `plain/event/`, `plain/form/`, `material/event/` and `pyodide/` below `folder`."""
    words = read_words(site / "events" / event / "index.html")
    form = json.loads((site / "r" / event / "form.json").read_text(encoding="utf-8"))
    _write(folder / "plain/event", _PAGE.format(title=event, body="\n".join(words)))
    _write(folder / "plain/form", _PAGE.format(title=event, body=write_form(form)))
    write_material(folder / "material", words)
    write_pyodide(folder / "pyodide")
    compress_files(folder, lambda _done, _all: None)


def write_form(form: dict[str, dict[str, dict[str, object]]]) -> str:
    """The form's fields, each with its label, and a button."""
    rows = []
    for name, field in form["fields"].items():
        label, choices = field["label"], field.get("choices") or {}
        options = "".join(f"<option value={value}>{text['th']}" for value, text in choices.items())  # type: ignore[union-attr]
        control = f"<select name={name}>{options}</select>" if choices else f"<input name={name}>"
        rows.append(f"<p><label>{escape(label['th'])} {control}</label>")  # type: ignore[call-overload]
    return "<form method=post>\n" + "\n".join(rows) + "\n<p><button>ลงทะเบียน</button></form>"


def write_material(folder: Path, words: list[str]) -> None:
    """The words as a page of mkdocs-material as it comes, without fonts from elsewhere."""
    docs = folder.with_name("material-docs")
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# ITA\n", encoding="utf-8")
    (docs / "event.md").write_text("\n\n".join(words), encoding="utf-8")
    config = MkDocsConfig(config_file_path=str(docs / "mkdocs.yml"))
    theme = {"name": "material", "language": "th", "font": False}
    config.load_dict({"site_name": "ITA", "docs_dir": str(docs), "site_dir": str(folder), "theme": theme})
    config.validate()
    build(config)


def write_pyodide(folder: Path) -> None:
    """Pyodide as its npm package brings it, and the rules as they are in the repository."""
    _write(folder, _PAGE.format(title="Pyodide", body=_PYODIDE))
    for name in STOCK:
        shutil.copy(PYODIDE / name, folder / name)
    sources = sorted((PROJECT / "registration_rules").rglob("*.py"))
    rules = {file.relative_to(PROJECT).as_posix(): file.read_bytes() for file in sources}
    (folder / "rules.zip").write_bytes(make_archive(rules, is_deflated=True))


def read_words(page: Path) -> list[str]:
    """The text of a built page, by elements that stand for themselves, as HTML."""
    reader = _Words()
    reader.feed(page.read_text(encoding="utf-8"))
    reader.close()
    return reader.words


class _Words(HTMLParser):
    """Collects the text of a page, without what is drawn or run."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._left_out: list[str] = []
        self._tag = "p"

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            self._left_out.append(tag)
        elif tag in _BLOCKS:
            self._tag = tag if tag in {"h1", "h2", "h3"} else "p"

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._left_out and self._left_out[-1] == tag:
            self._left_out.pop()

    @override
    def handle_data(self, data: str) -> None:
        if not self._left_out and (text := " ".join(data.split())):
            self.words.append(f"<{self._tag}>{escape(text)}</{self._tag}>")


def _write(folder: Path, page: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(page, encoding="utf-8")


def serve(folder: Path) -> None:
    """Serve the opponents with the very code that serves Wian's site, until the process is told to stop."""
    site = StaticSite(folder)
    with listen("127.0.0.1", 0) as listener:
        run_server(Starlette(routes=[Route("/{path:path}", site.respond)]), listener, "127.0.0.1")


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
