"""Sets a sheet on A4 pages as PDF."""

from __future__ import annotations

import re

import segno

from shared.notices.columns import shares_of
from shared.notices.sheet import Sheet
from shared.notices.typeset import set_pages, template_of


def paper(sheet: Sheet, *, large: bool = False) -> bytes:
    """Return a sheet as a PDF of A4 pages, in large print for who needs it."""
    code = segno.make(sheet.code, error="m", micro=False).svg_data_uri(border=0, scale=4) if sheet.code else ""
    html = template_of("shared.notices", "sheet.html").render(
        sheet=sheet,
        blocks=[(type(block).__name__, block) for block in sheet.blocks],
        code=code,
        large=large,
        shares=shares_of,
        page=_page_pattern(sheet.page),
    )
    return set_pages(html)


def _page_pattern(pattern: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of 第{page}页 共{pages}页."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return tuple(re.sub(r'[\\"\n<>]', "", part) for part in (before, between, after))  # type: ignore[return-value]
