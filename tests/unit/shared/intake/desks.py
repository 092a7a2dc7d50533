"""An open terminal with the shipped catalogue, for tests of the intake: no platform, no device."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import x25519

from devices.imaging.encode import EncodedPage
from shared.catalogue.package import build_package, package_version
from shared.contract.base import encode_bytes
from shared.contract.submissions import IntakeBody
from shared.contract.terminals import Clerk, ClerkRight, PasswordVerifier
from shared.domain.clock import legal_date
from shared.domain.numbers import CaseNumber
from shared.intake.body import compose_body
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.gaps import GapKind
from shared.intake.item_parts import item_parts
from shared.intake.situation import counted
from shared.store import settings
from shared.store.settings import CataloguePackage
from shared.store.terminal import Terminal, open_terminal
from tests.unit.shared.store.specimen_terminal import ROOT_KEY, make_terminal

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOURCES = Path(__file__).parents[4] / "resources" / "catalogue"
CLERK = Clerk(
    clerk_id="li",
    name="李样例",
    post="受理岗",
    window="07",
    rights=frozenset({ClerkRight.ACCEPT}),
    verifier=PasswordVerifier(salt=encode_bytes(b"s" * 16), hash=encode_bytes(b"h" * 32), n=2**14, r=8, p=1),
)
PAGE = EncodedPage(jpeg=b"\xff\xd8 a specimen page \xff\xd9", width=1240, height=1754, dpi=150)


def open_specimen(folder: Path, sources: Path = SOURCES) -> tuple[Terminal, x25519.X25519PrivateKey]:
    """Return an open terminal and the platform's private key."""
    made = make_terminal(folder)
    settings.record_catalogue(made.store, _package(sources))
    made.store.close()
    return open_terminal(folder), made.platform_key


@cache
def _package(sources: Path) -> CataloguePackage:
    package = build_package(sources, ROOT_KEY.sign, ROOT_KEY.verifying_key.key_id)
    return CataloguePackage(package_version(package)[0], package)


FORMER = "2026.10.1"


def record_former(terminal: Terminal) -> str:
    """Give a terminal an older catalogue, in which 7.1 took ten days and no photograph; return its version."""
    settings.record_catalogue(terminal.store, CataloguePackage(FORMER, _former_package()))
    return FORMER


@cache
def _former_package() -> bytes:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "catalogue"
        shutil.copytree(SOURCES, folder)
        item, package = folder / "items" / "07-01-employment-certificate.yaml", folder / "package.yaml"
        text = item.read_text(encoding="utf-8").replace("promised_days: 3", "promised_days: 10", 1)
        photo, form = text.index("  - material: id_photo\n"), text.index("form:\n")
        item.write_text(text[:photo] + text[form:], encoding="utf-8")
        named = package.read_text(encoding="utf-8").replace('"2026.11.1"', f'"{FORMER}"', 1)
        package.write_text(named, encoding="utf-8")
        return build_package(folder, ROOT_KEY.sign, ROOT_KEY.verifying_key.key_id)


def desk_of(terminal: Terminal, staff: Clerk | None = None, now: datetime = NOW) -> IntakeDesk:
    """Return a desk whose clock stands still."""
    return IntakeDesk(terminal, CatalogueShelf(terminal, lambda: legal_date(now)), staff, clock=lambda: now)


def complete(desk: IntakeDesk, draft: Draft) -> Draft:
    """Close every gap of an identified draft with the first choice, a fitting value or a page."""
    for gap in desk.gaps(draft):
        if gap.kind is GapKind.FIELD:
            draft = desk.set_field(draft, gap.where, fitting_value(desk, draft, gap.where))
        elif gap.kind is GapKind.MATERIAL:
            draft = desk.attach_page(draft, gap.where, PAGE)
    return draft


def fitting_value(desk: IntakeDesk, draft: Draft, field_id: str) -> str:
    """Return a value that the form takes."""
    field = desk.form(draft).fields[field_id]
    if field.options:
        return field.options[0].code
    by_widget = {"phone": "13800000000", "date": "2026-03-02", "address": "东莞市南城街道样例路1号", "digits": "1"}
    if field.shared_meaning.endswith("householder_number"):
        return draft.applicants[0].number
    return by_widget.get(field.widget.value, "陈样例")


def body_of(desk: IntakeDesk, draft: Draft) -> IntakeBody:
    """Return what sealing a draft would seal, as case 1 of a specimen's terminal."""
    subject, form = desk.subject(draft), desk.form(draft)
    kept = counted(draft, subject, form)
    parts = item_parts(desk.catalogue_of(draft), subject, form, kept)
    return compose_body(kept, subject, str(CaseNumber("441900", 2026, 1, 1)), NOW, parts)
