"""What may come later, what a declaration replaces, what must not be asked for, and sources that differ."""

from __future__ import annotations

import json
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.id_card.specimens import SPECIMENS
from shared.catalogue.conditions import ALWAYS
from shared.catalogue.model import Catalogue
from shared.domain.materials import Importance
from shared.forms.checking import check_form
from shared.intake.catalogues import CatalogueShelf
from shared.intake.decisions import DecisionDesk
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft, FieldSource, GivenBy
from shared.intake.errors import FieldRefusedError, IntakeError, MaterialRefusedError
from shared.intake.gaps import Gap, GapKind
from shared.store.audit import AuditEvent
from shared.store.tables import audit
from shared.store.terminal import Terminal
from tests.unit.shared.intake.desks import CLERK, NOW, PAGE, body_of, desk_of, fitting_value

CHEN = SPECIMENS["chen"]
WASTE, WASTE_CONTRACT, WASTE_PLAN = "6.4", "waste_contract", "waste_plan"
SHOP, PREMISES = "7.4", "premises_proof"
SAMPLES = {
    "org.credit_code": "92441900MA4Y00013A",
    "project.name": "样例大厦一期工程",
    "project.code": "2603-441900-04-01-123456",
    "waste.site": "样例消纳场",
    "waste.route": "样例大道至样例路",
    "project.starts_on": "2026-03-10",
    "project.ends_on": "2026-03-20",
    "waste.volume": "100",
}


def answered(desk: IntakeDesk, draft: Draft) -> Draft:
    """Answer everything that the form asks; an answer may bring a further question."""
    for _ in range(100):
        gap = next((gap for gap in desk.gaps(draft) if gap.kind is GapKind.FIELD), None)
        if gap is None:
            return draft
        draft = desk.set_field(draft, gap.where, SAMPLES.get(gap.where) or fitting_value(desk, draft, gap.where))
    raise AssertionError(desk.gaps(draft))


def begun(desk: IntakeDesk, subject: str = WASTE) -> Draft:
    """Return a draft of an item whose form is filled in and whose papers are all lacking."""
    draft = desk.begin(subject, "counter")
    for role in desk.subject(draft).roles:
        draft = desk.identify(draft, role.code, CHEN)
    return answered(desk, draft)


def papers(desk: IntakeDesk, draft: Draft) -> dict[str, Gap]:
    return {gap.where: gap for gap in desk.gaps(draft) if gap.kind is GapKind.MATERIAL}


