"""The readiness report on A4, to be signed at installation."""

from __future__ import annotations

from importlib import resources
from typing import Final

import jinja2
import weasyprint
from weasyprint.urls import URLFetcher

from devices.core.readiness import Readiness
from devices.doctor.report import VERDICT_WORDS, Report

_TEMPLATE: Final = "report.html"


def render_pdf(report: Report) -> bytes:
    """Return the report as a PDF file."""
    nothing_outside = URLFetcher(allowed_protocols=(), fail_on_errors=True)
    return bytes(weasyprint.HTML(string=render_html(report), url_fetcher=nothing_outside).write_pdf())


def render_html(report: Report) -> str:
    """Return the page that is printed."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_source), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template(_TEMPLATE).render(
        report=report,
        groups=report.groups(),
        counts=[(verdict.value, VERDICT_WORDS[verdict], count) for verdict, count in report.counts.items()],
        words={verdict.value: word for verdict, word in VERDICT_WORDS.items()},
        made_at=report.made_at.strftime("%Y-%m-%d %H:%M"),
        is_ready=report.is_ready,
        warns=bool(report.counts[Readiness.WARN] or report.counts[Readiness.UNKNOWN]),
    )


def _source(name: str) -> str:
    return resources.files("devices.doctor").joinpath(name).read_text(encoding="utf-8")
