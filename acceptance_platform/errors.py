"""What can stop a command of the operator; each code is stable and listed in docs/error-codes.md."""

from __future__ import annotations


class PlatformError(Exception):
    """A command can't be done.

    Attributes:
        code: stable machine word.
        detail: what it is about; no personal data, no secrets.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
