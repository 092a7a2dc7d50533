"""Online applications are pre-checked by the counter's own engine (C13); fees and moving papers reach their notices."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from devices.id_card.specimens import SPECIMENS
from shared.catalogue.model import Catalogue
from shared.domain.consultations import AskedPoint, MergedPoint
from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.fees import FeeNotice, ItemFee
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.domain.transfers import HandOn, MovedPaper, TransferSlip
from shared.intake.case_papers import payment_details, points_of, transfer_details
from shared.intake.catalogues import CatalogueShelf
from shared.intake.gaps import GapKind
from shared.intake.prechecks import pre_check, receipt_of
from shared.notices.compose import compose
from shared.notices.files import slip_json
from shared.notices.strip import strip
from shared.notices.wording import Wording
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import NOW, PAGE, complete, desk_of

TODAY = date(2026, 3, 2)
NUMBER = CaseNumber("441900", 2026, 1, 1).notice(NoticeKind.RECEIPT, 1)
AT = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)


def test_an_online_application_is_held_to_the_same_standard(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    catalogue: Catalogue = CatalogueShelf(terminal).current
    draft = desk.identify(desk.begin("6.4", "kiosk"), "handler", SPECIMENS["chen"])
    found = pre_check(draft, catalogue, clerk_id="li", at=NOW, today=TODAY)
    assert found.gaps == desk.gaps(draft)
    assert {gap.kind for gap in found.gaps} == {GapKind.FIELD, GapKind.MATERIAL}
    assert not found.passed
    assert found.to_show == ()
    given = desk.attach_page(draft, "waste_plan", PAGE)
    again = pre_check(given, catalogue, clerk_id="li", at=NOW, today=TODAY)
    assert again.to_show == ("waste_plan",), "nobody has seen the original of what was sent"
    assert len(again.gaps) == len(found.gaps) - 1


def test_its_receipt_says_what_came_in_and_that_it_is_no_acceptance(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    catalogue = CatalogueShelf(terminal).current
    draft = complete(desk, desk.identify(desk.begin("6.4", "kiosk"), "handler", SPECIMENS["chen"]))
    notice = receipt_of(draft, catalogue, NUMBER, at=NOW, place="线上")
    said = slip_json(strip(compose(notice, Wording.of(catalogue))))
    assert "收件不等于受理" in said
    assert str(NUMBER) in said.replace(" ", "")
    assert SPECIMENS["chen"].name not in said
    assert [item.number for item in notice.items] == [f"{NUMBER.case}-01"]


def _fee(cents: int | None) -> ItemFee:
    return ItemFee("5.1", "行驶证工本费", "每本10元", "发改价格〔2004〕2831号", "市公安局", "市公安局", cents)


def test_the_fees_of_a_case_reach_their_notice() -> None:
    told = payment_details(FeeNotice("市公安局", (_fee(1000), _fee(500))), TODAY)
    assert ([fee.cents for fee in told.fees], told.collector) == ([1000, 500], "市公安局")
    with pytest.raises(RuleBrokenError, match=RuleFault.FEE_UNKNOWN):
        payment_details(FeeNotice("市公安局", (_fee(None),)), TODAY)


def test_the_chain_of_hands_reaches_its_slip() -> None:
    slip = TransferSlip("LZ01", "hall", "市公安局", (MovedPaper("household_register", 1),))
    names, offices = {"household_register": "居民户口簿"}, {"hall": "东莞市政务服务中心"}
    first = transfer_details(slip, names, offices)
    assert (first.giver, first.taker, first.hands) == ("东莞市政务服务中心", "市公安局", ())
    assert [(paper.name, paper.originals) for paper in first.papers] == [("居民户口簿", 1)]
    moved = transfer_details(slip.handed_on(HandOn("hall", "市公安局", AT, "户政窗口")), names, offices)
    assert [(hand.giver, hand.at, hand.place) for hand in moved.hands] == [
        ("东莞市政务服务中心", "2026年11月27日 09:30", "户政窗口")
    ]


def test_answers_of_departments_become_the_points_of_one_notice() -> None:
    merged = MergedPoint(AskedPoint("planning_permit", "没有", "《城乡规划法》", "补交"), ("甲局", "乙局"))
    (point,) = points_of((merged,), {"planning_permit": "规划许可证"}.__getitem__)
    assert (point.what, point.problem, point.basis, point.remedy) == ("规划许可证", "没有", "《城乡规划法》", "补交")
