"""An enrolled terminal without a platform: root, keys, store and drafts for tests of the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import x25519

from shared.contract.base import encode_bytes
from shared.contract.terminals import Enrolment, SealingKey, TerminalKind
from shared.domain.clock import TimeReading
from shared.domain.submissions import SubmissionKind
from shared.security.certificates import issue_root, issue_terminal, pem_of
from shared.security.root_statements import sign_statement
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.security.signing import SigningKey, SoftwareSigningKey
from shared.security.trust_folder import TrustFolder
from shared.store import cases, drafts, settings
from shared.store.cases import CaseDetails, IndexedItem, IndexedMaterial
from shared.store.keys import FileKeySource
from shared.store.numbering import reserve_for_case, reserve_number
from shared.store.profile import PlatformSection, Profile, TerminalConfig, TerminalMode, TerminalSection, save_config
from shared.store.sealing import SealingKeys, SealPage, SealRequest, seal_submission
from shared.store.store import Store, open_store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PAGE = b"\xff\xd8 a page of a specimen \xff\xd9" * 200


ROOT_KEY = SoftwareSigningKey.generate()
"""One root a process: what it signs, such as a catalogue package, need not be made for each test."""


@dataclass(frozen=True)
class SpecimenTerminal:
    """What a test needs of both sides."""

    profile: Profile
    store: Store
    signing_key: SigningKey
    enrolment: Enrolment
    platform_key: x25519.X25519PrivateKey
    root: x509.Certificate
    root_key: SoftwareSigningKey

    @property
    def keys(self) -> SealingKeys:
        return SealingKeys(self.enrolment.terminal_id, self.signing_key, settings.sealing_key(self.store, NOW))


def make_terminal(folder: Path, *, url: str = "http://127.0.0.1:1") -> SpecimenTerminal:
    """Make a profile with keys, store and enrolment, as enrolling at a platform would."""
    profile = Profile(folder)
    save_config(
        profile,
        TerminalConfig(
            terminal=TerminalSection(mode=TerminalMode.DEMO, kind=TerminalKind.COUNTER),
            platform=PlatformSection(url=url),
        ),
    )
    _lay_down_empty_store(profile)
    source = FileKeySource(profile)
    source.create_missing()
    store = open_store(profile, source.store_key())
    root_key, platform_key = ROOT_KEY, PlatformSealingKeys.generate()
    root = issue_root(root_key, "样例平台", NOW)
    signing_key, terminal_id = source.signing_key(), uuid4()
    certificate = issue_terminal(root, root_key, signing_key.verifying_key, terminal_id, NOW)
    public = PlatformSealingKeys.public_of(platform_key)
    unsigned = SealingKey(
        key_id=public.key_id,
        suite=SUITE,
        public_key=encode_bytes(public.raw),
        not_before=NOW - timedelta(days=1),
        signature="",
    )
    enrolment = Enrolment(
        terminal_id=terminal_id,
        kind=TerminalKind.COUNTER,
        name="样例窗口",
        division="441900",
        enrolment_code=7,
        certificate_pem=pem_of(certificate),
        root_pem=pem_of(root),
        sealing_keys=(sign_statement(unsigned, root_key),),
    )
    TrustFolder.store(profile.trust, root, is_root=True)
    TrustFolder.store(profile.trust, certificate)
    settings.record_enrolment(store, enrolment)
    return SpecimenTerminal(profile, store, signing_key, enrolment, platform_key, root, root_key)


def _lay_down_empty_store(profile: Profile) -> None:
    """Give the profile an empty store of the newest schema with its key, copied: migrating takes longer than a test."""
    profile.prepare()
    for name, content in _empty_store().items():
        file = profile.folder / name
        file.touch(mode=0o600)
        file.write_bytes(content)


@cache
def _empty_store() -> dict[str, bytes]:
    """Return the files of a store without a record, by their place in the profile."""
    with TemporaryDirectory() as folder:
        profile = Profile(Path(folder))
        profile.prepare()
        source = FileKeySource(profile)
        source.create_missing()
        open_store(profile, source.store_key(), create=True).close()
        files = (profile.store_file, profile.key_check_file, source.store_key_file)
        return {str(file.relative_to(profile.folder)): file.read_bytes() for file in files}


def make_draft(store: Store, case_id: UUID, pages: int) -> tuple[SealPage, ...]:
    """Save a draft with pages and return them as sealing wants them."""
    drafts.begin(store, case_id, b'{"specimen": true}')
    sealed = []
    for number in range(pages):
        data = PAGE + number.to_bytes(2, "big")
        drafts.put_page(store, case_id, f"page-{number}", data)
        sealed.append(SealPage(f"page-{number}", hashlib.sha256(data).hexdigest()))
    return tuple(sealed)


def details(store: Store, case_number: str) -> CaseDetails:
    """Return index details of a specimen's case."""
    return CaseDetails(
        subject_code="LD-01",
        subject_name="就业创业证申领",
        channel="counter",
        clerk_id="clerk-1",
        masked_name="陈**",
        applicant_hash="0" * 64,
        items=(IndexedItem(f"{case_number}-01", "LD-01", "就业创业证申领", "collected"),),
        materials=(IndexedMaterial("photo", "样例照片", 2),),
    )


def intake(
    terminal: SpecimenTerminal, *, case_id: UUID | None = None, pages: int = 2, body: bytes = b'{"body": 1}'
) -> SealRequest:
    """Make a draft and the request that seals it as an intake."""
    store, case = terminal.store, case_id or uuid4()
    number = reserve_number(store, TimeReading(NOW, proven=True))
    return SealRequest(
        submission_id=uuid4(),
        kind=SubmissionKind.INTAKE,
        case_id=case,
        number=number,
        based_on=None,
        item_codes=("LD-01",),
        catalogue_version="2026.1",
        time=TimeReading(NOW, proven=True),
        body=body,
        pages=make_draft(store, case, pages),
        new_case=details(store, number.case_number),
        receipt_text=lambda root: "YM1:" + root.hex(),
        documents=("receipt",),
    )


def sealed_follow_up(terminal: SpecimenTerminal, first: SealRequest) -> SealRequest:
    """Seal a decision on what was sealed and return its request."""
    request = replace(
        first,
        submission_id=uuid4(),
        kind=SubmissionKind.DECISION,
        number=reserve_for_case(terminal.store, first.number.case_number),
        based_on=cases.get(terminal.store, first.case_id).latest_root,
        pages=(),
        takes_draft=False,
        new_case=None,
        receipt_text=None,
        documents=(),
    )
    seal_submission(terminal.store, terminal.keys, request)
    return request
