"""The optional parts of a catalogue: what they say when right, and that each kind of fault in them is told."""

from __future__ import annotations

from datetime import date

import pytest

from shared.catalogue.errors import FaultCode
from shared.catalogue.guides import Office
from shared.catalogue.model import Catalogue
from shared.catalogue.sites import kilometres, nearest_taking
from shared.domain.items import Channel, ItemKind, ItemState
from shared.domain.materials import Commitment, Stamp
from tests.unit.shared.catalogue.faulty import Edit, Wrong, faults_of, path_of

PROOF = "items/99-01-participation-proof.yaml"
APPLIANCE = "items/10-00-appliance-subsidy.yaml"
CHECK = "items/10-03-invoice-check.yaml"
REFERRED = "items/02-01-foreign-investor.yaml"
SERVICE = "services/10-appliance-subsidy.yaml"
F = FaultCode


WRONG = [
    # Kinds.
    Wrong(CHECK, "kind: checked", "kind: applied", F.VALUE_MISSING, "materials"),
    Wrong(CHECK, "kind: checked", "kind: checked\nmaterials: []", F.VALUE_UNKNOWN, "materials"),
    Wrong(REFERRED, "state: online_only, office: hall", "state: online_only", F.DEAD_END, "channels.kiosk"),
    Wrong(
        SERVICE,
        '{ item: "10.3",',
        '{ item: "10.3", casts: [{ applicant: applicant }],',
        F.ROLE_WRONG,
        "items[1].casts",
    ),
    Wrong(SERVICE, "casts: [{ applicant: applicant }]", "optional: false", F.VALUE_MISSING, "items[0].casts"),
    Wrong("services/02-foreign-investor.yaml", "guide_only: true", "roles: []", F.VALUE_MISSING, "sections"),
    Wrong(SERVICE, 'after: ["10.0"]', 'after: ["10.9"]', F.REFERENCE_UNDEFINED, "items[1].after[0]"),
    Wrong(SERVICE, 'after: ["10.0"]', 'after: ["10.3"]', F.CONDITION_CYCLE, "items"),
    Wrong(SERVICE, "closed_after: 2025-12-31", "closed_after: 2025-02-30", F.VALUE_INVALID, "valid.closed_after"),
    # Questions and conditions.
    Wrong(APPLIANCE, "questions: [bought,", "questions: [sold,", F.REFERENCE_UNDEFINED, "questions[0]"),
    Wrong(APPLIANCE, "questions: [bought, ", "questions: [", F.REFERENCE_UNDEFINED, "questions"),
    Wrong(
        APPLIANCE,
        'when: { trade_in: "no" } }',
        'when: { traded: "no" } }',
        F.REFERENCE_UNDEFINED,
        "situations[0].when",
    ),
    Wrong(APPLIANCE, 'when: { trade_in: "no" } }', "when: { trade_in: maybe } }", F.CHOICE_WRONG, "situations[0].when"),
    Wrong(APPLIANCE, "situations: [swap]", "situations: [gift]", F.REFERENCE_UNDEFINED, "materials[2].situations[0]"),
    Wrong(APPLIANCE, "code: plain", "code: swap", F.CODE_TWICE, "situations[1]"),
    Wrong(
        APPLIANCE,
        'when: { trade_in: "no" } }',
        'when: { trade_in: "no", old_registered: "yes" } }',
        F.SITUATION_UNREACHABLE,
        "situations[0].when",
    ),
    Wrong(
        APPLIANCE,
        'when: { trade_in: "no" } }',
        'when: { trade_in: "no", old_registered: "yes" } }',
        F.PATH_UNFINISHABLE,
        "questions",
    ),
    Wrong(
        APPLIANCE,
        'when: { trade_in: "yes", old_registered: "no" }\n',
        'when: { bought: "no", trade_in: "yes" }\n',
        F.CONDITION_NEVER,
        "materials[3].when",
    ),
    Wrong(
        APPLIANCE,
        '      when: { trade_in: "yes" }\n',
        '      when: { bought: "no" }\n',
        F.CONDITION_NEVER,
        "form.sections[1].when",
    ),
    Wrong(
        APPLIANCE,
        '      when: { trade_in: "yes" }\n',
        '      when: { marriage.declaration: "1" }\n',
        F.REFERENCE_UNDEFINED,
        "form.sections[1].when",
    ),
    Wrong(
        "questions.yaml",
        'when: { bought: "yes" }',
        'when: { old_registered: "yes" }',
        F.CONDITION_CYCLE,
        "questions.old_registered",
    ),
    Wrong(
        "questions.yaml",
        'when: { bought: "yes" }',
        'when: { bought: "perhaps" }',
        F.CHOICE_WRONG,
        "questions.trade_in.when",
    ),
    Wrong(
        "questions.yaml",
        'answer: "no" }]',
        'answer: "none" }]',
        F.CHOICE_WRONG,
        "questions.old_registered.implied[0].answer",
    ),
    Wrong("questions.yaml", ", office: hall }", " }", F.DEAD_END, "questions.bought.answers.no.stop"),
    Wrong("questions.yaml", "office: hall", "office: moon", F.REFERENCE_UNDEFINED, "questions.bought.answers.no.stop"),
    Wrong("questions.yaml", "没买不能申请。", "视情况而定。", F.WORDING_VAGUE, "questions.bought.why"),
    Wrong("questions.yaml", "买了吗？\n", "买了吗？\n    field: move.mover\n", F.CHOICE_WRONG, ""),
    Wrong(
        "questions.yaml",
        '"yes": { label: 交了 }',
        '"yes": { label: 交了, when: { bought: "no" } }',
        F.CONDITION_NEVER,
        "questions",
    ),
    Wrong(
        SERVICE,
        '{ item: "10.0", casts: [{ applicant: applicant }] }',
        '{ item: "10.0", casts: [{ applicant: applicant }], when: { trade_in: "yes" } }',
        F.PATH_UNFINISHABLE,
        "questions",
    ),
    # Materials, guide, limits.
    Wrong(APPLIANCE, "importance: minor", "importance: main", F.DEFERRED_MAIN, "materials[1].deferred_days"),
    Wrong(APPLIANCE, "《储蓄管理条例》", "规定", F.LEGAL_BASIS_MISSING, "materials[1].stamp.legal_basis"),
    Wrong(APPLIANCE, "《优化营商环境条例》", "规定", F.LEGAL_BASIS_MISSING, "materials[1].commitment.legal_basis"),
    Wrong("materials.yaml", "sources: [card_read, scan]", "sources: [shared_source]", F.DEAD_END, "materials[0]"),
    Wrong("materials.yaml", "sources: [card_read, scan]", "sources: []", F.VALUE_INVALID, "materials.id_card.sources"),
    Wrong(
        APPLIANCE,
        "《中华人民共和国行政许可法》第四十五条",
        "第四十五条",
        F.LEGAL_BASIS_MISSING,
        "limits.special_procedures[0].legal_basis",
    ),
    Wrong(APPLIANCE, "charged: true", "charged: false", F.VALUE_INVALID, "guide.fee"),
    Wrong("items/07-01-employment-certificate.yaml", "charged: false", "charged: true", F.VALUE_MISSING, "guide.fee"),
    Wrong(APPLIANCE, "collector: tax", "collector: bank", F.REFERENCE_UNDEFINED, "guide.fee.collector"),
    Wrong(APPLIANCE, "windows: [comprehensive_1]", "windows: [w9]", F.REFERENCE_UNDEFINED, "guide.windows[0]"),
    Wrong(APPLIANCE, "sites:\n  marriage_registry", "sites:\n  moon", F.REFERENCE_UNDEFINED, "sites.moon"),
    Wrong(APPLIANCE, "state: paused, office: hall,", "state: paused,", F.DEAD_END, "sites.marriage_registry.kiosk"),
    Wrong(APPLIANCE, "confirmed: { by: hrss", "confirmed: { by: nobody", F.REFERENCE_UNDEFINED, "confirmed.by"),
    Wrong(PROOF, "is: at_most, value: 20", "is: at_most, value: '20'", F.VALUE_INVALID, "policy.match[0].value"),
    Wrong(PROOF, "is: at_most, value: 20", "is: before, value: 2026-2-1", F.VALUE_INVALID, "policy.match[0].value"),
    Wrong(PROOF, "is: one_of", "is: equal", F.VALUE_INVALID, "policy.match[1].value"),
    # Staff manual.
    Wrong(APPLIANCE, "material: id_card, legal", "material: lease, legal", F.REFERENCE_UNDEFINED, ""),
    Wrong(APPLIANCE, "standard: 原件在有效期内。", "standard: 视情况把握。", F.WORDING_VAGUE, ""),
    Wrong(APPLIANCE, "next: [{ to: review }]", "next: [{ to: revue }]", F.REFERENCE_UNDEFINED, ""),
    Wrong(APPLIANCE, "next: [{ to: review }]", "next: [{ to: grant }]", F.SITUATION_UNREACHABLE, "manual.flow[1]"),
    Wrong(
        APPLIANCE,
        "title: 拨付, who: 承办科室 }",
        "title: 拨付, who: 承办科室, next: [{ to: grant }] }",
        F.PATH_UNFINISHABLE,
        "manual.flow[2]",
    ),
    Wrong(CHECK, "fields: [employment.situation]", "fields: [car.plate]", F.REFERENCE_UNDEFINED, "check.fields[0]"),
    # Windows, delegations, knowledge, translations.
    Wrong("windows.yaml", "office: hall", "office: moon", F.REFERENCE_UNDEFINED, "windows[0].office"),
    Wrong("delegations.yaml", 'items: ["99.1"]', 'items: ["10.3"]', F.DELEGATION_WRONG, "delegations[0].items[0]"),
    Wrong("delegations.yaml", "until: 2026-12-31", "until: 2025-12-31", F.DELEGATION_WRONG, "delegations[0]"),
    Wrong("knowledge/employment.yaml", '["7.1"]', '["7.9"]', F.REFERENCE_UNDEFINED, "answers[0].items[0]"),
    Wrong("knowledge/employment.yaml", "2026-11-01", "2026-11-31", F.VALUE_INVALID, "answers[0].updated"),
    Wrong("package.yaml", "hall: hall", "hall: hall\nlanguages: [en]", F.TRANSLATION_MISSING, ""),
    Wrong("knowledge/employment.yaml", "answer: 带", "answer: 视情况带", F.WORDING_VAGUE, "answers[0].answer"),
    Wrong(
        "knowledge/employment.yaml",
        "answers:\n",
        'answers:\n  - { id: b, items: ["7.1"], question: 就业创业证丢了怎么办？, answer: 补, updated: 2026-11-01 }\n',
        F.CODE_TWICE,
        "answers[1].question",
    ),
    # Limits, years, situations.
    Wrong(
        APPLIANCE,
        "valid: { year: 2025 }",
        "valid: { year: 2025, closed_after: 2024-12-31 }",
        F.VALUE_INVALID,
        "valid.closed_after",
    ),
    Wrong(APPLIANCE, "name: 以旧换新, note", "name: 直接购新, note", F.CODE_TWICE, "situations[1].name"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.code.value}-{wrong.place or wrong.old}")
def test_a_fault_of_an_optional_part_is_told_with_file_place_and_mend(small_edited: Edit, wrong: Wrong) -> None:
    faults = faults_of(small_edited(wrong.file, wrong.old, wrong.new))
    found = [fault for fault in faults if fault.code is wrong.code and fault.place.startswith("第 ")]
    if wrong.place:
        found = [fault for fault in found if path_of(fault).startswith(wrong.place)]
    assert found, "\n".join(map(str, faults))
    assert all(fault.file and fault.message and fault.mend for fault in found)


def test_every_optional_part_is_read(small: Catalogue) -> None:
    extras = small.extras_of("10.0")
    assert extras.last_day == date(2025, 12, 31)
    assert extras.manual is not None
    assert [step.id for step in extras.manual.flow] == ["receive", "review", "grant", "refuse"]
    assert [arrow.condition for arrow in extras.manual.flow[1].next] == ["符合", "不符合"]
    assert [one.days for one in extras.special_procedures] == [30]
    assert extras.fees[0].cents == 1000
    assert extras.listing["joint_bodies"] == ("市财政局",)
    assert extras.confirmed_by == "市人力资源社会保障局"
    paused = small.extras.sites["10.0"]["marriage_registry"][Channel.KIOSK]
    assert (paused.state, paused.referral.place) == (ItemState.PAUSED, "东莞市政务服务中心")
    card = next(material for material in small.item("10.0").materials if material.code == "bank_card")
    assert card.commitment == Commitment("本人承诺卡是本人的。", 60, "《优化营商环境条例》")
    assert card.stamp == Stamp("开户银行", "《储蓄管理条例》")
    assert (card.deferred_days, card.note) == (5, "补贴打到这张卡")
    assert small.offices["hall"].position == (23.0207, 113.7518)
    assert small.extras.delegations[0].grantor == "市人力资源社会保障局"
    assert small.extras.knowledge[0].also_asked == ("证丢了",)
    assert small.translated("就业创业证申领", "en").startswith("Employment")
    proof = small.extras_of("99.1")
    assert proof.output is not None
    assert proof.output.lines == ("姓名", "参保险种")
    assert proof.policy is not None
    assert proof.policy.match[1].value == ("C", "I")


def test_a_checked_item_asks_nothing_and_a_referred_one_leads_on(small: Catalogue) -> None:
    checked, referred = small.subject("10.3"), small.subject("2.1")
    assert (checked.kind, checked.items, checked.materials, checked.roles) == (ItemKind.CHECKED, (), (), ())
    assert [item.code for item in checked.checks] == ["10.3"]
    assert not checked.channels[Channel.KIOSK].takes
    assert "不用申请人办" in checked.channels[Channel.KIOSK].note
    assert "由窗口人员" in small.guide("10.3").steps[0].text
    assert (referred.kind, referred.items) == (ItemKind.REFERRED, ())
    assert referred.referral_at(Channel.KIOSK).phone == "12345"


def test_a_service_of_one_application_and_one_that_only_refers(small: Catalogue) -> None:
    appliance, investor = small.subject("10"), small.subject("2")
    assert [item.code for item in appliance.items] == ["10.0"]
    assert [item.code for item in appliance.checks] == ["10.3"]
    assert appliance.closed_on(date(2026, 1, 1))
    assert not appliance.closed_on(date(2025, 12, 31))
    assert investor.kind is ItemKind.REFERRED
    assert (investor.items, investor.promised_days, investor.asked_papers) == ((), 0, 0)
    assert "10.0" not in {subject.code for subject in small.subjects}, "offered only as its service"


def test_conditions_of_too_many_answers_are_refused_and_not_walked(small_files: dict[str, bytes]) -> None:
    count = 12
    asked = [f"q{number:02}" for number in range(count)]
    answers = ", ".join(f"a{number}: {{ label: 甲{number} }}" for number in range(40))
    questions = "\n".join(f"  {code}: {{ ask: 问, why: 因, answers: {{ {answers} }} }}" for code in asked)
    everything = ", ".join(f"{code}: a39" for code in asked)
    item = small_files[APPLIANCE].decode()
    item = item.replace("questions: [bought,", f"questions: [{', '.join(asked)}, bought,")
    item = item.replace('when: { trade_in: "no" } }', f'when: [{{ {everything} }}, {{ trade_in: "no" }}] }}', 1)
    files = {**small_files, APPLIANCE: item.encode()}
    files["questions.yaml"] = small_files["questions.yaml"] + questions.encode() + b"\n"
    assert FaultCode.CONDITION_TOO_COMPLEX in {fault.code for fault in faults_of(files)}


def test_past_its_year_it_is_shown_as_over_and_leads_on(small: Catalogue) -> None:
    still, over = small.as_of(date(2025, 12, 31)).subject("10"), small.as_of(date(2026, 1, 1)).subject("10")
    assert (still.is_over, still.channels[Channel.KIOSK].takes) == (False, True)
    assert (over.is_over, over.channels[Channel.KIOSK].takes) == (True, False)
    assert over.channels[Channel.KIOSK].note == "已于2025年12月31日截止，不再受理。"
    assert over.referral_at(Channel.KIOSK).phone == "12345"
    assert not small.as_of(date(2026, 1, 1)).subject("7.1").is_over


def test_the_state_differs_by_site_and_the_nearest_site_that_takes_it_is_found(small: Catalogue) -> None:
    there = small.at_site("marriage_registry")
    assert there.subject("10.0").state_at(Channel.KIOSK) is ItemState.PAUSED
    assert there.subject("10.0").referral_at(Channel.KIOSK).place == small.hall.name
    assert there.subject("7.1").channels == small.subject("7.1").channels
    assert there.hall.name == small.offices["marriage_registry"].name
    assert small.at_site("hall").subject("10.0").channels[Channel.KIOSK].takes
    hall, registry = small.offices["hall"], small.offices["marriage_registry"]
    assert nearest_taking(small, "10.0", Channel.KIOSK, registry) == hall
    assert nearest_taking(small, "10.0", Channel.COUNTER, hall) == registry
    assert nearest_taking(small, "2.1", Channel.KIOSK, hall) is None


def test_distances_are_those_of_a_map() -> None:
    hall = Office("a", "甲", "", "", "", position=(23.0207, 113.7518))
    centre = Office("b", "乙", "", "", "", position=(22.8166, 113.8031))
    assert kilometres(hall, centre) == pytest.approx(23.3, abs=0.3)
    assert kilometres(hall, Office("c", "丙", "", "", "")) == float("inf")
