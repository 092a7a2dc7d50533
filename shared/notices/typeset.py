"""Sets HTML of our own templates on pages as PDF by WeasyPrint; nothing touches the disk and nothing is fetched."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape


@cache
def template_of(package: str, name: str) -> Template:
    """Return a template of a package's folder `templates`; what it is given is escaped."""
    environment = Environment(
        loader=PackageLoader(package), autoescape=select_autoescape(default=True), undefined=StrictUndefined
    )
    return environment.get_template(name)


def set_pages(html: str) -> bytes:
    """Return a PDF."""
    import weasyprint  # loaded when needed: it would take a third of the time in which a kiosk or a counter starts
    from weasyprint.urls import URLFetcher

    only_inside = URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    with _nothing_left_behind():
        return bytes(weasyprint.HTML(string=html, url_fetcher=only_inside).write_pdf())


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Free what is made within, at once: the boxes of a page know one another, and weigh up to a hundred megabytes.

    Unless collected in between they are all young at the end, and to collect the young alone takes a few milliseconds.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if collects:
            gc.enable()
