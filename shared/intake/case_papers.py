"""The papers around a case in the words of its notices: fees on one notice (C17), papers that move (C15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from shared.domain.consultations import MergedPoint
from shared.domain.fees import FeeNotice
from shared.domain.transfers import TransferSlip
from shared.notices.dates import official_time
from shared.notices.notice import Details, Fee, Hand, Paper, Point

Names = Mapping[str, str]


def payment_details(notice: FeeNotice, due: date, account: str = "") -> Details:
    """Return what a payment notice (缴费通知书) says. Raises RuleBrokenError fee_unknown while an amount is not set."""
    fees = tuple(Fee(fee.name, fee.standard, fee.amount) for fee in notice.fees)
    basis = "；".join(dict.fromkeys(fee.legal_basis for fee in notice.fees))
    return Details(fees=fees, due=due, collector=notice.collector, account=account, basis=basis)


def transfer_details(slip: TransferSlip, materials: Names, offices: Names) -> Details:
    """Return what a transfer slip (物料流转凭证) says: the papers and every hand so far; it leaves lines for the next.

    Args:
        slip: the chain of hands.
        materials: names by code; offices: names by id, for those that stand in the chain by their id.
    """
    papers = tuple(
        Paper(materials.get(paper.material, paper.material), originals=paper.originals) for paper in slip.papers
    )
    hands = tuple(
        Hand(_name(hand.giver, offices), _name(hand.taker, offices), official_time(hand.at), hand.place)
        for hand in slip.hands
    )
    giver = _name(slip.hands[-1].giver if slip.hands else slip.hall, offices)
    taker = _name(slip.hands[-1].taker if slip.hands else slip.department, offices)
    return Details(papers=papers, hands=hands, giver=giver, taker=taker)


def points_of(merged: Iterable[MergedPoint], material_name: Callable[[str], str]) -> tuple[Point, ...]:
    """Return the one list of several departments' answers as the points of a notice (C20)."""
    return tuple(
        Point(material_name(one.point.material), one.point.problem, one.point.legal_basis, one.point.remedy)
        for one in merged
    )


def _name(office: str, offices: Names) -> str:
    return offices.get(office, office)
