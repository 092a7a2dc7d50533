"""The counter's page of drafts with a clerk before it, and what lies elsewhere."""

from __future__ import annotations

from counter_app.ports.drafts import DraftsState
from counter_app.presenters.drafts import DraftsPresenter
from counter_app.words.drafts import DraftWords
from counter_app.words.failures import FailureWords
from counter_app.work.draft_room import Arrived, DraftRoom
from devices.id_card.specimens import CHEN
from shared.domain.items import Channel
from shared.handoff.code import DraftCode
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import IntakeDesk
from shared.intake.documents import Documents
from shared.intake.draft import Draft
from shared.intake.print_desk import PrintDesk
from shared.qt.jobs import ManualLane
from shared.store.terminal import Terminal
from tests.unit.counter_app.fake_views import FakeDrafts
from tests.unit.kiosk_app.citizen import Paper
from tests.unit.kiosk_app.elsewhere import Elsewhere
from tests.unit.shared.intake.desks import CLERK, NOW


class DraftsPage:
    """The page, opened; its slips wait on the lane `printer`, everything else on `lane`."""

    def __init__(self, terminal: Terminal, catalogues: CatalogueShelf) -> None:
        self.elsewhere = Elsewhere(terminal, Channel.COUNTER, CLERK.clerk_id)
        self.intake = IntakeDesk(terminal, catalogues, CLERK, clock=lambda: NOW)
        self.paper, documents = Paper(), Documents(terminal, catalogues.current)
        self.room = DraftRoom(
            self.elsewhere, self.intake, lambda: documents, lambda: PrintDesk(terminal.store, self.paper, documents)
        )
        self.view, self.lane, self.printer = FakeDrafts(), ManualLane(), ManualLane()
        self.presenter = DraftsPresenter(self.view, self.lane, self.printer, DraftWords(), FailureWords())
        self.presenter.use(self.room, CLERK.clerk_id)
        self.presenter.open()
        self.lane.drain()
        self.arrived: list[Arrived] = []
        self.late: list[tuple[str, str]] = []
        self.presenter.arrived.connect(self.arrived.append)
        self.presenter.cameLate.connect(lambda text, detail: self.late.append((text, detail)))

    @property
    def state(self) -> DraftsState:
        state: DraftsState = self.view.last("set_state")
        return state

    def draft(self) -> Draft:
        """Return a draft of Chen's that lies here."""
        draft = self.intake.begin("7.1", "counter")
        draft = self.intake.identify(draft, "applicant", CHEN)
        return self.intake.set_field(draft, "applicant.phone", "13800000001")

    def draft_elsewhere(self) -> tuple[Draft, DraftCode]:
        draft = self.draft()
        self.intake.discard(draft)
        return draft, self.elsewhere.holds(draft)
