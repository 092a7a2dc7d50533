"""The last audit anchor that the platform gave: kept in the store and, since it is public, beside it as a file.

Who puts an older copy of the store back, or cuts the chain in it, has the file against them; who takes the file away
as well has the platform's own copy against them (`acceptance_platform anchors`).
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from cryptography import x509
from pydantic import ValidationError

from shared.contract.terminals import AuditAnchor
from shared.files import write_atomically
from shared.security.certificates import verifying_key
from shared.security.errors import SignatureError
from shared.security.root_statements import check_statement
from shared.store.errors import AnchorUntrustedError, NotEnrolledError
from shared.store.settings import enrolment, get_model, put_model
from shared.store.store import Store
from shared.store.tables import settings as settings_table

ANCHOR_FILE = "anchor.json"
_ANCHOR = "audit_anchor"


def record_anchor(store: Store, anchor: AuditAnchor) -> None:
    """Keep an anchor whose signature was checked."""
    with store.write() as connection:
        put_model(connection, _ANCHOR, anchor)
    write_atomically(_file(store), anchor.model_dump_json().encode())


def forget_anchor(store: Store) -> None:
    """Drop what is kept here when the terminal enrols anew: then its chain begins again; the platform keeps all."""
    with store.write() as connection:
        connection.execute(settings_table.delete().where(settings_table.c.key == _ANCHOR))
    _file(store).unlink(missing_ok=True)


def last_anchor(store: Store, root: x509.Certificate) -> AuditAnchor | None:
    """Return the newest anchor of store and file, None before the first.

    Raises AnchorUntrustedError, also for another terminal's, which would have this chain look cut.
    """
    with store.read() as connection:
        kept = get_model(connection, _ANCHOR, AuditAnchor)
    found = [anchor for anchor in (kept, _read(_file(store))) if anchor is not None]
    with contextlib.suppress(NotEnrolledError):  # a rebuilt store that lost it can't tell
        if found and any(anchor.terminal_id != enrolment(store).terminal_id for anchor in found):
            raise AnchorUntrustedError
    try:
        for anchor in found:
            check_statement(anchor, verifying_key(root))
    except SignatureError as error:
        raise AnchorUntrustedError from error
    return max(found, key=lambda anchor: anchor.number, default=None)


def _file(store: Store) -> Path:
    return store.profile.trust / ANCHOR_FILE


def _read(path: Path) -> AuditAnchor | None:
    try:
        return AuditAnchor.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise AnchorUntrustedError from error
