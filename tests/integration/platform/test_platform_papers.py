"""The papers of a case at the platform: what its own items ask for, what was promised, what came later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from shared.catalogue.model import Catalogue
from shared.contract.submissions import (
    CaseStatus,
    HandoverBody,
    ReturnReason,
    SealedItem,
    SealedMaterial,
    SubmissionState,
)
from shared.domain.submissions import DecisionAct, SubmissionKind
from tests.integration.platform.platform_kit import TerminalSide
from tests.integration.platform.sealing_kit import Sealed, bring, follow, scanned, specimen

CERTIFICATE = "marriage_certificate"
"""A main paper of 8.2 and 8.3; where 8.1 is applied for beside them, its result."""


def number_of(intake: Sealed, place: int) -> str:
    return f"{intake.manifest.envelope.case_number}-{place:02d}"


def states(side: TerminalSide, intake: Sealed) -> list[str]:
    response = side.get(f"/v1/cases/{intake.manifest.envelope.case_number}")
    return [item.state for item in CaseStatus.model_validate_json(response.content).items]


def seal_part_of_service(side: TerminalSide, catalogue: Catalogue, given: Sequence[str]) -> Sealed:
    """Seal an intake of those who are married already: 8.2 and 8.3 of one matter, without 8.1."""
    number = str(side.number(side.sequence + 1))
    codes = ("8.2", "8.3")
    items = tuple(SealedItem(number=f"{number}-{place:02d}", item_code=code) for place, code in enumerate(codes, 1))
    body = {"items": items, "materials": scanned(*given), "pages": ()}
    return side.seal_intake(catalogue, "8", pages=0, body=body, case_number=number, item_codes=codes)


def test_a_paper_that_no_item_of_the_case_results_in_is_required_and_may_be_brought(
    counter: TerminalSide, catalogue: Catalogue
) -> None:
    others = [line.code for line in catalogue.subject("8").materials]
    assert CERTIFICATE not in others
    intake = seal_part_of_service(counter, catalogue, others)
    assert counter.deliver(intake).state is SubmissionState.DELIVERED
    without = counter.seal_decision(intake)
    assert counter.deliver(without).reason is ReturnReason.TRANSITION_REFUSED
    asked = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED, places=(1, 2))
    assert counter.deliver(asked).state is SubmissionState.DELIVERED
    brought = bring(counter, intake, SubmissionKind.SUPPLEMENT, [CERTIFICATE], asked.root)
    assert counter.deliver(brought).state is SubmissionState.DELIVERED
    accepted = counter.seal_decision(intake, based_on=brought.root)
    assert counter.deliver(accepted).state is SubmissionState.DELIVERED
    assert states(counter, intake) == ["accepted", "correction_asked"]


def test_a_paper_of_items_that_are_not_applied_for_is_not_taken(counter: TerminalSide, catalogue: Catalogue) -> None:
    own = catalogue.subject_of_case("8", ["8.2", "8.3"])
    foreign = {line.code for line in catalogue.subject("8").materials} - {line.code for line in own.materials}
    assert foreign
    intake = seal_part_of_service(counter, catalogue, [line.code for line in own.materials])
    counter.deliver(intake)
    asked = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED)
    counter.deliver(asked)
    brought = bring(counter, intake, SubmissionKind.SUPPLEMENT, sorted(foreign), asked.root)
    assert counter.deliver(brought).reason is ReturnReason.BODY_INVALID


def seal_with_promise(side: TerminalSide, catalogue: Catalogue, subject_code: str, promised: str) -> Sealed:
    """Seal a complete intake but for a paper that was promised for later."""
    codes = [line.code for line in catalogue.subject(subject_code).materials]
    assert promised in codes
    later = SealedMaterial(material=promised, given_by="promise", trust="C", promised_until="2026-12-10")
    given = (*scanned(*(code for code in codes if code != promised)), later)
    sealed = side.seal_intake(catalogue, subject_code, pages=0, body={"materials": given, "pages": ()})
    assert side.deliver(sealed).state is SubmissionState.DELIVERED
    return sealed


def test_a_result_waits_for_no_promise_of_another_item(counter: TerminalSide, catalogue: Catalogue) -> None:
    intake = seal_with_promise(counter, catalogue, "8", "housing_proof")
    decided = counter.seal_decision(intake, DecisionAct.DECIDED_ON_THE_SPOT, places=(2,))
    assert counter.deliver(decided).state is SubmissionState.DELIVERED
    now = datetime.now(UTC)
    body = HandoverBody(clerk_id="c-01", items=(number_of(intake, 2),), receiver=specimen(now), handed_at=now)
    handed = follow(counter, intake, SubmissionKind.HANDOVER, body, decided.root)
    assert counter.deliver(handed).state is SubmissionState.DELIVERED
    assert states(counter, intake) == ["collected", "issued", "collected"]


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (DecisionAct.ACCEPTED, "accepted"),
        # of a terminal that does not know it yet, or of an older release
        (DecisionAct.ACCEPTED_WITH_DEFERRED, "accepted_with_deferred"),
    ],
)
def test_a_promise_that_is_kept_before_acceptance_need_not_be_deferred(
    counter: TerminalSide, catalogue: Catalogue, act: DecisionAct, state: str
) -> None:
    intake = seal_with_promise(counter, catalogue, "7.1", "id_photo")
    kept = bring(counter, intake, SubmissionKind.PROMISE_KEPT, ["id_photo"], intake.root)
    assert counter.deliver(kept).state is SubmissionState.DELIVERED
    assert counter.deliver(counter.seal_decision(intake, act, based_on=kept.root)).state is SubmissionState.DELIVERED
    assert states(counter, intake) == [state]


def test_a_promised_paper_that_a_supplement_brought_may_be_told_as_kept(
    counter: TerminalSide, catalogue: Catalogue
) -> None:
    intake = seal_with_promise(counter, catalogue, "7.1", "id_photo")
    asked = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED)
    counter.deliver(asked)
    brought = bring(counter, intake, SubmissionKind.SUPPLEMENT, ["id_photo"], asked.root)
    assert counter.deliver(brought).state is SubmissionState.DELIVERED
    kept = bring(counter, intake, SubmissionKind.PROMISE_KEPT, ["id_photo"], brought.root)
    assert counter.deliver(kept).state is SubmissionState.DELIVERED
    other = bring(counter, intake, SubmissionKind.PROMISE_KEPT, ["household_register"], kept.root)
    assert counter.deliver(other).reason is ReturnReason.BODY_INVALID
