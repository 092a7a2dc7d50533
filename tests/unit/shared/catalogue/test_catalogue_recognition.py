"""What the pages of a material are told by, from its definition to what the page gate takes."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from devices.imaging.recognition.expected import Shape, expected_from
from shared.catalogue.__main__ import main
from shared.catalogue.checker import catalogue_of
from shared.catalogue.errors import CataloguePackageError, FaultCode
from shared.catalogue.model import Catalogue, UnknownSubjectError
from shared.catalogue.recognition import expectation_of
from shared.intake.expected_documents import expected_document, wanted_page


def _names(raw: Mapping[str, list[dict[str, str]]] | None, key: str) -> list[str]:
    assert raw is not None
    return [side["name"] for side in raw[key]]


def test_every_definition_makes_an_expectation(shipped: Catalogue) -> None:
    told = [code for code in shipped.materials if expected_document(shipped, code) is not None]
    assert {"id_card", "household_register", "marriage_certificate", "business_licence", "bank_card", "passport"} <= {
        *told
    }


def test_sides_of_all_other_documents_are_what_a_page_may_be_by_mistake(shipped: Catalogue) -> None:
    raw = expectation_of(shipped, "passport")
    assert _names(raw, "wanted") == ["护照资料页"]
    assert {"居民身份证人像面", "户口簿首页", "营业执照"} <= {*_names(raw, "others")}
    assert "护照资料页" not in _names(raw, "others")


def test_materials_that_share_a_definition_are_no_mistake_for_each_other(shipped: Catalogue) -> None:
    assert expectation_of(shipped, "deceased_register") == expectation_of(shipped, "household_register")


def test_after_one_side_of_a_card_the_other_is_wanted(shipped: Catalogue) -> None:
    raw = expectation_of(shipped, "id_card", ("居民身份证人像面",))
    assert _names(raw, "wanted") == ["居民身份证国徽面", "港澳台居民居住证国徽面", "港澳台居民通行证机读码面"]
    assert "居民身份证人像面" in _names(raw, "others")
    both = expectation_of(shipped, "id_card", ("居民身份证人像面", "居民身份证国徽面"))
    assert both == expectation_of(shipped, "id_card")


def test_the_side_that_is_missing_has_a_name_only_where_the_other_was_taken(shipped: Catalogue) -> None:
    front, back = "居民身份证人像面", "居民身份证国徽面"
    missing = [wanted_page(shipped, "id_card", taken).missing for taken in ((), (front,), (back,), (front, back))]
    assert missing == ["", "back", "front", ""]
    assert wanted_page(shipped, "household_register", (front,)).missing == ""
    assert wanted_page(shipped, "lodging_record").document is None


def test_an_unwanted_side_is_known_and_not_wanted(shipped: Catalogue) -> None:
    raw = expectation_of(shipped, "bank_card")
    assert "银行卡背面" in _names(raw, "others")
    assert _names(raw, "wanted") == ["银行卡正面"]


def test_of_a_role_the_material_counts(shipped: Catalogue) -> None:
    assert expectation_of(shipped, "household_register.wife") == expectation_of(shipped, "household_register")


def test_what_is_not_described_is_not_judged(shipped: Catalogue) -> None:
    assert expectation_of(shipped, "lodging_record") is None
    assert expected_document(shipped, "lodging_record") is None
    with pytest.raises(UnknownSubjectError):
        expectation_of(shipped, "lunch")


def test_a_definition_that_leads_nowhere_is_refused(source_files: dict[str, bytes]) -> None:
    text = source_files["materials.yaml"].decode().replace("{ as: household_register }", "{ as: passport_photo }")
    with pytest.raises(CataloguePackageError) as refused:
        catalogue_of({**source_files, "materials.yaml": text.encode()})
    (fault,) = refused.value.faults
    assert fault.code is FaultCode.REFERENCE_UNDEFINED
    assert fault.place.endswith("materials.deceased_register.recognise.as")


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place"),
    [
        ("kind: bank-card", "kind: love-letter", FaultCode.VALUE_INVALID, "read.kind"),
        ("bank.account: number", "bank.account: address", FaultCode.VALUE_INVALID, "read.answers.bank.account"),
        ("bank.account: number", "bank.vault: number", FaultCode.REFERENCE_UNDEFINED, "read.answers.bank.vault"),
    ],
)
def test_what_can_not_be_read_or_answers_nothing_is_refused_with_its_mend(
    source_files: dict[str, bytes], right: str, wrong: str, code: FaultCode, place: str
) -> None:
    text = source_files["materials.yaml"].decode().replace(right, wrong)
    with pytest.raises(CataloguePackageError) as refused:
        catalogue_of({**source_files, "materials.yaml": text.encode()})
    (fault,) = refused.value.faults
    assert (fault.code, bool(fault.mend)) == (code, True)
    assert fault.place.endswith(place)


def test_the_command_prints_what_the_page_verb_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["expect", "id_card", "--taken", "居民身份证人像面"]) == 0
    expected = expected_from(json.loads(capsys.readouterr().out))
    assert {side.shape for side in expected.wanted} == {Shape.CARD}
    assert main(["expect", "id_card", "--json"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert (line["ok"], line["input"]) == (True, "id_card")
    assert main(["expect", "lodging_record"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["expect", "lunch", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"] == "unknown_subject"
