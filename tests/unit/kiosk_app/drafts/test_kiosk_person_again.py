"""Whose draft it is that comes back."""

from __future__ import annotations

from devices.id_card.specimens import CHEN
from kiosk_app.work.state import Screen
from shared.handoff.code import DraftCode
from shared.intake.draft import Draft, FieldSource, FieldValue
from tests.unit.kiosk_app.citizen import Citizen
from tests.unit.kiosk_app.drafts.resume_bench import types

NAME = "applicant.name"


def test_another_name_than_the_cards_is_put_right_when_the_draft_comes_back(
    newcomer: tuple[Citizen, Draft, DraftCode],
) -> None:
    citizen, draft, _ = newcomer
    code = citizen.elsewhere.holds(draft.with_fields({NAME: FieldValue(value="别人", source=FieldSource.TYPED)}))
    citizen.does(citizen.flow.resuming.open)
    citizen.does(citizen.flow.card_read, CHEN)
    state = types(citizen, code.typed)
    assert state.draft is not None
    assert state.draft.fields[NAME] == FieldValue(value=CHEN.name, source=FieldSource.CARD)
    assert not [gap for gap in state.gaps if gap.where == NAME]
    assert citizen.desk.resume(draft.case_id).fields == state.draft.fields
    assert citizen.does(citizen.flow.resuming.go_on).screen is Screen.MATERIALS
