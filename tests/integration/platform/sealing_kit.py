"""What a terminal seals for tests: intakes of specimen people and decisions of specimen clerks."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.catalogue.model import Catalogue
from shared.contract.base import decode_bytes, encode_bytes
from shared.contract.submissions import (
    DecisionBody,
    Envelope,
    IntakeBody,
    Manifest,
    SealedAct,
    SealedApplicant,
    SealedItem,
    SealedMaterial,
    SealedPage,
    SupplementBody,
)
from shared.contract.terminals import Enrolment
from shared.domain.numbers import CaseNumber
from shared.domain.submissions import DecisionAct, SubmissionKind
from shared.security.manifests import digest_part, root_digest, sign_manifest
from shared.security.sealing import SUITE, Sealer, SealingPublicKey
from shared.security.signing import SoftwareSigningKey

DIVISION = "441900"


@dataclass
class Sealed:
    """A sealed submission as a terminal's outbox holds it."""

    manifest: Manifest
    ciphertexts: list[bytes]

    @property
    def id(self) -> uuid.UUID:
        return self.manifest.envelope.submission_id

    @property
    def root(self) -> str:
        return root_digest(self.manifest.envelope).hex()


@dataclass
class SealingSide:
    """A terminal's key, its enrolment, and its running number."""

    key: SoftwareSigningKey
    enrolment: Enrolment | None = None
    sequence: int = 0

    @property
    def me(self) -> Enrolment:
        assert self.enrolment is not None
        return self.enrolment

    def number(self, sequence: int) -> CaseNumber:
        return CaseNumber(DIVISION, 2026, self.me.enrolment_code, sequence)

    def seal(self, body: bytes, pages: Sequence[bytes] = (), **envelope: Any) -> Sealed:
        """Seal a body and pages; envelope fields that are given replace the usual ones."""
        self.sequence += 1
        submission_id = envelope.pop("submission_id", None) or uuid.uuid4()
        public = SealingPublicKey(decode_bytes(self.me.sealing_keys[0].public_key))
        sealer = Sealer(public, submission_id, self.me.terminal_id)
        ciphertexts = [sealer.seal(position, data) for position, data in enumerate([body, *pages])]
        fields: dict[str, Any] = {
            "submission_id": submission_id,
            "kind": SubmissionKind.INTAKE,
            "case_id": uuid.uuid4(),
            "case_number": str(self.number(self.sequence)),
            "based_on": None,
            "terminal_id": self.me.terminal_id,
            "sequence": self.sequence,
            "sealed_at": datetime.now(UTC),
            "time_proven": True,
            "suite": SUITE,
            "sealing_key_id": sealer.key_id,
            "wrapped_key": encode_bytes(sealer.wrapped_key),
            "parts": tuple(digest_part(position, data) for position, data in enumerate(ciphertexts)),
            **envelope,
        }
        return Sealed(sign_manifest(Envelope(**fields), self.key), ciphertexts)

    def seal_intake(
        self,
        catalogue: Catalogue,
        subject_code: str = "7.1",
        pages: int = 1,
        body: Mapping[str, Any] | None = None,
        **envelope: Any,
    ) -> Sealed:
        """Seal a complete intake of a specimen person; body fields that are given replace the usual ones."""
        subject = catalogue.subject(subject_code)
        number = envelope.pop("case_number", None) or str(self.number(self.sequence + 1))
        images = [page_bytes(position) for position in range(1, pages + 1)]
        now = datetime.now(UTC)
        fields: dict[str, Any] = {
            "subject_code": subject_code,
            "channel": self.me.kind.value,
            "items": tuple(
                SealedItem(number=f"{number}-{place:02d}", item_code=item.code)
                for place, item in enumerate(subject.items, start=1)
            ),
            "applicants": (specimen(now),),
            "fields": (),
            "materials": tuple(
                SealedMaterial(material=material.code, given_by="scan", trust="C") for material in subject.materials
            ),
            "pages": tuple(
                sealed_page(position, subject.materials[0].code, image, now)
                for position, image in enumerate(images, start=1)
            ),
            "confirmed_at": now,
            **(body or {}),
        }
        plaintext = IntakeBody(**fields).model_dump_json().encode()
        codes = tuple(item.code for item in subject.items)
        usual = {"item_codes": codes, "catalogue_version": catalogue.version, "case_number": number}
        return self.seal(plaintext, images, **{**usual, **envelope})

    def seal_decision(
        self,
        earlier: Sealed,
        act: DecisionAct = DecisionAct.ACCEPTED,
        *,
        clerk_id: str = "c-01",
        based_on: str | None = None,
        places: Sequence[int] = (1,),
        body: Mapping[str, Any] | None = None,
        **envelope: Any,
    ) -> Sealed:
        """Seal a clerk's act on item applications of an intake."""
        case = earlier.manifest.envelope
        acts = tuple(
            SealedAct(item_number=f"{case.case_number}-{place:02d}", act=act, reason="样例理由") for place in places
        )
        fields: dict[str, Any] = {
            "clerk_id": clerk_id, "acts": acts, "decided_at": datetime.now(UTC), **(body or {}),
        }  # fmt: skip
        usual = {
            "kind": SubmissionKind.DECISION,
            "case_id": case.case_id,
            "case_number": case.case_number,
            "based_on": based_on or earlier.root,
            "item_codes": case.item_codes,
            "catalogue_version": case.catalogue_version,
        }
        return self.seal(DecisionBody(**fields).model_dump_json().encode(), **{**usual, **envelope})


def scanned(*codes: str) -> tuple[SealedMaterial, ...]:
    return tuple(SealedMaterial(material=code, given_by="scan", trust="C") for code in codes)


def follow(
    side: SealingSide, intake: Sealed, kind: SubmissionKind, body: Any, based_on: str, **envelope: Any
) -> Sealed:
    """Seal what follows an intake; envelope fields that are given replace the usual ones."""
    case = intake.manifest.envelope
    usual = {
        "kind": kind,
        "case_id": case.case_id,
        "case_number": case.case_number,
        "based_on": based_on,
        "item_codes": case.item_codes,
        "catalogue_version": case.catalogue_version,
    }
    return side.seal(body.model_dump_json().encode(), **{**usual, **envelope})


def bring(
    side: SealingSide, intake: Sealed, kind: SubmissionKind, codes: Sequence[str], based_on: str, **envelope: Any
) -> Sealed:
    """Seal papers that come later, to the first item of a case."""
    body = SupplementBody(
        clerk_id="c-01",
        items=(f"{intake.manifest.envelope.case_number}-01",),
        materials=scanned(*codes),
        pages=(),
        supplied_at=datetime.now(UTC),
    )
    return follow(side, intake, kind, body, based_on, **envelope)


def specimen(now: datetime) -> SealedApplicant:
    """Return a specimen person."""
    return SealedApplicant(
        role="applicant",
        name="陈样例",
        number="441900199003070018",
        identified_by="card_read",
        identified_at=now,
    )


def sealed_page(position: int, material: str, image: bytes, now: datetime, **other: Any) -> SealedPage:
    """Return the entry of a page."""
    fields = {"sha256": hashlib.sha256(image).hexdigest(), "size": len(image), **other}
    return SealedPage(
        position=position, material=material, page=position, name=f"样例 {position}", media_type="image/jpeg",
        trust="C", taken_at=now, **fields,
    )  # fmt: skip


def page_bytes(position: int, size: int = 20_000) -> bytes:
    """Return bytes that stand for a page's image."""
    return hashlib.sha256(f"样例页 {position}".encode()).digest() * (size // 32)
