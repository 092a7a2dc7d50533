"""Sets a printed form on A4 pages as PDF."""

from __future__ import annotations

from shared.forms.printed_form import PrintedForm
from shared.notices.typeset import set_pages, template_of


def form_paper(form: PrintedForm, *, large: bool = False) -> bytes:
    """Return a form as a PDF of A4 pages, blank, as a sample or an applicant's own; in large print one thing a line."""
    return set_pages(template_of("shared.forms", "form.html").render(form=form, large=large))
