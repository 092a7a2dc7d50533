"""Sets a printed form on A4 pages as PDF."""

from __future__ import annotations

from shared.forms.printed import PrintedForm
from shared.notices.typeset import set_pages, template_of


def form_paper(form: PrintedForm) -> bytes:
    """Return a blank form or a filled sample as a PDF of A4 pages."""
    return set_pages(template_of("shared.forms", "form.html").render(form=form))
