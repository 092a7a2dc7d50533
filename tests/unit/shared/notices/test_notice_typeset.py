"""Setting pages: what it leaves behind, and what tests that keep a page they have set before rely on."""

from __future__ import annotations

import gc

from weasyprint.formatting_structure.boxes import Box

from shared.notices.typeset import set_pages


def test_the_same_html_makes_the_same_pdf() -> None:
    html = "<h1>样例</h1><p>一门</p>"
    assert set_pages(html) == set_pages(html)
    assert set_pages(html) != set_pages(html.replace("一门", "两门"))


def test_nothing_of_a_page_that_was_set_is_left_in_memory() -> None:
    rows = "<tr><td>样例</td></tr>" * 20
    set_pages(f"<table>{rows}</table>")
    before = boxes()
    set_pages(f"<table>{rows}{rows}</table>")
    assert boxes() == before


def boxes() -> int:
    """Count what is left of pages that were laid out, without collecting it."""
    return sum(issubclass(type(thing), Box) for thing in gc.get_objects())
