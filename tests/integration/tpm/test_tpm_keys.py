"""Keys under a real TPM 2.0: made in it, useless without it, and a terminal that works with them end to end."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from shared.security import tpm as tpm_module
from shared.security.errors import SignatureError, TpmBlobError, TpmUnavailableError
from shared.security.tpm import Tpm
from shared.store.errors import KeyMalformedError, KeyMissingError, KeyUnavailableError
from shared.store.keys import TpmKeySource, key_source
from shared.store.profile import KeyPlace, Profile, TerminalMode, load_config
from shared.store.terminal import open_terminal
from shared.sync.enrol import enrol
from tests.integration.platform.platform_kit import served
from tests.integration.tpm.conftest import SoftwareTpm, running_tpm
from tests.patience import PATIENCE_S


def test_signs_as_any_other_key(software_tpm: SoftwareTpm, tmp_path: Path) -> None:
    made = software_tpm.tpm.make_signing_key(tmp_path / "signing.tpm")
    loaded = software_tpm.tpm.load_signing_key(tmp_path / "signing.tpm")
    assert loaded.verifying_key.key_id == made.verifying_key.key_id
    for message in (b"", b"x" * 100_000):
        signature = loaded.sign(message)
        assert len(signature) == 64
        made.verifying_key.verify(message, signature)
    with pytest.raises(SignatureError):
        made.verifying_key.verify(b"y", loaded.sign(b"x"))
    assert (tmp_path / "signing.tpm").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        software_tpm.tpm.make_signing_key(tmp_path / "signing.tpm")


def test_a_sealed_secret_comes_back_and_does_not_lie_in_its_blob(software_tpm: SoftwareTpm, tmp_path: Path) -> None:
    secret = os.urandom(32)
    software_tpm.tpm.seal(tmp_path / "store.tpm", secret)
    assert software_tpm.tpm.unseal(tmp_path / "store.tpm") == secret
    blob = (tmp_path / "store.tpm").read_bytes()
    assert secret not in blob
    assert secret.hex().encode() not in blob


def test_keys_outlive_the_tpms_restart_but_not_another_tpm(tmp_path: Path) -> None:
    with running_tpm(tmp_path / "one") as one:
        made = one.tpm.make_signing_key(tmp_path / "signing.tpm")
        one.stop()
        one.start()
        made.verifying_key.verify(b"x", one.tpm.load_signing_key(tmp_path / "signing.tpm").sign(b"x"))
    with running_tpm(tmp_path / "two") as two, pytest.raises(TpmBlobError):
        two.tpm.load_signing_key(tmp_path / "signing.tpm")


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"private": 1, "public": 2}', b"[" * 10_000, b"x" * 20_000])
def test_a_damaged_blob_is_told_from_a_missing_one(software_tpm: SoftwareTpm, tmp_path: Path, damage: bytes) -> None:
    profile = Profile(tmp_path)
    profile.prepare()
    source = TpmKeySource(profile, software_tpm.tpm)
    with pytest.raises(KeyMissingError):
        source.store_key()
    (profile.keys / "store.tpm").write_bytes(damage)
    with pytest.raises(KeyMalformedError):
        source.store_key()


def test_a_blob_with_a_flipped_bit_is_refused(software_tpm: SoftwareTpm, tmp_path: Path) -> None:
    software_tpm.tpm.seal(tmp_path / "store.tpm", b"s" * 32)
    raw = json.loads((tmp_path / "store.tpm").read_text())
    at = len(raw["private"]) // 2
    raw["private"] = raw["private"][:at] + ("A" if raw["private"][at] != "A" else "B") + raw["private"][at + 1 :]
    (tmp_path / "store.tpm").write_text(json.dumps(raw))
    with pytest.raises(TpmBlobError):
        software_tpm.tpm.unseal(tmp_path / "store.tpm")


def test_no_tpm_is_told_within_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tpm_module, "OPEN_DEADLINE_S", 0.2)
    with pytest.raises(TpmUnavailableError):
        Tpm("swtpm:host=127.0.0.1,port=1").seal(tmp_path / "store.tpm", b"s")
    with pytest.raises(TpmUnavailableError):
        Tpm("no-such-tcti").seal(tmp_path / "store.tpm", b"s")


def test_several_threads_share_one_tpm(software_tpm: SoftwareTpm, tmp_path: Path) -> None:
    key = software_tpm.tpm.make_signing_key(tmp_path / "signing.tpm")
    signatures: list[bytes] = []
    threads = [threading.Thread(target=lambda: signatures.append(key.sign(b"x"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(signatures) == 4
    for signature in signatures:
        key.verifying_key.verify(b"x", signature)


def test_a_terminal_enrols_and_opens_with_its_keys_under_the_tpm(software_tpm: SoftwareTpm, tmp_path: Path) -> None:
    with served(tmp_path / "platform") as platform:
        token = platform.terminal_token()
        folder = tmp_path / "profile"
        tcti = software_tpm.tpm.tcti
        enrol(folder, platform.url, token, mode=TerminalMode.INSTALLED, keys=KeyPlace.TPM, tcti=tcti)
        platform.publish_catalogue()
        assert enrol(
            folder, platform.url, token, mode=TerminalMode.INSTALLED, keys=KeyPlace.TPM, tcti=tcti
        ).catalogue_version
    profile = Profile(folder)
    source = key_source(profile, load_config(profile))
    assert isinstance(source, TpmKeySource)
    assert sorted(path.name for path in profile.keys.iterdir()) == ["signing.tpm", "store.tpm"]
    with open_terminal(folder) as terminal:
        assert not terminal.is_demo
        terminal.signing_key.verifying_key.verify(b"x", terminal.signing_key.sign(b"x"))


def test_a_tpm_that_falls_silent_is_a_store_error_that_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tpm_module, "OPEN_DEADLINE_S", 0.2)
    profile = Profile(tmp_path / "profile")
    profile.prepare()
    with running_tpm(tmp_path / "state") as running:
        source = TpmKeySource(profile, running.tpm)
        source.create_missing()
        key = source.signing_key()
        running.stop()
        with pytest.raises(KeyUnavailableError):
            key.sign(b"x")
        with pytest.raises(KeyUnavailableError):
            source.store_key()
        running.start()
        key.verifying_key.verify(b"x", key.sign(b"x"))
