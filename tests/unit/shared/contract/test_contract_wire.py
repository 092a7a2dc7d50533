"""The wire models: strict about what they don't know, exact about bytes and times."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.contract import submissions, terminals
from shared.contract.base import (
    Base64Text,
    CaseNumberText,
    Code,
    HexDigest,
    Instant,
    KeyId,
    WireModel,
    decode_bytes,
    encode_bytes,
)
from shared.contract.problems import Problem, ProblemCode
from shared.contract.submissions import MAX_PART_BYTES, MAX_PARTS, PartDigest, SealedPage, SubmissionStatus

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def all_models() -> list[type[WireModel]]:
    modules = (submissions, terminals)
    found = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, WireModel) and value is not WireModel
    }
    return sorted(found, key=lambda model: model.__name__)


@given(data=st.binary(max_size=200))
def test_bytes_travel_as_base64(data: bytes) -> None:
    assert decode_bytes(encode_bytes(data)) == data


@given(text=st.text(max_size=50))
def test_any_text_is_base64_or_a_value_error(text: str) -> None:
    try:
        data = decode_bytes(text)
    except ValueError:
        return
    assert len(data) * 4 // 3 <= len(text)


def test_a_place_that_no_database_holds_is_no_answer() -> None:
    facts = {"submission_id": str(uuid.uuid4()), "case_id": str(uuid.uuid4()), "case_number": "4" * 20}
    facts |= {"kind": "intake", "state": "delivered", "root": "0" * 64}
    assert SubmissionStatus.model_validate_json(json.dumps({**facts, "platform_sequence": 2**63 - 1}))
    for place in (2**63, -1):
        with pytest.raises(ValidationError):
            SubmissionStatus.model_validate_json(json.dumps({**facts, "platform_sequence": place}))


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_time_outside_the_calendar_is_no_instant(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(text)


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_models_are_frozen_and_refuse_what_they_do_not_know(model: type[WireModel]) -> None:
    assert model.model_config["frozen"] is True
    assert model.model_config["extra"] == "forbid"
    with pytest.raises(ValidationError) as refused:
        model.model_validate({"no_such_field": 1})
    assert "no_such_field" in {str(fault["loc"][0]) for fault in refused.value.errors()}


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (HexDigest, "0" * 64, ["0" * 63, "G" * 64, "A" * 64, "0" * 64 + "\n", "٠" * 64]),
        (KeyId, "0" * 16, ["0" * 15, "A" * 16, "0" * 16 + "\n"]),
        (CaseNumberText, "44190026000010000012", ["4419002600001000001", "44190026000010000012\n", "٤" * 20, "x" * 20]),
        (Code, "household_register.wife", ["", "a b", "a/b", "样例", "a\n", "x" * 65]),
        (Base64Text, "AAAA", ["A", "AA=", "A\n==", "****", "A" * 16_388]),
    ],
)
def test_small_types_are_exact(kind: Any, good: str, bad: list[str]) -> None:
    adapter = TypeAdapter(kind)
    assert adapter.validate_python(good) == good
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)


OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(at=st.datetimes(timezones=OFFSETS))
def test_times_keep_their_instant_on_the_wire(at: datetime) -> None:
    adapter = TypeAdapter(Instant)
    assert adapter.validate_json(adapter.dump_json(at)) == at


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "changes", [{"position": -1}, {"position": MAX_PARTS + 1}, {"size": 0}, {"size": MAX_PART_BYTES + 1}]
)
def test_parts_are_bounded(changes: dict[str, int]) -> None:
    fields = {"position": 0, "sha256": "0" * 64, "size": 1}
    PartDigest(**fields)
    with pytest.raises(ValidationError):
        PartDigest(**{**fields, **changes})


def test_a_page_never_takes_the_bodys_place() -> None:
    fields = {
        "position": 1, "material": "id_card", "page": 1, "name": "样例", "media_type": "image/jpeg",
        "sha256": "0" * 64, "size": 1, "trust": "C", "taken_at": NOW,
    }  # fmt: skip
    SealedPage(**fields)
    for changes in ({"position": 0}, {"page": 0}, {"trust": "E"}, {"trust": "AB"}):
        with pytest.raises(ValidationError):
            SealedPage(**{**fields, **changes})


def test_a_status_reads_back_as_it_was_sent() -> None:
    status = SubmissionStatus(
        submission_id=uuid.uuid4(), case_id=uuid.uuid4(), case_number="44190026000010000012", kind="intake",
        state="awaiting_parts", root="0" * 64, missing=(0, 2), received_at=NOW,
    )  # fmt: skip
    assert SubmissionStatus.model_validate_json(status.model_dump_json()) == status


def test_problem_codes_are_snake_case_and_a_problem_is_small() -> None:
    assert all(code.value == code.name.lower() for code in ProblemCode)
    problem = Problem(code=ProblemCode.NOT_FOUND, title="x", status=404)
    assert set(json.loads(problem.model_dump_json())) == {"code", "title", "detail", "status"}
    with pytest.raises(ValidationError):
        Problem(code=ProblemCode.NOT_FOUND, title="x" * 201, status=404)
