"""The registration app: a page per event and language, form.json, and Python for the browser with the rules."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from site_src.bundle import ROOT, bundle_script, minify_style
from site_src.dates import format_deadline
from site_src.form_data import describe_form, describe_rules
from site_src.model import LOCALES
from site_src.page_data import render_page_data
from site_src.python_runtime import read_pyodide_version, write_pyodide
from site_src.rules_wheel import build_rules
from site_src.templating import environment

if TYPE_CHECKING:
    from site_src.model import BuildOptions, Content, Event, FormField, Locale, Organisation, Text

# What the page's script may show; the rest of its text is in its HTML.
_MESSAGES = ("app.form.", "app.rules.", "app.queue.", "app.sync.", "app.update.", "problems.")
_AUTHORS_MESSAGES = ("author.", "findings.")

# An input holds twice what the rules allow: they count after repairing, which can halve a decomposed Thai text.
_ROOM = 2
_INPUTS = {
    "personal_name": 'type="text" autocapitalize="words"',
    "text": 'type="text"',
    "email": 'type="email" inputmode="email" autocapitalize="none" spellcheck="false"',
    "mobile": 'type="tel" inputmode="tel"',
    "choice": "",
}


@dataclass(frozen=True, slots=True)
class RulesWorker:
    """The Python worker as written: its address and what it downloads for its first check, in bytes on the way."""

    address: str
    download_bytes: int


def write_app(content: Content, options: BuildOptions, staging: Path) -> None:
    """Write the registration pages, form.json, the messages and Python for the browser into the site at `staging`.

    Raises:
        BuildError: A tool is missing, or the content doesn't fit the rules.
    """
    worker = _write_worker(staging / "app")
    script = bundle_script(ROOT / "pwa/register/main.js")
    style = minify_style(ROOT / "site_src/templates/app.css")
    for event in content.events:
        _write_json(staging / f"r/{event.slug}/form.json", describe_form(event, content.site, options))
        for locale in LOCALES:
            html = _render_page(content, event, locale, options, worker=worker, script=script, style=style)
            folder = staging / ("en" if locale == "en" else "") / "r" / event.slug
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(html, "utf-8")
    for locale in LOCALES:
        public = {k: v for k, v in content.messages[locale].items() if not k.startswith(_AUTHORS_MESSAGES)}
        _write_json(staging / f"messages/{locale}.json", public)


def _write_worker(folder: Path) -> RulesWorker:
    """Write Pyodide, the rules and the worker that runs them; names change with what they hold."""
    pyodide = folder / f"pyodide-{read_pyodide_version()}"
    write_pyodide(pyodide)
    rules = build_rules()
    shutil.copytree(rules.path, folder / rules.name)
    fetched = [pyodide / "pyodide.asm.wasm", pyodide / "python_stdlib.zip", *(folder / rules.name).iterdir()]
    values = {
        "PYODIDE_URL": f"/app/{pyodide.name}/",
        "RULES_URL": f"/app/{rules.name}/",
        "RULES_PACKAGE": rules.package,
        "TOTAL_BYTES": sum(file.stat().st_size for file in fetched),
    }
    script = bundle_script(ROOT / "pwa/rules-worker.js", {name: json.dumps(value) for name, value in values.items()})
    name = f"rules-worker-{hashlib.sha256(script.encode()).hexdigest()[:16]}.js"
    (folder / name).write_text(script, "utf-8")
    # Gzip stands for whatever the server compresses with: none that is used does worse.
    files = [file for file in (*pyodide.iterdir(), *(folder / rules.name).iterdir())]
    return RulesWorker(f"/app/{name}", sum(len(gzip.compress(file.read_bytes(), 6)) for file in files))


def _render_page(
    content: Content,
    event: Event,
    locale: Locale,
    options: BuildOptions,
    *,
    worker: RulesWorker,
    script: str,
    style: str,
) -> str:
    path = f"/r/{event.slug}/"
    page_data = render_page_data(
        content,
        locale,
        options,
        path=path,
        messages=_MESSAGES,
        title=event.title.get(locale),
        rules=describe_rules(event, content.site, options),
        worker=worker.address,
        rules_download_bytes=worker.download_bytes,
    )
    template = environment(content, locale, options).get_template("register.html.j2")
    return template.render(
        path=path,
        style=Markup(style),  # noqa: S704 - our own stylesheet
        script=Markup(script),  # noqa: S704 - our own script, which esbuild makes safe to inline
        page_data=page_data,
        event=event,
        deadline=format_deadline(event, locale, ZoneInfo(content.site.time_zone)),
        is_past=options.now > event.deadline_at,
        form_name=f"registration-{event.slug}",
        organisation_field=next(field for field in event.form_fields if field.kind == "organisation"),
        person_fields=[field for field in event.form_fields if field.kind != "organisation"],
        districts=_group_by_district(event.organisation_list.organisations),
        attributes=_write_attributes,
    )


def _group_by_district(organisations: tuple[Organisation, ...]) -> list[tuple[Text, list[Organisation]]]:
    """The organisations under their districts, both in the order of the list; those without a district first."""
    districts = list(dict.fromkeys(one.district for one in organisations))
    ordered = sorted(organisations, key=lambda one: (bool(one.district.th), districts.index(one.district)))
    return [(district, list(group)) for district, group in groupby(ordered, key=lambda one: one.district)]


def _write_attributes(field: FormField) -> Markup:
    """The native constraints of a field, never stricter than its rules."""
    parts = [_INPUTS[field.kind]]
    if field.autocomplete:
        parts.append(f'autocomplete="{escape(field.autocomplete)}"')
    if field.kind in {"personal_name", "text", "email"}:
        parts.append(f'maxlength="{field.max_length * _ROOM}"')
    if field.required:
        parts.append("required")
    return Markup("").join(Markup(f" {part}") for part in parts if part)  # noqa: S704 - made of checked values above


def _write_json(path: Path, data: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")
