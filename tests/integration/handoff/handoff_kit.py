"""Two terminals and a platform in this process, with drafts to hand over between them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from devices.imaging.encode import EncodedPage
from shared.domain.clock import utc_now
from shared.domain.items import Channel
from shared.files import write_atomically
from shared.handoff.code import Address, DraftCode
from shared.handoff.courier import HandoffCourier
from shared.handoff.desk import HandoffDesk, platform_client
from shared.handoff.door import DraftDoor
from shared.handoff.errors import HandoffError, HandoffFault
from shared.handoff.lan_client import LanSource
from shared.handoff.listening import listening
from shared.handoff.platform_side import HandoffPlatform
from shared.handoff.port import DraftStanding, Holder
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.draft import Draft
from shared.intake.specimens import plan_case, specimen_person, take_specimen
from shared.security.trust_folder import DIRECTORY_FILE, TrustFolder
from shared.store import drafts, handoffs, outbox
from shared.store.agent_lock import AgentLock
from shared.store.handoffs import Handoff
from shared.store.outbox import OutboxRow
from shared.store.outbox_writer import OutboxWriter
from shared.store.profile import TerminalMode, split_address
from shared.store.store import Store
from shared.store.terminal import Terminal, open_terminal
from shared.sync.chunks import ChunkSize
from shared.sync.client import PlatformClient
from shared.sync.client_certificate import renew_client_certificate
from shared.sync.clocks import Clocks
from shared.sync.delivery import Courier, Delivery
from shared.sync.enrol import enrol
from shared.sync.errors import OfflineError, OfflineReason
from shared.sync.transport import Answer, Call
from shared.sync.tries import RowTries, try_row
from shared.sync.tus import TusClient
from shared.sync.uploading import PartUploader
from tests.integration.platform.platform_kit import SteppedClock

PAGES = 2
SUBJECT, MATERIAL, PHONE, EDUCATION = "7.1", "household_register", "applicant.phone", "applicant.education"
"""Of the small catalogue."""


class Cuttable(PlatformClient):
    """A terminal's client whose line can be cut: before a request leaves, or before its answer comes."""

    def __init__(self, inner: PlatformClient, line: Line) -> None:
        self.__dict__.update(inner.__dict__)
        self._line = line

    def call(self, call: Call) -> Answer:
        self._line.before()
        answer = super().call(call)
        self._line.after(call)
        return answer


@dataclass
class Line:
    """The way from one terminal to the platform.

    Attributes:
        down: nothing gets through.
        lose: parts of paths whose next answer is lost after the platform acted.
    """

    down: bool = False
    lose: list[str] = field(default_factory=list)

    def before(self) -> None:
        if self.down:
            raise OfflineError(OfflineReason.NO_CONNECTION)

    def after(self, call: Call) -> None:
        for wanted in self.lose:
            if wanted in call.path:
                self.lose.remove(wanted)
                raise OfflineError(OfflineReason.CONNECTION_CUT)


@dataclass
class Side:
    """One terminal with its desks and the courier of its agent, and the clock of its hand-off."""

    terminal: Terminal
    line: Line
    handoff: HandoffDesk
    intake: IntakeDesk
    courier: HandoffCourier
    clock: SteppedClock

    @property
    def store(self) -> Store:
        return self.terminal.store

    @property
    def me(self) -> UUID:
        return self.terminal.identity.terminal_id

    def draft(self, seed: int = 1) -> Draft:
        """Return a draft of a specimen person with PAGES pages; not complete, and quickly made."""
        draft = self.intake.begin(SUBJECT, self.terminal.identity.kind.value)
        role = self.intake.subject(draft).roles[0].code
        draft = self.intake.identify(draft, role, specimen_person(random.Random(seed), "女"))
        draft = self.intake.set_field(draft, PHONE, "13800000000")
        for number in range(PAGES):
            page = page_of(b"\xff\xd8 page %d of %d \xff\xd9" % (number, seed))
            draft = self.intake.attach_page(draft, MATERIAL, page)
        return draft

    def complete_draft(self) -> Draft:
        """Return a complete, confirmed draft of a specimen person."""
        channel = Channel(self.terminal.identity.kind.value)
        plan = plan_case(self.intake, channel, 2)
        return take_specimen(self.intake, plan, channel, random.Random(1), 2_000)

    def standing(self, draft: Draft) -> DraftStanding:
        return self.handoff.standing(draft.case_id)

    def content(self, draft: Draft) -> Draft:
        return Draft.model_validate_json(drafts.load(self.store, draft.case_id))

    def open_door(self) -> None:
        """Have the courier listen for whoever fetches what is offered."""
        self.courier.attend(online=False)

    def lan_code(self, draft: Draft) -> DraftCode:
        """Offer a draft without the platform and return its code with the address of the open door."""
        self.handoff.offer(draft, share=False)
        self.open_door()
        offered = self.handoff.offer(draft, share=False).code
        return with_addresses(self, offered)

    def bring(self, draft: Draft, *, online: bool = True) -> None:
        """Do what the courier has to do for a draft."""
        row = handoffs.find(self.store, draft.case_id)
        assert row is not None
        self.courier.bring(row, online=online)

    def deliver(self, case_id: UUID) -> OutboxRow:
        """Deliver what was sealed of a case, as the agent would, and return its row."""
        self.line.down = False
        row = outbox.of_cases(self.store, [case_id])[0]
        with AgentLock.acquire(self.terminal.profile) as lock:
            writer = OutboxWriter(self.store, lock)
            client = platform_client(self.terminal)
            uploader = PartUploader(TusClient(client), writer, ChunkSize(), lambda: False)
            with ThreadPoolExecutor(1) as uploads:
                delivery = Delivery(self.store, Courier(client, uploader, writer, uploads=uploads, at_once=1))
                tried = try_row(delivery, row, None)
            RowTries(self.store, writer, Clocks(), platform_is_there=lambda _error: True).settle(tried)
            client.close()
        return outbox.get(self.store, row.submission_id)

    def forget_drafts(self) -> None:
        """Have every draft simply be this terminal's again, and shut its door."""
        with self.store.write() as connection:
            for row in handoffs.all_of(self.store):
                handoffs.forget(connection, row.case_id)
        self.open_door()

    def close(self) -> None:
        self.courier.close()
        self.terminal.close()


