"""One notice for the fees of a case, one office that collects them, and what was paid (一票收费; C17).

Amounts are whole cents. Which items go on the one notice is data: those whose catalogue entry names the collecting
office; the others are paid to their own department.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from shared.domain.errors import RuleBrokenError, RuleFault


@dataclass(frozen=True, slots=True)
class ItemFee:
    """One fee of one item of a case.

    Attributes:
        department: exact name of the office that the fee is due to; collector: of the one that collects it for all,
            None where the department collects its own.
        cents: the amount, None where it is set for the case and not known yet.
    """

    item_code: str
    name: str
    standard: str
    legal_basis: str
    department: str
    collector: str | None = None
    cents: int | None = None

    @property
    def collected_by(self) -> str:
        """The office that takes the money."""
        return self.collector or self.department

    @property
    def amount(self) -> int:
        """The amount in cents. Raises RuleBrokenError fee_unknown while it is not set."""
        if self.cents is None:
            raise RuleBrokenError(RuleFault.FEE_UNKNOWN, self.item_code)
        return self.cents


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid on a notice: the number of the receipt, how, when."""

    receipt: str
    cents: int
    paid_at: datetime
    method: str


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """The fees that one office collects of one case (缴费通知书), and the payment once there is one."""

    collector: str
    fees: tuple[ItemFee, ...]
    payment: Payment | None = None

    @property
    def cents(self) -> int:
        """All of it. Raises RuleBrokenError fee_unknown while one amount is not set."""
        return sum(fee.amount for fee in self.fees)

    def paid(self, payment: Payment) -> FeeNotice:
        """Record the payment. Raises RuleBrokenError fee_paid_twice, fee_amount_differs."""
        if self.payment is not None:
            raise RuleBrokenError(RuleFault.FEE_PAID_TWICE, self.collector)
        if payment.cents != self.cents:
            raise RuleBrokenError(RuleFault.FEE_AMOUNT_DIFFERS, self.collector)
        return replace(self, payment=payment)


def notices_of(fees: Iterable[ItemFee]) -> tuple[FeeNotice, ...]:
    """Put the fees of a case on one notice for each office that collects, in the order of the fees.

    Fees of nothing are left out, and so is a case that costs nothing.
    """
    by_collector: dict[str, list[ItemFee]] = {}
    for fee in fees:
        if fee.cents != 0:
            by_collector.setdefault(fee.collected_by, []).append(fee)
    return tuple(FeeNotice(collector, tuple(own)) for collector, own in by_collector.items())


def may_go_on(notices: Iterable[FeeNotice]) -> bool:
    """Tell whether everything is paid, so that results may be issued."""
    return all(notice.payment is not None for notice in notices)
