"""What can go wrong in a demonstration, each with the step that it ends."""

from __future__ import annotations


class DemoError(Exception):
    """A demonstration can't go on.

    Attributes:
        code: stable machine word.
        detail: what was seen; no personal data but the specimens'.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
