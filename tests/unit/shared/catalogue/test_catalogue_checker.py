"""Every kind of faulty catalogue is refused, with file, place and mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.catalogue.checker import check_source
from shared.catalogue.errors import FaultCode
from shared.catalogue.sources import default_source
from tests.unit.shared.catalogue.faulty import Edit, Wrong, assert_told, faults_of

ITEM = "items/07-01-employment-certificate.yaml"
MARRIAGE = "items/08-01-marriage-registration.yaml"
STATUS = "items/08-02-household-marital-status.yaml"
SERVICE = "services/08-marriage-and-household.yaml"


PAYMENT_NOTICE = (
    "  - kind: payment\n"
    "    title: 缴费通知书\n"
    "    signed_by: hall\n"
    "    body:\n"
    "      - 您办理的“{subject}”应当缴纳下列费用，合计人民币{amount}。"
    "请于{due}前向{collector}缴纳，凭缴费凭证继续办理。\n"
    "      - 收款账户：{account}\n"
    "    closing: [payment_public, hotline]\n"
)


F = FaultCode
WRONG = [
    # Structure.
    Wrong(ITEM, "short_name: 就业创业证\n", "", F.VALUE_MISSING, "short_name"),
    Wrong(ITEM, "subtitle:", "subtitel:", F.VALUE_UNKNOWN, "subtitel"),
    Wrong(ITEM, 'code: "7.1"', "code: 71", F.VALUE_INVALID, "code"),
    Wrong(ITEM, "type: public_service", "type: 公共服务", F.VALUE_INVALID, "type"),
    Wrong(ITEM, "permanent_id: 701", "permanent_id: 0", F.VALUE_INVALID, "permanent_id"),
    Wrong(ITEM, "emblem: 创", "emblem: 创业", F.VALUE_INVALID, "emblem"),
    Wrong("package.yaml", '"2026.11.1"', "最新版", F.VALUE_INVALID, "version"),
    Wrong("package.yaml", "2026-11-20", "2026-11-31", F.VALUE_INVALID, "published"),
    Wrong("themes.yaml", "colour: teal", "colour: green", F.VALUE_INVALID, "themes[0].colour"),
    Wrong("offices.yaml", "https://", "http://", F.VALUE_INVALID, "offices[0].online"),
    Wrong("dictionary.yaml", "    code_table: sex\n", "", F.VALUE_MISSING, "fields.person.sex.code_table"),
    Wrong("materials.yaml", "face: front", "face: side", F.VALUE_INVALID, "materials.id_card.recognise.sides[0].face"),
    Wrong(
        "materials.yaml",
        "complete: true",
        "complete: true\n      as: household_register",
        F.VALUE_INVALID,
        "materials.id_card.recognise",
    ),
    Wrong(
        "materials.yaml",
        "          headings: [居民户口簿, 户口簿, 中华人民共和国公安部制]\n",
        "",
        F.VALUE_MISSING,
        "materials.household_register.recognise.sides[2]",
    ),
    Wrong(
        "dictionary.yaml",
        '"^[0-9]{6,12}$"',
        '"^([0-9]+)+$"',
        F.VALUE_INVALID,
        "fields.person.household_number.schema.pattern",
    ),
    Wrong(
        "dictionary.yaml",
        '"^[0-9]{6,12}$"',
        '"^[9-0]{6,12}$"',
        F.VALUE_INVALID,
        "fields.person.household_number.schema.pattern",
    ),
    Wrong("materials.yaml", "平放在读卡区", "平放在{here}", F.VALUE_INVALID, "materials.id_card.prompt"),
    Wrong("materials.yaml", "min: 1, max: 4", "min: 5, max: 4", F.VALUE_INVALID, "materials.household_register.pages"),
    # YAML.
    Wrong(ITEM, "theme: employment", "theme: employment\ntheme: subsidy", F.KEY_TWICE, ""),
    Wrong(ITEM, "limits: {", "limits: &limits {", F.YAML_FORBIDDEN, ""),
    Wrong(ITEM, "guide:", "guide: [", F.YAML_INVALID, ""),
    # Doubled codes.
    Wrong(STATUS, 'code: "8.2"', 'code: "8.1"', F.CODE_TWICE, "code"),
    Wrong(SERVICE, "permanent_id: 800", "permanent_id: 701", F.PERMANENT_ID_TWICE, "permanent_id"),
    Wrong("departments.yaml", "code: tax", "code: hrss", F.CODE_TWICE, "departments[1]"),
    Wrong("code_tables/sex.yaml", "id: sex", "id: mover", F.CODE_TWICE, "id"),
    Wrong(STATUS, "material: household_register", "material: id_card", F.CODE_TWICE, "materials[1]"),
    # Codes of the national list.
    Wrong(ITEM, 'basic: "0020', 'basic: "0001', F.CODE_WRONG, "codes.basic"),
    Wrong(
        ITEM,
        "implementation: 11441900MB2Y00013B",
        "implementation: 11441900MB2Y000216",
        F.CODE_WRONG,
        "codes.implementation",
    ),
    Wrong(ITEM, "handling: 11441900MB2Y00013B2", "handling: 11441900MB2Y00013B3", F.CODE_WRONG, "codes.handling"),
    Wrong(
        "departments.yaml",
        "code: 11441900MB2Y00013B",
        "code: 11441900MB2Y00013C",
        F.CODE_WRONG,
        "departments[0].credit_code.code",
    ),
    # References.
    Wrong(ITEM, "department: hrss", "department: labour", F.REFERENCE_UNDEFINED, "department"),
    Wrong(ITEM, "theme: employment", "theme: work", F.REFERENCE_UNDEFINED, "theme"),
    Wrong(ITEM, "offices: [hall,", "offices: [home,", F.REFERENCE_UNDEFINED, "guide.offices[0]"),
    Wrong(ITEM, "material: id_photo", "material: passport_photo", F.REFERENCE_UNDEFINED, "materials[2].material"),
    Wrong(ITEM, "    roles: [applicant]", "    roles: [spouse]", F.REFERENCE_UNDEFINED, "materials[0].roles[0]"),
    Wrong(ITEM, "[person.phone]", "[person.fax]", F.REFERENCE_UNDEFINED, "form.sections[1].fields[0]"),
    Wrong("package.yaml", "hall: hall", "hall: town", F.REFERENCE_UNDEFINED, "hall"),
    Wrong(
        "dictionary.yaml",
        "code_table: mover",
        "code_table: movers",
        F.REFERENCE_UNDEFINED,
        "fields.move.mover.code_table",
    ),
    Wrong(
        "dictionary.yaml",
        "field: person.name }",
        "field: person.nick }",
        F.REFERENCE_UNDEFINED,
        "fields.move.householder_name.suggestions[0].field",
    ),
    Wrong("notices.yaml", "kind: payment", "kind: paying", F.REFERENCE_UNDEFINED, "notices[10].kind"),
    Wrong(
        "notices.yaml", "licence: 受理通知书", "permit: 受理通知书", F.REFERENCE_UNDEFINED, "notices[2].by_type.permit"
    ),
    Wrong(
        STATUS,
        "optional: [person.household_number]",
        "optional: [person.phone]",
        F.REFERENCE_UNDEFINED,
        "form.sections[2].optional[0]",
    ),
    # Wording and legal basis (A8).
    Wrong(
        ITEM,
        "没有领取过《就业创业证》，或者原证已经注销。",
        "符合规定的其他条件。",
        F.WORDING_VAGUE,
        "guide.conditions[2]",
    ),
    Wrong(ITEM, "核对身份和材料，决定是否受理。", "视情况决定是否受理。", F.WORDING_VAGUE, "guide.steps[1].text"),
    Wrong(
        "materials.yaml",
        "name: 营业执照",
        "name: 营业执照及其他材料",
        F.WORDING_VAGUE,
        "materials.business_licence.name",
    ),
    Wrong("materials.yaml", "二寸彩色照片", "二寸彩色照片等相关材料", F.WORDING_VAGUE, "materials.id_photo.official"),
    Wrong(
        ITEM,
        "    legal_basis: 《就业失业登记证管理暂行办法》（人社部发〔2010〕75号）第三章\n",
        "",
        F.LEGAL_BASIS_MISSING,
        "materials[0].legal_basis",
    ),
    Wrong(
        ITEM,
        "legal_basis: 《就业失业登记证管理暂行办法》（人社部发〔2010〕75号）第三章",
        'legal_basis: ""',
        F.LEGAL_BASIS_MISSING,
        "materials[0].legal_basis",
    ),
    Wrong(
        ITEM,
        "law: 《中华人民共和国就业促进法》",
        "law: 国家法律法规",
        F.LEGAL_BASIS_MISSING,
        "guide.legal_basis[0].law",
    ),
    # Limits.
    Wrong(ITEM, "promised_days: 3", "promised_days: 11", F.LIMIT_WRONG, "limits"),
    Wrong(ITEM, "handling: promised", "handling: immediate", F.LIMIT_WRONG, "limits"),
    Wrong(STATUS, "handling: immediate", "handling: promised", F.LIMIT_WRONG, "limits"),
    # Form.
    Wrong(ITEM, "[person.phone]", "[person.phone, person.name]", F.FIELD_TWICE, "form.sections[1].fields[1]"),
    Wrong(
        ITEM,
        "    - title: 怎么联系您\n      role: applicant\n",
        "    - title: 怎么联系您\n",
        F.ROLE_WRONG,
        "form.sections[1].fields[0]",
    ),
    Wrong(
        ITEM,
        "code: applicant, label: 申请人, in_person: true",
        "code: applicant, label: 申请人, in_person: false",
        F.ROLE_WRONG,
        "form.roles",
    ),
    Wrong(
        MARRIAGE,
        '["10", "30", "40"]',
        '["10", "30", "41"]',
        F.CHOICE_WRONG,
        "form.sections[0].rules.person.marital_status.enum",
    ),
    Wrong(
        "dictionary.yaml",
        '["10", "30", "40", "90"]',
        '["10", "99"]',
        F.CHOICE_WRONG,
        "fields.person.marital_status.schema.enum",
    ),
    # Channels.
    Wrong(
        MARRIAGE,
        "state: in_person_only, office: marriage_registry, ",
        "state: in_person_only, ",
        F.DEAD_END,
        "channels.kiosk",
    ),
    # One-matter service.
    Wrong(SERVICE, 'lead: "8.1"', 'lead: "7.1"', F.REFERENCE_UNDEFINED, "lead"),
    Wrong(SERVICE, '- item: "8.3"', '- item: "8.9"', F.REFERENCE_UNDEFINED, "items[2].item"),
    Wrong(SERVICE, '- item: "8.3"', '- item: "8.2"', F.CODE_TWICE, "items[2]"),
    Wrong(SERVICE, "{ husband: husband, wife: wife }", "{ husband: husband }", F.ROLE_WRONG, "items[0].casts[0]"),
    Wrong(
        SERVICE, "{ husband: husband, wife: wife }", "{ husband: wife, wife: wife }", F.ROLE_WRONG, "items[0].casts[0]"
    ),
    Wrong(
        SERVICE,
        "{ husband: husband, wife: wife }",
        "{ husband: groom, wife: wife }",
        F.REFERENCE_UNDEFINED,
        "items[0].casts[0].husband",
    ),
    Wrong(SERVICE, '{ when: "2", ', '{ when: "3", ', F.CHOICE_WRONG, "items[2].casts"),
    Wrong(SERVICE, "    chosen_by: move.mover\n", "", F.CHOICE_WRONG, "items[2]"),
    Wrong(
        SERVICE,
        "materials: [marriage_certificate]",
        "materials: [bank_card]",
        F.REFERENCE_UNDEFINED,
        "supplied[0].materials[0]",
    ),
    Wrong(SERVICE, '- by: "8.1"', '- by: "8.3"', F.REFERENCE_UNDEFINED, "supplied[0].materials[0]"),
    Wrong(
        SERVICE, "fields: [result.collection]", "fields: [bank.name]", F.REFERENCE_UNDEFINED, "sections[5].fields[0]"
    ),
    Wrong(SERVICE, "    fields: [marriage.declaration, ", "    fields: [", F.FIELD_UNPLACED, "sections"),
    Wrong(SERVICE, "fields: [result.collection]", "fields: [result.collection, move.mover]", F.FIELD_TWICE, "sections"),
    Wrong(SERVICE, "code: husband, label: 男方", "code: move, label: 男方", F.ROLE_WRONG, "roles[0]"),
    # Samples of forms.
    Wrong(
        "dictionary.yaml",
        "    schema: { type: string, format: mobile-phone }\n",
        '    schema: { type: string, format: mobile-phone }\n    example: "12345"\n',
        F.VALUE_INVALID,
        "fields.person.phone.example",
    ),
    Wrong(
        "dictionary.yaml",
        "    schema: { type: string, format: citizen-number }\n    data_class: sensitive\n    card: number\n",
        "    schema: { type: string, format: citizen-number }\n    data_class: sensitive\n    card: number\n"
        '    example: "441900199003070010"\n',
        F.VALUE_INVALID,
        "fields.person.number.example",
    ),
    Wrong(
        "dictionary.yaml",
        "    code_table: sex\n",
        "    code_table: sex\n    example: 男\n",
        F.CHOICE_WRONG,
        "fields.person.sex.example",
    ),
    # Calendar and notices.
    Wrong("calendar.yaml", "days: [2026-01-04]", "days: [2026-01-03]", F.CALENDAR_WRONG, "years[2].work[0]"),
    Wrong("calendar.yaml", "days: [2026-01-04]", "days: [2029-01-04]", F.CALENDAR_WRONG, "years[2].work[0]"),
    Wrong("calendar.yaml", "days: [2026-01-04]", "days: [2026-02-30]", F.CALENDAR_WRONG, "years[2].work[0]"),
    Wrong("calendar.yaml", "year: 2025", "year: 2026", F.CODE_TWICE, "years[2]"),
    Wrong("notices.yaml", PAYMENT_NOTICE, "", F.VALUE_MISSING, "notices"),
    Wrong(
        "notices.yaml",
        "理由：{reason}\n      - 依据：{basis}\n      - 您可以向",
        "理由：{why}\n      - 您可以向",
        F.REFERENCE_UNDEFINED,
        "notices[4].body[1]",
    ),
    Wrong("notices.yaml", "收款账户：{account}", "收款账户：{account", F.VALUE_INVALID, "notices[10].body[1]"),
    Wrong(
        "notices.yaml",
        "closing: [service_refused]",
        "closing: [service_kept]",
        F.REFERENCE_UNDEFINED,
        "notices[9].closing[0]",
    ),
    Wrong("notices.yaml", "  working_days: ", "  worked_days: ", F.VALUE_MISSING, "labels"),
    Wrong("notices.yaml", "  hotline: 咨询、投诉请拨打 12345。\n", "", F.VALUE_MISSING, "sentences"),
]


@pytest.fixture
def edited(small_edited: Edit) -> Edit:
    """The small catalogue: it has all that is edited here, and is checked in no time."""
    return small_edited


@pytest.fixture
def source_files(small_files: dict[str, bytes]) -> dict[str, bytes]:
    return small_files


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.code.value}-{wrong.place or wrong.file}")
def test_a_faulty_catalogue_is_refused_with_file_place_and_mend(edited: Edit, wrong: Wrong) -> None:
    assert_told(edited, wrong)


def test_the_place_is_the_line_of_the_fault(edited: Edit) -> None:
    files = edited(ITEM, "theme: employment", "theme: work")
    line = files[ITEM].decode().splitlines().index("theme: work") + 1
    assert faults_of(files)[0].place == f"第 {line} 行 theme"


def test_all_faults_of_all_files_are_told_at_once(edited: Edit) -> None:
    files = edited(ITEM, "theme: employment", "theme: work") | {
        STATUS: edited(STATUS, "department: police", "department: army")[STATUS]
    }
    assert {fault.file for fault in faults_of(files)} == {ITEM, STATUS}


@pytest.mark.parametrize(
    ("change", "code", "file"),
    [
        ({"notes.docx": b"x"}, FaultCode.FILE_UNEXPECTED, "notes.docx"),
        ({"items/../package.yaml": b"x"}, FaultCode.FILE_UNEXPECTED, "items/../package.yaml"),
        ({"dictionary.yaml": b"\xff\xfe"}, FaultCode.YAML_INVALID, "dictionary.yaml"),
        ({"dictionary.yaml": b""}, FaultCode.VALUE_INVALID, "dictionary.yaml"),
        ({"dictionary.yaml": b"- a\n"}, FaultCode.VALUE_INVALID, "dictionary.yaml"),
    ],
)
def test_a_wrong_file_is_named(
    source_files: dict[str, bytes], change: dict[str, bytes], code: FaultCode, file: str
) -> None:
    assert (code, file) in {(fault.code, fault.file) for fault in faults_of({**source_files, **change})}


def test_a_missing_file_is_named(source_files: dict[str, bytes]) -> None:
    files = {name: data for name, data in source_files.items() if name != "calendar.yaml" and "items/" not in name}
    missing = {fault.file for fault in faults_of(files) if fault.code is FaultCode.FILE_MISSING}
    assert missing == {"calendar.yaml", "items/"}


def test_the_shipped_folder_has_no_fault_and_a_missing_one_says_so(tmp_path: Path) -> None:
    assert check_source(default_source()) == ()
    assert [fault.code for fault in check_source(tmp_path / "nowhere")] == [FaultCode.FILE_MISSING]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "package.yaml").symlink_to("/etc/hostname")
    (fault,) = check_source(tmp_path)
    assert (fault.code, fault.file) == (FaultCode.FILE_UNEXPECTED, "package.yaml")


def test_a_huge_stray_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "video.mp4").open("wb") as file:
        file.truncate(64 * 1024**3)
    assert FaultCode.FILE_UNEXPECTED in {fault.code for fault in check_source(tmp_path)}
