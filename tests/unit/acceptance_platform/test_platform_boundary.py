"""The outermost layers: failures are answered without their text, frequency is limited."""

from __future__ import annotations

import asyncio
import errno
import logging

import httpx
import pytest
from fastapi import FastAPI

from acceptance_platform.api.answers import add_handlers
from acceptance_platform.api.boundary import Boundary
from acceptance_platform.api.limits import RateLimit
from acceptance_platform.database.engine import DatabaseBusyError, DatabaseFullError
from acceptance_platform.refusals import RefusalError, status_of
from acceptance_platform.wording import validation_place
from shared.contract.problems import PLATFORM_HEADER, Problem, ProblemCode


def answer_to(error: Exception, path: str = "/fails/1") -> httpx.Response:
    app = FastAPI()
    add_handlers(app)

    @app.get("/fails/{number}")
    def fails(number: str) -> None:
        del number
        raise error

    app.add_middleware(Boundary)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://platform") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_a_failure_is_answered_and_logged_without_its_text(
    caplog: pytest.LogCaptureFixture, expected_warnings: list[str]
) -> None:
    expected_warnings.append("failed at /fails/{number}")
    with caplog.at_level(logging.INFO, "acceptance_platform"):
        response = answer_to(RuntimeError("陈样例 441900199003070018"), "/fails/44190026000010000012")
    assert response.status_code == 500
    assert Problem.model_validate_json(response.content).code is ProblemCode.INTERNAL
    assert PLATFORM_HEADER in response.headers
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("acceptance_platform")]
    assert "RuntimeError" in ours[0]
    assert "fails@" in ours[0]
    for secret in ("陈样例", "441900199003070018", "44190026000010000012"):
        assert secret not in str(ours)
        assert secret not in response.text


def test_a_busy_database_asks_to_come_again() -> None:
    response = answer_to(DatabaseBusyError())
    assert (response.status_code, response.json()["code"]) == (503, "too_busy")
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("error", [DatabaseFullError(), OSError(errno.ENOSPC, "陈样例"), OSError(errno.EDQUOT, "x")])
def test_a_full_disk_asks_to_come_again_later(error: Exception, expected_warnings: list[str]) -> None:
    expected_warnings.append("no room is left on the disk")
    response = answer_to(error)
    assert (response.status_code, response.json()["code"]) == (507, "no_room")
    assert int(response.headers["Retry-After"]) > 0


def test_another_fault_of_the_disk_is_a_failure(expected_warnings: list[str]) -> None:
    expected_warnings.append("failed at /fails/{number}")
    assert answer_to(OSError(errno.EIO, "x")).json()["code"] == "internal"


def test_every_code_has_a_status_and_a_title() -> None:
    for code in ProblemCode:
        problem = RefusalError(code, "x" * 5000).problem
        assert problem.status == status_of(code)
        assert problem.title
        assert len(problem.detail) == 1000


def test_a_rate_limit_refills_and_counts_addresses_apart() -> None:
    now = [0.0]
    limit = RateLimit(burst=2, per_second=0.5, clock=lambda: now[0])
    limit.take("a")
    limit.take("a")
    with pytest.raises(RefusalError) as refused:
        limit.take("a")
    assert (refused.value.code, refused.value.headers["Retry-After"]) == (ProblemCode.TOO_BUSY, "2")
    limit.take("b")
    now[0] += 2.0
    limit.take("a")
    with pytest.raises(RefusalError):
        limit.take("a")


def test_a_rate_limit_remembers_a_bounded_number_of_addresses() -> None:
    limit = RateLimit(burst=1, per_second=0.001, clock=lambda: 0.0, addresses=2)
    for address in ("a", "b", "c"):
        limit.take(address)
    limit.take("a")
    with pytest.raises(RefusalError):
        limit.take("c")


def test_the_place_of_a_fault_repeats_nothing_from_outside() -> None:
    assert validation_place([]) == "unreadable"
    assert validation_place([{"loc": ("body", "items", 0, "number"), "type": "missing"}]) == (
        "body.items.0.number: missing"
    )
    assert validation_place([{"loc": ("body", "陈样例"), "type": "extra_forbidden"}]) == "body: extra_forbidden"
