"""The form of an open case follows its answers: it asks for what they bring, in the real widgets."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from counter_app.ports.window import Page
from counter_app.presenters.form import FormPresenter
from counter_app.views.window import CounterWindow
from counter_app.words.case import FieldWords
from counter_app.work.facts import CaseFacts
from shared.intake.gaps import GapKind
from tests.unit.counter_app.bench import Bench
from tests.unit.counter_app.cases import begin, fill_case
from tests.unit.shared.intake.desks import NOW

FOUNDING = "7"
STAGE = "question.founder_stage"
RESTAURANT = "6"
DRAINAGE = "question.site_drainage"


@pytest.fixture
def presenter(bench: Bench, window: CounterWindow) -> FormPresenter:
    window.show_page(Page.INTAKE)
    return FormPresenter(window.form, bench.workbench, FieldWords(), NOW.date)


def answer(bench: Bench, field_id: str, value: str) -> None:
    bench.workbench.set_field(field_id, value)
    bench.lane.drain()


def facts_of(bench: Bench) -> CaseFacts:
    facts = bench.workbench.facts
    assert facts is not None
    return facts


def editor_of(window: CounterWindow, field_id: str) -> QLineEdit:
    editor = window.findChild(QLineEdit, f"field_{field_id}")
    assert editor is not None
    return editor


@pytest.mark.parametrize(
    ("subject", "question", "value"),
    [
        ("5", "question.vehicle_owner", "company"),
        (RESTAURANT, DRAINAGE, "1"),
        (FOUNDING, STAGE, "planning"),
        ("12", "question.death_manner", "natural"),
    ],
)
def test_every_field_that_an_answer_asks_for_can_be_filled_in(
    bench: Bench, window: CounterWindow, presenter: FormPresenter, subject: str, question: str, value: str
) -> None:
    begin(bench, subject)
    before = set(facts_of(bench).form.fields)
    answer(bench, question, value)
    facts = facts_of(bench)
    assert set(facts.form.fields) - before
    missing = {gap.where for gap in facts.gaps if gap.kind is GapKind.FIELD and not facts.form.fields[gap.where].role}
    for field_id in missing - before:
        presenter.focus(field_id)
        assert QApplication.focusWidget() is editor_of(window, field_id)
        assert editor_of(window, field_id).isVisible()


def test_a_field_that_stays_keeps_its_cursor_and_what_is_typed_there(
    bench: Bench, window: CounterWindow, presenter: FormPresenter
) -> None:
    begin(bench, RESTAURANT)
    free = next(
        field_id
        for field_id, one in facts_of(bench).form.fields.items()
        if not one.options and not one.role and not one.card_source
    )
    presenter.focus(free)
    editor = editor_of(window, free)
    QTest.keyClicks(editor, "138")
    answer(bench, DRAINAGE, "1")
    assert editor is editor_of(window, free)
    assert (editor.text(), editor.hasFocus()) == ("138", True)
    assert free not in facts_of(bench).draft.fields


def test_what_an_answer_brought_goes_with_it_and_nothing_of_it_is_sent(
    bench: Bench, window: CounterWindow, presenter: FormPresenter
) -> None:
    begin(bench, FOUNDING)
    before = set(facts_of(bench).form.fields)
    answer(bench, STAGE, "planning")
    brought = next(one.id for one in facts_of(bench).form.fields.values() if one.id not in before and not one.options)
    presenter.focus(brought)
    editor = editor_of(window, brought)
    sent: list[str] = []
    window.form.fieldEdited.connect(lambda field_id, _: sent.append(field_id))
    QTest.keyClicks(editor, "1")
    bench.workbench.undo()
    bench.lane.drain()
    assert set(facts_of(bench).form.fields) == before
    presenter.focus(STAGE)
    presenter.commit()
    assert editor_of(window, STAGE).hasFocus()
    assert sent == []


def test_nothing_is_typed_into_a_case_that_is_being_sealed(
    bench: Bench, window: CounterWindow, presenter: FormPresenter
) -> None:
    fill_case(bench)
    failed: list[str] = []
    bench.workbench.failed.connect(failed.append)
    presenter.focus("husband.phone")
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    before = editor.text()
    bench.workbench.finish(accept=False)
    QTest.keyClicks(editor, "1")
    window.form.undoAsked.emit()
    presenter.commit()
    bench.lane.drain()
    assert (editor.text(), failed, bench.workbench.facts) == (before, [], None)
