"""The text that a draft's slip shows as a QR code: with the form where it has room."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from shared.handoff.code import DraftCode, encode
from shared.handoff.errors import FormTooLargeError
from shared.handoff.form_part import form_part, seal_form
from shared.intake.draft import Draft


@dataclass(frozen=True, slots=True)
class SlipText:
    """What the QR code of a slip holds.

    Attributes:
        with_form: the form is in it, so that the draft can go on where there is neither platform nor LAN.
    """

    text: str = field(repr=False)
    with_form: bool


def slip_text(code: DraftCode, draft: Draft) -> SlipText:
    """Return a code's text; a form that is too large for it, or one of nobody yet, is left out. 0.1 s a person."""
    numbers = [applicant.number for applicant in draft.applicants]
    if not numbers:
        return SlipText(encode(code), with_form=False)
    try:
        sealed = seal_form(form_part(draft), code.key, numbers)
        return SlipText(encode(replace(code, form=sealed)), with_form=True)
    except FormTooLargeError:
        return SlipText(encode(code), with_form=False)
