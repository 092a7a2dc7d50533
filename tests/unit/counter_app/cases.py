"""Cases of the bench: one just begun, and one in which nothing is missing."""

from __future__ import annotations

from devices.id_card.specimens import CHEN, OUYANG
from shared.intake.gaps import GapKind
from tests.unit.counter_app.bench import MARRIAGE, Bench
from tests.unit.shared.intake.desks import complete


def begin(bench: Bench, subject: str = MARRIAGE) -> None:
    bench.workbench.begin(subject)
    bench.lane.drain()


def fill_case(bench: Bench) -> None:
    """Open a case in which nothing is missing."""
    begin(bench)
    bench.workbench.identify("husband", CHEN)
    bench.workbench.identify("wife", OUYANG)
    bench.lane.drain()
    facts = bench.workbench.facts
    assert facts is not None
    complete(bench.intake, facts.draft)
    bench.workbench.resume(facts.draft.case_id)
    bench.lane.drain()
    assert bench.workbench.facts is not None
    assert [gap for gap in bench.workbench.facts.gaps if gap.kind is not GapKind.PAGE] == []
