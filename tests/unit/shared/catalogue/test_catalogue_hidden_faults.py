"""Faults that hide: catch-all words in small print, circles in forms, codes of no standard, copied translations."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from shared.catalogue.errors import FaultCode as F
from shared.catalogue.standards import standard_of
from shared.catalogue.structure import PATTERN_WORDS
from shared.domain.divisions import division_name, divisions, is_division, is_in_province
from tests.unit.shared.catalogue.faulty import Edit, Wrong, assert_told, faults_of, path_of

SCHEMAS = resources.files("shared.catalogue").joinpath("schemas")
ITEM = "items/07-01-employment-certificate.yaml"
APPLIANCE = "items/10-00-appliance-subsidy.yaml"
SERVICE = "services/08-marriage-and-household.yaml"

WORDS = [
    Wrong("materials.yaml", "note: 两寸、白底", "note: 其他材料，白底", F.WORDING_VAGUE, "materials.id_photo.note"),
    Wrong("materials.yaml", "issuer: 公安机关", "issuer: 有关部门", F.WORDING_VAGUE, "materials.id_card.issuer"),
    Wrong("materials.yaml", "name: 营业执照\n", "name: 材料\n", F.WORDING_VAGUE, "materials.business_licence.name"),
    Wrong("dictionary.yaml", "note: 和身份证上的", "note: 按有关规定，", F.WORDING_VAGUE, "fields.person.name.note"),
    Wrong(APPLIANCE, "note: 补贴打到这张卡", "note: 视需要提供", F.WORDING_VAGUE, "materials[1].note"),
    Wrong(APPLIANCE, "- title: 您是谁", "- title: 其他情形", F.WORDING_VAGUE, "form.sections[0].title"),
    Wrong(ITEM, "title: 受理", "title: 其他手续", F.WORDING_VAGUE, "guide.steps[1].title"),
]
LAWS = [
    Wrong(APPLIANCE, "legal_basis: 《优化营商环境条例》", f"legal_basis: {law}", F.LEGAL_BASIS_MISSING, place)
    for law in ("《相关规定》", "《本部门内部要求》", "《有关法律法规》")
    for place in ("materials[1].commitment.legal_basis",)
]
CODES = [
    Wrong("package.yaml", 'division: "441900"', 'division: "449900"', F.CODE_WRONG, "division"),
    Wrong("code_tables/ethnicity.yaml", '"02": 蒙古族', '"02": 回族', F.CODE_WRONG, "codes.02"),
    Wrong("code_tables/ethnicity.yaml", '"97": 其他', '"99": 其他', F.CODE_WRONG, "codes.99"),
    Wrong("code_tables/ethnicity.yaml", '  "56": 基诺族\n', "", F.VALUE_MISSING, "codes"),
    Wrong("code_tables/sex.yaml", '"1": 男\n  "2": 女', '"1": 女\n  "2": 男', F.CODE_WRONG, "codes.1"),
    Wrong("code_tables/marital_status.yaml", '"10": 未婚', '"11": 未婚', F.CODE_WRONG, "codes.11"),
    Wrong(APPLIANCE, "implementation: 11441900", "implementation: 11991900", F.CODE_WRONG, "codes.implementation"),
]
CIRCLES = [
    Wrong(ITEM, 'code: "7.1"', 'code: "7.1"\nparent: "7.1"', F.CONDITION_CYCLE, "parent"),
    Wrong(ITEM, 'code: "7.1"', 'code: "7.1"\nparent: "99"', F.REFERENCE_UNDEFINED, "parent"),
]
OTHERS = [
    Wrong(
        APPLIANCE, "originals: 1\n    copies: 1", "originals: 0\n    copies: 1", F.VALUE_INVALID, "materials[1].copies"
    ),
    Wrong(APPLIANCE, "originals: 1\n    copies: 1", "originals: 0", F.VALUE_INVALID, "materials[1].originals"),
    Wrong("package.yaml", "hall: hall", 'hall: "ha\u200bll"', F.YAML_INVALID, ""),
    Wrong("materials.yaml", "note: 两寸、白底", "note: 两寸<b>白底", F.YAML_INVALID, ""),
]


@pytest.mark.parametrize("wrong", [*WORDS, *LAWS, *CODES, *CIRCLES, *OTHERS], ids=lambda one: f"{one.code}-{one.new}")
def test_a_hidden_fault_is_told_with_file_place_and_mend(small_edited: Edit, wrong: Wrong) -> None:
    assert_told(small_edited, wrong)


def test_every_pattern_of_the_schemas_is_told_in_words_that_no_programmer_is_needed_for() -> None:
    patterns = {
        text
        for file in SCHEMAS.iterdir()
        if file.name.endswith(".json")
        for text in re.findall(r'"pattern": ("[^"]*")', file.read_text(encoding="utf-8"))
    }
    untold = {json.loads(text) for text in patterns} - PATTERN_WORDS.keys()
    assert {pattern for pattern in untold if not pattern.startswith(r"^\^")} == set()


def test_an_answer_may_be_something_else(small_edited: Edit) -> None:
    with_other = small_edited("questions.yaml", "answers:\n", "answers:\n      other: { label: 其他 }\n")
    assert F.WORDING_VAGUE not in {fault.code for fault in faults_of(with_other)}


@pytest.mark.parametrize(
    ("field", "when"),
    [("person.sex", "person.sex"), ("person.sex", "person.ethnicity"), ("person.ethnicity", "person.sex")],
)
def test_fields_that_wait_for_each_other_are_told(small_edited: Edit, field: str, when: str) -> None:
    other = (
        "person.ethnicity" if field == when == "person.sex" else ({"person.sex", "person.ethnicity"} - {field}).pop()
    )
    waits = f'{{ {field}: {{ {when}: "1" }}, {other}: {{ {field}: "1" }} }}'
    form = (
        f"fields: [person.name, person.number, person.phone, person.sex, person.ethnicity]\n      fields_when: {waits}"
    )
    files = small_edited(APPLIANCE, "fields: [person.name, person.number, person.phone]", form)
    circles = [fault for fault in faults_of(files) if fault.code is F.CONDITION_CYCLE]
    assert {fault.file for fault in circles} >= {APPLIANCE}
    assert all(fault.place and fault.mend and "person.sex" in fault.message for fault in circles)


def test_lengths_that_no_text_has_are_told_where_items_are_joined(small_edited: Edit) -> None:
    joining = "items/08-03-joining-spouse.yaml"
    asked = "fields: [marriage.registered_on, marriage.certificate_number]"
    ruled = asked + "\n      rules: { marriage.certificate_number: { minLength: 41 } }"
    told = {(fault.file, fault.code, path_of(fault)) for fault in faults_of(small_edited(joining, asked, ruled))}
    assert (SERVICE, F.VALUE_INVALID, "items") in told


def test_two_items_of_one_national_code_are_told(small_files: dict[str, bytes]) -> None:
    status, joining = "items/08-02-household-marital-status.yaml", "items/08-03-joining-spouse.yaml"
    texts = {name: small_files[name].decode() for name in (status, joining)}
    codes = {name: text[text.index("codes:") : text.index("limits:")] for name, text in texts.items()}
    doubled = texts[joining].replace(codes[joining], codes[status])
    told = {(fault.file, fault.code, path_of(fault)) for fault in faults_of({**small_files, joining: doubled.encode()})}
    assert (joining, F.CODE_TWICE, "codes.handling") in told


def test_translations_that_differ_or_were_copied_are_told(small_files: dict[str, bytes]) -> None:
    texts = {
        "就业创业证申领": "Another name",
        "两寸、白底、一年以内拍的，正面朝上。": "两寸、白底、一年以内拍的，正面朝上。",
    }
    lines = "".join(f"  {text}: {words}\n" for text, words in texts.items())
    faults = faults_of({**small_files, "translations/zz.yaml": f"language: en\ntexts:\n{lines}".encode()})
    assert [(fault.file, fault.code) for fault in faults] == [
        ("translations/zz.yaml", F.KEY_TWICE),
        ("translations/zz.yaml", F.TRANSLATION_MISSING),
    ]


def test_a_licence_has_a_limit_by_law(small_files: dict[str, bytes]) -> None:
    text = small_files[APPLIANCE].decode().replace("type: benefit", "type: licence").replace("statutory_days: 20", "")
    told = {(fault.code, path_of(fault)): fault for fault in faults_of({**small_files, APPLIANCE: text.encode()})}
    assert "第四十二条" in told[F.LIMIT_WRONG, "limits"].mend


def test_a_translation_that_loses_a_place_for_a_fact_is_told(small_files: dict[str, bytes]) -> None:
    lines = '  "您可以向{authority}提出申请。": "You may apply elsewhere."\n'
    (fault,) = faults_of({**small_files, "translations/zz.yaml": f"language: en\ntexts:\n{lines}".encode()})
    assert (fault.file, fault.code) == ("translations/zz.yaml", F.TRANSLATION_MISSING)
    assert "花括号" in fault.message
    assert fault.place
    assert fault.mend


def test_a_translation_of_what_nobody_says_any_more_is_told(small_files: dict[str, bytes]) -> None:
    made = '  "同男方身份证住址": "As on the husband’s card"\n  "这一项已经取消，不再受理。": "Withdrawn."\n'
    lines = f'{made}  "从前的一句": "A sentence of the past"\n'
    (fault,) = faults_of({**small_files, "translations/zz.yaml": f"language: en\ntexts:\n{lines}".encode()})
    assert (fault.file, fault.code, path_of(fault)) == (
        "translations/zz.yaml",
        F.TRANSLATION_LEFT_BEHIND,
        "texts.从前的一句",
    )
    assert fault.place.startswith("第 5 行")
    assert "删掉" in fault.mend


def test_standards_know_their_codes() -> None:
    peoples = standard_of("GB/T 3304-1991")
    assert peoples is not None
    assert len(peoples.needed) == 56
    assert (peoples.codes["01"], peoples.codes["56"]) == ("汉族", "基诺族")
    assert standard_of("目录自定") is None


def test_divisions_are_those_of_the_standard() -> None:
    assert division_name("441900") == "广东省东莞市"
    assert division_name("110101") == "北京市东城区"
    assert is_division("810000")
    assert not is_division("449900")
    assert is_in_province("449999")
    assert not is_in_province("991900")
    assert len([code for code in divisions() if code.endswith("0000")]) == 34
