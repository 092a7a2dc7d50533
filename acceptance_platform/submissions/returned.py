"""A submission that is returned: kept in quarantine with its ciphertext until a person resolves it."""

from __future__ import annotations

from shared.contract.submissions import ReturnReason


class ReturnedError(Exception):
    """A submission can't be taken on.

    Attributes:
        reason: what the terminal is told.
        detail: the place of the fault in words of the schema; never personal data.
    """

    def __init__(self, reason: ReturnReason, detail: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.detail = detail[:400]
