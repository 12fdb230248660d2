"""QR codes as SVG, and what a phone reads in such a drawing.

Source: ISO/IEC 18004 (quiet zone of four modules, error correction levels).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import qrcode
import zxingcpp
from markupsafe import Markup
from PIL import Image, ImageDraw
from qrcode.constants import ERROR_CORRECT_Q

from site_src.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET_ZONE = 4  # modules of white on each side
PIXELS_PER_MODULE = 8  # of the raster that is read back

_SIDE = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_PAPER = re.compile(r'<rect width="(\d+)" height="(\d+)" fill="#fff"/>')
_PATH = re.compile(r'<path fill="#000" d="([^"]*)"/>')
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


@lru_cache(maxsize=1024)  # a page and its poster show the same code
def draw_code(target: str, label: str) -> Markup:
    """An SVG element that shows `target` as a QR code, with `label` as its accessible name.

    The white ground with the quiet zone is part of the drawing, so that the code reads on a dark page too. Level Q
    still reads with a quarter of the code lost, as posters are photocopied and pinned up.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(target)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows)
    runs = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _dark_runs(row))
    return Markup(  # the label is the only part that is not ours; format() escapes it
        '<svg class="qr" role="img" aria-label="{label}" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        '<rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{runs}"/></svg>'
    ).format(label=label, side=side, runs=runs)


def read_code(svg: str, path: str) -> str:
    """What a QR reader makes of the drawing `svg`; empty if it finds no code. `path` names the page in errors."""
    side, paper, drawn = _SIDE.search(svg), _PAPER.search(svg), _PATH.search(svg)
    if not (side and paper and drawn) or {*side.groups(), *paper.groups()} != {side[1]} or _RUN.sub("", drawn[1]):
        raise BuildError(f"{path}: this is not a QR code as this build draws it: {svg[:120]}")
    modules = int(side[1])
    inner = range(QUIET_ZONE, modules - QUIET_ZONE)
    raster = Image.new("L", (modules * PIXELS_PER_MODULE,) * 2, 255)
    pen = ImageDraw.Draw(raster)
    for x, y, width in ((int(run[1]), int(run[2]), int(run[3])) for run in _RUN.finditer(drawn[1])):
        if y not in inner or x not in inner or x + width - 1 not in inner:
            raise BuildError(f"{path}: the QR code has something in its white margin")
        first = (x * PIXELS_PER_MODULE, y * PIXELS_PER_MODULE)
        pen.rectangle((*first, first[0] + width * PIXELS_PER_MODULE - 1, first[1] + PIXELS_PER_MODULE - 1), fill=0)
    read = zxingcpp.read_barcodes(raster, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return read[0].text if len(read) == 1 else ""


def _dark_runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    """Where the dark stretches of a row begin, and how long they are."""
    marks = "".join("1" if dark else "0" for dark in row)
    return ((run.start(), len(run[0])) for run in re.finditer("1+", marks))
