"""A4 notices as PDF, set by WeasyPrint from HTML templates; nothing touches the disk."""

from __future__ import annotations

from functools import cache

import segno
import weasyprint
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from PIL import ImageFile
from weasyprint.urls import URLFetcher

from shared.notices.dates import due_text, official_day, official_time
from shared.notices.model import NoticeData

# WeasyPrint makes Pillow take truncated pictures in the whole process; a scanned page that was cut must stay refused.
ImageFile.LOAD_TRUNCATED_IMAGES = False


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("shared.notices"), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )
    environment.filters["official_time"] = official_time
    environment.filters["official_day"] = official_day
    environment.globals["due_text"] = due_text
    return environment


def acceptance_notice(data: NoticeData) -> bytes:
    """Return the acceptance notice (受理通知书, 受理回执) as a PDF of A4 pages."""
    return _render("acceptance.html", data)


def _render(template: str, data: NoticeData) -> bytes:
    code = segno.make(data.code, error="m", micro=False).svg_data_uri(border=0, scale=4)
    html = _environment().get_template(template).render(notice=data, code=code)
    only_inside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    return bytes(weasyprint.HTML(string=html, url_fetcher=only_inside).write_pdf())
