"""A department's part of a case by the operator's command: its own, for its owner alone, each reading on record."""

from __future__ import annotations

import io
import json
import stat
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from acceptance_platform.__main__ import main
from acceptance_platform.database.tables import submissions
from acceptance_platform.terminals.clerks import NewClerk, create_clerk
from shared.catalogue.model import Catalogue
from shared.contract.departments import DepartmentPart
from shared.contract.submissions import (
    ReturnReason,
    SealedField,
    SealedItem,
    SealedMaterial,
    SealedPart,
    SubmissionState,
)
from shared.domain.submissions import DecisionAct, SubmissionKind
from tests.integration.platform.platform_kit import PASSWORD, ServedPlatform, TerminalSide
from tests.integration.platform.sealing_kit import Sealed, bring, page_bytes, sealed_page, specimen

FIELDS = {"husband.name": "陈样例", "wife.name": "欧阳样例", "marriage.declaration": "1", "move.reason": "夫妻投靠"}
PARTS = {
    "8.1": (("husband.name", "wife.name", "marriage.declaration"), ("husband", "wife"), ("id_card.husband",)),
    "8.2": (("husband.name", "wife.name"), ("husband",), ("household_register.husband",)),
    "8.3": (("wife.name", "move.reason"), ("wife",), ("household_register.wife",)),
}


def marriage(counter: TerminalSide, catalogue: Catalogue, parts: Any = PARTS) -> Sealed:
    """Seal an intake of three items by their parts, each with a page of its own."""
    number, now = str(counter.number(counter.sequence + 1)), datetime.now(UTC)
    papers = [papers[0] for _, _, papers in PARTS.values()]
    items = tuple(
        SealedItem(
            number=f"{number}-{place:02d}",
            item_code=code,
            part=SealedPart(
                fields=fields,
                applications=({field.partition(".")[2]: field for field in fields},),
                applicants=roles,
                materials=own,
            ),
        )
        for place, (code, (fields, roles, own)) in enumerate(parts.items(), start=1)
    )
    body = {
        "items": items,
        "applicants": tuple(specimen(now).model_copy(update={"role": role}) for role in ("husband", "wife")),
        "fields": tuple(SealedField(field=name, value=value, source="typed") for name, value in FIELDS.items()),
        "materials": tuple(SealedMaterial(material=code, given_by="scan", trust="C") for code in papers),
        "pages": tuple(sealed_page(place, code, page_bytes(place), now) for place, code in enumerate(papers, start=1)),
    }
    return counter.seal_intake(catalogue, "8", pages=3, body=body, case_number=number)


def command(platform: ServedPlatform, *words: str) -> tuple[int, list[dict[str, Any]]]:
    first, *others = words
    out = io.StringIO()
    with redirect_stdout(out):
        code = main([first, "--data", str(platform.platform.data.root), "--json", *others])
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def readings(platform: ServedPlatform) -> list[dict[str, Any]]:
    return command(platform, "list", "--readings")[1]


def test_a_department_gets_its_part_and_the_reading_is_on_record(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path
) -> None:
    sealed = marriage(counter, catalogue)
    assert counter.deliver(sealed).state is SubmissionState.DELIVERED
    item = f"{sealed.manifest.envelope.case_number}-03"
    out, before = tmp_path / "part", len(readings(platform))
    code, (line,) = command(platform, "part", item, "--out", str(out), "--by", "c-01", "--reason", "分送市公安局")
    assert (code, line["ok"], line["input"], line["item_code"]) == (0, True, item, "8.3")
    assert (line["item"], line["department"]) == (catalogue.item("8.3").name, catalogue.item("8.3").department)
    assert (line["fields"], line["materials"], line["pages"]) == (2, 1, 1)
    part = DepartmentPart.model_validate_json((out / "part.json").read_bytes())
    assert part.applications == ({"name": "欧阳样例", "reason": "夫妻投靠"},)
    assert [one.role for one in part.applicants] == ["wife"]
    (page,) = part.pages
    assert (out / page.file).read_bytes() == page_bytes(3)
    assert {path.name for path in out.iterdir()} == {"part.json", page.file}
    assert "husband" not in (out / "part.json").read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    read = readings(platform)[before:]
    assert [(one["item_number"], one["clerk_id"], one["reason"], one["pages"]) for one in read] == [
        (item, "c-01", "分送市公安局", 1)
    ]
    assert "样例" not in json.dumps(read, ensure_ascii=False)


