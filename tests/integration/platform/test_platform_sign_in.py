"""Enrolment, sign-in and the gate: one token, one terminal; one challenge, one try."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import requests

from acceptance_platform.terminals.tokens import issue_token
from shared.contract.problems import PLATFORM_HEADER
from shared.contract.terminals import Challenge, TerminalKind
from shared.security.certificates import check_issued_by, fingerprint, load_certificate, verifying_key
from shared.security.root_statements import check_statement
from shared.security.signing import SoftwareSigningKey
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, TerminalSide, served
from tests.patience import PATIENCE_S


@pytest.fixture
def newcomer(platform: ServedPlatform):
    token, _ = issue_token(platform.platform, TerminalKind.KIOSK, "样例自助机", "441900")
    side = TerminalSide(SoftwareSigningKey.generate(), url=platform.url, token=token)
    yield side
    side.close()


def test_a_token_makes_a_terminal_whose_root_it_pins(newcomer: TerminalSide) -> None:
    response = newcomer.enrol()
    assert response.status_code == 201
    root = load_certificate(newcomer.me.root_pem)
    assert newcomer.token.partition(".")[2] == fingerprint(root)
    certificate = load_certificate(newcomer.me.certificate_pem)
    check_issued_by(certificate, root)
    assert verifying_key(certificate).key_id == newcomer.key.verifying_key.key_id
    for key in newcomer.me.sealing_keys:
        check_statement(key, verifying_key(root))


def test_the_same_token_and_key_get_the_same_answer(newcomer: TerminalSide) -> None:
    first, again = newcomer.enrol(), newcomer.enrol()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_a_token_serves_one_key_only(newcomer: TerminalSide) -> None:
    newcomer.enrol()
    other = newcomer.enrolment_request(SoftwareSigningKey.generate())
    refused = newcomer.post_json("/v1/enrolments", other.model_dump(mode="json"))
    assert (refused.status_code, refused.json()["code"]) == (409, "token_used")


def test_a_proof_by_another_key_is_refused_and_the_token_stays_good(newcomer: TerminalSide) -> None:
    forged = newcomer.enrolment_request().model_copy(
        update={"proof": newcomer.enrolment_request(SoftwareSigningKey.generate()).proof}
    )
    refused = newcomer.post_json("/v1/enrolments", forged.model_dump(mode="json"))
    assert (refused.status_code, refused.json()["code"]) == (403, "proof_invalid")
    assert newcomer.enrol().status_code == 201


def test_unknown_and_expired_tokens_are_refused(newcomer: TerminalSide, clock: SteppedClock) -> None:
    clock.ahead += timedelta(days=8)
    for token in (newcomer.token, "YM-" + "A" * 26 + "." + "0" * 64):
        newcomer.token = token
        refused = newcomer.post_json("/v1/enrolments", newcomer.enrolment_request().model_dump(mode="json"))
        assert (refused.status_code, refused.json()["code"]) == (403, "token_invalid")


def test_enrolment_codes_grow(platform: ServedPlatform) -> None:
    sides = [platform.terminal(), platform.terminal()]
    assert sides[0].me.enrolment_code < sides[1].me.enrolment_code
    for side in sides:
        side.close()


def test_a_challenge_counts_once(counter: TerminalSide) -> None:
    challenge = counter.challenge()
    assert counter.answer(challenge).status_code == 200
    again = counter.answer(challenge)
    assert (again.status_code, again.json()["code"]) == (401, "challenge_invalid")


def test_a_wrong_answer_uses_the_challenge_up(counter: TerminalSide) -> None:
    challenge = counter.challenge()
    wrong = counter.answer(challenge, SoftwareSigningKey.generate())
    assert (wrong.status_code, wrong.json()["code"]) == (401, "proof_invalid")
    assert counter.answer(challenge).json()["code"] == "challenge_invalid"


def test_a_challenge_that_was_given_is_answered_however_many_ask_behind_the_same_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("acceptance_platform.api.limits.SIGN_INS_AT_ONCE", 3)
    monkeypatch.setattr("acceptance_platform.api.limits.SIGN_INS_PER_SECOND", 0.01)
    with served(tmp_path / "platform") as small:
        side = small.terminal()
        given = [side.challenge() for _ in range(2)]
        asked = {"terminal_id": str(side.me.terminal_id)}
        busy = [side.post_json("/v1/challenges", asked) for _ in range(2)]
        assert [one.json()["code"] for one in busy] == ["too_busy"] * 2
        waits = [int(one.headers["Retry-After"]) for one in busy]
        assert waits[0] < waits[1], "each has a turn of its own"
        assert [side.answer(challenge).status_code for challenge in given] == [200, 200]
        side.close()


def test_a_challenge_runs_out(counter: TerminalSide, clock: SteppedClock) -> None:
    challenge = counter.challenge()
    clock.ahead += timedelta(minutes=3)
    assert counter.answer(challenge).json()["code"] == "challenge_invalid"


def test_a_challenge_is_for_its_terminal_only(counter: TerminalSide, kiosk: TerminalSide) -> None:
    challenge: Challenge = counter.challenge()
    assert kiosk.answer(challenge).json()["code"] == "challenge_invalid"


def test_an_unknown_terminal_is_told_so(counter: TerminalSide) -> None:
    response = counter.post_json("/v1/challenges", {"terminal_id": "00000000-0000-4000-8000-000000000000"})
    assert (response.status_code, response.json()["code"]) == (404, "terminal_unknown")


def test_a_token_runs_out(platform: ServedPlatform, clock: SteppedClock) -> None:
    side = platform.terminal()
    assert side.get("/v1/sealing-keys").status_code == 200
    clock.ahead += timedelta(minutes=16)
    assert side.get("/v1/sealing-keys").status_code == 401
    side.sign_in()
    assert side.get("/v1/sealing-keys").status_code == 200
    side.close()


CLOSED = [
    ("GET", "/v1/sealing-keys"),
    ("GET", "/v1/catalogue"),
    ("GET", "/v1/catalogue/1"),
    ("GET", "/v1/clerks"),
    ("POST", "/v1/heartbeat"),
    ("PUT", "/v1/submissions/00000000-0000-4000-8000-000000000000/manifest"),
    ("POST", "/v1/submissions/00000000-0000-4000-8000-000000000000/commit"),
    ("GET", "/v1/submissions/00000000-0000-4000-8000-000000000000"),
    ("GET", "/v1/submissions/00000000-0000-4000-8000-000000000000/parts/0"),
    ("GET", "/v1/cases/44190026000010000012"),
    ("OPTIONS", "/v1/uploads"),
    ("POST", "/v1/uploads"),
    ("HEAD", "/v1/uploads/00000000-0000-4000-8000-000000000000"),
    ("PATCH", "/v1/uploads/00000000-0000-4000-8000-000000000000"),
    ("DELETE", "/v1/uploads/00000000-0000-4000-8000-000000000000"),
    ("GET", "/v1/no-such-route"),
]


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer nonsense", "Basic dTpw", "Bearer \xe9"])
@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_every_other_route_wants_a_sign_in(
    platform: ServedPlatform, method: str, path: str, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    response = requests.request(method, platform.url + path, headers=headers, timeout=PATIENCE_S)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert PLATFORM_HEADER in response.headers
    if method != "HEAD":
        assert response.headers["Content-Type"].startswith("application/problem+json")
        assert response.json()["code"] == "not_signed_in"


def test_health_needs_no_sign_in(platform: ServedPlatform) -> None:
    response = requests.get(platform.url + "/health", timeout=PATIENCE_S)
    assert response.json()["ok"] is True
    assert PLATFORM_HEADER in response.headers


def test_unknown_routes_are_not_found(platform: ServedPlatform) -> None:
    response = requests.get(platform.url + "/nowhere", timeout=PATIENCE_S)
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert PLATFORM_HEADER in response.headers


def test_a_wrong_method_is_a_problem_too(platform: ServedPlatform) -> None:
    response = requests.delete(platform.url + "/health", timeout=PATIENCE_S)
    assert (response.status_code, response.json()["code"]) == (405, "bad_request")
    assert "GET" in response.headers["Allow"]
