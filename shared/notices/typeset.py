"""Sets HTML of our own templates on pages as PDF by WeasyPrint; nothing touches the disk and nothing is fetched."""

from __future__ import annotations

from functools import cache

import weasyprint
from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape
from weasyprint.urls import URLFetcher


@cache
def template_of(package: str, name: str) -> Template:
    """Return a template of a package's folder `templates`; what it is given is escaped."""
    environment = Environment(
        loader=PackageLoader(package), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )
    return environment.get_template(name)


def set_pages(html: str) -> bytes:
    """Return a PDF."""
    only_inside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    return bytes(weasyprint.HTML(string=html, url_fetcher=only_inside).write_pdf())
