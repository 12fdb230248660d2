"""Stylesheets and scripts of the site's own pages: minified, and named by what is in them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from site_src.bundle import bundle_script, minify_style
from site_src.pages.mkdocs_site import find_material_files, read_material_style
from site_src.project import LOOK
from site_src.site_folder import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from site_src.model import BuildOptions


@dataclass(frozen=True, slots=True)
class LookFile:
    """One finished file and the root-relative address under which pages load it."""

    address: str
    text: str

    def write(self, root: Path) -> None:
        """Write the file to its place under `root`."""
        write_file(root, self.address, self.text)


@dataclass(frozen=True, slots=True)
class Look:
    """What the pages load: a style for posters, the search's worker, and scripts, without which they say everything.

    `style` is what they carry within them as far as they use it.
    """

    style: str
    poster: LookFile
    search: LookFile
    scripts: tuple[LookFile, ...]

    def write(self, root: Path) -> None:
        """Write every file to its place under `root`."""
        for file in (self.poster, self.search, *self.scripts):
            file.write(root)


def render_look(options: BuildOptions, site_script: str) -> Look:
    """The look of a build. A preview has a clock that stands still, so nothing there counts down.

    Args:
        options: Says whether it is a preview.
        site_script: What the app runs on every page.

    Raises:
        BuildError: esbuild is missing, or finds a mistake.
    """
    material = find_material_files()
    own = bundle_script(LOOK / "pages.js", {"MATERIAL_SCRIPT": f"/{material['script']}"}, "iife")
    scripts = [_name_file("app/site", ".js", site_script), _name_file("assets/pages", ".js", own)]
    if not options.is_preview:
        scripts.append(_name_file("assets/remaining", ".js", bundle_script(LOOK / "remaining.js", fmt="iife")))
    return Look(
        style=read_material_style() + minify_style(LOOK / "pages.css"),
        poster=_name_file("assets/poster", ".css", minify_style(LOOK / "poster.css")),
        search=_name_file(
            "assets/search",
            ".js",
            bundle_script(LOOK / "search.js", {"MATERIAL_SEARCH": f"/{material['search']}"}, "iife"),
        ),
        scripts=tuple(scripts),
    )


def _name_file(stem: str, suffix: str, text: str) -> LookFile:
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return LookFile(f"/{stem}-{digest}{suffix}", text)
