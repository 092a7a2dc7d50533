"""What one side alone changed counts; where both did, both are there: nothing that anybody entered is lost."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identity import IdentityMethod
from shared.domain.trust import TrustLevel
from shared.handoff.merging import merge
from shared.intake.draft import (
    Draft,
    DraftApplicant,
    DraftMaterial,
    DraftPage,
    FieldSource,
    FieldValue,
    GivenBy,
    OtherValue,
    Promise,
)

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
SHARED = Draft(
    case_id=UUID(int=1), subject_code="7.1", catalogue_version="1", channel="kiosk", created_at=NOW, updated_at=NOW
)
PAPER = "household_register"
ANSWERS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["1", "2", "3"]))


def typed(**values: str) -> dict[str, FieldValue]:
    return {field: FieldValue(value=value, source=FieldSource.TYPED) for field, value in values.items()}


def page(trust: TrustLevel = TrustLevel.C) -> DraftPage:
    return DraftPage(page_id=uuid4(), width=8, height=8, dpi=150, size=9, sha256="0" * 64, trust=trust, taken_at=NOW)


def scanned(*pages: DraftPage) -> DraftMaterial:
    return DraftMaterial(code=PAPER, given_by=GivenBy.SCAN, trust=pages[-1].trust, pages=pages)


def person(number: str, at: datetime = NOW) -> DraftApplicant:
    return DraftApplicant(
        role="applicant",
        name="陈样例",
        number=number,
        sex="女",
        birth=date(1990, 3, 7),
        identified_by=IdentityMethod.CARD_READ,
        identified_at=at,
    )


def test_what_one_side_alone_changed_counts() -> None:
    base = SHARED.with_fields(typed(a="1", b="1", c="1"))
    merged = merge(base.with_fields(typed(a="2")), base.with_fields(typed(b="3", c="", d="4")), base)
    assert merged.draft.values() == {"a": "2", "b": "3", "d": "4"}
    assert (set(merged.kept), merged.differing) == ({"b", "c", "d"}, ())


def test_where_both_changed_an_answer_both_are_there_to_choose_from() -> None:
    base = SHARED.with_fields(typed(a="1"))
    merged = merge(base.with_fields(typed(a="2")), base.with_fields(typed(a="3")), base)
    entry = merged.draft.fields["a"]
    assert (entry.value, entry.others) == ("2", (OtherValue(value="3", source=FieldSource.TYPED, later=True),))
    assert (merged.kept, merged.differing) == ((), ("a",))


def test_what_the_card_says_stands() -> None:
    card = {"a": FieldValue(value="2", source=FieldSource.CARD)}
    entry = merge(SHARED.with_fields(card), SHARED.with_fields(typed(a="3")), SHARED).draft.fields["a"]
    assert (entry.value, entry.others) == ("2", ())


def test_pages_of_both_stay_and_the_lower_trust_counts() -> None:
    first, here, there = page(TrustLevel.B), page(), page(TrustLevel.B)
    base = SHARED.with_material(scanned(first))
    merged = merge(base.with_material(scanned(first, there)), base.with_material(scanned(first, here)), base)
    given = merged.draft.materials[PAPER]
    assert given.pages == (first, there, here)
    assert (given.trust, merged.differing) == (TrustLevel.C, (PAPER,))


def test_paper_counts_more_than_a_promise_of_it() -> None:
    promise = Promise(until=date(2026, 12, 1), promised_at=NOW)
    promised = DraftMaterial(code=PAPER, given_by=GivenBy.PROMISE, trust=TrustLevel.D, promise=promise)
    paper = scanned(page())
    for arriving, mine in ((promised, paper), (paper, promised)):
        merged = merge(SHARED.with_material(arriving), SHARED.with_material(mine), SHARED)
        assert merged.draft.materials[PAPER] == paper


def test_the_same_person_read_twice_is_no_difference_and_another_one_is_told() -> None:
    read_again = SHARED.with_applicant(person("441900199003070018", NOW.replace(hour=2)))
    other = SHARED.with_applicant(person("441900199003070026"))
    base = SHARED.with_applicant(person("441900199003070018"))
    assert merge(read_again, base, None) == merge(read_again, read_again, None)
    told = merge(read_again, other, None)
    assert (told.draft.applicants, told.differing) == (read_again.applicants, ("applicant",))


@given(shared=ANSWERS, arriving=ANSWERS, mine=ANSWERS, known=st.booleans())
def test_no_answer_that_was_entered_after_the_draft_was_shared_is_lost(
    shared: dict[str, str], arriving: dict[str, str], mine: dict[str, str], *, known: bool
) -> None:
    base, there, here = (SHARED.model_copy(update={"fields": typed(**said)}) for said in (shared, arriving, mine))
    merged = merge(there, here, base if known else None)
    for side, said in ((there, arriving), (here, mine)):
        for field, value in said.items():
            if not known or shared.get(field) != value:
                entry = merged.draft.fields[field]
                assert value in {entry.value, *(other.value for other in entry.others)}, side
    assert not merged.draft.confirmed_at
