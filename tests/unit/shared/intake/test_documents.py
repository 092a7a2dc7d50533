"""What a sealed case is given on paper, and what the paper says of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from devices.core.printing import PrintState
from devices.core.slip import Pair, Slip, Text
from devices.id_card.specimens import SPECIMENS
from shared.catalogue.model import Catalogue
from shared.domain.items import HandlingKind
from shared.domain.numbers import CaseNumber, NoticeKind
from shared.intake.catalogues import CatalogueShelf
from shared.intake.copies import is_page
from shared.intake.decisions import SealedDecision
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.page_account import PageAccount
from shared.notices.notice import NoticeStyle, Party, Point
from shared.notices.sheet import Facts, Signatures, Table
from shared.notices.strip import strip
from shared.store.cases import CaseDetails, CaseIndexEntry, IndexedItem, IndexedMaterial
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, PAGE, body_of, complete, desk_of

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NUMBER = CaseNumber("441900", 2026, 2, 1)


@pytest.fixture
def catalogue(terminal: Terminal) -> Catalogue:
    return CatalogueShelf(terminal).current


@pytest.fixture
def documents(terminal: Terminal, catalogue: Catalogue) -> Documents:
    return Documents(terminal, catalogue)


@pytest.fixture
def case_of(catalogue: Catalogue) -> Callable[..., CaseIndexEntry]:
    def make(code: str = "7.4", channel: str = "counter", given_by: str = "scan") -> CaseIndexEntry:
        subject = catalogue.subject(code)
        items = tuple(
            IndexedItem(str(NUMBER.item(place)), item.code, item.name, "collected")
            for place, item in enumerate(subject.items, start=1)
        )
        until = "2026-03-16" if given_by == "promise" else None
        pages = 2 if given_by == "scan" else 0
        materials = tuple(IndexedMaterial(line.code, line.name, pages, given_by, until) for line in subject.materials)
        details = CaseDetails(subject.code, subject.name, channel, None, "陈**", "0" * 64, items, materials)
        return CaseIndexEntry(
            UUID(int=1), str(NUMBER), details, catalogue.version, AT, True, "YM1:SPECIMEN", "0" * 64, None
        )

    return make


def words(slip: Slip) -> str:
    parts = [element.text for element in slip.elements if isinstance(element, Text)]
    return "\n".join([*parts, *(f"{one.label} {one.value}" for one in slip.elements if isinstance(one, Pair))])


def test_pages_that_came_from_a_kiosk_are_no_originals_that_a_clerk_held(terminal: Terminal) -> None:
    kiosk, counter = desk_of(terminal), desk_of(terminal, CLERK)
    draft = complete(kiosk, kiosk.identify(kiosk.begin("7.1", "kiosk"), "applicant", SPECIMENS["chen"]))
    draft = draft.model_copy(update={"channel": "counter", "clerk_id": CLERK.clerk_id})
    draft = counter.attach_page(counter.remove_page(draft, "id_photo", _only_page(draft, "id_photo")), "id_photo", PAGE)
    draft = counter.confirm(draft)
    sealed = {one.material: one.originals for one in body_of(counter, draft).materials}
    case = counter.seal(draft).case
    documents = Documents(terminal, CatalogueShelf(terminal).current)
    names = {line.code: line.name for line in case.details.materials}
    papers = {paper.name: (paper.how, paper.originals) for paper in documents.receipt(case).details.papers}
    assert (sealed["household_register"], sealed["id_photo"]) == (0, 1)
    assert papers[names["household_register"]] == ("扫描", 0)
    assert papers[names["id_photo"]][0] == "扫描，原件已核"
    (returned,) = documents.notice(NoticeKind.RETURNED_PAPERS, case).details.papers
    assert returned.name == names["id_photo"]


def test_a_case_is_told_by_the_version_that_it_froze(
    terminal: Terminal, catalogue: Catalogue, case_of: Callable[..., CaseIndexEntry]
) -> None:
    items = {code: item for code, item in catalogue.items.items() if code != "7.4"}
    newest = replace(catalogue, version="2099.1", items=items)
    documents = Documents(terminal, newest, {catalogue.version: catalogue, newest.version: newest}.__getitem__)
    receipt = documents.receipt(case_of("7.4"))
    assert [item.name for item in receipt.items] == [catalogue.item("7.4").name]
    assert receipt == Documents(terminal, catalogue).receipt(case_of("7.4"))


def _only_page(draft: Draft, code: str) -> UUID:
    (page,) = draft.materials[code].pages
    return page.page_id


@pytest.mark.parametrize(
    ("channel", "given_by", "accepted", "expected"),
    [
        ("kiosk", "scan", False, (NoticeKind.RECEIPT,)),
        ("counter", "scan", False, (NoticeKind.RECEIPT, NoticeKind.RETURNED_PAPERS)),
        ("counter", "card_read", True, (NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE)),
        ("counter", "promise", True, (NoticeKind.RECEIPT, NoticeKind.ACCEPTANCE, NoticeKind.DEFERRED_PROMISE)),
        ("counter", "commitment", False, (NoticeKind.RECEIPT, NoticeKind.COMMITMENT)),
    ],
)
def test_each_occasion_gives_its_papers(
    documents: Documents,
    case_of: Callable[..., CaseIndexEntry],
    channel: str,
    given_by: str,
    accepted: bool,
    expected: tuple[NoticeKind, ...],
) -> None:
    case = case_of(channel=channel, given_by=given_by)
    assert documents.of_case(case, accepted=accepted) == expected
    for kind in expected:
        notice = documents.notice(kind, case)
        assert notice.number == NUMBER.notice(kind, 1)
        assert documents.sheet(notice).title.text == documents.sheet(notice, NoticeStyle("en")).title.text


def test_a_promise_names_each_paper_its_rule_and_its_day(
    documents: Documents, case_of: Callable[..., CaseIndexEntry]
) -> None:
    notice = documents.notice(NoticeKind.DEFERRED_PROMISE, case_of(given_by="promise"))
    assert {paper.until for paper in notice.details.papers} == {date(2026, 3, 16)}
    assert all(paper.basis for paper in notice.details.papers)
    received = documents.receipt(case_of(given_by="promise"))
    (table,) = (
        block for block in documents.sheet(received).blocks if isinstance(block, Table) and len(block.columns) == 6
    )
    assert {row[2].text for row in table.rows} == {"容缺，以后补交（2026年3月16日）"}


def test_a_declaration_carries_the_words_of_the_catalogue(
    documents: Documents, case_of: Callable[..., CaseIndexEntry], catalogue: Catalogue
) -> None:
    said = [line.commitment for line in catalogue.subject("7.4").materials if line.commitment]
    notice = documents.notice(NoticeKind.COMMITMENT, case_of(given_by="commitment"))
    assert [(one.text, one.days) for one in notice.details.commitments] == [(one.text, one.check_days) for one in said]


def test_names_are_whole_only_where_they_are_given_and_never_on_a_receipt(
    documents: Documents, case_of: Callable[..., CaseIndexEntry]
) -> None:
    case, whole = case_of(), (Party("经营者", "陈样例"),)
    for kind in (NoticeKind.RETURNED_PAPERS, NoticeKind.ACCEPTANCE):
        assert [party.name for party in documents.notice(kind, case, parties=whole).parties] == ["陈样例"]
        assert [party.name for party in documents.notice(kind, case).parties] == ["陈**"]
    assert documents.sheet(documents.notice(NoticeKind.RECEIPT, case, parties=whole)).to == "陈**："
    promise = documents.sheet(documents.notice(NoticeKind.DEFERRED_PROMISE, case, parties=whole))
    (facts,) = (block for block in promise.blocks if isinstance(block, Facts))
    assert facts.pairs[0][1].text == "陈样例"


def test_nobody_signs_at_a_kiosk(documents: Documents, case_of: Callable[..., CaseIndexEntry]) -> None:
    at_kiosk, at_counter = (
        documents.sheet(documents.receipt(case_of(channel=channel))) for channel in ("kiosk", "counter")
    )
    assert not [block for block in at_kiosk.blocks if isinstance(block, Signatures)]
    assert [block for block in at_counter.blocks if isinstance(block, Signatures)]


def test_an_acceptance_names_its_departments_and_due_dates(
    documents: Documents, case_of: Callable[..., CaseIndexEntry], catalogue: Catalogue
) -> None:
    case = case_of("7.3")
    items = tuple(replace(item, due_date="2026-03-30", due_provisional=True) for item in case.details.items)
    case = replace(case, details=replace(case.details, items=items))
    decision = SealedDecision(case, str(NUMBER.notice(NoticeKind.ACCEPTANCE, 1)), AT, False, 1)
    sheet = documents.sheet(documents.acceptance(decision, copy_no=2))
    text = words(strip(sheet))
    assert catalogue.departments[catalogue.item("7.3").department].full_name in text
    assert "2026年3月30日（暂定）" in text
    assert "补打 第2份" in text
    assert catalogue.notice_titles.sentences["time_unproven"] in text
    assert catalogue.item("7.3").handling is HandlingKind.PROMISED


def test_before_a_case_everything_is_told_at_once(documents: Documents, catalogue: Catalogue) -> None:
    subject = catalogue.subject("7.3")
    point = Point("联系电话", "没有填", "", "请填手机号")
    sheet = documents.sheet(documents.all_at_once(subject, AT, (point,)), NoticeStyle("en"))
    assert [len(block.rows) for block in sheet.blocks if isinstance(block, Table)] == [1, len(subject.materials)]
    assert sheet.code == ""
    text = words(strip(sheet, large=True))
    assert all(line.name in text for line in subject.materials)
    assert "Still missing" in text
    needed = next(block for block in sheet.blocks if isinstance(block, Table) and len(block.rows) > 1)
    assert all(row[2].second for row in needed.rows), "what to look out for is said in the language, too"
    plain = documents.sheet(documents.all_at_once(subject, AT))
    assert [len(block.rows) for block in plain.blocks if isinstance(block, Table)] == [len(subject.materials)]


def test_a_language_that_is_lacking_adds_nothing(documents: Documents, case_of: Callable[..., CaseIndexEntry]) -> None:
    receipt = documents.receipt(case_of())
    assert documents.sheet(receipt, NoticeStyle("zh-Hans")) == documents.sheet(receipt)


@pytest.mark.parametrize(
    ("state", "partial", "next_copy"),
    [
        (PrintState.PRINTED, False, 2),
        (PrintState.SENT, False, 2),
        (PrintState.UNKNOWN, True, 2),
        (PrintState.FAILED, True, 2),
        (PrintState.FAILED, False, 1),
    ],
)
def test_a_page_that_may_lie_on_paper_makes_the_next_one_a_copy(
    terminal: Terminal, state: PrintState, partial: bool, next_copy: int
) -> None:
    account = PageAccount(terminal.store)
    entry = account.begin(str(NUMBER), NoticeKind.ACCEPTANCE)
    assert is_page(entry.document)
    account.end(entry, state, cause="media_empty", partial=partial)
    assert account.copy_no(str(NUMBER), NoticeKind.ACCEPTANCE) == next_copy
    assert account.copy_no(str(NUMBER), NoticeKind.RECEIPT) == 1
