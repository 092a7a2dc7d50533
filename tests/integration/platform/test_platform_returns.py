"""What is returned at commit, each with its named reason; the ciphertext stays in quarantine."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from acceptance_platform.submissions.inspecting import list_cases, list_returned
from shared.catalogue.model import Catalogue
from shared.contract.submissions import IntakeBody, ReturnReason, SealedItem, SealedMaterial, SubmissionState
from shared.contract.terminals import ClerkRight
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import DecisionAct, SubmissionKind
from shared.security.manifests import digest_part, sign_manifest
from tests.integration.platform.platform_kit import ServedPlatform, TerminalSide
from tests.integration.platform.sealing_kit import Sealed, bring, page_bytes, sealed_page, specimen
from tests.integration.platform.test_platform_parts import command

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def returned_with(side: TerminalSide, sealed: Sealed) -> ReturnReason | None:
    answer = side.deliver(sealed)
    assert answer.state is SubmissionState.RETURNED
    assert side.commit(sealed).json()["reason"] == answer.reason
    assert "样例" not in answer.reason_detail
    for position, ciphertext in enumerate(sealed.ciphertexts):
        assert side.get(f"/v1/submissions/{sealed.id}/parts/{position}").content == ciphertext
    return answer.reason


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "kiosk"},
        {"pages": ()},
        {"pages": (sealed_page(2, "id_card", page_bytes(1), NOW),)},
        {"pages": (sealed_page(1, "id_card", page_bytes(1), NOW), sealed_page(1, "id_card", page_bytes(1), NOW))},
        {"schema_version": 9},
        {"items": (SealedItem(number="44190026000010000012-01", item_code="7.1"),)},
        {"confirmed_at": datetime(1, 1, 1, tzinfo=UTC)},
        {
            "materials": (SealedMaterial(material="no_such_paper", given_by="scan", trust="A"),),
            "pages": (sealed_page(1, "no_such_paper", page_bytes(1), NOW),),
        },
        {"materials": (SealedMaterial(material="id_photo", given_by="scan", trust="C"),)},
    ],
)
def test_a_body_that_contradicts_its_manifest(
    counter: TerminalSide, catalogue: Catalogue, body: dict[str, Any]
) -> None:
    assert returned_with(counter, counter.seal_intake(catalogue, body=body)) is ReturnReason.BODY_INVALID


@pytest.mark.parametrize("plaintext", [b"", b"{}", b"\xff", b"[" * 5000, '{"陈样例": 1}'.encode()])
def test_a_body_that_is_none(counter: TerminalSide, catalogue: Catalogue, plaintext: bytes) -> None:
    envelope = counter.seal_intake(catalogue).manifest.envelope
    sealed = counter.seal(plaintext, item_codes=envelope.item_codes, catalogue_version=envelope.catalogue_version)
    assert returned_with(counter, sealed) is ReturnReason.BODY_INVALID


@pytest.mark.parametrize("other", [{"sha256": "0" * 64}, {"size": 3}])
def test_a_page_that_is_not_what_the_body_says(
    counter: TerminalSide, catalogue: Catalogue, other: dict[str, Any]
) -> None:
    page = sealed_page(1, "id_card", page_bytes(1), NOW, **other)
    sealed = counter.seal_intake(catalogue, body={"pages": (page,)})
    assert returned_with(counter, sealed) is ReturnReason.PLAINTEXT_MISMATCH


@pytest.mark.parametrize("swapped", [(0, 1), (1, 2)])
def test_parts_that_changed_places(counter: TerminalSide, catalogue: Catalogue, swapped: tuple[int, int]) -> None:
    sealed = counter.seal_intake(catalogue, pages=2)
    one, other = swapped
    ciphertexts = list(sealed.ciphertexts)
    ciphertexts[one], ciphertexts[other] = ciphertexts[other], ciphertexts[one]
    parts = tuple(digest_part(position, data) for position, data in enumerate(ciphertexts))
    envelope = sealed.manifest.envelope.model_copy(update={"parts": parts})
    moved = Sealed(sign_manifest(envelope, counter.key), ciphertexts)
    assert returned_with(counter, moved) is ReturnReason.BODY_UNREADABLE


def test_a_wrapped_key_of_another_submission(counter: TerminalSide, catalogue: Catalogue) -> None:
    other = counter.seal_intake(catalogue).manifest.envelope.wrapped_key
    sealed = counter.seal_intake(catalogue, wrapped_key=other)
    assert returned_with(counter, sealed) is ReturnReason.BODY_UNREADABLE


@pytest.mark.parametrize("wrapped_key", ["", "AAAA"])
def test_a_wrapped_key_that_is_none(counter: TerminalSide, catalogue: Catalogue, wrapped_key: str) -> None:
    sealed = counter.seal_intake(catalogue, wrapped_key=wrapped_key)
    assert returned_with(counter, sealed) is ReturnReason.BODY_UNREADABLE


def test_a_part_too_short_to_be_sealed(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue, parts=(digest_part(0, b"x"),))
    assert returned_with(counter, Sealed(sealed.manifest, [b"x"])) is ReturnReason.BODY_UNREADABLE


def test_numbers_of_another_terminal_or_place(counter: TerminalSide, kiosk: TerminalSide, catalogue: Catalogue) -> None:
    elsewhere = CaseNumber("440300", 2026, counter.me.enrolment_code, 1)
    for number in (kiosk.number(1), elsewhere):
        sealed = counter.seal_intake(catalogue, case_number=str(number))
        assert returned_with(counter, sealed) is ReturnReason.NUMBER_INVALID


def test_a_number_that_is_taken(counter: TerminalSide, catalogue: Catalogue) -> None:
    first = counter.seal_intake(catalogue)
    counter.deliver(first)
    second = counter.seal_intake(catalogue, case_number=first.manifest.envelope.case_number)
    assert returned_with(counter, second) is ReturnReason.NUMBER_TAKEN
    assert counter.commit(first).json()["state"] == "delivered"


def test_a_second_intake_of_a_case(counter: TerminalSide, catalogue: Catalogue) -> None:
    first = counter.seal_intake(catalogue)
    counter.deliver(first)
    second = counter.seal_intake(catalogue, case_id=first.manifest.envelope.case_id)
    assert returned_with(counter, second) is ReturnReason.STALE_BASED_ON


@pytest.mark.parametrize("envelope", [{"item_codes": ("7.2",)}, {"item_codes": ("99",)}])
def test_items_that_the_catalogue_does_not_have(
    counter: TerminalSide, catalogue: Catalogue, envelope: dict[str, Any]
) -> None:
    number = str(counter.number(counter.sequence + 1))
    code = envelope.get("item_codes", ("7.1",))[0]
    body = {"items": (SealedItem(number=f"{number}-01", item_code=code),)}
    sealed = counter.seal_intake(catalogue, body=body, case_number=number, **envelope)
    assert returned_with(counter, sealed) is ReturnReason.UNKNOWN_ITEM


def test_an_item_that_is_applied_for_twice(counter: TerminalSide, catalogue: Catalogue) -> None:
    number = str(counter.number(counter.sequence + 1))
    body = {"items": tuple(SealedItem(number=f"{number}-{place:02d}", item_code="7.1") for place in (1, 2))}
    sealed = counter.seal_intake(catalogue, body=body, case_number=number, item_codes=("7.1", "7.1"))
    assert returned_with(counter, sealed) is ReturnReason.UNKNOWN_ITEM


def test_a_kiosk_names_no_clerk(kiosk: TerminalSide, catalogue: Catalogue) -> None:
    sealed = kiosk.seal_intake(catalogue, body={"clerk_id": "c-01"})
    assert returned_with(kiosk, sealed) is ReturnReason.BODY_INVALID


def test_a_subject_that_the_catalogue_does_not_have(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue, body={"subject_code": "none"})
    assert returned_with(counter, sealed) is ReturnReason.UNKNOWN_ITEM


def test_quarantine_is_listed_apart_from_cases(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    sealed = counter.seal_intake(catalogue, body={"channel": "kiosk"})
    counter.deliver(sealed)
    number = sealed.manifest.envelope.case_number
    (line,) = [line for line in list_returned(platform.platform) if line["case_number"] == number]
    assert (line["reason"], line["submission_id"]) == ("body_invalid", str(sealed.id))
    assert number not in {line["case_number"] for line in list_cases(platform.platform)}
    assert counter.get(f"/v1/cases/{number}").status_code == 404


def test_no_answer_and_no_row_holds_personal_data(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    counter.deliver(counter.seal_intake(catalogue))
    person = specimen(NOW)
    database = platform.platform.data.root
    for path in database.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert person.name.encode() not in content
            assert person.number.encode() not in content


def test_a_person_with_the_right_opens_what_was_returned_and_it_is_on_record(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path
) -> None:
    first = counter.seal_intake(catalogue, pages=1)
    counter.deliver(first)
    second = counter.seal_intake(catalogue, pages=1, case_id=first.manifest.envelope.case_id)
    assert returned_with(counter, second) is ReturnReason.STALE_BASED_ON
    asked = ("open", str(second.id), "--out", str(tmp_path / "it"))
    for by, reason, error in (("nobody", "样例", "clerk_invalid"), ("c-01", " ", "reason_missing")):
        assert command(platform, *asked, "--by", by, "--reason", reason)[1][0]["error"] == error
    for not_returned, error in ((first.id, "not_returned"), (uuid4(), "not_found")):
        words = ("open", str(not_returned), *asked[2:], "--by", "c-01", "--reason", "核对")
        assert command(platform, *words)[1][0]["error"] == error
    assert not (tmp_path / "it").exists()
    code, (line,) = command(platform, *asked, "--by", "c-01", "--reason", "核对两份")
    assert (code, line["reason"], line["pages"]) == (0, "stale_based_on", 1)
    body, page = sorted((tmp_path / "it").iterdir(), key=lambda path: path.suffix != ".json")
    assert IntakeBody.model_validate_json(body.read_bytes()).pages[0].position == 1
    assert page.read_bytes() == page_bytes(1)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (body, page)} == {0o600}
    (read,) = command(platform, "list", "--returned-readings")[1]
    assert (read["submission_id"], read["clerk_id"], read["reason"]) == (str(second.id), "c-01", "核对两份")
    assert command(platform, *asked, "--by", "c-01", "--reason", "再看")[1][0]["error"] == "file_exists"


def test_a_persons_word_gives_no_case_a_second_intake(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    first = counter.seal_intake(catalogue)
    counter.deliver(first)
    second = counter.seal_intake(catalogue, case_id=first.manifest.envelope.case_id)
    assert returned_with(counter, second) is ReturnReason.STALE_BASED_ON
    code, (line,) = command(platform, "take-on", str(second.id), "--by", "c-01", "--reason", "样例：两次都算")
    assert (code, line["ok"], line["error"]) == (2, False, "still_refused")
    assert "the case has an intake already" in line["message"]
    (kept,) = [line for line in list_returned(platform.platform) if line["submission_id"] == str(second.id)]
    assert kept["reason"] == "stale_based_on"


def test_a_persons_word_brings_no_papers_under_another_cases_number(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    mine, others = counter.seal_intake(catalogue), counter.seal_intake(catalogue)
    counter.deliver(mine)
    counter.deliver(others)
    counter.deliver(counter.seal_decision(mine, DecisionAct.CORRECTION_ASKED))
    number = others.manifest.envelope.case_number
    brought = bring(counter, mine, SubmissionKind.SUPPLEMENT, ["id_photo"], mine.root, case_number=number)
    assert returned_with(counter, brought) is ReturnReason.STALE_BASED_ON
    code, (line,) = command(platform, "take-on", str(brought.id), "--by", "c-01", "--reason", "样例：照样算")
    assert (code, line["error"]) == (2, "still_refused")
    assert "number_invalid" in line["message"]


@pytest.mark.parametrize(("rights", "stands"), [(list(ClerkRight), True), ([ClerkRight.ACCEPT], False)])
def test_a_person_with_the_right_stands_in_for_a_clerk_who_lost_it(
    counter: TerminalSide,
    catalogue: Catalogue,
    platform: ServedPlatform,
    rights: list[ClerkRight],
    stands: bool,
) -> None:
    """The act was lawful when it was sealed; the platform knows only the rights of today."""
    decides = platform.add_clerk(f"lost-{stands}", [ClerkRight.ACCEPT])
    vouches = platform.add_clerk(f"vouches-{stands}", rights)
    intake = counter.seal_intake(catalogue)
    counter.deliver(intake)
    refused = counter.seal_decision(intake, DecisionAct.REFUSED, clerk_id=decides)
    assert returned_with(counter, refused) is ReturnReason.CLERK_NOT_ALLOWED
    for by in (decides, vouches):
        code, _ = command(platform, "take-on", str(refused.id), "--by", by, "--reason", "当时有权")
        assert (code == 0) is (stands and by == vouches)
    number = intake.manifest.envelope.case_number
    (case,) = [one for one in list_cases(platform.platform) if one["case_number"] == number]
    assert case["state"] == ("acceptance_refused" if stands else "collected")
