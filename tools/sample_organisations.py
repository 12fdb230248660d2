"""Make the sample list of organisations, `content/organisations/krabi.csv`.

It holds the two bodies that the seed letter names and one subdistrict administrative organisation for each tambon of
Krabi. That is a sample and not the register: where a municipality serves a tambon, there is none such in reality. The
office replaces the table by its own list.

Source: names and codes of districts and tambons from the package geothai, whose data are under CC-BY-4.0.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import geothai

PROVINCE = "81"
COLUMNS = ("code", "kind", "name_th", "name_en", "district_th", "district_en")
NAMED_IN_THE_LETTER = (
    ("krabi-pao", "pao", "องค์การบริหารส่วนจังหวัดกระบี่", "Krabi Provincial Administrative Organisation", "", ""),
    ("krabi-town", "town", "เทศบาลเมืองกระบี่", "Krabi Town Municipality", "อำเภอเมืองกระบี่", "Mueang Krabi District"),
)


def main() -> None:
    """Write the table to the file named as the only argument, or to its place in the content."""
    default = Path(__file__).parent.parent / "content" / "organisations" / "krabi.csv"
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    rows = (*NAMED_IN_THE_LETTER, *_one_per_tambon())
    with file.open("w", encoding="utf-8", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows((COLUMNS, *rows))
    print(f"{file}: {len(rows)} organisations")


def _one_per_tambon() -> list[tuple[str, ...]]:
    return [
        (
            f"tao-{tambon.code}",
            "tao",
            f"องค์การบริหารส่วนตำบล{tambon.name_th}",
            f"{tambon.name_en} Subdistrict Administrative Organisation",
            f"อำเภอ{district.name_th}",
            f"{district.name_en} District",
        )
        for district in geothai.districts(PROVINCE)
        for tambon in geothai.subdistricts(district.code)
    ]


if __name__ == "__main__":
    main()