@pytest.mark.parametrize(
    ("place", "by", "reason", "error"),
    [
        ("-09", "c-01", "分送", "not_found"),
        ("-1", "c-01", "分送", "case_number_invalid"),
        ("-01", "nobody", "分送", "clerk_invalid"),
        ("-01", "c-01", " ", "reason_missing"),
    ],
)
def test_nothing_is_opened_for_nobody_and_nothing(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path, place: str, by: str,
    reason: str, error: str,
) -> None:  # fmt: skip
    sealed = marriage(counter, catalogue)
    counter.deliver(sealed)
    item, before = sealed.manifest.envelope.case_number + place, readings(platform)
    code, (line,) = command(platform, "part", item, "--out", str(tmp_path / "x"), "--by", by, "--reason", reason)
    assert (code, line["ok"], line["error"]) == (2, False, error)
    assert not (tmp_path / "x").exists()
    assert readings(platform) == before


def test_a_clerk_whose_rights_were_taken_away_opens_nothing(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path
) -> None:
    gone = NewClerk(platform.add_clerk("c-gone"), "李样例", "综合窗口", "A01", frozenset())
    create_clerk(platform.platform, gone, PASSWORD, replace=True)
    sealed = marriage(counter, catalogue)
    counter.deliver(sealed)
    item, words = f"{sealed.manifest.envelope.case_number}-01", ("--by", "c-gone", "--reason", "分送")
    code, (line,) = command(platform, "part", item, "--out", str(tmp_path / "x"), *words)
    assert (code, line["error"]) == (2, "clerk_invalid")
    assert not (tmp_path / "x").exists()


def test_what_lies_there_is_not_written_over_and_what_rotted_is_not_handed_out(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path
) -> None:
    sealed = marriage(counter, catalogue)
    counter.deliver(sealed)
    item = f"{sealed.manifest.envelope.case_number}-01"
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "other").write_text("other")
    words = ("--by", "c-01", "--reason", "分送")
    assert command(platform, "part", item, "--out", str(tmp_path / "full"), *words)[1][0]["error"] == "file_exists"
    platform.platform.data.part(sealed.id, 1).write_bytes(b"rot")
    assert command(platform, "part", item, "--out", str(tmp_path / "new"), *words)[1][0]["error"] == "part_damaged"
    assert not (tmp_path / "new").exists()


def test_a_part_holds_nothing_of_another_case_that_bears_its_number(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform, tmp_path: Path
) -> None:
    """A person could take such a supplement on once."""
    mine, others = marriage(counter, catalogue), marriage(counter, catalogue)
    counter.deliver(mine)
    counter.deliver(others)
    asked = counter.seal_decision(others, DecisionAct.CORRECTION_ASKED)
    counter.deliver(asked)
    brought = bring(counter, others, SubmissionKind.SUPPLEMENT, ["id_card.husband"], asked.root)
    assert counter.deliver(brought).state is SubmissionState.DELIVERED
    number = mine.manifest.envelope.case_number
    with platform.platform.database.write() as connection:
        of_brought = submissions.c.submission_id == brought.id
        connection.execute(update(submissions).where(of_brought).values(case_number=number))
    words = ("--by", "c-01", "--reason", "分送")
    papers = {
        sealed.manifest.envelope.case_number: command(
            platform, "part", f"{sealed.manifest.envelope.case_number}-01", "--out", str(tmp_path / place), *words
        )[1][0]["materials"]
        for place, sealed in (("mine", mine), ("others", others))
    }
    assert papers == {number: 1, others.manifest.envelope.case_number: 2}


@pytest.mark.parametrize(
    "wrong",
    [(("heir.name",), ("wife",), ()), (("wife.name",), ("heir",), ())],
)
def test_a_part_of_what_is_not_in_the_body_is_returned(counter: TerminalSide, catalogue: Catalogue, wrong: Any) -> None:
    answer = counter.deliver(marriage(counter, catalogue, {**PARTS, "8.3": wrong}))
    assert (answer.state, answer.reason) == (SubmissionState.RETURNED, ReturnReason.BODY_INVALID)
    assert answer.reason_detail == "items: a part of what is not in the body"