def test_each_gap_says_its_rule_its_remedy_and_what_may_follow_until_when(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    lacking = papers(desk, begun(desk))
    assert all(gap.basis and gap.remedy for gap in lacking.values())
    later = lacking[WASTE_CONTRACT]
    assert later.deferrable
    assert later.later_until is not None
    assert later.later_until.date == date(2026, 3, 16), "ten working days after the second of March 2026"
    assert not lacking[WASTE_PLAN].deferrable
    assert lacking[WASTE_PLAN].later_until is None


def test_a_promised_paper_closes_its_gap_and_is_accepted_with_deferred_materials(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.promise(begun(desk), WASTE_CONTRACT)
    for code in papers(desk, draft):
        draft = desk.attach_page(draft, code, PAGE)
    assert desk.gaps(draft) == ()
    sealed = desk.seal(desk.confirm(draft))
    line = next(line for line in sealed.case.details.materials if line.code == WASTE_CONTRACT)
    assert (line.given_by, line.promised_until) == ("promise", "2026-03-16")
    decision = DecisionDesk(terminal, CatalogueShelf(terminal), CLERK, clock=lambda: NOW).accept(sealed.case)
    assert [item.state for item in decision.case.details.items] == ["accepted_with_deferred"]


def test_a_main_paper_never_comes_later_and_a_kiosk_promises_nothing(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = begun(desk)
    with pytest.raises(MaterialRefusedError) as main:
        desk.promise(draft, WASTE_PLAN)
    assert main.value.reason == "not_deferrable"
    with pytest.raises(MaterialRefusedError) as kiosk:
        desk_of(terminal).promise(draft, WASTE_CONTRACT)
    assert kiosk.value.reason == "not_allowed_here"


def test_a_declaration_stands_in_only_where_the_item_allows_one(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    shop = begun(desk, SHOP)
    lacking = papers(desk, shop)
    assert lacking[PREMISES].commitment
    declared = desk.commit(shop, PREMISES)
    assert PREMISES not in papers(desk, declared)
    given = declared.materials[PREMISES]
    assert given.commitment is not None
    assert (given.commitment.text, given.commitment.check_days) == (lacking[PREMISES].commitment, 30)
    assert PREMISES in papers(desk, desk.take_back(declared, PREMISES)), "and can be taken back"
    with pytest.raises(MaterialRefusedError) as refused:
        desk.commit(begun(desk), WASTE_CONTRACT)
    assert refused.value.reason == "no_commitment"


def test_a_promise_is_not_put_over_pages_and_pages_take_its_place(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.attach_page(begun(desk), WASTE_CONTRACT, PAGE)
    with pytest.raises(MaterialRefusedError) as refused:
        desk.promise(draft, WASTE_CONTRACT)
    assert refused.value.reason == "pages_given"
    promised = desk.promise(begun(desk), WASTE_CONTRACT)
    scanned = desk.attach_page(promised, WASTE_CONTRACT, PAGE)
    assert scanned.materials[WASTE_CONTRACT].given_by is GivenBy.SCAN
    assert desk.take_back(scanned, WASTE_CONTRACT) == scanned


def test_a_promise_whose_day_is_past_is_a_gap_again(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.promise(begun(desk), WASTE_CONTRACT)
    later = desk_of(terminal, CLERK, now=NOW.replace(month=4))
    assert papers(later, later.resume(draft.case_id))[WASTE_CONTRACT].code == "promise_past"


def test_what_stands_in_is_sealed_with_its_terms_and_who_saw_the_originals(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.attach_page(desk.promise(begun(desk), WASTE_CONTRACT), WASTE_PLAN, PAGE)
    body = body_of(desk, draft)
    lines = {line.material: line for line in body.materials}
    assert (lines[WASTE_CONTRACT].given_by, lines[WASTE_CONTRACT].promised_until) == ("promise", "2026-03-16")
    assert lines[WASTE_CONTRACT].originals == 0
    assert draft.materials[WASTE_PLAN].pages[0].seen is not None
    assert draft.materials[WASTE_PLAN].pages[0].seen.by == CLERK.clerk_id
    card = next(line for line in body.materials if line.given_by == "card_read")
    assert (card.seen_by, card.seen_at) == (CLERK.clerk_id, NOW)


def test_what_the_catalogue_does_not_list_is_refused_and_on_record(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = begun(desk)
    for act in (lambda: desk.attach_page(draft, "bank_card", PAGE), lambda: desk.promise(draft, "bank_card")):
        with pytest.raises(MaterialRefusedError) as refused:
            act()
        assert refused.value.reason == "not_asked_for"
    with terminal.store.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.event == AuditEvent.UNLISTED_DEMAND.value)).all()
    assert [json.loads(row.details)["material"] for row in rows] == ["bank_card", "bank_card"]
    assert {json.loads(row.details)["by"] for row in rows} == {CLERK.clerk_id}


def test_a_demand_is_answered_by_the_catalogue_and_its_numbers_are_not_recorded(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = begun(desk)
    listed = desk.subject(draft).materials[-1]
    assert desk.demand(draft, f" {listed.name} ") == listed.code
    for wanted in ("银行流水 6222020000000000000", "", "单"):
        with pytest.raises(MaterialRefusedError):
            desk.demand(draft, wanted)
    with terminal.store.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.event == AuditEvent.UNLISTED_DEMAND.value)).all()
    assert json.loads(rows[0].details)["material"] == "银行流水 *******************"


PHONE = "handler.phone"


def test_sources_that_differ_are_shown_until_a_person_settles_them(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = begun(desk)
    typed = draft.fields[PHONE].value
    same = desk.offer(draft, PHONE, typed, FieldSource.EARLIER)
    assert same == draft, "who says the same changes nothing"
    differing = desk.offer(draft, PHONE, "13900000001", FieldSource.EARLIER)
    assert differing.fields[PHONE].value == typed, "nothing is overwritten"
    assert [gap.code for gap in desk.gaps(differing) if gap.where == PHONE] == ["sources_differ"]
    with pytest.raises(FieldRefusedError):
        desk.settle(differing, PHONE, "13900000002")
    settled = desk.settle(differing, PHONE, "13900000001")
    entry = settled.fields[PHONE]
    assert (entry.value, entry.source, entry.others) == ("13900000001", FieldSource.EARLIER, ())
    assert not [gap for gap in desk.gaps(settled) if gap.where == PHONE]


def test_an_open_field_is_filled_by_what_another_source_knows(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    draft = desk.offer(desk.begin(WASTE, "counter"), PHONE, "13900000001", FieldSource.E_LICENCE)
    assert (draft.fields[PHONE].value, draft.fields[PHONE].source) == ("13900000001", FieldSource.E_LICENCE)
    with pytest.raises(FieldRefusedError):
        desk.offer(draft, "no.such", "x", FieldSource.EARLIER)


def test_a_card_that_reads_otherwise_than_was_typed_is_not_silent_where_a_clerk_stands(terminal: Terminal) -> None:
    desk = desk_of(terminal, CLERK)
    typed = desk.set_field(desk.begin(WASTE, "counter"), "handler.name", "陈样")
    draft = desk.identify(typed, "handler", CHEN)
    entry = draft.fields["handler.name"]
    assert (entry.value, entry.source) == (CHEN.name, FieldSource.CARD)
    assert [one.value for one in entry.others] == ["陈样"]
    settled = desk.settle(draft, "handler.name", CHEN.name)
    assert settled.fields["handler.name"].source is FieldSource.CARD


PHONES, DAYS, CHOICES = ("13800000000", "13900000001", "x"), ("2026-03-01", "2026-04-01", "x"), ("1", "2", "3")
FIELDS = {
    WASTE: {PHONE: PHONES, "project.starts_on": DAYS, "project.ends_on": DAYS, "waste.volume": ("100", "x")},
    SHOP: {
        "applicant.phone": PHONES,
        "business.entity_kind": CHOICES,
        "business.premises_right": CHOICES,
        "business.capital": ("10", "x"),
    },
}
PAPERS = {
    WASTE: [WASTE_CONTRACT, WASTE_PLAN, "bank_card"],
    SHOP: [PREMISES, "articles_of_association", "bank_card"],
}


def acts_on(subject: str) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    fields = [(field, value) for field, values in FIELDS[subject].items() for value in ("", *values)]
    every = [("field", field, value) for field, value in fields]
    every += [(act, *chosen) for act in ("offer", "settle") for chosen in fields[1:3]]
    every += [(act, paper, "") for act in ("promise", "commit", "take_back", "page") for paper in PAPERS[subject]]
    every += [(act, paper, "") for act in ("bad_page", "unpage") for paper in PAPERS[subject][:2]]
    every += [(act, "", "") for act in ("fill", "papers", "undo")]
    return st.lists(st.sampled_from(every), min_size=1, max_size=7)


@pytest.mark.parametrize("subject", [WASTE, SHOP])
def test_no_order_of_acts_reaches_a_case_called_complete_that_breaks_a_rule(terminal: Terminal, subject: str) -> None:
    desk = desk_of(terminal, CLERK)
    start = done(desk, begun(desk, subject), "papers", "", "")
    assert desk.gaps(start) == (), "acts begin where nothing is lacking, so that each may break a rule"

    @settings(max_examples=20, deadline=None, print_blob=False, suppress_health_check=[HealthCheck.too_slow])
    @given(acts_on(subject))
    def hold(acts: list[tuple[str, str, str]]) -> None:
        draft, earlier = start, start
        for act, where, value in acts:
            now = undone(desk, draft, earlier) if act == "undo" else done(desk, draft, act, where, value)
            draft, earlier = now, draft
            if not desk.gaps(draft):
                assert_complete(desk, draft)
                assert plainly_complete(desk.catalogue_of(draft), draft, subject)

    hold()


def undone(desk: IntakeDesk, draft: Draft, earlier: Draft) -> Draft:
    """Put every field back to what it was before, with its source and what other sources said."""
    for field in sorted(draft.fields.keys() | earlier.fields.keys()):
        if draft.fields.get(field) != earlier.fields.get(field):
            draft = desk.undo(draft, field, earlier.fields.get(field))
    assert draft.fields == earlier.fields
    return draft


def plainly_complete(catalogue: Catalogue, draft: Draft, item_code: str) -> bool:
    """Hold a draft of one item against the catalogue's own words, without the engine that joins and narrows."""
    values, form, item = draft.values(), catalogue.forms[item_code], catalogue.items[item_code]
    questions = catalogue.extras.questions
    answers = values | {one: values[q.field] for one, q in questions.items() if q.field and values.get(q.field)}
    asked = [
        field
        for section in form.sections
        if section.when.holds(answers)
        for field in section.fields
        if section.fields_when.get(field, ALWAYS).holds(answers)
    ]
    conditions = catalogue.extras_of(item_code).situations
    needed = [
        material.code
        for material in item.materials
        if not material.situations or any(conditions[code].holds(answers) for code in material.situations)
    ]
    return all(values.get(field) for field in asked if field in form.required) and set(needed) <= {
        code for code, given in draft.materials.items() if given.pages or given.given_by is not GivenBy.SCAN
    }


def done(desk: IntakeDesk, draft: Draft, act: str, where: str, value: str) -> Draft:  # noqa: PLR0911, PLR0912 - an act a line
    try:
        match act:
            case "field":
                return desk.set_field(draft, where, value)
            case "promise":
                return desk.promise(draft, where)
            case "commit":
                return desk.commit(draft, where)
            case "take_back":
                return desk.take_back(draft, where)
            case "page":
                return desk.attach_page(draft, where, PAGE)
            case "bad_page":
                return desk.attach_page(draft, where, PAGE, ("blurred",), "")
            case "unpage":
                given_pages = draft.materials[where].pages if where in draft.materials else ()
                return desk.remove_page(draft, where, given_pages[0].page_id) if given_pages else draft
            case "papers":
                for code in papers(desk, draft):
                    draft = desk.attach_page(draft, code, PAGE)
                return draft
            case "offer":
                return desk.offer(draft, where, value, FieldSource.EARLIER)
            case "settle":
                return desk.settle(draft, where, value)
            case _:
                return answered(desk, draft) if not desk.subject(draft).plan.supplied else draft
    except IntakeError:
        return draft


def assert_complete(desk: IntakeDesk, draft: Draft) -> None:
    """Hold a case that the engine calls complete against the rules themselves."""
    form, subject = desk.form(draft), desk.subject(draft)
    assert check_form(form, draft.values()) == ()
    assert not any(entry.others for field, entry in draft.fields.items() if field in form.fields)
    for material in subject.materials:
        held = draft.materials[material.code]
        if held.given_by is GivenBy.PROMISE:
            assert material.importance is Importance.MINOR
        elif held.given_by is GivenBy.COMMITMENT:
            assert material.commitment is not None
        elif held.given_by is GivenBy.SCAN:
            assert held.pages
            assert all(page.override_reason or not page.findings for page in held.pages)
    assert {role.code for role in subject.roles} <= {applicant.role for applicant in draft.applicants}
