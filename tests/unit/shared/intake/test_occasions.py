"""What a clerk does about a sealed case: who may, what must be said, which states follow, what a notice keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import update

from devices.core.cards import IdCard
from devices.id_card.specimens import CHEN, LIANG, OUYANG
from shared.contract.submissions import CaseStatus, ItemStatus
from shared.contract.terminals import Clerk, ClerkRight
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.domain.state_table import TransitionRefusedError
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.documents import Documents
from shared.intake.errors import MaterialRefusedError, OccasionRefusedError, RightMissingError
from shared.intake.follow_ups import FollowUpDesk
from shared.intake.gaps import GapKind
from shared.intake.occasions import CorrectionPoint, Occasion, OccasionDesk, Receiver
from shared.notices.notice import NoticeItem, NoticeStyle
from shared.notices.sheet import Table
from shared.store import acts, cases, tables
from shared.store.cases import CaseIndexEntry, IndexedItem, ItemUpdate
from shared.store.outbox import OutboxState
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, NOW, PAGE, complete, desk_of, open_specimen

ALL = CLERK.model_copy(update={"rights": frozenset(ClerkRight)})
BARE = CLERK.model_copy(update={"rights": frozenset()})
POINT = CorrectionPoint("household_register", "没有拍到本人页。", "补拍本人页。")


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path_factory.mktemp("occasions") / "profile")
    with opened:
        yield opened


@pytest.fixture
def case(terminal: Terminal) -> CaseIndexEntry:
    intake = desk_of(terminal, CLERK)
    draft = complete(intake, intake.identify(intake.begin("7.1", "counter"), "applicant", CHEN))
    return intake.seal(intake.confirm(draft)).case


@pytest.fixture
def couples(terminal: Terminal) -> CaseIndexEntry:
    """A case of two applicants and several items."""
    intake = desk_of(terminal, CLERK)
    draft = intake.identify(intake.begin("8", "counter"), "husband", CHEN)
    draft = intake.identify(draft, "wife", OUYANG)
    while any(gap.kind is not GapKind.PAGE for gap in intake.gaps(draft)):
        draft = complete(intake, draft)
    return intake.seal(intake.confirm(draft)).case


def desk(terminal: Terminal, clerk: Clerk = ALL) -> OccasionDesk:
    return OccasionDesk(terminal, CatalogueShelf(terminal), clerk, lambda: NOW)


def states(case: CaseIndexEntry) -> set[str]:
    return {item.state for item in case.details.items}


def moved(terminal: Terminal, case: CaseIndexEntry, *updates: ItemUpdate) -> CaseIndexEntry:
    """Return the case as the platform tells it once some of its items have another state."""
    with terminal.store.write() as connection:
        now = cases.get(terminal.store, case.case_id).latest_root
        cases.append_submission(connection, case.case_id, now, uuid4().hex * 2, updates)
    return cases.get(terminal.store, case.case_id)


def granted(terminal: Terminal, case: CaseIndexEntry) -> CaseIndexEntry:
    """Return the case as the platform tells it once its items are granted."""
    return moved(terminal, case, *(ItemUpdate(item.number, "granted") for item in case.details.items))


def promised(terminal: Terminal, case: CaseIndexEntry, *codes: str) -> CaseIndexEntry:
    """Return the case as if these of its materials, else all, had been promised, as an older release kept them."""
    given = case.details.materials
    asked = set(codes) or {line.code for line in given}
    lines = [asdict(replace(line, promised_until="2026-03-09") if line.code in asked else line) for line in given]
    for line in lines:
        del line["kept_by"]
    with terminal.store.write() as connection:
        of_case = tables.cases.c.case_id == case.case_id
        connection.execute(update(tables.cases).where(of_case).values(materials=lines))
    return cases.get(terminal.store, case.case_id)


def test_what_is_offered_follows_rights_and_states(terminal: Terminal, case: CaseIndexEntry) -> None:
    assert set(desk(terminal).offer(case).items) == {Occasion.CORRECTION, Occasion.REFUSAL, Occasion.WITHDRAWAL}
    assert set(desk(terminal, BARE).offer(case).items) == {Occasion.WITHDRAWAL}
    assert set(desk(terminal).offer(granted(terminal, case)).items) == {Occasion.HANDOVER}


def test_a_correction_is_told_with_its_deadline_and_its_notice_is_numbered(
    terminal: Terminal, case: CaseIndexEntry
) -> None:
    sealed = desk(terminal).ask_correction(case, [POINT], 10)
    assert states(sealed.case) == {"correction_asked"}
    kept = acts.of_case(terminal.store, case.case_id)
    assert [(act.kind, act.running) for act in kept] == [(NoticeKind.CORRECTION, 1)]
    documents = Documents(terminal, CatalogueShelf(terminal).current)
    notice = documents.notice(NoticeKind.CORRECTION, sealed.case, act=kept[0])
    assert notice.number == CaseNumber.parse(case.number).notice(NoticeKind.CORRECTION, 1)
    assert notice.details.due is not None
    assert notice.details.due > date(NOW.year, NOW.month, NOW.day)
    assert notice.applied_at == case.sealed_at
    tables = [block for block in documents.sheet(notice, NoticeStyle("en")).blocks if isinstance(block, Table)]
    assert [cell.text for cell in tables[0].rows[0]][2:4] == [POINT.problem, POINT.remedy]


def test_only_what_the_catalogue_lists_may_be_asked_for(terminal: Terminal, case: CaseIndexEntry) -> None:
    with pytest.raises(MaterialRefusedError):
        desk(terminal).ask_correction(case, [CorrectionPoint("love_letter", "没有", "")], 10)
    assert acts.of_case(terminal.store, case.case_id) == ()


@pytest.mark.parametrize(("points", "days"), [((), 10), ((CorrectionPoint("id_photo", " ", ""),), 10), ((POINT,), 7)])
def test_a_correction_says_what_and_until_when(
    terminal: Terminal, case: CaseIndexEntry, points: tuple[CorrectionPoint, ...], days: int
) -> None:
    with pytest.raises(OccasionRefusedError):
        desk(terminal).ask_correction(case, points, days)
    assert states(cases.get(terminal.store, case.case_id)) == {"collected"}


def test_a_reason_that_no_notice_could_carry_is_refused(terminal: Terminal, case: CaseIndexEntry) -> None:
    with pytest.raises(OccasionRefusedError) as refused:
        desk(terminal).ask_correction(case, [CorrectionPoint("id_photo", "长" * 2001, "")], 5)
    assert refused.value.reason == OccasionRefusedError.TOO_LONG


def test_a_refusal_stands_on_a_rule_of_the_catalogue(terminal: Terminal, case: CaseIndexEntry) -> None:
    basis = desk(terminal).offer(case).bases[0]
    with pytest.raises(OccasionRefusedError):
        desk(terminal).refuse(case, "不归我们管。", "《某某办法》")
    with pytest.raises(RightMissingError):
        desk(terminal, CLERK.model_copy(update={"rights": frozenset({ClerkRight.ACCEPT})})).refuse(
            case, "不归我们管。", basis
        )
    sealed = desk(terminal).refuse(case, "户口不在本市。", basis, "户口所在地的派出所")
    assert states(sealed.case) == {"acceptance_refused"}
    notice = Documents(terminal, CatalogueShelf(terminal).current).notice(sealed.act.kind, sealed.case, act=sealed.act)
    assert (notice.details.reason, notice.details.basis) == ("户口不在本市。", basis)
    with pytest.raises(TransitionRefusedError):
        desk(terminal).refuse(case, "再来一次。", basis)


def test_a_withdrawal_takes_items_back_also_after_acceptance(terminal: Terminal, case: CaseIndexEntry) -> None:
    DecisionDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW).accept(case)
    items = [item.number for item in case.details.items]
    with pytest.raises(OccasionRefusedError):
        desk(terminal).withdraw(case, " ", items)
    sealed = desk(terminal).withdraw(case, "改在明年办。", items)
    assert states(sealed.case) == {"withdrawn"}
    assert not desk(terminal).offer(sealed.case).items


def numbers(items: Iterable[IndexedItem | NoticeItem]) -> list[str]:
    return [item.number for item in items]


def test_what_an_applicant_kept_is_accepted_and_what_they_took_back_is_on_no_notice(
    terminal: Terminal, couples: CaseIndexEntry
) -> None:
    *kept, gone = couples.details.items
    case = desk(terminal).withdraw(couples, "不迁户口了。", [gone.number]).case
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW).accept(case)
    assert [item.state for item in decision.case.details.items] == [*["accepted"] * len(kept), "withdrawn"]
    notice = Documents(terminal, CatalogueShelf(terminal).current).acceptance(decision)
    assert numbers(notice.items) == numbers(kept)
    with pytest.raises(TransitionRefusedError):
        DecisionDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW).accept(case)


@pytest.mark.parametrize("refuses", [False, True])
def test_a_notice_lists_the_items_that_it_is_about(
    terminal: Terminal, couples: CaseIndexEntry, *, refuses: bool
) -> None:
    *kept, gone = couples.details.items
    acts_on = desk(terminal)
    case = acts_on.withdraw(couples, "不迁户口了。", [gone.number]).case
    offer = acts_on.offer(case)
    if refuses:
        sealed = acts_on.refuse(case, "不归我们管。", offer.bases[0])
    else:
        sealed = acts_on.ask_correction(case, [CorrectionPoint(offer.materials[0][0], "看不清", "重拍")], 10)
    notice = Documents(terminal, CatalogueShelf(terminal).current).notice(sealed.act.kind, sealed.case, act=sealed.act)
    assert numbers(notice.items) == numbers(kept)


def test_what_is_accepted_later_has_a_notice_of_its_own(terminal: Terminal, couples: CaseIndexEntry) -> None:
    decides = DecisionDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    *first, last = couples.details.items
    moved(terminal, couples, ItemUpdate(last.number, "correction_asked"))
    accepted = decides.accept(couples)
    case = moved(terminal, couples, ItemUpdate(last.number, "supplemented"))
    later = decides.accept(case)
    assert [one.notice_number[-4:] for one in (accepted, later)] == ["SL01", "SL02"]
    assert (accepted.items, later.items) == (tuple(numbers(first)), (last.number,))


def test_results_go_only_to_who_shows_an_id_card(terminal: Terminal, case: CaseIndexEntry) -> None:
    case = granted(terminal, case)
    items = [item.number for item in case.details.items]
    with pytest.raises(OccasionRefusedError) as refused:
        desk(terminal).hand_over(case, items, Receiver("陈样例", "110101199003070012"))
    assert refused.value.reason == OccasionRefusedError.NUMBER_INVALID
    sealed = desk(terminal).hand_over(case, items, Receiver("陈样例", CHEN.number))
    assert states(sealed.case) == {"issued"}
    assert "陈样例" not in str(sealed.act.facts)
    notice = Documents(terminal, CatalogueShelf(terminal).current).notice(sealed.act.kind, sealed.case, act=sealed.act)
    assert [one.number for one in notice.details.served] == items


def test_a_result_is_handed_to_nobody_else_as_the_applicant(terminal: Terminal, case: CaseIndexEntry) -> None:
    case = granted(terminal, case)
    items = [item.number for item in case.details.items]
    with pytest.raises(OccasionRefusedError) as refused:
        desk(terminal).hand_over(case, items, Receiver(LIANG.name, LIANG.number))
    assert refused.value.reason == OccasionRefusedError.NOT_AN_APPLICANT
    assert acts.of_case(terminal.store, case.case_id) == ()
    sealed = desk(terminal).hand_over(case, items, Receiver(LIANG.name, LIANG.number, for_another=True))
    assert states(sealed.case) == {"issued"}


@pytest.mark.parametrize("one", [CHEN, OUYANG])
def test_each_of_several_applicants_may_take_the_result(
    terminal: Terminal, couples: CaseIndexEntry, one: IdCard
) -> None:
    case = granted(terminal, couples)
    items = [item.number for item in case.details.items]
    assert states(desk(terminal).hand_over(case, items, Receiver(one.name, one.number)).case) == {"issued"}


def test_of_an_older_case_only_the_first_applicant_is_known(terminal: Terminal, couples: CaseIndexEntry) -> None:
    with terminal.store.write() as connection:
        of_case = tables.cases.c.case_id == couples.case_id
        connection.execute(update(tables.cases).where(of_case).values(other_applicants=[]))
    case = granted(terminal, couples)
    items = [item.number for item in case.details.items]
    with pytest.raises(OccasionRefusedError) as refused:
        desk(terminal).hand_over(case, items, Receiver(OUYANG.name, OUYANG.number))
    assert refused.value.reason == OccasionRefusedError.NOT_AN_APPLICANT
    assert states(desk(terminal).hand_over(case, items, Receiver(CHEN.name, CHEN.number)).case) == {"issued"}


def test_telling_again_is_counted(terminal: Terminal, case: CaseIndexEntry) -> None:
    desk(terminal).ask_correction(case, [POINT], 5)
    assert case.number not in acts.told_again(terminal.store)
    with terminal.store.write() as connection:
        now = cases.get(terminal.store, case.case_id)
        updates = tuple(ItemUpdate(item.number, "supplemented") for item in case.details.items)
        cases.append_submission(connection, case.case_id, now.latest_root, "cd" * 32, updates)
    sealed = desk(terminal).ask_correction(case, [POINT], 5)
    assert sealed.act.running == 2
    assert acts.told_again(terminal.store)[case.number] == 2


def test_a_result_waits_for_what_was_promised(terminal: Terminal, case: CaseIndexEntry) -> None:
    case = granted(terminal, promised(terminal, case))
    assert not desk(terminal).offer(case).items
    with pytest.raises(OccasionRefusedError):
        desk(terminal).hand_over(case, [case.details.items[0].number], Receiver("陈样例", CHEN.number))


def test_a_result_waits_for_no_promise_of_another_item(terminal: Terminal, couples: CaseIndexEntry) -> None:
    case = granted(terminal, promised(terminal, couples, "housing_proof"))
    *free, moving = case.details.items
    assert moving.code == "8.3"
    assert desk(terminal).offer(case).items[Occasion.HANDOVER] == tuple(free)
    with pytest.raises(OccasionRefusedError):
        desk(terminal).hand_over(case, [moving.number], Receiver(CHEN.name, CHEN.number))
    sealed = desk(terminal).hand_over(case, numbers(free), Receiver(CHEN.name, CHEN.number))
    assert [item.state for item in sealed.case.details.items] == [*["issued"] * len(free), "granted"]


def test_a_promise_that_is_kept_before_acceptance_defers_nothing(terminal: Terminal, case: CaseIndexEntry) -> None:
    promised(terminal, case, "id_photo")
    brings = FollowUpDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    kept = brings.keep_promise(case, {"id_photo": [PAGE]})
    decides = DecisionDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    assert states(decides.accept(kept.case).case) == {"accepted"}


def test_a_supplement_that_brings_what_was_promised_keeps_the_promise(terminal: Terminal, case: CaseIndexEntry) -> None:
    promised(terminal, case, "id_photo")
    asked = desk(terminal).ask_correction(case, [CorrectionPoint("id_photo", "没有交", "补交")], 10).case
    brings = FollowUpDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    brought = brings.supplement(asked, {"id_photo": [PAGE]}).case
    assert set(desk(terminal).offer(granted(terminal, brought)).items) == {Occasion.HANDOVER}


@pytest.mark.parametrize("end", [OutboxState.RETURNED, OutboxState.CLOSED])
def test_a_result_waits_until_each_promise_is_kept_and_stands(
    terminal: Terminal, case: CaseIndexEntry, end: OutboxState
) -> None:
    case = granted(terminal, promised(terminal, case))
    codes = [line.code for line in case.details.materials]
    assert len(codes) > 1
    brings = FollowUpDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    for material in codes:
        assert not desk(terminal).offer(case).items
        last = brings.keep_promise(case, {material: [PAGE]})
    case = cases.get(terminal.store, case.case_id)
    assert set(desk(terminal).offer(case).items) == {Occasion.HANDOVER}
    with terminal.store.write() as connection:
        of_last = tables.outbox.c.submission_id == last.submission_id
        connection.execute(update(tables.outbox).where(of_last).values(state=end.value))
    assert not desk(terminal).offer(case).items
    brings.keep_promise(case, {codes[-1]: [PAGE]})
    assert set(desk(terminal).offer(case).items) == {Occasion.HANDOVER}


def married_already(terminal: Terminal) -> CaseIndexEntry:
    """Return a case of another terminal that has two of the three items of 8: nobody is about to marry."""
    number = str(CaseNumber("441900", 2026, 999, 1))
    items = tuple(
        ItemStatus(item_number=f"{number}-{place:02d}", item_code=code, state="collected")
        for place, code in enumerate(("8.2", "8.3"), start=1)
    )
    status = CaseStatus(
        case_id=uuid4(), case_number=number, state="collected", items=items, submissions=(), subject_code="8",
        catalogue_version=CatalogueShelf(terminal).current.version, latest_root="ab" * 32,
    )  # fmt: skip
    return FollowUpDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW).adopt(status)


def test_what_no_item_of_the_case_results_in_is_asked_for_and_brought(terminal: Terminal) -> None:
    case, certificate = married_already(terminal), "marriage_certificate"
    assert certificate in dict(desk(terminal).offer(case).materials)
    asked = desk(terminal).ask_correction(case, [CorrectionPoint(certificate, "没有交", "补交")], 10).case
    assert states(asked) == {"correction_asked"}
    brings = FollowUpDesk(terminal, CatalogueShelf(terminal), ALL, lambda: NOW)
    assert states(brings.supplement(asked, {certificate: [PAGE]}).case) == {"supplemented"}
