"""What several offices do around one case: rights by level, moving papers, projects, fees, joint cases, questions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consultations import AskedPoint, Consultation, Reply, merged
from shared.domain.errors import RuleBrokenError, RuleFault
from shared.domain.fees import FeeNotice, ItemFee, Payment, may_go_on, notices_of
from shared.domain.guidance import Advice, GuidanceRecord, carried
from shared.domain.item_states import ItemApplicationState as State
from shared.domain.joint_cases import JointCase, JointItem, one_file
from shared.domain.materials import Material
from shared.domain.office_rights import LevelRight, OfficeRight, Route, offices_for, route_of
from shared.domain.paper_counts import PaperCount, ReturnLine, copies_to_make, refuse_copies, return_list
from shared.domain.projects import ProjectCase, ProjectCode, ProjectStage, StepState, step_chart
from shared.domain.transfers import HandOn, MovedPaper, TransferSlip, where_is

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
ITEMS = frozenset({"8.2"})
BOOK = Material("household_register", "户口簿", "《户口登记条例》", originals=1, copies=2)
FORM = Material("household_form", "申请表", "《户口登记条例》", originals=2)


def test_an_office_uses_its_strongest_right_and_its_cases_have_somewhere_to_go() -> None:
    rights = (
        OfficeRight("village", LevelRight.COLLECT, ITEMS, "hall"),
        OfficeRight("town", LevelRight.COLLECT, ITEMS, "hall"),
        OfficeRight("town", LevelRight.ACCEPT, ITEMS, "hall", date(2026, 1, 1), date(2026, 12, 31)),
        OfficeRight("hall", LevelRight.DECIDE, ITEMS, "hall"),
    )
    assert route_of(rights, "town", "8.2", TODAY) == Route(LevelRight.ACCEPT, "hall")
    assert route_of(rights, "town", "8.2", date(2027, 1, 1)) == Route(LevelRight.COLLECT, "hall")
    assert route_of(rights, "hall", "8.2", TODAY) == Route(LevelRight.DECIDE, "hall")
    assert route_of(rights, "town", "8.3", TODAY) is None
    collecting = route_of(rights, "village", "8.2", TODAY)
    assert collecting is not None
    assert not collecting.may_accept
    assert not collecting.may_decide
    assert offices_for(rights, "8.2", TODAY) == ("village", "town", "hall")


SLIP = TransferSlip("LZ01", "hall", "市公安局", (MovedPaper("household_register", 1),))


def test_papers_are_handed_on_by_whoever_holds_them_and_the_hall_answers_for_them() -> None:
    out = SLIP.handed_on(HandOn("hall", "市公安局", NOW, "户政窗口"))
    assert (out.holder, out.place, out.responsible, out.returned) == ("市公安局", "户政窗口", "hall", False)
    assert out.to_tell == ("市公安局", "hall")
    assert where_is((out,), "household_register") == (out,)
    with pytest.raises(RuleBrokenError, match=RuleFault.TRANSFER_NOT_THE_HOLDER):
        out.handed_on(HandOn("hall", "市民政局", NOW, "婚姻登记窗口"))
    for at, place, fault in (
        (NOW - timedelta(minutes=1), "大厅", RuleFault.TRANSFER_OUT_OF_ORDER),
        (NOW, " ", RuleFault.TRANSFER_WITHOUT_PLACE),
    ):
        with pytest.raises(RuleBrokenError, match=fault):
            out.handed_on(HandOn("市公安局", "hall", at, place))
    back = out.handed_on(HandOn("市公安局", "hall", NOW + timedelta(hours=1), "大厅"))
    assert back.returned
    assert back.to_tell == ("市公安局",)
    assert where_is((back,), "household_register") == ()
    with pytest.raises(RuleBrokenError, match=RuleFault.TRANSFER_EMPTY):
        TransferSlip("LZ02", "hall", "市公安局", ())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=8))
def test_a_chain_of_hands_never_breaks(moves: list[tuple[str, str]]) -> None:
    slip = TransferSlip("LZ01", "a", "b", (MovedPaper("m", 1),))
    for place, (giver, taker) in enumerate(moves):
        try:
            slip = slip.handed_on(HandOn(giver, taker, NOW + timedelta(minutes=place), "窗口"))
        except RuleBrokenError:
            continue
    givers = [slip.hall, *(hand.taker for hand in slip.hands)]
    assert [hand.giver for hand in slip.hands] == givers[: len(slip.hands)]
    assert slip.responsible == "a"


def test_originals_go_back_on_a_list_and_copies_are_the_office_s_own_work() -> None:
    counts = (PaperCount("household_register", 1, copies_made=2), PaperCount("household_form", 2, kept=2))
    assert return_list(counts) == (ReturnLine("household_register", 1),)
    assert return_list(counts, (ReturnLine("household_register", 1),)) == ()
    with pytest.raises(RuleBrokenError, match=RuleFault.PAPER_NOT_HELD):
        return_list(counts, (ReturnLine("household_form", 1),))
    with pytest.raises(RuleBrokenError, match=RuleFault.PAPER_NOT_HELD):
        PaperCount("household_form", 1, kept=2)
    supplemented = (*counts, PaperCount("household_register", 2, kept=1))
    assert return_list(supplemented) == (ReturnLine("household_register", 2),)
    with pytest.raises(RuleBrokenError, match=RuleFault.PAPER_NOT_HELD):
        ReturnLine("household_register", -1)
    assert copies_to_make((BOOK, FORM)) == {"household_register": 2}
    refuse_copies(BOOK, 0)
    with pytest.raises(RuleBrokenError, match=RuleFault.COPIES_ASKED):
        refuse_copies(BOOK, 1)


PROJECT = ProjectCode("2611-441900-04-01-000001")
STAGES = (
    ProjectStage("approval", "立项用地", ("4.1", "4.3")),
    ProjectStage("build", "开工", ("6.1",), after=("approval",)),
)


def _case(place: int, **items: State) -> ProjectCase:
    named = {code.strip("_").replace("_", "."): state for code, state in items.items()}
    return ProjectCase(UUID(int=place), PROJECT, named, TODAY + timedelta(days=place))


def test_the_chart_shows_every_case_of_a_project_and_what_waits_for_what() -> None:
    first = step_chart(STAGES, PROJECT, ())
    assert [stage.state for stage in first] == [StepState.OPEN, StepState.BLOCKED]
    refused = _case(1, _4_1=State.ACCEPTANCE_REFUSED)
    again = _case(2, _4_1=State.GRANTED, _4_3=State.IN_REVIEW)
    running = step_chart(STAGES, PROJECT, (again, refused))
    assert [(step.state, step.cases) for step in running[0].steps] == [
        (StepState.DONE, (UUID(int=1), UUID(int=2))),
        (StepState.RUNNING, (UUID(int=2),)),
    ]
    assert [stage.state for stage in running] == [StepState.RUNNING, StepState.BLOCKED]
    assert step_chart(STAGES, PROJECT, (refused,))[0].state is StepState.STOPPED
    withdrawn, once_more = _case(3, _4_1=State.WITHDRAWN), _case(3, _4_1=State.ACCEPTED)
    assert step_chart(STAGES, PROJECT, (again, withdrawn))[0].steps[0].state is StepState.DONE, "it was granted"
    assert step_chart(STAGES, PROJECT, (again, once_more))[0].steps[0].state is StepState.RUNNING
    free = step_chart(STAGES, PROJECT, (again,), left_out=("4.3",))
    assert [stage.state for stage in free] == [StepState.DONE, StepState.OPEN]
    with pytest.raises(RuleBrokenError, match=RuleFault.PROJECT_OTHER_CASE):
        step_chart(STAGES, ProjectCode("2611-441900-04-01-000002"), (again,))


@pytest.mark.parametrize("text", ["", "2611-441900-04-01-00001", "2611-441900-04-01-0000011", "2611441900040100001"])
def test_a_wrong_project_code_is_refused(text: str) -> None:
    with pytest.raises(RuleBrokenError, match=RuleFault.PROJECT_CODE_WRONG):
        ProjectCode(text)


def _fee(item: str, cents: int | None, collector: str | None = None) -> ItemFee:
    return ItemFee(item, "工本费", "每本10元", "《机动车登记规定》", "市公安局", collector, cents)


def test_the_fees_of_a_case_stand_on_one_notice_of_the_collecting_office() -> None:
    one, own = notices_of((_fee("5.1", 1000, "大厅"), _fee("9.4", 40000), _fee("5.2", 500, "大厅"), _fee("6.1", 0)))
    assert (one.collector, one.cents, len(one.fees)) == ("大厅", 1500, 2)
    assert (own.collector, own.cents) == ("市公安局", 40000)
    assert not may_go_on((one, own))
    paid = one.paid(Payment("票据1", 1500, NOW, "扫码"))
    assert may_go_on((paid,))
    with pytest.raises(RuleBrokenError, match=RuleFault.FEE_PAID_TWICE):
        paid.paid(Payment("票据2", 1500, NOW, "现金"))
    with pytest.raises(RuleBrokenError, match=RuleFault.FEE_AMOUNT_DIFFERS):
        own.paid(Payment("票据2", 1, NOW, "现金"))
    with pytest.raises(RuleBrokenError, match=RuleFault.FEE_UNKNOWN):
        FeeNotice("大厅", (_fee("3.1", None),)).paid(Payment("票据3", 0, NOW, "现金"))
    assert notices_of(()) == ()


@given(st.lists(st.tuples(st.integers(0, 5000), st.sampled_from(["大厅", "市税务局", None])), max_size=8))
def test_one_notice_each_and_not_a_cent_lost(fees: list[tuple[int, str | None]]) -> None:
    notices = notices_of(_fee(str(place), cents, collector) for place, (cents, collector) in enumerate(fees))
    assert sum(notice.cents for notice in notices) == sum(cents for cents, _ in fees)
    assert len({notice.collector for notice in notices}) == len(notices)


def _joint(first: State, second: State, promises: frozenset[str] = frozenset()) -> JointCase:
    own = JointItem("6.1", "市住房城乡建设局", first, (BOOK, FORM), promises)
    return JointCase("市住房城乡建设局", (own, JointItem("6.4", "市城市管理综合执法局", second, (BOOK,))))


def test_a_joint_case_has_a_lead_one_list_and_results_handed_over_together() -> None:
    case = _joint(State.GRANTED, State.IN_REVIEW)
    assert [(line.material, line.originals, len(line.departments)) for line in case.one_list] == [
        ("household_register", 1, 2),
        ("household_form", 2, 1),
    ]
    assert case.waits_for == ("市城市管理综合执法局",)
    with pytest.raises(RuleBrokenError, match=RuleFault.JOINT_NOT_ALL_DECIDED):
        case.results()
    assert _joint(State.GRANTED, State.NOT_GRANTED).results() == ("6.1", "6.4")
    assert _joint(State.GRANTED, State.WITHDRAWN).results() == ("6.1",)
    with pytest.raises(RuleBrokenError, match=RuleFault.JOINT_PROMISE_OPEN):
        _joint(State.GRANTED, State.GRANTED, frozenset({"funds_promise"})).results()
    with pytest.raises(RuleBrokenError, match=RuleFault.JOINT_NOT_LEAD):
        JointCase("市公安局", case.items)
    assert one_file({"甲": ["a", "b"], "乙": ["b"]}) == (("a", ("甲",)), ("b", ("甲", "乙")))


ASKED = Consultation("6", ("甲局", "乙局", "丙局"), NOW, NOW + timedelta(days=2))
POINT = AskedPoint("planning_permit", "没有规划许可", "《城乡规划法》第四十条", "补交规划许可证")


def test_the_answers_of_several_departments_become_one_list() -> None:
    both = ASKED.answered(Reply("乙局", NOW, (POINT,))).answered(Reply("甲局", NOW, (POINT, POINT)))
    assert [(line.point, line.departments) for line in merged(both)] == [(POINT, ("甲局", "乙局"))]
    assert both.waiting_for == ("丙局",)
    assert not both.closed_at(ASKED.deadline)
    assert both.closed_at(ASKED.deadline + timedelta(seconds=1))
    assert both.answered(Reply("丙局", NOW)).closed_at(NOW)
    for reply, fault in (
        (Reply("丁局", NOW), RuleFault.CONSULTATION_NOT_ASKED),
        (Reply("甲局", NOW), RuleFault.CONSULTATION_ANSWERED_TWICE),
        (Reply("丙局", ASKED.deadline + timedelta(seconds=1)), RuleFault.CONSULTATION_AFTER_DEADLINE),
    ):
        with pytest.raises(RuleBrokenError, match=fault):
            both.answered(reply)


def _talk(place: int, version: str, looked_at: str, **answers: str) -> GuidanceRecord:
    said = (Advice("先办规划许可证", "《城乡规划法》第四十条"),)
    at = NOW - timedelta(days=place)
    return GuidanceRecord(UUID(int=place), "6", version, "clerk-1", at, said, answers, frozenset({looked_at}))


def test_guidance_is_carried_into_the_intake_that_follows() -> None:
    old, new = _talk(9, "1", "drawing_review", waste="1", fire="0"), _talk(1, "2", "planning_permit", waste="0")
    taken = carried((new, old), "6", catalogue_version="2", changed_materials=("drawing_review",), intake_began=NOW)
    assert taken.records == (UUID(int=9), UUID(int=1))
    assert taken.answers == {"waste": "0", "fire": "0"}
    assert (taken.looked_at, taken.asked_again) == (frozenset({"planning_permit"}), frozenset({"drawing_review"}))
    assert len(taken.advice) == 1
    with pytest.raises(RuleBrokenError, match=RuleFault.GUIDANCE_OTHER_SUBJECT):
        carried((old,), "7", catalogue_version="2", intake_began=NOW)
    with pytest.raises(RuleBrokenError, match=RuleFault.GUIDANCE_AFTER_INTAKE):
        carried((old,), "6", catalogue_version="2", intake_began=NOW - timedelta(days=10))
    assert "clerk-1" not in repr(old)
