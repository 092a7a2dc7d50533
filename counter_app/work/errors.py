"""What the counter itself refuses."""

from __future__ import annotations

from typing import ClassVar

from shared.intake.errors import IntakeError


class CaseLeftError(IntakeError):
    """What was meant for a case came when another one was open already: nothing of it was done."""

    code: ClassVar[str] = "case_left"
