"""Cases, parties, submissions and delegations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.applicants import (
    Applicant,
    Authorization,
    HelperStaff,
    IdentityMethod,
    Organization,
    Person,
    SecondFactor,
    check_roles,
)
from shared.domain.cases import Case, CaseCheck, ItemApplication
from shared.domain.delegations import Delegation, covering
from shared.domain.errors import CaseFault, InvalidCaseError
from shared.domain.identifiers import Sex, mod_11_2_check, parse_citizen_number, parse_credit_code
from shared.domain.identity import Access, access_of
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import (
    Submission,
    SubmissionFault,
    SubmissionKind,
    SubmissionOrderError,
    check_follows,
)
from shared.domain.transitions import CaseState, ItemApplicationState

TODAY = date(2026, 3, 2)
BODY = "44190019900307001"
NUMBER = BODY + mod_11_2_check(BODY)
HUSBAND = Person(
    "陈样例", parse_citizen_number(NUMBER, today=TODAY), Sex.MALE, date(1990, 3, 7), "汉", "样例市样例路1号"
)
WIFE = replace(HUSBAND, name="欧阳样例", number=None, sex=Sex.FEMALE)
COMPANY = Organization("样例科技有限公司", parse_credit_code("91350100M000100Y43"), phone="0769-00000000")
CASE_NUMBER = CaseNumber("441900", 2026, 1, 7)
REGISTRATION = ItemApplication("YM-0801", "市民政局")
MOVING = ItemApplication("YM-0803", "市公安局")
CASE = Case(
    id=UUID(int=8),
    items=(REGISTRATION, MOVING),
    applicants=(
        Applicant("husband", HUSBAND, IdentityMethod.CARD_READ),
        Applicant("wife", WIFE, IdentityMethod.TYPED_ORIGINAL_SEEN, second_factor=SecondFactor.CLERK_CONFIRMED),
    ),
    checks=(CaseCheck("YM-0899", "市公安局"),),
)
AUTHORIZATION = Authorization(frozenset({"YM-0801", "YM-0803"}), date(2026, 6, 30))


def _party(role: str, authorization: Authorization | None = None) -> Applicant:
    return Applicant(role, HUSBAND, IdentityMethod.CARD_READ, authorization=authorization)


def test_sealing_numbers_the_items_that_are_applied_for() -> None:
    sealed = CASE.numbered(CASE_NUMBER)
    assert [str(item.number) for item in sealed.items] == [f"{CASE_NUMBER}-01", f"{CASE_NUMBER}-02"]
    assert sealed.numbered(CASE_NUMBER) == sealed
    assert sealed.departments == ("市民政局", "市公安局")


def test_a_number_is_given_once() -> None:
    with pytest.raises(InvalidCaseError) as caught:
        CASE.numbered(CASE_NUMBER).numbered(CaseNumber("441900", 2026, 1, 8))
    assert caught.value.code == CaseFault.NUMBER_CHANGED


def test_a_case_follows_its_items() -> None:
    accepted = replace(MOVING, state=ItemApplicationState.ACCEPTED)
    assert CASE.state is CaseState.COLLECTED
    assert replace(CASE, items=(REGISTRATION, accepted)).state is CaseState.IN_PROGRESS


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), CaseFault.NO_ITEMS),
        ((MOVING, MOVING), CaseFault.ITEM_TWICE),
        ((replace(MOVING, number=CASE_NUMBER.item(1)),), CaseFault.NUMBERS_DIFFER),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(items: tuple[ItemApplication, ...], code: CaseFault) -> None:
    with pytest.raises(InvalidCaseError) as caught:
        replace(CASE, items=items)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("roles", "required", "code"),
    [
        (["husband"], ["husband", "wife"], CaseFault.ROLE_UNFILLED),
        (["husband", "husband", "wife"], ["husband", "wife"], CaseFault.ROLE_TWICE),
        (["deceased"], ["deceased"], CaseFault.NO_APPLICANT),
        ([], [], CaseFault.NO_APPLICANT),
        (["principal", "agent"], ["principal"], CaseFault.AGENT_WITHOUT_AUTHORIZATION),
    ],
)
def test_parties_that_contradict_the_roles_are_refused(roles: list[str], required: list[str], code: CaseFault) -> None:
    with pytest.raises(InvalidCaseError) as caught:
        check_roles([_party(role) for role in roles], required)
    assert caught.value.code == code


def test_an_agent_acts_for_somebody_who_is_named() -> None:
    agent = _party("agent", AUTHORIZATION)
    check_roles([agent, _party("principal")], [])
    for others in ([], [_party("deceased")]):
        with pytest.raises(InvalidCaseError, match=CaseFault.AGENT_WITHOUT_PRINCIPAL):
            check_roles([agent, *others], [])


def test_several_heirs_and_an_authorized_agent_are_allowed() -> None:
    parties = [_party("deceased"), _party("heir"), _party("heir"), _party("agent", AUTHORIZATION)]
    check_roles(parties, ["deceased", "heir"])


@pytest.mark.parametrize(
    ("items", "day", "code"),
    [
        (["YM-0801"], date(2026, 7, 1), CaseFault.AUTHORIZATION_EXPIRED),
        (["YM-0801", "YM-0701"], date(2026, 6, 30), CaseFault.AUTHORIZATION_TOO_NARROW),
    ],
)
def test_an_authorization_has_its_scope_and_end(items: list[str], day: date, code: CaseFault) -> None:
    AUTHORIZATION.check(["YM-0801"], date(2026, 6, 30))
    with pytest.raises(InvalidCaseError) as caught:
        AUTHORIZATION.check(items, day)
    assert caught.value.code == code


def test_no_repr_shows_personal_data() -> None:
    helper = HelperStaff("H1", "帮办样例", "样例村党群服务中心", "委托001")
    shown = repr((CASE, HUSBAND, COMPANY, helper, _party("agent", AUTHORIZATION)))
    for secret in ("样例", "1990", "0769", "M000"):
        assert secret not in shown


def test_masked_forms_of_a_person() -> None:
    assert (HUSBAND.masked_name, HUSBAND.masked_number[:3]) == ("陈**", "441")
    assert (WIFE.masked_name, WIFE.masked_number) == ("欧***", "")


@pytest.mark.parametrize("factor", [None, *SecondFactor])
@pytest.mark.parametrize("consent", [False, True])
@pytest.mark.parametrize("method", list(IdentityMethod))
def test_what_a_way_of_identifying_opens(method: IdentityMethod, factor: SecondFactor | None, consent: bool) -> None:
    opened = access_of(method, factor, consent=consent)
    if method in {IdentityMethod.TYPED, IdentityMethod.PAPER_PROOF, IdentityMethod.EARLIER_CASE}:
        assert not opened
        return
    assert Access.PROGRESS in opened
    assert (Access.DRAFTS in opened) is (factor is not None)
    assert (Access.E_LICENCES in opened) is (Access.HISTORY in opened) is (factor is not None and consent)


def _submission(number: int, kind: SubmissionKind, based_on: str | None) -> Submission:
    return Submission(UUID(int=number), CASE.id, kind, based_on, UUID(int=99), number, f"{number:064x}")


INTAKE = _submission(1, SubmissionKind.INTAKE, None)
DECISION = _submission(2, SubmissionKind.DECISION, INTAKE.root)


def test_a_case_is_an_append_only_list() -> None:
    check_follows((), INTAKE)
    check_follows((INTAKE,), DECISION)
    check_follows((INTAKE, DECISION), _submission(3, SubmissionKind.WITHDRAWAL, DECISION.root))


@pytest.mark.parametrize(
    ("earlier", "new", "code"),
    [
        ((), DECISION, SubmissionFault.INTAKE_MISSING),
        ((INTAKE,), _submission(4, SubmissionKind.INTAKE, None), SubmissionFault.INTAKE_REPEATED),
        ((INTAKE,), INTAKE, SubmissionFault.SUBMISSION_REPEATED),
        ((INTAKE,), replace(DECISION, case_id=UUID(int=5)), SubmissionFault.OTHER_CASE),
        (
            (INTAKE, DECISION),
            _submission(3, SubmissionKind.SUPPLEMENT, INTAKE.root),
            SubmissionFault.STALE_BASE,
        ),
    ],
)
def test_what_can_not_follow_is_a_named_conflict(
    earlier: tuple[Submission, ...], new: Submission, code: SubmissionFault
) -> None:
    with pytest.raises(SubmissionOrderError) as caught:
        check_follows(earlier, new)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("kind", "based_on", "code"),
    [
        (SubmissionKind.INTAKE, "00", SubmissionFault.INTAKE_HAS_A_BASE),
        (SubmissionKind.DECISION, None, SubmissionFault.BASE_MISSING),
    ],
)
def test_only_an_intake_has_no_base(kind: SubmissionKind, based_on: str | None, code: SubmissionFault) -> None:
    with pytest.raises(SubmissionOrderError) as caught:
        _submission(1, kind, based_on)
    assert caught.value.code == code


DELEGATION = Delegation(
    "D-1", "市民政局", "clerk", frozenset({"YM-0801"}), valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)
)


@given(
    clerk=st.sampled_from(["clerk", "other"]),
    department=st.sampled_from(["市民政局", "市公安局"]),
    item=st.sampled_from(["YM-0801", "YM-0803"]),
    day=st.sampled_from([date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]),
)
def test_a_delegation_covers_its_person_items_and_days_only(clerk: str, department: str, item: str, day: date) -> None:
    meant = (clerk, department, item, day.year) == ("clerk", "市民政局", "YM-0801", 2026)
    assert DELEGATION.covers(clerk, department, item, day) is meant
    assert covering([DELEGATION], clerk, department, item, day) == (DELEGATION if meant else None)
