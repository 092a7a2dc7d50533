"""The audit chain: what was changed, cut or made anew is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contract.terminals import AuditAnchor
from shared.security.root_statements import sign_statement
from shared.security.signing import SoftwareSigningKey
from shared.store import anchors, audit
from shared.store.audit import AuditEvent
from shared.store.audit_check import AuditFault, AuditFinding, check_audit
from shared.store.errors import (
    AnchorUntrustedError,
)
from shared.store.settings import put_value
from shared.store.tables import audit as audit_table
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal


def test_the_audit_chain_holds(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    assert audit.verify(store) == audit.AuditReport(0, audit.GENESIS, None)
    for number in range(4):
        head = audit.append(store, AuditEvent.CASE_READ, "subject", {"number": number}, now=NOW)
    report = audit.verify(store)
    assert (report.ok, report.entries, report.head) == (True, 4, head)


_EDITS = st.sampled_from(
    [
        {"event": "other"},
        {"subject": None},
        {"details": "{}"},
        {"at": NOW + timedelta(seconds=1)},
        {"previous": "0" * 63 + "1"},
        {"digest": "0" * 63 + "1"},
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(number=st.integers(1, 5), edit=_EDITS)
def test_an_edit_of_the_audit_chain_is_found(terminal: SpecimenTerminal, number: int, edit: dict[str, object]) -> None:
    store = terminal.store
    with store.write() as connection:
        connection.execute(audit_table.delete())
    for running in range(5):
        audit.append(store, AuditEvent.CASE_READ, "subject", {"number": running}, now=NOW)
    with store.write() as connection:
        connection.execute(audit_table.update().where(audit_table.c.number == number).values(**edit))
    assert audit.verify(store).broken_at == number


@pytest.mark.parametrize("gone", [1, 3])
def test_a_deleted_entry_is_found(terminal: SpecimenTerminal, gone: int) -> None:
    store = terminal.store
    for running in range(4):
        audit.append(store, AuditEvent.CASE_READ, None, {"number": running})
    with store.write() as connection:
        connection.execute(audit_table.delete().where(audit_table.c.number == gone))
    report = audit.verify(store)
    assert (report.broken_at, report.entries) == (gone, 3)


def finding_of(terminal: SpecimenTerminal, given: tuple[int, str] | None = None) -> AuditFinding:
    return check_audit(terminal.profile.folder, given)


def anchored(terminal: SpecimenTerminal) -> AuditAnchor:
    """Let the platform's root vouch for the chain as it stands."""
    head = audit.head(terminal.store)
    assert head is not None
    unsigned = AuditAnchor(
        terminal_id=terminal.enrolment.terminal_id,
        number=head.number,
        digest=head.digest,
        anchored_at=NOW,
        signature="",
    )
    anchor = sign_statement(unsigned, terminal.root_key)
    anchors.record_anchor(terminal.store, anchor)
    return anchor


def enter(terminal: SpecimenTerminal, count: int) -> None:
    for running in range(count):
        audit.append(terminal.store, AuditEvent.CASE_READ, None, {"number": running})


def cut_to(terminal: SpecimenTerminal, last: int) -> None:
    with terminal.store.write() as connection:
        connection.execute(audit_table.delete().where(audit_table.c.number > last))


def test_a_chain_is_proven_up_to_its_anchor_and_the_rest_is_told(terminal: SpecimenTerminal) -> None:
    assert (finding_of(terminal).fault, finding_of(terminal).entries) == (None, 0)
    enter(terminal, 3)
    assert (finding_of(terminal).anchored, finding_of(terminal).unanchored) == (0, 3)
    anchored(terminal)
    enter(terminal, 2)
    finding = finding_of(terminal)
    assert (finding.fault, finding.anchored, finding.unanchored, finding.anchored_at) == (None, 3, 2, NOW)


def test_a_chain_cut_below_its_anchor_is_found(terminal: SpecimenTerminal) -> None:
    enter(terminal, 5)
    anchored(terminal)
    cut_to(terminal, 3)
    assert (finding_of(terminal).fault, finding_of(terminal).fault_at) == (AuditFault.TRUNCATED, 5)
    assert finding_of(terminal).as_line()["error"] == "audit_truncated"


def test_a_cut_is_found_also_when_the_stores_own_anchor_went_with_it(terminal: SpecimenTerminal) -> None:
    enter(terminal, 2)
    anchored(terminal)
    kept = (terminal.profile.trust / anchors.ANCHOR_FILE).read_bytes()
    enter(terminal, 2)
    newest = anchored(terminal)
    cut_to(terminal, 2)
    with terminal.store.write() as connection:
        put_value(connection, "audit_anchor", kept)
    assert finding_of(terminal).fault is AuditFault.TRUNCATED
    (terminal.profile.trust / anchors.ANCHOR_FILE).unlink()
    assert finding_of(terminal).fault is None, "nothing here knows any more"
    assert finding_of(terminal, (newest.number, newest.digest)).fault is AuditFault.TRUNCATED


def test_a_chain_that_was_made_anew_is_found(terminal: SpecimenTerminal) -> None:
    enter(terminal, 3)
    anchored(terminal)
    cut_to(terminal, 0)
    enter(terminal, 4)
    assert (finding_of(terminal).fault, finding_of(terminal).fault_at) == (AuditFault.REPLACED, 3)


def test_an_anchor_that_the_root_did_not_sign_is_refused(terminal: SpecimenTerminal) -> None:
    enter(terminal, 1)
    forged = sign_statement(anchored(terminal), SoftwareSigningKey.generate())
    anchors.record_anchor(terminal.store, forged)
    with pytest.raises(AnchorUntrustedError):
        finding_of(terminal)
