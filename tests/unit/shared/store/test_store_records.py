"""Case index, print journal, settings and clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.contract.base import encode_bytes
from shared.contract.submissions import CaseStatus, ItemStatus, SubmissionState, SubmissionStatus
from shared.contract.terminals import SealingKey
from shared.domain.submissions import SubmissionKind
from shared.security.manifests import root_digest
from shared.security.sealing import SUITE, PlatformSealingKeys
from shared.store import cases, clock, journal, outbox
from shared.store import settings as stored
from shared.store.cases import ItemUpdate, hash_applicant
from shared.store.errors import (
    CaseMovedOnError,
    CatalogueMissingError,
    NotEnrolledError,
    SealingKeyMissingError,
)
from shared.store.journal import PrintStep
from shared.store.numbering import reserve_for_case
from shared.store.sealing import SealRequest, seal_submission
from shared.store.settings import CataloguePackage
from shared.store.store import Store, open_store
from tests.unit.shared.store.specimen_terminal import NOW, SpecimenTerminal, intake


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


def test_a_case_whose_last_submission_was_closed_still_learns_how_it_stands(terminal: SpecimenTerminal) -> None:
    store, request = terminal.store, intake(terminal)
    number = seal_submission(store, terminal.keys, request).case_number
    first = cases.get(store, request.case_id).latest_root
    status = CaseStatus(
        case_id=request.case_id, case_number=number, state="accepted", items=(), submissions=(held(store, request),)
    )
    supplement = replace(
        request,
        submission_id=uuid4(),
        kind=SubmissionKind.SUPPLEMENT,
        number=reserve_for_case(store, number),
        based_on=first,
        pages=(),
        takes_draft=False,
        new_case=None,
        receipt_text=None,
        documents=(),
    )
    seal_submission(store, terminal.keys, supplement)
    of_supplement = outbox.outbox.c.submission_id == supplement.submission_id
    with store.write() as connection:
        connection.execute(outbox.outbox.update().values(state="delivered"))
        connection.execute(outbox.outbox.update().where(of_supplement).values(state="closed"))
    assert cases.unanswered(store) == (number,)
    with store.write() as connection:
        assert cases.update_after_answer(connection, status)
        connection.execute(cases.cases.update().values(platform_state=None))
        connection.execute(outbox.outbox.update().values(state="closed"))
    assert cases.unanswered(store) == (), "the platform knows no case whose intake was closed"


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
