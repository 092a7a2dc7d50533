"""A delivery step by step: every step may be repeated or cut, and each submission is held once."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from acceptance_platform.submissions.verifying import verify_cases
from shared.catalogue.model import Catalogue
from shared.contract.submissions import CaseStatus, SubmissionState, SubmissionStatus
from tests.integration.platform.platform_kit import ServedPlatform, TerminalSide


def status(response) -> SubmissionStatus:
    return SubmissionStatus.model_validate_json(response.content)


def test_an_intake_arrives_and_reads_back(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    sealed = counter.seal_intake(catalogue, pages=2)
    put = counter.put_manifest(sealed)
    assert put.status_code == 201
    assert status(put).missing == (0, 1, 2)
    answer = counter.deliver(sealed)
    assert answer.state is SubmissionState.DELIVERED
    assert answer.root == sealed.root
    assert answer.missing == ()
    assert answer.received_at is not None
    assert answer.platform_sequence is not None
    assert status(counter.get(f"/v1/submissions/{sealed.id}")) == answer
    for position, ciphertext in enumerate(sealed.ciphertexts):
        assert counter.get(f"/v1/submissions/{sealed.id}/parts/{position}").content == ciphertext
    case = CaseStatus.model_validate_json(counter.get(f"/v1/cases/{answer.case_number}").content)
    assert case.state == "collected"
    assert [item.item_code for item in case.items] == ["7.1"]
    assert case.submissions == (answer,)
    (checked,) = verify_cases(platform.platform, (answer.case_number,))
    assert checked.error is None
    assert checked.values["pages"] == 2


def test_every_step_repeated_changes_nothing(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    assert counter.put_manifest(sealed).status_code == 201
    assert counter.put_manifest(sealed).status_code == 200
    counter.upload(sealed)
    counter.upload(sealed)
    first, second = counter.commit(sealed), counter.commit(sealed)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert counter.put_manifest(sealed).json() == first.json()


def test_another_body_under_a_known_id_is_refused(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    other = counter.seal_intake(catalogue, submission_id=sealed.id)
    assert counter.put_manifest(sealed).status_code == 201
    refused = counter.put_manifest(other)
    assert (refused.status_code, refused.json()["code"]) == (409, "different_body")
    assert counter.deliver(sealed).state is SubmissionState.DELIVERED
    assert counter.put_manifest(other).status_code == 409


def test_a_commit_waits_for_all_parts(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue, pages=3)
    counter.upload(sealed, 0, 2)
    refused = counter.commit(sealed)
    assert (refused.status_code, refused.json()["code"], refused.json()["detail"]) == (409, "parts_missing", "1,3")
    assert status(counter.put_manifest(sealed)).missing == (1, 3)
    counter.upload(sealed, 1, 3)
    assert counter.commit(sealed).json()["state"] == "delivered"


def test_commits_at_the_same_time_hold_a_submission_once(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    sealed = counter.seal_intake(catalogue)
    counter.upload(sealed)
    with ThreadPoolExecutor(6) as pool:
        answers = [one.json() for one in pool.map(lambda _: counter.commit(sealed), range(6))]
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["state"] == "delivered"
    assert len(list(verify_cases(platform.platform, (answers[0]["case_number"],)))) == 1


def test_a_part_that_spoils_on_disk_is_asked_for_again(
    counter: TerminalSide, catalogue: Catalogue, platform: ServedPlatform
) -> None:
    sealed = counter.seal_intake(catalogue, pages=2)
    counter.upload(sealed)
    platform.platform.data.part(sealed.id, 1).write_bytes(b"rot")
    platform.platform.data.part(sealed.id, 2).unlink()
    refused = counter.commit(sealed)
    assert (refused.json()["code"], refused.json()["detail"]) == ("parts_missing", "1,2")
    counter.upload(sealed, *status(counter.put_manifest(sealed)).missing)
    assert counter.commit(sealed).json()["state"] == "delivered"


def test_another_terminal_sees_nothing(counter: TerminalSide, kiosk: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    number = counter.deliver(sealed).case_number
    for path in (f"/v1/submissions/{sealed.id}", f"/v1/submissions/{sealed.id}/parts/0"):
        assert kiosk.get(path).json()["code"] == "forbidden"
    assert kiosk.commit(sealed).json()["code"] == "forbidden"
    assert kiosk.create_upload(sealed, 0).json()["code"] == "forbidden"
    assert kiosk.get(f"/v1/cases/{number}").json()["code"] == "not_found"


def test_what_shows_no_root_digest_of_a_case_opens_none(
    counter: TerminalSide, kiosk: TerminalSide, catalogue: Catalogue
) -> None:
    intake = counter.seal_intake(catalogue)
    case = f"/v1/cases/{counter.deliver(intake).case_number}"
    guessed = kiosk.seal_decision(intake, based_on="0" * 64)
    assert kiosk.put_manifest(guessed).status_code == 201
    second = kiosk.seal_intake(catalogue, case_id=intake.manifest.envelope.case_id)
    assert kiosk.deliver(second).state is SubmissionState.RETURNED
    for path in (case, f"{case}?root={guessed.root}", f"{case}?root={second.root}"):
        assert kiosk.get(path).json()["code"] == "not_found"
    assert kiosk.deliver(kiosk.seal_decision(intake)).state is SubmissionState.RETURNED
    assert kiosk.get(case).status_code == 200, "it was based on the case, and can go on from there"


@pytest.mark.parametrize("path", ["/v1/submissions/{id}", "/v1/submissions/{id}/parts/0", "/v1/cases/{id}"])
def test_what_is_unknown_is_not_found(counter: TerminalSide, path: str) -> None:
    response = counter.get(path.format(id=uuid.uuid4()))
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_parts_outside_the_manifest_are_not_found(counter: TerminalSide, catalogue: Catalogue) -> None:
    sealed = counter.seal_intake(catalogue)
    counter.put_manifest(sealed)
    for position in ("0", "7", "-1", "99999999999999999999", "x"):
        response = counter.get(f"/v1/submissions/{sealed.id}/parts/{position}")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
