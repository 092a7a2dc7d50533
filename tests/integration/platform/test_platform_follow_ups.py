"""What follows an intake beside decisions: it fits the case, and the platform's database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.catalogue.model import Catalogue
from shared.contract.submissions import ReturnReason, SealedMaterial, SupplementBody, TransferBody
from shared.domain.submissions import DecisionAct, SubmissionKind
from tests.integration.platform.platform_kit import TerminalSide
from tests.integration.platform.sealing_kit import Sealed, page_bytes, sealed_page

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOO_MANY = 2**31


@pytest.fixture
def intake(counter: TerminalSide, catalogue: Catalogue) -> Sealed:
    sealed = counter.seal_intake(catalogue)
    counter.deliver(sealed)
    return sealed


def follow(
    side: TerminalSide,
    earlier: Sealed,
    kind: SubmissionKind,
    body: dict[str, Any],
    *,
    based_on: str | None = None,
    pages: Sequence[bytes] = (),
) -> Sealed:
    """Seal what follows an intake."""
    case = earlier.manifest.envelope
    return side.seal(
        json.dumps(body).encode(),
        pages,
        kind=kind,
        case_id=case.case_id,
        case_number=case.case_number,
        based_on=based_on or earlier.root,
        item_codes=case.item_codes,
        catalogue_version=case.catalogue_version,
    )


def supplement(earlier: Sealed, paper: dict[str, int], page: dict[str, int]) -> dict[str, Any]:
    """Return a supplement of one page with these counts, as another program might write it."""
    body = SupplementBody(
        items=(f"{earlier.manifest.envelope.case_number}-01",),
        materials=(SealedMaterial(material="id_card", given_by="scan", trust="C"),),
        pages=(sealed_page(1, "id_card", page_bytes(1), NOW),),
        supplied_at=NOW,
    ).model_dump(mode="json")
    body["materials"][0].update(paper)
    body["pages"][0].update(page)
    return body


@pytest.mark.parametrize(
    ("paper", "page", "reason"),
    [
        ({"originals": 1, "copies": TOO_MANY - 1}, {"page": TOO_MANY - 1}, None),
        ({"originals": TOO_MANY}, {}, ReturnReason.BODY_INVALID),
        ({"copies": 10**30}, {}, ReturnReason.BODY_INVALID),
        ({}, {"page": 10**30}, ReturnReason.BODY_INVALID),
    ],
)
def test_a_count_that_no_database_holds_is_returned_by_name(
    counter: TerminalSide, intake: Sealed, paper: dict[str, int], page: dict[str, int], reason: ReturnReason | None
) -> None:
    asked = counter.seal_decision(intake, DecisionAct.CORRECTION_ASKED)
    counter.deliver(asked)
    body = supplement(intake, paper, page)
    sealed = follow(counter, intake, SubmissionKind.SUPPLEMENT, body, based_on=asked.root, pages=[page_bytes(1)])
    assert counter.deliver(sealed).reason is reason


def test_an_item_application_that_is_named_twice_is_returned_by_name(counter: TerminalSide, intake: Sealed) -> None:
    number = f"{intake.manifest.envelope.case_number}-01"
    body = TransferBody(
        clerk_id="c-01", items=(number, number), materials=("id_card",), sender="样例窗口", receiver="样例部门",
        transferred_at=NOW,
    )  # fmt: skip
    sealed = follow(counter, intake, SubmissionKind.TRANSFER, body.model_dump(mode="json"))
    assert counter.deliver(sealed).reason is ReturnReason.BODY_INVALID
