"""Terminals come and go: revoked, renewed, replaced; the directory and the audit anchors tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import requests

from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import rotate_sealing_key
from acceptance_platform.submissions.verifying import verify_cases
from acceptance_platform.terminals.anchors import anchors_of
from acceptance_platform.terminals.certificates import list_terminals, revoke
from acceptance_platform.terminals.tokens import issue_renewal_token, issue_replacement_token
from shared.catalogue.model import Catalogue
from shared.contract.terminals import AuditHead, CertificateDirectory, Heartbeat, HeartbeatRequest
from shared.security.certificates import load_certificate, verifying_key
from shared.security.root_statements import check_statement
from shared.security.signing import SoftwareSigningKey
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock, TerminalSide


@pytest.fixture
def side(platform: ServedPlatform) -> Iterator[TerminalSide]:
    made = platform.terminal()
    yield made
    made.close()


def code_of(response: requests.Response) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def directory(side: TerminalSide) -> CertificateDirectory:
    found = CertificateDirectory.model_validate_json(side.get("/v1/certificates").content)
    check_statement(found, verifying_key(load_certificate(side.me.root_pem)))
    return found


def beat(side: TerminalSide, clock: Callable[[], datetime], head: AuditHead | None = None) -> Heartbeat:
    request = HeartbeatRequest(clock=clock(), app_version="test", waiting=0, returned=0, audit_head=head)
    response = side.post_json("/v1/heartbeat", request.model_dump(mode="json"))
    assert response.status_code == 200, response.text
    return Heartbeat.model_validate_json(response.content)


def test_the_directory_lists_every_terminal_under_the_roots_signature(
    side: TerminalSide, platform: ServedPlatform, clock: SteppedClock
) -> None:
    before = directory(side)
    assert side.me.certificate_pem in before.certificates
    assert beat(side, clock).directory_version == before.version
    other = platform.terminal()
    try:
        assert directory(side).version != before.version
        assert other.me.certificate_pem in directory(side).certificates
    finally:
        other.close()


def test_a_revoked_terminal_is_let_in_no_more_and_the_others_learn_of_it(
    side: TerminalSide, counter: TerminalSide, platform: ServedPlatform, clock: SteppedClock
) -> None:
    assert revoke(platform.platform, side.me.terminal_id, "stolen") == 1
    assert code_of(side.get("/v1/sealing-keys")) == (403, "terminal_revoked")
    assert code_of(side.answer(side.challenge())) == (403, "terminal_revoked")
    (entry,) = [one for one in directory(counter).revocations if one.key_id == side.key.verifying_key.key_id]
    assert entry.reason == "stolen"
    assert timedelta() <= clock() - entry.revoked_at < timedelta(minutes=1)
    assert revoke(platform.platform, side.me.terminal_id, "lost") == 0, "the first revocation stays"


def test_what_cannot_be_revoked_is_refused(platform: ServedPlatform, side: TerminalSide, clock: SteppedClock) -> None:
    with pytest.raises(PlatformError) as unknown:
        revoke(platform.platform, uuid4(), "lost")
    with pytest.raises(PlatformError) as early:
        revoke(platform.platform, side.me.terminal_id, "lost", clock() + timedelta(days=1))
    assert (unknown.value.code, early.value.code) == (FaultCode.TERMINAL_UNKNOWN, FaultCode.TIME_IN_FUTURE)


def test_a_renewed_terminal_stays_itself_and_what_its_old_key_sealed_still_counts(
    side: TerminalSide, platform: ServedPlatform, catalogue: Catalogue
) -> None:
    waiting = side.seal_intake(catalogue)
    first = side.me
    old_key, side.key = side.key, SoftwareSigningKey.generate()
    side.token, _ = issue_renewal_token(platform.platform, first.terminal_id)
    assert side.enrol().status_code == 201
    assert side.me.terminal_id == first.terminal_id
    assert side.me.enrolment_code > first.enrolment_code
    assert side.me.first_sequence > 1, "numbers that a lost store may have used are left out"
    side.sign_in()
    side.deliver(waiting)
    (checked,) = verify_cases(platform.platform, (waiting.manifest.envelope.case_number,))
    assert checked.error is None
    assert old_key.verifying_key.key_id == waiting.manifest.signing_key_id
    assert code_of(side.answer(side.challenge(), old_key)) == (401, "proof_invalid")


def test_a_renewed_terminal_goes_on_well_above_its_last_number(
    side: TerminalSide, platform: ServedPlatform, catalogue: Catalogue
) -> None:
    side.deliver(side.seal_intake(catalogue, sequence=9999))
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    side.enrol()
    assert side.me.first_sequence == 20_000


def test_a_renewal_token_counts_for_one_key(side: TerminalSide, platform: ServedPlatform) -> None:
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    assert side.enrol().status_code == 201
    assert side.enrol().status_code == 200, "the same again gets the same answer"
    side.key = SoftwareSigningKey.generate()
    assert code_of(side.post_json("/v1/enrolments", side.enrolment_request().model_dump(mode="json"))) == (
        409,
        "token_used",
    )


def test_a_revoked_key_is_never_certified_again(side: TerminalSide, platform: ServedPlatform) -> None:
    revoke(platform.platform, side.me.terminal_id, "key_compromised")
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    request = side.enrolment_request().model_dump(mode="json")
    assert code_of(side.post_json("/v1/enrolments", request)) == (403, "terminal_revoked")
    side.key = SoftwareSigningKey.generate()
    assert side.enrol().status_code == 201
    side.sign_in()


def test_a_renewal_token_from_before_the_revocation_enrols_nobody(side: TerminalSide, platform: ServedPlatform) -> None:
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    revoke(platform.platform, side.me.terminal_id, "stolen")
    side.key = SoftwareSigningKey.generate()
    request = side.enrolment_request().model_dump(mode="json")
    assert code_of(side.post_json("/v1/enrolments", request)) == (403, "token_invalid")


def test_who_was_signed_in_with_a_stolen_key_stays_out_when_the_terminal_enrols_anew(
    side: TerminalSide, platform: ServedPlatform
) -> None:
    revoke(platform.platform, side.me.terminal_id, "stolen")
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    side.key = SoftwareSigningKey.generate()
    side.enrol()
    assert code_of(side.get("/v1/sealing-keys")) == (401, "not_signed_in")
    side.sign_in()
    assert side.get("/v1/sealing-keys").status_code == 200


def test_what_was_sealed_with_a_stolen_key_is_refused(
    side: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, clock: SteppedClock
) -> None:
    forged = side.seal_intake(catalogue)
    revoke(platform.platform, side.me.terminal_id, "stolen", clock() - timedelta(hours=1))
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    side.key = SoftwareSigningKey.generate()
    side.enrol()
    side.sign_in()
    refused = side.put_manifest(forged)
    assert code_of(refused) == (422, "manifest_invalid")
    assert "revoked" in refused.json()["detail"]


def test_a_replacement_is_another_terminal_of_the_same_name(side: TerminalSide, platform: ServedPlatform) -> None:
    revoke(platform.platform, side.me.terminal_id, "retired")
    token, _ = issue_replacement_token(platform.platform, side.me.terminal_id)
    new = TerminalSide(SoftwareSigningKey.generate(), url=platform.url, token=token)
    try:
        assert new.enrol().status_code == 201
        assert (new.me.name, new.me.terminal_id == side.me.terminal_id) == (side.me.name, False)
        with platform.platform.database.read() as connection:
            lines = {UUID(str(line["terminal_id"])): line for line in list_terminals(connection)}
        assert lines[side.me.terminal_id]["revocation_reason"] == "retired"
        assert lines[new.me.terminal_id]["revoked_at"] is None
    finally:
        new.close()


def test_an_audit_head_is_anchored_and_a_changed_chain_is_not(
    side: TerminalSide, platform: ServedPlatform, clock: SteppedClock, expected_warnings: list[str]
) -> None:
    expected_warnings.append(f"the audit chain of terminal {side.me.terminal_id} contradicts")
    head = AuditHead(number=3, digest="a" * 64)
    anchor = beat(side, clock, head).anchor
    assert anchor is not None
    check_statement(anchor, verifying_key(load_certificate(side.me.root_pem)))
    assert (anchor.number, anchor.digest, anchor.terminal_id) == (3, "a" * 64, side.me.terminal_id)
    again = beat(side, clock, head).anchor
    assert again is not None
    assert again.model_copy(update={"signature": anchor.signature}) == anchor, "the same again gets the same answer"
    assert beat(side, clock, AuditHead(number=3, digest="b" * 64)).anchor is None
    assert beat(side, clock, AuditHead(number=2, digest="c" * 64)).anchor is None
    assert beat(side, clock, AuditHead(number=5, digest="d" * 64)).anchor is not None
    side.token, _ = issue_renewal_token(platform.platform, side.me.terminal_id)
    side.enrol()
    side.sign_in()
    assert beat(side, clock, AuditHead(number=2, digest="c" * 64)).anchor is not None, "a new life, a new chain"
    with platform.platform.database.read() as connection:
        kept = anchors_of(connection, side.me.terminal_id)
    assert [(one["number"], one["contradicted_at"] is None) for one in kept] == [(3, False), (5, True), (2, True)]


def test_a_heartbeat_that_another_overtook_contradicts_nothing(
    side: TerminalSide, platform: ServedPlatform, clock: SteppedClock
) -> None:
    def held_up() -> datetime:
        return clock() - timedelta(minutes=1)

    assert beat(side, clock, AuditHead(number=5, digest="d" * 64)).anchor is not None
    assert beat(side, held_up, AuditHead(number=4, digest="c" * 64)).anchor is None
    with platform.platform.database.read() as connection:
        (kept,) = anchors_of(connection, side.me.terminal_id)
    assert (kept["number"], kept["contradicted_at"]) == (5, None)


def test_a_new_sealing_key_is_told_and_opens_without_a_restart(
    side: TerminalSide, platform: ServedPlatform, catalogue: Catalogue, clock: SteppedClock
) -> None:
    old = beat(side, clock).sealing_keys
    sealed_before = side.seal_intake(catalogue)
    clock.ahead += timedelta(seconds=1)
    key = rotate_sealing_key(platform.platform)
    told = beat(side, clock).sealing_keys
    assert told[0].key_id == key.key_id
    assert told[1:] == old
    side.enrolment = side.me.model_copy(update={"sealing_keys": told})
    sealed_after = side.seal_intake(catalogue)
    assert sealed_after.manifest.envelope.sealing_key_id == key.key_id
    for sealed in (sealed_before, sealed_after):
        side.deliver(sealed)
        (checked,) = verify_cases(platform.platform, (sealed.manifest.envelope.case_number,))
        assert checked.error is None
