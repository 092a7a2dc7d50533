"""A platform that is not the one of the token, or that answers with what it can't vouch for, makes no terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from shared.contract.terminals import Enrolment
from shared.security.certificates import fingerprint, issue_terminal, pem_of
from shared.security.signing import SoftwareSigningKey
from shared.store.keys import FileKeySource
from shared.store.profile import Profile, TerminalMode
from shared.sync.enrol import enrol
from shared.sync.errors import EnrolmentError, UntrustedDownloadError
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, make_terminal
from tests.unit.shared.sync.scripted_server import reply, says, scripted


@pytest.fixture
def stranger(tmp_path: Path) -> SpecimenTerminal:
    """Return another terminal, for its platform's root and an answer made by it."""
    made = make_terminal(tmp_path / "other")
    made.store.close()
    return made


def _answered(folder: Path, answer: Enrolment, root_digest: str) -> None:
    """Enrol at a server that gives this answer, with a token that pins this root."""
    body = answer.model_dump_json().encode()
    with scripted(says(reply("201 Created", "Content-Type: application/json", body=body))) as server:
        enrol(folder, server.url, f"YM-{'A' * 26}.{root_digest}", mode=TerminalMode.DEMO)


def _ours(folder: Path, stranger: SpecimenTerminal) -> Enrolment:
    """Return the stranger's answer with a certificate for the key of the profile in folder."""
    profile = Profile(folder)
    profile.prepare()
    keys = FileKeySource(profile)
    keys.create_missing()
    key, terminal_id = keys.signing_key().verifying_key, stranger.enrolment.terminal_id
    certificate = issue_terminal(stranger.root, stranger.root_key, key, terminal_id, NOW)
    return stranger.enrolment.model_copy(update={"certificate_pem": pem_of(certificate)})


def test_another_root_than_the_tokens(stranger: SpecimenTerminal, tmp_path: Path) -> None:
    with pytest.raises(EnrolmentError, match="root_mismatch"):
        _answered(tmp_path / "new", stranger.enrolment, "0" * 64)
    assert not Profile(tmp_path / "new").store_file.exists()
    assert not list(Profile(tmp_path / "new").trust.iterdir())


@pytest.mark.parametrize(("again", "problem"), [(False, "already_enrolled"), (True, "root_mismatch")])
def test_another_platforms_token_changes_nothing_at_an_enrolled_terminal(
    tmp_path: Path, again: bool, problem: str
) -> None:
    ours = make_terminal(tmp_path / "ours")
    ours.store.close()
    trust = {path: path.read_bytes() for path in ours.profile.trust.iterdir()}
    pem = tmp_path / "roots.pem"
    pem.write_text("样例")
    # Nobody listens there: what is wrong is said before anything is fetched.
    with pytest.raises(EnrolmentError, match=problem):
        enrol(
            ours.profile.folder,
            "https://127.0.0.1:1",
            f"YM-{'A' * 26}.{'0' * 64}",
            mode=TerminalMode.DEMO,
            again=again,
            tls_roots=pem,
        )
    assert {path: path.read_bytes() for path in ours.profile.trust.iterdir()} == trust
    assert not (ours.profile.folder / "tls-roots.pem").exists()


def test_a_certificate_of_another_key(stranger: SpecimenTerminal, tmp_path: Path) -> None:
    with pytest.raises(EnrolmentError, match="certificate_invalid"):
        _answered(tmp_path / "new", stranger.enrolment, fingerprint(stranger.root))


def test_a_certificate_by_another_issuer(stranger: SpecimenTerminal, tmp_path: Path) -> None:
    forger = replace(stranger, root_key=SoftwareSigningKey.generate())
    with pytest.raises(EnrolmentError, match="certificate_invalid"):
        _answered(tmp_path / "new", _ours(tmp_path / "new", forger), fingerprint(stranger.root))


def test_a_certificate_of_another_terminal(stranger: SpecimenTerminal, tmp_path: Path) -> None:
    answer = _ours(tmp_path / "new", stranger)
    other = answer.model_copy(update={"terminal_id": uuid4()})
    with pytest.raises(EnrolmentError, match="certificate_invalid"):
        _answered(tmp_path / "new", other, fingerprint(stranger.root))


def test_a_sealing_key_that_the_root_did_not_sign(stranger: SpecimenTerminal, tmp_path: Path) -> None:
    answer = _ours(tmp_path / "new", stranger)
    (key,) = answer.sealing_keys
    forged = answer.model_copy(update={"sealing_keys": (key.model_copy(update={"key_id": "0" * 16}),)})
    with pytest.raises(UntrustedDownloadError):
        _answered(tmp_path / "new", forged, fingerprint(stranger.root))
    assert not Profile(tmp_path / "new").store_file.exists()
