"""One pass over a page finds what its headers, the precache list and the reading of its codes need."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from site_src.pages.page_survey import SurveyedPage, survey_page, survey_pages
from site_src.pages.qr import draw_code

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<!doctype html><html><head><meta charset="utf-8"><style>p{color:red}</style>
<link rel="stylesheet" href="look.css?v=1"><link rel="canonical" href="/other/">
<link rel="apple-touch-icon" href="/i.png">
</head><body><img src="//elsewhere.example/x.png"><script src="app/a.js"></script><a href="/other/">…</a>
<script type="application/json">{"never": "runs"}</script><script>const a = "<b>" && "ก &amp;";</script>
<script type="module">go()</script><!-- <svg class="qr"></svg> --><svg class="other"><path d="M0"/></svg>
"""


def test_what_a_page_holds_and_loads_is_found() -> None:
    code = str(draw_code("https://wian.example/r/x/", 'opens "x"'))
    data = f"{PAGE}<figure>{code}</figure></body></html>".encode()
    assert survey_page(data) == SurveyedPage(
        scripts=('const a = "<b>" && "ก &amp;";', "go()"),
        styles=("p{color:red}",),
        loads=("look.css?v=1", "/i.png", "//elsewhere.example/x.png", "app/a.js"),
        codes=(code,),
        digest=sha256(data).hexdigest(),
    )


def test_a_drawing_of_another_kind_is_found_as_it_stands() -> None:
    odd = '<svg class="large qr"><g>a<rect width="1"/></g></svg>'
    assert survey_page(f"<p>{odd}{odd}</p>".encode()).codes == (odd, odd)


def test_pages_are_known_by_their_addresses(tmp_path: Path) -> None:
    for path in ("index.html", "404.html", "en/events/x/index.html"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", "utf-8")
    assert list(survey_pages(tmp_path)) == ["/", "/404.html", "/en/events/x/"]
