"""Sets a sheet on A4 pages as PDF by WeasyPrint; nothing touches the disk and nothing is fetched."""

from __future__ import annotations

import re
from functools import cache

import segno
import weasyprint
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from PIL import ImageFile
from weasyprint.urls import URLFetcher

from shared.notices.sheet import Sheet

# WeasyPrint makes Pillow take truncated pictures in the whole process; a scanned page that was cut must stay refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("shared.notices"), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )
    return environment.get_template("sheet.html")


def paper(sheet: Sheet, *, large: bool = False) -> bytes:
    """Return a sheet as a PDF of A4 pages, in large print for who needs it."""
    code = segno.make(sheet.code, error="m", micro=False).svg_data_uri(border=0, scale=4) if sheet.code else ""
    html = _template().render(
        sheet=sheet,
        blocks=[(type(block).__name__, block) for block in sheet.blocks],
        code=code,
        large=large,
        page=_page_pattern(sheet.page),
    )
    only_inside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    return bytes(weasyprint.HTML(string=html, url_fetcher=only_inside).write_pdf())


def _page_pattern(pattern: str) -> tuple[str, str, str]:
    """Return what stands before, between and after the two numbers of 第{page}页 共{pages}页."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return tuple(re.sub(r'[\\"\n<>]', "", part) for part in (before, between, after))  # type: ignore[return-value]
