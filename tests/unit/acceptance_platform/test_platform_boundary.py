"""The outermost layers: failures are answered without their text, frequency is limited."""

from __future__ import annotations

import asyncio
import errno
import heapq
import logging
import random
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from acceptance_platform.api.answers import add_handlers
from acceptance_platform.api.boundary import Boundary
from acceptance_platform.api.limits import SIGN_INS_AT_ONCE, SIGN_INS_PER_SECOND, RateLimit, entrance_limits
from acceptance_platform.database.engine import DatabaseBusyError, DatabaseFullError
from acceptance_platform.refusals import RefusalError, status_of
from acceptance_platform.wording import validation_place
from shared.contract.problems import PLATFORM_HEADER, Problem, ProblemCode
from shared.sync.backoff import probe_s


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


def test_who_is_sent_away_gets_a_turn_of_their_own_within_a_minute() -> None:
    limit = RateLimit(burst=1, per_second=0.5, clock=lambda: 0.0)
    limit.take("a")
    turns = []
    for _ in range(40):
        with pytest.raises(RefusalError) as refused:
            limit.take("a")
        turns.append(int(refused.value.headers["Retry-After"]))
    assert turns[:4] == [2, 4, 6, 8]
    assert max(turns) <= 62


@dataclass
class Hall:
    """Terminals behind one address, all of which sign in after an outage, and wait as terminals do."""

    terminals: int
    now: float = 0.0
    signed_in: int = 0
    refused: int = 0

    def sign_all_in(self) -> None:
        rng, limits = random.Random(1), entrance_limits(lambda: self.now)
        coming = [(rng.uniform(0, 5), terminal, limits.challenges) for terminal in range(self.terminals)]
        heapq.heapify(coming)
        while coming:
            self.now, terminal, limit = heapq.heappop(coming)
            try:
                limit.take("192.0.2.1")
            except RefusalError as error:
                self.refused += 1
                wait_s = max(probe_s(rng), float(error.headers["Retry-After"]))
                heapq.heappush(coming, (self.now + wait_s, terminal, limits.challenges))
                continue
            if limit is limits.challenges:
                heapq.heappush(coming, (self.now + rng.uniform(0.01, 2.0), terminal, limits.sessions))
            else:
                self.signed_in += 1


@pytest.mark.parametrize(("terminals", "within_s"), [(240, 10), (500, 60), (2000, 300)])
def test_terminals_behind_one_address_are_all_in_soon_after_an_outage(terminals: int, within_s: float) -> None:
    hall = Hall(terminals)
    hall.sign_all_in()
    assert hall.signed_in == terminals
    assert hall.now < within_s
    assert hall.refused < 5 * terminals


def test_a_flood_from_one_address_gets_no_more_challenges_than_its_bucket_gives() -> None:
    now, given = [0.0], 0
    challenges = entrance_limits(lambda: now[0]).challenges
    for _ in range(60 * 100):
        now[0] += 0.01
        try:
            challenges.take("192.0.2.1")
        except RefusalError:
            continue
        given += 1
    assert given <= SIGN_INS_AT_ONCE + 60 * SIGN_INS_PER_SECOND


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
