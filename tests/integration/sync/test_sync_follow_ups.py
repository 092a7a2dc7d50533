"""Supplements, withdrawals, ratings, transfers: submissions of their own, in order, from two terminals on one case."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acceptance_platform.errors import FaultCode, PlatformError
from acceptance_platform.platform import opened
from acceptance_platform.submissions import resolving
from acceptance_platform.submissions.resolving import take_on_returned
from devices.imaging.encode import EncodedPage
from shared.contract.terminals import Clerk
from shared.domain.transitions import TransitionRefusedError
from shared.intake.catalogues import CatalogueShelf
from shared.intake.errors import MaterialRefusedError, RightMissingError
from shared.intake.follow_ups import FollowUpDesk, SealedFollowUp
from shared.intake.occasions import CorrectionPoint, OccasionDesk
from shared.store import cases, outbox, settings
from shared.store.outbox import OutboxState
from shared.sync.client import PlatformClient
from shared.sync.wake import wake_agent
from tests.integration.sync.sync_kit import CLERK, EnrolledTerminal, PlatformProcess, agent_thread, enrolled, wait_until

PAGE = EncodedPage(jpeg=b"\xff\xd8 a specimen page \xff\xd9" * 50, width=1240, height=1754, dpi=150)


def clerk_of(terminal: EnrolledTerminal) -> Clerk:
    directory = settings.clerk_directory(terminal.terminal.store)
    assert directory is not None
    return next(clerk for clerk in directory.clerks if clerk.clerk_id == CLERK)


def desk_of(terminal: EnrolledTerminal, *, staffed: bool = True) -> FollowUpDesk:
    staff = clerk_of(terminal) if staffed else None
    return FollowUpDesk(terminal.terminal, CatalogueShelf(terminal.terminal), staff)


def client_of(terminal: EnrolledTerminal, platform: PlatformProcess) -> PlatformClient:
    return PlatformClient(platform.url, terminal.terminal.identity.terminal_id, terminal.terminal.signing_key)


def test_a_correction_is_supplemented_and_the_rest_follows_in_order(
    platform: PlatformProcess, terminal: EnrolledTerminal
) -> None:
    store = terminal.terminal.store
    intake, result = terminal.seal_intake()
    occasions = OccasionDesk(terminal.terminal, CatalogueShelf(terminal.terminal), clerk_of(terminal))
    desk = desk_of(terminal)
    entry = cases.get(store, intake.case_id)
    material = entry.details.materials[0].code
    occasions.ask_correction(entry, [CorrectionPoint(material, "样例：缺一页", "补上缺的页")], 5)
    supplemented = desk.supplement(cases.get(store, intake.case_id), {material: [PAGE, PAGE]}, "样例-BZ01")
    assert supplemented.case.details.items[0].state == "supplemented"
    with pytest.raises(TransitionRefusedError):
        desk.supplement(supplemented.case, {material: [PAGE]})
    with pytest.raises(MaterialRefusedError):
        desk.supplement(supplemented.case, {"no-such-material": [PAGE]})
    rated = desk.rate(supplemented.case, 5, "样例")
    moved = desk.transfer(rated.case, [material], "综合窗口", "样例部门")
    withdrawn = occasions.withdraw(moved.case, "样例：改日再办", [item.number for item in moved.case.details.items])
    assert withdrawn.case.details.items[0].state == "withdrawn"
    with pytest.raises(RightMissingError):
        desk_of(terminal, staffed=False).transfer(moved.case, [material], "甲", "乙")

    waiting = [row.waits_for for row in outbox.of_cases(store, [intake.case_id])]
    assert waiting[0] is None
    assert waiting[1:] == [row.submission_id for row in outbox.of_cases(store, [intake.case_id])][:-1]
    with agent_thread(terminal.terminal):
        wait_until(lambda: outbox.counts(store).waiting == 0, terminal.delivery())
    lines = platform.held(result.case_number)
    assert [line["kind"] for line in lines] == [
        "intake", "decision", "supplement", "rating", "transfer", "withdrawal",
    ]  # fmt: skip
    assert all(line["ok"] for line in lines)
    assert lines[2]["pages"] == 2


def test_two_terminals_on_one_case_conflict_by_name_until_a_person_takes_the_second_on(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    store = terminal.terminal.store
    intake, result = terminal.seal_intake()
    with enrolled(platform, tmp_path / "other") as other, contextlib.closing(client_of(other, platform)) as client:
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(intake.submission_id), terminal.delivery())
        adopted = desk_of(other).adopt(client.case(result.case_number, result.root.hex()))
        assert desk_of(other).adopt(client.case(result.case_number, result.root.hex())) == adopted
        # Both go on from the same submission, neither knows of the other.
        here = desk_of(terminal).rate(cases.get(store, intake.case_id), 4)
        there = desk_of(other).withdraw(adopted, "样例：另一窗口")
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(here.submission_id), terminal.delivery())
        with agent_thread(other.terminal):
            wait_until(lambda: other.state(there.submission_id) is OutboxState.RETURNED, other.delivery())
            row = outbox.get(other.terminal.store, there.submission_id)
            assert row.reason_code == "stale_based_on"
            with opened(platform.data) as data:
                with pytest.raises(PlatformError) as refused:
                    take_on_returned(data, there.submission_id, CLERK, " ")
                assert refused.value.code is FaultCode.REASON_MISSING
                status = take_on_returned(data, there.submission_id, CLERK, "样例：评价不影响撤回")
                with pytest.raises(PlatformError) as refused:
                    take_on_returned(data, there.submission_id, CLERK, "再来一次")
                assert refused.value.code is FaultCode.NOT_RETURNED
            assert status.state == "delivered"
            outbox.ask_retry(other.terminal.store, there.submission_id)
            wake_agent(other.terminal.profile)
            wait_until(lambda: other.is_delivered(there.submission_id), other.delivery())
        assert client.case(result.case_number).items[0].state == "withdrawn"
    assert [line["kind"] for line in platform.held(result.case_number)] == ["intake", "rating", "withdrawal"]


@contextlib.contextmanager
def stale_at(
    terminal: EnrolledTerminal, other: EnrolledTerminal, platform: PlatformProcess
) -> Iterator[SealedFollowUp]:
    """Have a withdrawal at another terminal returned, since this one rated the case meanwhile."""
    intake, result = terminal.seal_intake()
    with contextlib.closing(client_of(other, platform)) as client:
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(intake.submission_id), terminal.delivery())
        adopted = desk_of(other).adopt(client.case(result.case_number, result.root.hex()))
        here = desk_of(terminal).rate(cases.get(terminal.terminal.store, intake.case_id), 4)
        there = desk_of(other).withdraw(adopted, "样例：另一窗口")
        with agent_thread(terminal.terminal):
            wait_until(lambda: terminal.is_delivered(here.submission_id), terminal.delivery())
        with agent_thread(other.terminal):
            wait_until(lambda: other.state(there.submission_id) is OutboxState.RETURNED, other.delivery())
    yield there


def test_what_was_closed_and_taken_on_at_the_platform_at_that_time_is_delivered(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    with enrolled(platform, tmp_path / "other") as other, stale_at(terminal, other, platform) as there:
        store, instead = other.terminal.store, other.seal_intake()[0].submission_id
        with opened(platform.data) as data:
            take_on_returned(data, there.submission_id, CLERK, "样例：评价不影响撤回")
        outbox.ask_close(store, there.submission_id, person=CLERK, reason="样例", follow_up=instead)
        with agent_thread(other.terminal):
            wait_until(lambda: other.is_delivered(there.submission_id), other.delivery())
        assert outbox.get(store, there.submission_id).closed_by is None


def test_a_case_goes_on_after_its_last_submission_was_closed(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path
) -> None:
    with enrolled(platform, tmp_path / "other") as other, stale_at(terminal, other, platform) as there:
        store, instead = other.terminal.store, other.seal_intake()[0].submission_id
        outbox.ask_close(store, there.submission_id, person=CLERK, reason="样例", follow_up=instead)
        known = client_of(other, platform)
        with contextlib.closing(known), agent_thread(other.terminal):
            wait_until(lambda: other.state(there.submission_id) is OutboxState.CLOSED, other.delivery())
            latest = desk_of(other).adopt(known.case(there.case.number))
            assert latest.details.items[0].state == "collected", "nothing was withdrawn"
            again = desk_of(other).withdraw(latest, "样例：重新撤回")
            wake_agent(other.terminal.profile)
            wait_until(lambda: other.is_delivered(again.submission_id), other.delivery())
    assert [line["kind"] for line in platform.held(there.case.number)] == ["intake", "rating", "withdrawal"]


def test_of_two_persons_who_take_one_submission_on_at_once_one_does(
    platform: PlatformProcess, terminal: EnrolledTerminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_it = resolving.open_submission
    with enrolled(platform, tmp_path / "other") as other, stale_at(terminal, other, platform) as there:
        with opened(platform.data) as data:

            def opened_by_both(*given: Any) -> Any:
                monkeypatch.setattr(resolving, "open_submission", open_it)
                take_on_returned(data, there.submission_id, CLERK, "样例：另一人")
                return open_it(*given)

            monkeypatch.setattr(resolving, "open_submission", opened_by_both)
            with pytest.raises(PlatformError) as refused:
                take_on_returned(data, there.submission_id, CLERK, "样例：同时")
        assert refused.value.code is FaultCode.NOT_RETURNED