def settle(*sides: Side) -> None:
    """Have the line of terminals be whole again, their clocks right, and every draft simply their own."""
    for side in sides:
        side.clock.ahead = timedelta()
        side.line.down = False
        side.line.lose.clear()
        side.forget_drafts()


def let_the_agents_work(draft: Draft, *sides: Side) -> None:
    """Have the agents do twice what there is to do for a draft, one after the other, with the platform there."""
    for side in sides * 2:
        side.line.down = False
        row = handoffs.find(side.store, draft.case_id)
        if row is not None:
            side.courier.bring(row, online=True)


def take_and_fetch_nothing(taker: Side, code: DraftCode, draft: Draft) -> None:
    """Have a terminal take a draft at the platform, where the line breaks before any of it is fetched."""
    taker.line.lose.append("/parts/0")
    with pytest.raises(HandoffError):
        taker.handoff.take(code, holder_of(draft))


def row_of(side: Side, draft: Draft) -> Handoff:
    """Return how a draft stands at a terminal that has dealt with others about it."""
    row = handoffs.find(side.store, draft.case_id)
    assert row is not None
    return row


def door_of(side: Side) -> DraftDoor:
    """Return what a side answers over the LAN, without the LAN."""
    return DraftDoor(side.store, utc_now, side.me, side.terminal.signing_key)


def with_addresses(side: Side, code: DraftCode) -> DraftCode:
    """Put the open addresses into a code; without an agent process the desk itself names none."""
    return replace(code, addresses=tuple(Address(*split_address(text)) for text in listening(side.store)))


def page_of(data: bytes) -> EncodedPage:
    """Return a page that holds these bytes."""
    return EncodedPage(jpeg=data, width=8, height=8, dpi=150)


def holder_of(draft: Draft) -> Holder:
    return Holder(draft.applicants[0].number)


def refused(fault: HandoffFault) -> pytest.RaisesExc[HandoffError]:
    """Expect that the hand-off refuses with this fault."""
    return pytest.RaisesExc(HandoffError, check=lambda error: error.fault is fault)


def cut(monkeypatch: pytest.MonkeyPatch, what: str, *, after: bool) -> None:
    """Cut the line at one step, once: before the source hears of it, or after it acted."""
    whole = getattr(LanSource, what)
    left = [True]

    def step(self: LanSource, *arguments: object) -> object:
        if not left:
            return whole(self, *arguments)
        left.clear()
        if after:
            whole(self, *arguments)
        raise HandoffError(HandoffFault.ELSEWHERE_UNREACHABLE, "cut")

    monkeypatch.setattr(LanSource, what, step)


@contextmanager
def enrolled_side(folder: Path, url: str, token: str) -> Iterator[Side]:
    """Enrol a terminal, with certificate and directory, for the time of the block."""
    enrol(folder, url, token, mode=TerminalMode.DEMO)
    terminal = open_terminal(folder)
    root = TrustFolder.load(terminal.trust_dir).root
    client = platform_client(terminal)
    renew_client_certificate(terminal.profile.tls, client, root, utc_now())
    refresh_directory(terminal, client)
    line, clock = Line(), SteppedClock()

    cuttable = Cuttable(client, line)
    handoff = HandoffDesk(terminal, clock=clock, client=lambda _terminal: cuttable)
    platform = HandoffPlatform(terminal.store, terminal.identity.terminal_id, terminal.signing_key, cuttable, clock)
    courier = HandoffCourier(
        terminal.store, platform, terminal.config.handoff_addresses, clock=clock, monotonic=time.monotonic
    )
    side = Side(terminal, line, handoff, IntakeDesk(terminal, CatalogueShelf(terminal)), courier, clock)
    try:
        yield side
    finally:
        client.close()
        side.close()


def refresh_directory(terminal: Terminal, client: PlatformClient | None = None) -> None:
    """Have a terminal learn the certificate directory as it stands."""
    made = client or platform_client(terminal)
    write_atomically(terminal.trust_dir / DIRECTORY_FILE, made.certificate_directory().model_dump_json().encode())
    if client is None:
        made.close()
