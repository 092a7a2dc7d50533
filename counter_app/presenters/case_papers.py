"""The papers of a sealed case in their preview; those without a slip of their own may be had as one, too."""

from __future__ import annotations

from typing import Final

from counter_app.presenters.notice import PapersPresenter
from counter_app.work.notice_room import NoticeOrder
from shared.domain.numbers import NoticeKind

_SLIPS_OF_THEIR_OWN: Final = frozenset({NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE})
"""Printed and accounted for beside the case, not from the preview."""


class CasePapersPresenter(PapersPresenter[NoticeOrder]):
    """Shows the papers of a sealed case."""

    def _has_slip(self, order: NoticeOrder) -> bool:
        return order.kind not in _SLIPS_OF_THEIR_OWN
