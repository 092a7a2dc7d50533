"""The desk: from the first touch to the sealed case, at kiosk and counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import Mock

import pytest

from devices.id_card.specimens import SPECIMENS
from shared.domain.transitions import TransitionRefusedError
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.draft import FieldSource, GivenBy
from shared.intake.errors import (
    ClosedDraftError,
    FieldRefusedError,
    IdentifyError,
    IncompleteError,
    MaterialRefusedError,
    NotConfirmedError,
    RightMissingError,
    SubjectClosedError,
)
from shared.intake.gaps import GapKind
from shared.security.receipts import Verdict, verify_receipt
from shared.security.trust_folder import TrustFolder
from shared.store import outbox
from shared.store.errors import DraftMissingError, DraftPageMissingError
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, NOW, PAGE, body_of, complete, desk_of

CHEN, OUYANG = SPECIMENS["chen"], SPECIMENS["ouyang"]
CERTIFICATE, MARRIAGE = "7.1", "8"


def test_the_card_fills_what_it_knows_and_counts_as_given(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    assert draft.fields["applicant.name"].value == CHEN.name
    assert draft.fields["applicant.name"].source is FieldSource.CARD
    given = [material for material in draft.materials.values() if material.given_by is GivenBy.CARD_READ]
    assert len(given) == 1
    assert {gap.kind for gap in desk.gaps(draft)} == {GapKind.FIELD, GapKind.MATERIAL}


def test_a_kiosk_case_is_sealed_and_its_receipt_proves_it(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = complete(desk, desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN))
    sealed = desk.seal(desk.confirm(draft))
    checked = verify_receipt(sealed.case.receipt_text, TrustFolder.load(terminal.trust_dir), datetime.now(UTC))
    assert checked.verdict is Verdict.GENUINE
    assert checked.claims is not None
    assert checked.claims.case_number == sealed.case.number
    assert CHEN.name not in repr(sealed.case.details.masked_name)
    assert [row.case_number for row in outbox.all_rows(terminal.store)] == [sealed.case.number]
    with pytest.raises(ClosedDraftError):
        desk.resume(draft.case_id)


def test_a_clerk_accepts_a_marriage_with_both_spouses(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(MARRIAGE, "counter"), "husband", CHEN)
    draft = complete(desk, desk.identify(draft, "wife", OUYANG))
    sealed = desk.seal(desk.confirm(draft))
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: NOW).accept(sealed.case)
    assert {item.state for item in decision.case.details.items} == {"accepted"}
    assert decision.notice_number.startswith(sealed.case.number)
    assert [row.kind.value for row in outbox.all_rows(terminal.store)] == ["intake", "decision"]
    assert decision.case.latest_root != sealed.case.latest_root


def test_an_acceptance_needs_the_right(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = complete(desk, desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN))
    sealed = desk.seal(desk.confirm(draft))
    powerless = CLERK.model_copy(update={"rights": frozenset()})
    with pytest.raises(RightMissingError):
        DecisionDesk(terminal, CatalogueShelf(terminal), powerless).accept(sealed.case)


def test_everything_missing_is_told_at_once_and_nothing_is_sealed(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.begin(CERTIFICATE, "kiosk")
    with pytest.raises(IncompleteError) as refused:
        desk.seal(draft)
    assert refused.value.gaps == desk.gaps(draft)
    assert {gap.kind for gap in refused.value.gaps} == {GapKind.APPLICANT, GapKind.FIELD, GapKind.MATERIAL}
    assert outbox.all_rows(terminal.store) == ()


def test_nothing_is_sealed_before_it_is_confirmed_and_a_change_takes_the_confirmation_back(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = complete(desk, desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN))
    with pytest.raises(NotConfirmedError):
        desk.seal(draft)
    confirmed = desk.confirm(draft)
    field = next(field for field, entry in confirmed.fields.items() if entry.source is FieldSource.TYPED)
    assert desk.set_field(confirmed, field, confirmed.fields[field].value).confirmed_at is None


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (replace(CHEN, number=CHEN.number[:-1] + ("0" if CHEN.number[-1] != "0" else "1")), "number_invalid"),
        (replace(CHEN, valid_to="2020-01-01"), "card_expired"),
        (replace(CHEN, birth="1990-03-16"), "details_differ"),
    ],
)
def test_a_card_that_can_not_be_taken_says_why(terminal: Terminal, card: object, reason: str) -> None:
    desk = desk_of(terminal)
    draft = desk.begin(CERTIFICATE, "kiosk")
    with pytest.raises(IdentifyError) as refused:
        desk.identify(draft, "applicant", card)  # type: ignore[arg-type]
    assert refused.value.reason == reason


def test_spouses_are_two_people_in_their_own_roles(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.begin(MARRIAGE, "counter")
    with pytest.raises(IdentifyError, match="wrong_sex_for_role"):
        desk.identify(draft, "wife", CHEN)
    draft = desk.identify(draft, "husband", CHEN)
    with pytest.raises(IdentifyError, match="unknown_role"):
        desk.identify(draft, "heir", OUYANG)


def test_another_persons_card_leaves_nothing_of_the_first(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    draft = desk.identify(draft, "applicant", OUYANG)
    assert CHEN.name not in draft.model_dump_json()
    assert CHEN.number not in draft.model_dump_json()


def test_another_person_takes_over_neither_answers_nor_papers(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN)
    draft = desk.attach_page(desk.set_field(draft, "applicant.phone", "13800000000"), "household_register", PAGE)
    again = desk.identify(draft, "applicant", replace(CHEN, address="东莞市南城街道样例路2号"))
    assert {"applicant.phone", "applicant.address"} <= set(again.fields)
    assert "household_register" in again.materials
    other = desk.identify(again, "applicant", OUYANG)
    assert "applicant.phone" not in other.fields
    assert set(other.materials) == {"id_card"}
    page = draft.materials["household_register"].pages[0]
    with pytest.raises(DraftPageMissingError):
        desk.page_image(other, page.page_id)


def test_another_spouse_takes_over_nothing_and_the_first_keeps_theirs(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(MARRIAGE, "counter"), "husband", CHEN)
    draft = complete(desk, desk.identify(draft, "wife", OUYANG))
    of_wife = {field: value for field, value in draft.fields.items() if field.startswith("wife.")}
    typed = desk.identify_typed(draft, "husband", "张样例", SPECIMENS["he-permit"].number)
    assert {field: typed.fields[field] for field in of_wife} == of_wife
    assert "husband.phone" not in typed.fields
    assert "husband.address" not in typed.fields


def test_a_discarded_draft_stays_discarded(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    desk.discard(draft)
    for late in (
        lambda: desk.set_field(draft, "applicant.phone", "13800000000"),
        lambda: desk.attach_page(draft, "household_register", PAGE),
        lambda: desk.identify(draft, "applicant", CHEN),
    ):
        with pytest.raises(DraftMissingError):
            late()
    assert desk.open_drafts() == ()


def test_an_acceptance_by_an_old_look_at_the_case_is_refused(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = complete(desk, desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN))
    sealed = desk.seal(desk.confirm(draft))
    decisions = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: NOW)
    decisions.accept(sealed.case)
    with pytest.raises(TransitionRefusedError):
        decisions.accept(sealed.case)
    assert [row.kind.value for row in outbox.all_rows(terminal.store)] == ["intake", "decision"]


def test_what_the_card_says_is_not_typed_over(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    with pytest.raises(FieldRefusedError, match="from_card"):
        desk.set_field(draft, "applicant.name", "别人")
    with pytest.raises(FieldRefusedError, match="unknown_field"):
        desk.set_field(draft, "applicant.shoe_size", "43")


def test_only_what_the_catalogue_asks_for_is_taken(terminal: Terminal) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    with pytest.raises(MaterialRefusedError, match="not_asked_for"):
        desk.attach_page(draft, "tax_return", PAGE)
    with pytest.raises(MaterialRefusedError, match="page_not_good"):
        desk.attach_page(draft, "household_register", PAGE, findings=("blank",), override_reason="no clerk")
    limit = desk.catalogue.material_guide("household_register").pages_max
    for _ in range(limit):
        draft = desk.attach_page(draft, "household_register", PAGE)
    with pytest.raises(MaterialRefusedError, match="too_many_pages"):
        desk.attach_page(draft, "household_register", PAGE)


def test_one_page_takes_the_place_of_several_at_one_stroke(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = desk_of(terminal)
    draft = desk.identify(desk.begin(CERTIFICATE, "kiosk"), "applicant", CHEN)
    limit = desk.catalogue.material_guide("household_register").pages_max
    for _ in range(limit):
        draft = desk.attach_page(draft, "household_register", PAGE)
    first, *between, last = [page.page_id for page in draft.materials["household_register"].pages]
    monkeypatch.setattr("shared.store.drafts.delete_page", Mock(side_effect=OSError("the power went")))
    with pytest.raises(OSError, match="power"):
        desk.attach_page(draft, "household_register", PAGE, replaces=(first, last))
    whole, *others = [page.page_id for page in desk.resume(draft.case_id).materials["household_register"].pages]
    assert (whole in {first, last}, others) == (False, between)


def test_a_clerk_takes_a_poor_page_with_a_reason_that_stays_with_it(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN)
    draft = desk.attach_page(draft, "household_register", PAGE, ("low_resolution",), "原件就是这样")
    assert not [gap for gap in desk.gaps(draft) if gap.kind is GapKind.PAGE]
    page = draft.materials["household_register"].pages[0]
    assert (page.findings, page.override_reason) == (("low_resolution",), "原件就是这样")
    assert desk.page_image(draft, page.page_id) == PAGE.jpeg
    sealed = body_of(desk, draft).pages[0]
    assert (sealed.findings, sealed.override_reason) == (("low_resolution",), "原件就是这样")
    assert (sealed.overridden_by, sealed.overridden_at) == (CLERK.clerk_id, NOW)
    other = desk_of(terminal, CLERK.model_copy(update={"clerk_id": "C2"}))
    taken_on = other.resume(draft.case_id)
    assert body_of(other, taken_on).pages[0].overridden_by == CLERK.clerk_id
    good = desk.attach_page(draft, "id_photo", PAGE)
    assert [page.overridden_by for page in body_of(desk, good).pages if page.material == "id_photo"] == [None]
    removed = desk.remove_page(draft, "household_register", page.page_id)
    assert "household_register" not in removed.materials


def test_a_service_for_the_counter_is_not_begun_at_a_kiosk(terminal: Terminal) -> None:
    with pytest.raises(SubjectClosedError) as refused:
        desk_of(terminal).begin(MARRIAGE, "kiosk")
    assert refused.value.state == "in_person_only"


def test_a_draft_outlives_its_process_and_belongs_to_its_clerk(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN)
    again = desk_of(terminal, CLERK)
    assert again.open_drafts() == (draft,)
    assert again.resume(draft.case_id) == draft
    assert desk_of(terminal, CLERK.model_copy(update={"clerk_id": "wang"})).open_drafts() == ()
    again.discard(draft)
    assert again.open_drafts() == ()


def test_a_clock_that_fell_back_stops_nobody_and_proves_nothing(terminal: Terminal) -> None:
    fallen = datetime(1970, 1, 1, tzinfo=UTC)
    desk = desk_of(terminal, CLERK, fallen)
    draft = desk.identify(desk.begin(MARRIAGE, "counter"), "husband", CHEN)
    draft = complete(desk, desk.identify(draft, "wife", OUYANG))
    draft = desk.set_field(draft, "marriage.registered_on", "2025-12-31")
    sealed = desk.seal(desk.confirm(draft))
    assert (sealed.case.time_proven, sealed.case.sealed_at) == (False, fallen)
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: fallen).accept(sealed.case)
    assert not decision.time_proven
    assert {item.due_date for item in decision.case.details.items} == {None}
    with pytest.raises(IdentifyError, match="card_expired"):
        desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", replace(CHEN, valid_to="2025-12-31"))


def test_due_dates_count_working_days_of_the_official_calendar(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = complete(desk, desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN))
    sealed = desk.seal(desk.confirm(draft))
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: NOW).accept(sealed.case)
    promised = desk.catalogue.item(CERTIFICATE).days
    assert promised == 3
    assert decision.case.details.items[0].due_date == date(2026, 3, 5).isoformat()


def test_a_person_who_is_taken_out_leaves_neither_answers_nor_pages_and_the_other_stays(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.identify(desk.begin(MARRIAGE, "counter"), "husband", CHEN)
    draft = complete(desk, desk.identify(draft, "wife", OUYANG))
    alone = desk.unidentify(draft, "husband")
    assert [person.name for person in alone.applicants] == [OUYANG.name]
    kept = {field: value for field, value in draft.fields.items() if not field.startswith("husband.")}
    assert alone.fields == kept
    single = desk.identify(desk.begin(CERTIFICATE, "counter"), "applicant", CHEN)
    single = desk.attach_page(single, "household_register", PAGE)
    nobody = desk.unidentify(single, "applicant")
    assert (nobody.applicants, nobody.fields, nobody.materials) == ((), {}, {})
    with pytest.raises(DraftPageMissingError):
        desk.page_image(single, single.materials["household_register"].pages[0].page_id)
