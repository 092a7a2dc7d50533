"""A citizen keeps a draft at the kiosk, goes to a window with the slip, and the clerk finishes it: one case, one id."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from acceptance_platform.submissions.inspecting import list_cases
from counter_app.presenters.codes import CodesPresenter
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.work.case_desk import CaseDesk, Finished
from counter_app.work.draft_room import Arrived, DraftRoom
from counter_app.work.workbench import Workbench
from devices.core.slip import Qr
from devices.imaging.encode import EncodedPage
from kiosk_app.work.draft_state import KeepPhase
from kiosk_app.work.state import Screen
from shared.handoff.port import DraftStanding
from shared.intake.catalogues import CatalogueShelf
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.print_desk import PrintDesk
from shared.intake.specimens import specimen_person
from shared.qt.jobs import ManualLane
from shared.store.errors import DraftHandedOverError
from tests.integration.handoff.handoff_kit import MATERIAL, PHONE, SUBJECT, Side
from tests.integration.platform.platform_kit import ServedPlatform
from tests.unit.counter_app.fake_views import FakeDrafts
from tests.unit.kiosk_app.citizen import Citizen, Paper
from tests.unit.shared.intake.desks import complete

PAGE = EncodedPage(jpeg=b"\xff\xd8 a page of the kiosk \xff\xd9", width=1240, height=1754, dpi=150)
CLERK = "clerk-1"


@dataclass
class Window:
    """A counter's page of drafts and its workbench, with the gun that reads slips."""

    side: Side
    lane: ManualLane = field(default_factory=ManualLane)
    arrived: list[Arrived] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)

    def __post_init__(self) -> None:
        terminal, lane = self.side.terminal, self.lane
        documents = Documents(terminal, self.side.intake.catalogue)
        print_desk = PrintDesk(terminal.store, Paper(), documents)
        room = DraftRoom(self.side.handoff, self.side.intake, lambda: documents, lambda: print_desk)
        self.drafts = DraftsPresenter(FakeDrafts(), lane, lane, DraftWords(), FailureWords())
        self.drafts.use(room, CLERK)
        self.codes = CodesPresenter(lane, lambda _text: None)
        self.bench = Workbench(lane)
        self.bench.use(CaseDesk(self.side.intake, None, lambda: None))
        self.codes.draft.connect(self.drafts.code_scanned)
        self.drafts.arrived.connect(self.arrived.append)
        self.drafts.arrived.connect(lambda one: self.bench.resume(one.taken.draft.case_id))
        self.bench.finished.connect(self.finished.append)

    def scans(self, text: str) -> None:
        self.codes.scanned(text)
        self.lane.drain()

    def finishes(self) -> None:
        """Close what is missing, as the clerk does with the papers on the desk, and collect."""
        facts = self.bench.facts
        assert facts is not None
        complete(self.side.intake, facts.draft)
        self.bench.resume(facts.draft.case_id)
        self.lane.drain()
        self.bench.finish(accept=False)
        self.lane.drain()


def keeps_at(kiosk: Side) -> tuple[Draft, str]:
    """A citizen fills in, photographs a paper, and keeps it; return the draft and the text on the slip."""
    citizen = Citizen(kiosk.terminal, shelf=CatalogueShelf(kiosk.terminal), handoff=kiosk.handoff)
    citizen.does(citizen.flow.card_read, specimen_person(random.Random(7), "女"))
    citizen.begins(SUBJECT)
    citizen.does(citizen.flow.identifying.accept_person)
    assert citizen.state.screen is Screen.FORM
    draft = citizen.state.draft
    assert draft is not None
    citizen.box.change(draft=kiosk.intake.attach_page(draft, MATERIAL, PAGE))
    citizen.does(citizen.flow.filling.next_page)
    citizen.flow.filling.set_field(PHONE, "13800000000")
    citizen.does(citizen.flow.keep_draft)
    state = citizen.does(citizen.flow.keeping.keep)
    assert state.keep is not None
    assert state.keep.phase is KeepPhase.KEPT
    (slip,) = citizen.paper.slips
    (qr,) = (element for element in slip.elements if isinstance(element, Qr))
    citizen.does(citizen.flow.keeping.finish)
    assert citizen.state.draft is None
    return draft, qr.payload


def test_what_was_begun_at_the_kiosk_is_finished_at_the_window_as_one_case(
    kiosk: Side, counter: Side, platform: ServedPlatform
) -> None:
    draft, text = keeps_at(kiosk)
    window = Window(counter)
    window.scans(text)
    (arrived,) = window.arrived
    assert arrived.taken.draft.values()[PHONE] == "13800000000"
    came = arrived.taken.draft
    assert counter.intake.page_image(came, came.materials[MATERIAL].pages[0].page_id) == PAGE.jpeg
    window.finishes()
    (finished,) = window.finished
    assert finished.sealed.case.case_id == draft.case_id
    counter.deliver(draft.case_id)
    held = [line["case_id"] for line in list_cases(platform.platform)]
    assert held.count(str(draft.case_id)) == 1
    kiosk.bring(draft)
    assert kiosk.standing(draft) is DraftStanding.HANDED_OVER
    with pytest.raises(DraftHandedOverError):
        kiosk.intake.set_field(kiosk.content(draft), PHONE, "13900000000")
