"""Hand-off by the platform: one owner, the same end however often a step is repeated, and nothing readable there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from acceptance_platform.drafts import moving
from acceptance_platform.drafts.records import sweep_drafts
from acceptance_platform.terminals.certificates import revoke
from shared.contract.terminals import TerminalKind
from shared.domain.identifiers import credit_code_check
from shared.handoff.code import new_key
from shared.handoff.errors import HandoffFault
from shared.handoff.port import ClerkConfirms, DraftStanding, Holder, SlipDigits, Way
from shared.intake.draft import Draft, FieldSource, FieldValue
from shared.store import audit, drafts, handoffs
from shared.store.errors import DraftHandedOverError
from tests.integration.handoff.conftest import SMALL_CATALOGUE
from tests.integration.handoff.handoff_kit import PHONE, Side, enrolled_side, holder_of, refused
from tests.integration.platform.platform_kit import ServedPlatform, SteppedClock
from tests.patience import PATIENCE_S


def test_a_draft_goes_on_at_the_counter_with_its_pages(kiosk: Side, counter: Side) -> None:
    draft = kiosk.complete_draft()
    offer = kiosk.handoff.offer(draft)
    assert offer.shared
    taken = counter.handoff.take(offer.code)
    assert (taken.way, taken.confirmed) == (Way.PLATFORM, True)
    assert taken.draft.case_id == draft.case_id
    assert taken.draft.confirmed_at is None
    for material in draft.materials.values():
        for page in material.pages:
            there = drafts.get_page(counter.store, draft.case_id, page.page_id.hex)
            assert there == drafts.get_page(kiosk.store, draft.case_id, page.page_id.hex)
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    assert kiosk.handoff.whereabouts(draft.case_id) == counter.terminal.identity.name
    assert counter.handoff.whereabouts(draft.case_id) == ""
    with pytest.raises(DraftHandedOverError):
        kiosk.intake.confirm(draft)
    with pytest.raises(DraftHandedOverError):
        kiosk.intake.seal(draft)
    assert counter.intake.seal(counter.intake.confirm(taken.draft)).case.number


def test_a_source_asks_whether_its_offer_was_taken_before_it_opens_it(kiosk: Side, counter: Side) -> None:
    """Its agent may not have heard of it yet: the citizen went to the counter and is back."""
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    assert kiosk.standing(draft) is DraftStanding.OFFERED
    with refused(HandoffFault.CODE_USED) as used:
        kiosk.handoff.take_found(draft.case_id, holder_of(draft), SlipDigits(code.typed))
    assert used.value.detail == counter.terminal.identity.name
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER


def test_a_draft_of_the_own_list_is_asked_about_too_and_without_the_platform_it_is_as_known(
    kiosk: Side, counter: Side
) -> None:
    draft = counter.draft()
    assert counter.handoff.hear(draft.case_id) is DraftStanding.HERE
    code = counter.handoff.offer(draft).code
    assert counter.handoff.hear(draft.case_id) is DraftStanding.OFFERED
    kiosk.handoff.take(code, holder_of(draft))
    counter.line.down = True
    assert counter.handoff.hear(draft.case_id) is DraftStanding.OFFERED
    counter.line.down = False
    assert counter.handoff.hear(draft.case_id) is DraftStanding.HANDED_OVER
    assert counter.handoff.whereabouts(draft.case_id) == kiosk.terminal.identity.name


def test_the_other_way_round_it_needs_the_card(kiosk: Side, counter: Side) -> None:
    draft = counter.draft()
    code = counter.handoff.offer(draft).code
    with refused(HandoffFault.HOLDER_NEEDED):
        kiosk.handoff.take(code)
    with refused(HandoffFault.HOLDER_WRONG):
        kiosk.handoff.take(code, Holder("441900199003070018"))
    assert kiosk.handoff.take(code, holder_of(draft)).draft.channel == "kiosk"


@pytest.mark.parametrize("lost", ["/take", "/parts/2"])
def test_a_lost_answer_of_the_hand_off_leads_to_the_same_end(kiosk: Side, counter: Side, lost: str) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.line.lose.append(lost)
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take(code)
    assert counter.handoff.take(code) == counter.handoff.take(code)
    kiosk.bring(draft)
    assert (kiosk.standing(draft), counter.standing(draft)) == (DraftStanding.HANDED_OVER, DraftStanding.HERE)


@pytest.mark.parametrize("lost", ["/drafts/", "/parts/0", "/parts/2"])
def test_a_lost_answer_of_sharing_leaves_one_state(kiosk: Side, counter: Side, lost: str) -> None:
    draft = kiosk.draft()
    kiosk.line.lose.append(lost)
    assert not kiosk.handoff.offer(draft).shared
    kiosk.bring(draft)
    row = handoffs.find(kiosk.store, draft.case_id)
    assert row is not None
    assert row.shared_digest
    assert counter.handoff.take(kiosk.handoff.offer(draft).code).confirmed


def test_the_platform_is_down_in_the_middle(kiosk: Side, counter: Side) -> None:
    """Offered without it, the agent brings the draft when it is back."""
    draft = kiosk.draft()
    kiosk.line.down = True
    offer = kiosk.handoff.offer(draft)
    assert not offer.shared
    counter.line.down = True
    with refused(HandoffFault.ELSEWHERE_UNREACHABLE):
        counter.handoff.take(offer.code)
    kiosk.line.down = counter.line.down = False
    with refused(HandoffFault.DRAFT_UNKNOWN):
        counter.handoff.take(offer.code)
    kiosk.bring(draft)
    assert counter.handoff.take(offer.code).confirmed


def test_a_code_counts_for_one_terminal(kiosk: Side, counter: Side, platform: ServedPlatform, folder: Path) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    counter.handoff.take(code)
    token = platform.terminal_token(TerminalKind.COUNTER)
    with enrolled_side(folder / "third", platform.url, token) as third:
        with refused(HandoffFault.CODE_USED) as used:
            third.handoff.take(code)
        assert used.value.detail == counter.terminal.identity.name
        with refused(HandoffFault.CODE_USED) as unknown:
            third.handoff.take(replace(code, key=new_key()))
        assert unknown.value.detail == "", "nobody else learns where it is"
        revoke(platform.platform, third.terminal.identity.terminal_id, "stolen")
        with refused(HandoffFault.TERMINAL_REFUSED):
            third.handoff.take(kiosk.handoff.offer(kiosk.draft(2)).code)


def test_what_changed_since_it_was_offered_is_brought_again(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    code = kiosk.handoff.offer(draft).code
    draft = kiosk.intake.set_field(draft, PHONE, "13900000000")
    kiosk.bring(draft)
    assert counter.handoff.take(code).draft.fields[PHONE].value == "13900000000"


def test_a_person_finds_drafts_by_card_and_digits(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft(11)
    digits = SlipDigits(kiosk.handoff.offer(draft).code.typed)
    holder = holder_of(draft)
    (found,) = counter.handoff.drafts_of(holder, digits)
    assert (found.case_id, found.pages, found.here, found.begun) == (draft.case_id, 2, False, False)
    assert counter.handoff.take_found(found.case_id, holder, digits).draft.case_id == draft.case_id
    (after,) = counter.handoff.drafts_of(holder, digits)
    assert after.here
    report = audit.verify(counter.store)
    assert report.ok


def test_five_wrong_codes_lock_for_a_quarter_of_an_hour(kiosk: Side, counter: Side, clock: SteppedClock) -> None:
    draft = kiosk.draft(12)
    right = SlipDigits(kiosk.handoff.offer(draft).code.typed)
    other = SlipDigits(kiosk.handoff.offer(kiosk.draft(13)).code.typed)
    holder = holder_of(draft)
    for left in ("4", "3", "2", "1", "0"):
        with refused(HandoffFault.DRAFT_CODE_WRONG) as wrong:
            counter.handoff.drafts_of(holder, other)
        assert wrong.value.detail == left
    with refused(HandoffFault.TOO_MANY_TRIES) as locked:
        counter.handoff.drafts_of(holder, right)
    assert locked.value.detail == "15", "minutes"
    clock.ahead += timedelta(minutes=16)
    counter.line.lose.clear()
    assert counter.handoff.drafts_of(holder, right)
    with refused(HandoffFault.DRAFT_CODE_WRONG):
        counter.handoff.take_found(draft.case_id, holder, other)


def test_a_clerk_confirms_at_a_counter_alone(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft(14)
    kiosk.handoff.offer(draft)
    (found,) = counter.handoff.drafts_of(holder_of(draft), ClerkConfirms("clerk-1"))
    with refused(HandoffFault.TERMINAL_REFUSED):
        counter.handoff.drafts_of(holder_of(draft), ClerkConfirms("nobody"))
    with refused(HandoffFault.TERMINAL_REFUSED):
        kiosk.handoff.drafts_of(holder_of(draft), ClerkConfirms("clerk-1"))
    assert counter.handoff.drafts_of(Holder("441900199003070018"), ClerkConfirms("clerk-1")) == ()
    assert counter.handoff.take_found(found.case_id, holder_of(draft), ClerkConfirms("clerk-1")).confirmed


def test_an_enterprise_is_found_by_its_code_and_a_handler_whom_the_draft_names(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft(15)
    credit_code = "91441900MA000000X" + credit_code_check("91441900MA000000X")
    named = draft.with_fields({"org.credit_code": FieldValue(value=credit_code, source=FieldSource.TYPED)})
    drafts.save(kiosk.store, draft.case_id, named.model_dump_json().encode())
    digits = SlipDigits(kiosk.handoff.offer(named).code.typed)
    handler = Holder(draft.applicants[0].number, credit_code)
    assert counter.handoff.drafts_of(handler, digits)[0].case_id == draft.case_id
    with refused(HandoffFault.DRAFT_CODE_WRONG):
        counter.handoff.drafts_of(Holder("441900199003070018", credit_code), digits)


def test_nothing_at_the_platform_tells_whose_it_is(kiosk: Side, platform: ServedPlatform) -> None:
    draft = kiosk.draft(16)
    code = kiosk.handoff.offer(draft).code
    person = draft.applicants[0]
    folder = platform.platform.data.root
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and "catalogue" not in path.parts)
    for secret in (person.number, person.name, str(person.address), code.typed):
        assert secret.encode() not in held
    assert code.key not in held


def test_the_agent_brings_what_there_is_to_tell(kiosk: Side, counter: Side) -> None:
    draft = kiosk.draft()
    kiosk.line.down = True
    code = kiosk.handoff.offer(draft).code
    kiosk.line.down = False
    kiosk.courier.attend(online=True)
    assert kiosk.courier.finish(PATIENCE_S)
    assert counter.handoff.take(code).confirmed
    kiosk.courier.attend(online=True)
    assert kiosk.courier.finish(PATIENCE_S)
    assert kiosk.standing(draft) is DraftStanding.OFFERED, "asked every quarter of a minute"


def test_a_draft_ends_with_its_case_and_runs_out(
    kiosk: Side, counter: Side, platform: ServedPlatform, clock: SteppedClock
) -> None:
    draft = kiosk.draft(17)
    code = kiosk.handoff.offer(draft).code
    folder = platform.platform.data.drafts / str(draft.case_id)
    assert any(folder.iterdir())
    for each in (clock, kiosk.clock):
        each.ahead += timedelta(days=8)
    with refused(HandoffFault.DRAFT_UNKNOWN):
        counter.handoff.take(code)
    assert not folder.exists()
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HERE


def test_what_a_cut_left_of_an_ended_draft_goes_at_the_next_start_and_an_open_one_stays(
    kiosk: Side, platform: ServedPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, still_open = kiosk.draft(), kiosk.draft()
    for draft in (ended, still_open):
        kiosk.handoff.offer(draft)
    folder = platform.platform.data.drafts
    kept = sorted((folder / str(still_open.case_id)).iterdir())
    with monkeypatch.context() as cut:
        cut.setattr(moving, "remove_files", lambda *_: None)
        assert kiosk.handoff.take_back(ended.case_id) is DraftStanding.HERE
    assert (folder / str(ended.case_id)).exists()
    (folder / "lost+found").mkdir()
    sweep_drafts(platform.platform)
    assert not (folder / str(ended.case_id)).exists()
    assert sorted((folder / str(still_open.case_id)).iterdir()) == kept


def test_the_target_fetches_the_version_that_the_draft_froze_or_names_it(
    kiosk: Side, counter: Side, platform: ServedPlatform, tmp_path: Path
) -> None:
    other = shutil.copytree(SMALL_CATALOGUE, tmp_path / "catalogue")
    sheet = other / "package.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("2026.11.1", "2026.10.1"), "utf-8")
    shelf = platform.platform.catalogues
    info = shelf.publish(shelf.build(other), platform.platform.clock())
    assert info.version == "2026.10.1"
    frozen = freeze(kiosk, kiosk.draft(), info.version)
    assert counter.handoff.take(kiosk.handoff.offer(frozen).code).draft.catalogue_version == info.version
    assert counter.intake.resume(frozen.case_id).catalogue_version == info.version
    lost = freeze(kiosk, kiosk.draft(), "2020.1.1")
    with refused(HandoffFault.CATALOGUE_NOT_HERE) as caught:
        counter.handoff.take(kiosk.handoff.offer(lost).code)
    assert caught.value.detail == "2020.1.1"
    assert kiosk.handoff.take_back(lost.case_id) is DraftStanding.HERE


def freeze(side: Side, draft: Draft, version: str) -> Draft:
    """Let a draft be one of another catalogue version."""
    frozen = draft.model_copy(update={"catalogue_version": version})
    drafts.save(side.store, draft.case_id, frozen.model_dump_json().encode())
    return frozen
