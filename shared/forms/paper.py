"""Sets a printed form on A4 pages as PDF."""

from __future__ import annotations

from shared.forms.printed import PrintedForm
from shared.notices.typeset import set_pages, template_of


def form_paper(form: PrintedForm, *, large: bool = False) -> bytes:
    """Return a blank form or a filled sample as a PDF of A4 pages; in large print one thing to fill in a line."""
    return set_pages(template_of("shared.forms", "form.html").render(form=form, large=large))
