"""Setting pages: what tests that keep a page they have set before rely on."""

from __future__ import annotations

from shared.notices.typeset import set_pages


def test_the_same_html_makes_the_same_pdf() -> None:
    html = "<h1>样例</h1><p>一门</p>"
    assert set_pages(html) == set_pages(html)
    assert set_pages(html) != set_pages(html.replace("一门", "两门"))
