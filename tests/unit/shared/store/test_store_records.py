"""Drafts, print journal, settings, clock and audit chain."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contract.base import encode_bytes
from shared.contract.submissions import CaseStatus, ItemStatus, SubmissionState, SubmissionStatus
from shared.contract.terminals import AuditAnchor, SealingKey
from shared.security.manifests import root_digest
from shared.security.root_statements import sign_statement
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.security.signing import SoftwareSigningKey
from shared.store import anchors, audit, cases, clock, drafts, journal, outbox
from shared.store import settings as stored
from shared.store.audit import AuditEvent
from shared.store.audit_check import AuditFault, AuditFinding, check_audit
from shared.store.cases import ItemUpdate, hash_applicant
from shared.store.errors import (
    AnchorUntrustedError,
    CaseMovedOnError,
    CatalogueMissingError,
    DraftDamagedError,
    DraftMissingError,
    DraftPageMissingError,
    NotEnrolledError,
    SealingKeyMissingError,
)
from shared.store.journal import PrintStep
from shared.store.sealing import SealRequest, seal_submission
from shared.store.settings import CataloguePackage, put_value
from shared.store.store import Store, open_store
from shared.store.tables import audit as audit_table
from tests.unit.shared.store.specimen_terminal import NOW, PAGE, SpecimenTerminal, intake


def _key_of(store: Store, case_id: UUID) -> bytes:
    with store.read() as connection:
        return bytes(connection.execute(drafts.drafts.select().filter_by(case_id=case_id)).one().key)


def test_a_draft_is_kept_and_discarded(terminal: SpecimenTerminal) -> None:
    store, case_id = terminal.store, uuid4()
    with pytest.raises(DraftMissingError):
        drafts.put_page(store, case_id, "a", PAGE)
    drafts.begin(store, case_id, "样例".encode(), now=NOW)
    first_key = _key_of(store, case_id)
    drafts.save(store, case_id, b"second", now=NOW + timedelta(minutes=1))
    assert _key_of(store, case_id) == first_key
    drafts.put_page(store, case_id, "a", PAGE)
    drafts.put_page(store, case_id, "b", PAGE * 2)
    assert drafts.get_page(store, case_id, "a") == PAGE
    (summary,) = drafts.summaries(store)
    assert (summary.case_id, summary.created_at, summary.size) == (case_id, NOW, 6)

    on_disk = b"".join(path.read_bytes() for path in terminal.profile.draft_folder(case_id).iterdir())
    assert PAGE[:40] not in on_disk

    drafts.delete_page(store, case_id, "b")
    drafts.delete_page(store, case_id, "b")
    with pytest.raises(DraftPageMissingError):
        drafts.get_page(store, case_id, "b")
    drafts.discard(store, case_id)
    drafts.discard(store, case_id)
    assert not terminal.profile.draft_folder(case_id).exists()
    with pytest.raises(DraftMissingError):
        drafts.get_page(store, case_id, "a")


def test_a_page_belongs_to_its_place(terminal: SpecimenTerminal) -> None:
    store, case_id = terminal.store, uuid4()
    drafts.begin(store, case_id, b"{}")
    drafts.put_page(store, case_id, "a", PAGE)
    folder = terminal.profile.draft_folder(case_id)
    (folder / "b").write_bytes((folder / "a").read_bytes())
    with pytest.raises(DraftDamagedError):
        drafts.get_page(store, case_id, "b")
    (folder / "a").write_bytes(b"")
    with pytest.raises(DraftDamagedError):
        drafts.get_page(store, case_id, "a")


@pytest.mark.parametrize("page_id", ["", "..", "a/b", "/etc/passwd", "a.part", "x" * 65, "页"])
def test_a_page_id_is_no_path(terminal: SpecimenTerminal, page_id: str) -> None:
    case_id = uuid4()
    drafts.begin(terminal.store, case_id, b"{}")
    with pytest.raises(ValueError, match="page id"):
        drafts.put_page(terminal.store, case_id, page_id, b"")


def test_a_late_save_does_not_bring_a_sealed_draft_back(terminal: SpecimenTerminal) -> None:
    request = intake(terminal)
    seal_submission(terminal.store, terminal.keys, request)
    with pytest.raises(DraftMissingError):
        drafts.save(terminal.store, request.case_id, b"{}")
    assert drafts.summaries(terminal.store) == ()


def test_after_sealing_nothing_of_the_person_is_in_the_profile(terminal: SpecimenTerminal) -> None:
    name = "陈样例"
    request = intake(terminal, body=f'{{"name": "{name}", "number": "441900199003070018"}}'.encode())
    seal_submission(terminal.store, terminal.keys, request)
    sought = [name.encode(encoding) for encoding in ("utf-8", "utf-16-le", "gb18030")]
    sought += [b"441900199003070018", PAGE[:40]]
    for path in terminal.profile.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [word for word in sought if word in data], path.name


def test_the_index_finds_cases(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    first, second = intake(terminal), intake(terminal)
    one = seal_submission(store, terminal.keys, first)
    two = seal_submission(store, terminal.keys, second)
    assert cases.today(store, NOW + timedelta(hours=2)) == cases.recent(store)
    assert {entry.number for entry in cases.recent(store)} == {one.case_number, two.case_number}
    # NOW is 17:30 in Beijing: seven hours later is the next day there.
    assert cases.today(store, NOW + timedelta(hours=7)) == ()
    grouped = f"{one.case_number[:6]} {one.case_number[6:]}"
    found = cases.find(store, grouped)
    assert found is not None
    assert (found.case_id, found.page_counts, found.details.masked_name) == (first.case_id, (2,), "陈**")
    assert cases.find(store, "0" * 20) is None
    assert len(cases.of_applicant(store, "0" * 64)) == 2


def held(store: Store, request: SealRequest) -> SubmissionStatus:
    """Return what the platform says of a submission that it holds."""
    envelope = outbox.manifest(store, request.submission_id).envelope
    return SubmissionStatus(
        submission_id=request.submission_id,
        case_id=request.case_id,
        case_number=envelope.case_number,
        kind=request.kind,
        state=SubmissionState.DELIVERED,
        root=root_digest(envelope).hex(),
    )


def test_the_platforms_answer_updates_a_case(terminal: SpecimenTerminal) -> None:
    store, request = terminal.store, intake(terminal)
    number = seal_submission(store, terminal.keys, request).case_number
    item = ItemStatus(item_number=f"{number}-01", item_code="LD-01", state="accepted", due_date="2026-03-09")
    status = CaseStatus(
        case_id=request.case_id,
        case_number=number,
        state="accepted",
        items=(item,),
        submissions=(held(store, request),),
    )
    assert cases.unanswered(store) == ()
    with store.write() as connection:
        connection.execute(outbox.outbox.update().values(state="delivered"))
    assert cases.unanswered(store) == (number,)
    with store.write() as connection:
        cases.update_after_answer(connection, status)
    entry = cases.get(store, request.case_id)
    assert (entry.platform_state, entry.details.items[0].due_date) == ("accepted", "2026-03-09")
    assert cases.unanswered(store) == ()
    with store.write() as connection:
        changes = [ItemUpdate(f"{number}-01", "in_review")]
        cases.append_submission(connection, request.case_id, entry.latest_root, "1" * 64, changes)
    assert cases.unanswered(store) == (number,)


def test_an_answer_from_before_the_last_sealing_takes_nothing_back(terminal: SpecimenTerminal) -> None:
    store, request = terminal.store, intake(terminal)
    number = seal_submission(store, terminal.keys, request).case_number
    first = cases.get(store, request.case_id).latest_root
    item = ItemStatus(item_number=f"{number}-01", item_code="LD-01", state="collected")
    status = CaseStatus(
        case_id=request.case_id,
        case_number=number,
        state="collected",
        items=(item,),
        submissions=(held(store, request),),
    )
    with store.write() as connection:
        changes = [ItemUpdate(f"{number}-01", "accepted", "2026-03-09")]
        cases.append_submission(connection, request.case_id, first, "1" * 64, changes)
        assert not cases.update_after_answer(connection, status)
    entry = cases.get(store, request.case_id)
    assert (entry.platform_state, entry.details.items[0].state) == (None, "accepted")


def test_a_submission_follows_the_last_one_alone(terminal: SpecimenTerminal) -> None:
    store, request = terminal.store, intake(terminal)
    seal_submission(store, terminal.keys, request)
    first = cases.get(store, request.case_id).latest_root
    with store.write() as connection:
        cases.append_submission(connection, request.case_id, first, "1" * 64, [])
    with pytest.raises(CaseMovedOnError), store.write() as connection:
        cases.append_submission(connection, request.case_id, first, "2" * 64, [])
    assert cases.get(store, request.case_id).latest_root == "1" * 64


def test_hashes_of_applicants_are_this_stores_own(terminal: SpecimenTerminal, tmp_path: object) -> None:
    number = "441900199003070018"
    first = hash_applicant(terminal.store, number)
    assert first == hash_applicant(terminal.store, f" {number} ")
    assert first != stored.keyed_hash(terminal.store, "audit", number)
    terminal.store.close()
    with open_store(terminal.profile, bytes.fromhex((terminal.profile.keys / "store.key").read_text())) as again:
        assert hash_applicant(again, number) == first


def test_the_print_journal_survives_and_counts(terminal: SpecimenTerminal) -> None:
    store, number = terminal.store, "4" * 20
    first = journal.intent(store, "receipt", number)
    journal.sent(store, first.id)
    second = journal.intent(store, "notice", number)
    assert [(entry.id, entry.step) for entry in journal.unfinished(store)] == [
        (first.id, PrintStep.SENT),
        (second.id, PrintStep.INTENT),
    ]
    journal.outcome(store, first.id, PrintStep.FAILED, "paper_end")
    journal.outcome(store, second.id, PrintStep.ABANDONED)
    assert journal.unfinished(store) == ()
    again = journal.intent(store, "receipt", number)
    assert [(entry.copy_no, entry.cause) for entry in journal.copies(store, number, "receipt")] == [
        (1, "paper_end"),
        (2, None),
    ]
    assert again.copy_no == 2


def test_catalogues_are_kept_by_version(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    with pytest.raises(CatalogueMissingError):
        stored.current_catalogue(store)
    stored.record_catalogue(store, CataloguePackage("1", b"one"))
    stored.record_catalogue(store, CataloguePackage("2", b"two"))
    assert stored.current_catalogue(store) == CataloguePackage("2", b"two")
    assert stored.catalogue(store, "1").data == b"one"
    assert stored.catalogue_version(store) == "2"
    with pytest.raises(CatalogueMissingError):
        stored.catalogue(store, "3")


def test_the_newest_valid_sealing_key_is_taken(terminal: SpecimenTerminal) -> None:
    store, raws = terminal.store, {}

    def key(name: str, days: int, suite: str = SUITE) -> SealingKey:
        public = PlatformSealingKeys.public_of(PlatformSealingKeys.generate())
        raws[name] = public.raw
        return SealingKey(
            key_id=public.key_id,
            suite=suite,
            public_key=encode_bytes(public.raw),
            not_before=NOW + timedelta(days=days),
            signature="",
        )

    stored.record_sealing_keys(store, [key("old", -9), key("new", -1), key("coming", 5), key("foreign", 0, "sm2-v1")])
    assert stored.sealing_key(store, NOW).raw == raws["new"]
    assert stored.sealing_key(store, NOW + timedelta(days=6)).raw == raws["coming"]
    assert stored.sealing_key(store, NOW - timedelta(days=99)).raw == raws["old"]
    stored.record_sealing_keys(store, [])
    with pytest.raises(SealingKeyMissingError):
        stored.sealing_key(store, NOW)


def test_a_profile_without_enrolment_says_so(terminal: SpecimenTerminal) -> None:
    with terminal.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM settings")
    with pytest.raises(NotEnrolledError):
        stored.enrolment(terminal.store)


def test_a_clock_before_the_last_time_is_not_believed(terminal: SpecimenTerminal) -> None:
    store = terminal.store
    assert clock.read_clock(store, NOW).proven
    assert not clock.read_clock(store, clock.BUILD_DATE - timedelta(seconds=1)).proven
    with store.write() as connection:
        clock.record_time(connection, NOW + timedelta(days=400))
        clock.record_time(connection, NOW)
    assert not clock.read_clock(store, NOW).proven
    with store.write() as connection:
        assert not clock.agree_with_platform(connection, NOW, NOW + timedelta(hours=1))
        assert clock.agree_with_platform(connection, NOW, NOW + timedelta(minutes=1))
    assert clock.read_clock(store, NOW).proven


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
