"""How large the registration page grows with the list of organisations.

    .venv/bin/python -m bench.registration_page

Every count is one page built by the real build from the sample event, with that many organisations named after tambons
of Thailand (package geothai). Sizes are brotli at its best, as the backend sends them; the ratio is to the first row.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import brotli
import geothai

from site_src.app.registration_page import write_app
from site_src.load import load_content
from site_src.model import BuildOptions, Content, Organisation, Text

PROJECT = Path(__file__).resolve().parent.parent
COUNTS = (55, 200, 1000, 3000, 7000)
OPTIONS = BuildOptions(now=datetime(2022, 1, 5, 2, tzinfo=UTC), is_preview=True)


def main() -> None:
    """Print one line per number of organisations."""
    content = load_content(PROJECT)
    organisations = name_organisations(max(COUNTS))
    print("organisations  page, brotli bytes  ratio")
    first = 0
    for count in COUNTS:
        size_bytes = measure_page(with_organisations(content, organisations[:count]))
        first = first or size_bytes
        print(f"{count:13}  {size_bytes:18}  {size_bytes / first:5.1f}")


def name_organisations(count: int) -> tuple[Organisation, ...]:
    """One organisation for each of the first `count` tambons."""
    named = (
        Organisation(
            code=f"tao-{tambon.code}",
            kind="tao",
            name=Text(
                f"องค์การบริหารส่วนตำบล{tambon.name_th}", f"{tambon.name_en} Subdistrict Administrative Organisation"
            ),
            district=Text(f"อำเภอ{district.name_th}", f"{district.name_en} District"),
        )
        for province in geothai.provinces()
        for district in geothai.districts(province.code)
        for tambon in geothai.subdistricts(district.code)
    )
    return tuple(islice(named, count))


def with_organisations(content: Content, organisations: tuple[Organisation, ...]) -> Content:
    """The same content with another list behind its first event."""
    event = content.events[0]
    listed = replace(event.organisation_list, organisations=organisations)
    return replace(content, events=(replace(event, organisation_list=listed),))


def measure_page(content: Content) -> int:
    """Bytes of the Thai registration page as sent."""
    with tempfile.TemporaryDirectory() as folder:
        write_app(content, OPTIONS, Path(folder))
        page = Path(folder) / "r" / content.events[0].slug / "index.html"
        return len(brotli.compress(page.read_bytes(), quality=11))


if __name__ == "__main__":
    main()
