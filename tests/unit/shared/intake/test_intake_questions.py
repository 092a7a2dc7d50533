"""The questionnaire at the desk: its questions stand in the form, its answers narrow what is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.id_card.specimens import CHEN
from shared.catalogue.package import build_package
from shared.intake.catalogues import CatalogueShelf
from shared.intake.desk import YEAR_OVER, IntakeDesk
from shared.intake.draft import Draft
from shared.intake.errors import IncompleteError, MaterialRefusedError, SubjectClosedError
from shared.store.errors import CatalogueMissingError
from shared.store.profile import PlaceSection
from shared.store.settings import CataloguePackage, record_catalogue
from shared.store.terminal import Terminal, open_terminal
from tests.unit.shared.intake.desks import PAGE, body_of, complete, desk_of, open_specimen
from tests.unit.shared.store.specimen_terminal import make_terminal

SMALL = Path(__file__).parents[3] / "fixtures" / "catalogue_small"
IN_TIME = datetime(2025, 6, 2, 1, 30, tzinfo=UTC)
APPLIANCE = "10"


@pytest.fixture
def small_terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened, _ = open_specimen(tmp_path / "profile", SMALL)
    with opened:
        yield opened


@pytest.fixture
def desk(small_terminal: Terminal) -> IntakeDesk:
    return desk_of(small_terminal, now=IN_TIME)


def begun(desk: IntakeDesk) -> Draft:
    return desk.identify(desk.begin(APPLIANCE, "kiosk"), "applicant", CHEN)


def questions(desk: IntakeDesk, draft: Draft) -> list[str]:
    return [field for field in desk.form(draft).fields if field.startswith("question.")]


def asked(desk: IntakeDesk, draft: Draft) -> list[str]:
    return [material.code for material in desk.subject(draft).materials]


def test_one_question_stands_first_and_the_next_follows_its_answer(desk: IntakeDesk) -> None:
    draft = begun(desk)
    assert questions(desk, draft) == ["question.bought"]
    first = next(iter(desk.form(draft).fields.values()))
    assert (first.title, first.plain_note) == ("买了吗？", "没买不能申请。")
    assert ("question.bought", "missing") in {(gap.where, gap.code) for gap in desk.gaps(draft)}
    draft = desk.set_field(draft, "question.bought", "yes")
    assert questions(desk, draft) == ["question.bought", "question.trade_in"]


def test_a_changed_answer_asks_for_other_papers_and_loses_nothing(desk: IntakeDesk) -> None:
    draft = desk.set_field(desk.set_field(begun(desk), "question.bought", "yes"), "question.trade_in", "yes")
    draft = desk.set_field(draft, "question.old_registered", "no")
    assert asked(desk, draft) == ["id_card", "bank_card", "household_register", "id_photo"]
    draft = desk.attach_page(draft, "id_photo", PAGE)
    plain = desk.set_field(draft, "question.trade_in", "no")
    assert asked(desk, plain) == ["id_card", "bank_card"]
    with pytest.raises(MaterialRefusedError):
        desk.attach_page(plain, "household_register", PAGE)
    back = desk.set_field(plain, "question.trade_in", "yes")
    assert back.materials["id_photo"].pages == draft.materials["id_photo"].pages
    assert back.values()["question.old_registered"] == "no"


def test_what_the_situation_does_not_ask_for_is_not_sealed(desk: IntakeDesk) -> None:
    draft = desk.set_field(desk.set_field(begun(desk), "question.bought", "yes"), "question.trade_in", "yes")
    draft = desk.attach_page(desk.set_field(draft, "question.old_registered", "no"), "id_photo", PAGE)
    draft = complete(desk, desk.set_field(draft, "question.trade_in", "no"))
    assert desk.gaps(draft) == ()
    body = body_of(desk, draft)
    sealed = {field.field: field.value for field in body.fields}
    assert sealed["question.trade_in"] == "no"
    assert "question.old_registered" not in sealed
    assert "id_photo" not in {material.material for material in body.materials}
    assert len(desk.seal(desk.confirm(draft)).case.details.items) == 1


def test_an_answer_that_stops_is_told_with_its_way_out_and_can_be_changed(desk: IntakeDesk) -> None:
    draft = desk.set_field(begun(desk), "question.bought", "no")
    (stopped,) = [gap for gap in desk.gaps(draft) if gap.code == "path_ended"]
    assert stopped.where == "question.bought"
    assert stopped.params == {"note": "买了再来申请。", "office": "hall"}
    with pytest.raises(IncompleteError):
        desk.confirm(draft)
    assert "path_ended" not in {gap.code for gap in desk.gaps(desk.set_field(draft, "question.bought", "yes"))}


def test_a_question_has_only_the_answers_on_offer(desk: IntakeDesk) -> None:
    draft = desk.set_field(begun(desk), "question.bought", "perhaps")
    assert ("question.bought", "choice") in {(gap.where, gap.code) for gap in desk.gaps(draft)}


def standing_at(terminal: Terminal, site: str) -> Terminal:
    return replace(terminal, config=terminal.config.model_copy(update={"place": PlaceSection(site=site)}))


def test_a_terminal_takes_what_its_own_site_takes(small_terminal: Terminal) -> None:
    desk = desk_of(standing_at(small_terminal, "marriage_registry"), now=IN_TIME)
    assert desk_of(small_terminal, now=IN_TIME).begin("10.0", "kiosk")
    with pytest.raises(SubjectClosedError) as refused:
        desk.begin("10.0", "kiosk")
    assert refused.value.state == "paused"
    assert desk.catalogue.hall.name == desk.catalogue.offices["marriage_registry"].name


def test_a_site_that_the_catalogue_does_not_know_is_the_hall_and_is_logged(
    small_terminal: Terminal, expected_warnings: list[str]
) -> None:
    expected_warnings.append("catalogue 2026.11.1 has no office moon")
    catalogue = CatalogueShelf(standing_at(small_terminal, "moon")).current
    assert catalogue.hall == catalogue.offices["hall"]


def test_what_belongs_to_a_year_that_is_over_is_not_begun(small_terminal: Terminal) -> None:
    with pytest.raises(SubjectClosedError) as refused:
        desk_of(small_terminal, now=datetime(2026, 3, 2, 9, tzinfo=UTC)).begin(APPLIANCE, "kiosk")
    assert refused.value.state == YEAR_OVER


def test_a_question_that_fills_a_field_is_that_field_and_asked_once(tmp_path: Path) -> None:
    opened, _ = open_specimen(tmp_path / "shipped")
    with opened:
        shipped = desk_of(opened)
        draft = shipped.identify(shipped.begin("7.4", "counter"), "applicant", CHEN)
        assert questions(shipped, draft) == []
        assert "business.entity_kind" in shipped.form(draft).fields
        draft = shipped.set_field(draft, "business.entity_kind", "2")
        assert shipped.interview(draft).given == {"entity_kind": "2"}
        assert "articles_of_association" in asked(shipped, draft)
        sole = shipped.set_field(draft, "business.entity_kind", "1")
        assert "articles_of_association" not in asked(shipped, sole)


def test_a_draft_keeps_its_version_and_is_told_what_changed(tmp_path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copytree(SMALL, newer)
    for name, old, new in (
        ("package.yaml", "2026.11.1", "2026.11.2"),
        ("items/10-00-appliance-subsidy.yaml", "promised_days: 5", "promised_days: 4"),
    ):
        path = newer / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    made = make_terminal(tmp_path / "profile")
    sign, key_id = made.root_key.sign, made.root_key.verifying_key.key_id
    packages = [build_package(folder, sign, key_id) for folder in (SMALL, newer)]
    record_catalogue(made.store, CataloguePackage("2026.11.1", packages[0]))
    made.store.close()
    with open_terminal(tmp_path / "profile") as old_terminal:
        desk = desk_of(old_terminal, now=IN_TIME)
        draft = desk.begin(APPLIANCE, "kiosk")
        assert desk.changes(draft) == ()
        record_catalogue(old_terminal.store, CataloguePackage("2026.11.2", packages[1]))
    with open_terminal(tmp_path / "profile") as new_terminal:
        desk = desk_of(new_terminal, now=IN_TIME)
        assert desk.catalogue.version == "2026.11.2"
        kept = desk.resume(draft.case_id)
        assert desk.catalogue_of(kept).version == "2026.11.1"
        assert [(one.kind.value, one.code, one.old, one.new) for one in desk.changes(kept)] == [
            ("limit", "10.0", "5", "4")
        ]
        moved = desk.use_version(kept, "2026.11.2")
        assert desk.changes(moved) == ()
        assert (moved.fields, moved.materials, moved.confirmed_at) == (kept.fields, kept.materials, None)
        assert desk.resume(draft.case_id).catalogue_version == "2026.11.2"
        back = desk.use_version(moved, "2026.11.1")
        assert back.model_copy(update={"updated_at": kept.updated_at}) == kept, "and back again without loss"
        with pytest.raises(CatalogueMissingError):
            desk.use_version(back, "2026.1.1")


def test_an_end_that_follows_unasked_is_told_where_it_can_be_changed(tmp_path: Path) -> None:
    folder = tmp_path / "implied"
    shutil.copytree(SMALL, folder)
    with (folder / "questions.yaml").open("a", encoding="utf-8") as questions:
        questions.write(TAKEN)
    item = folder / "items" / "10-00-appliance-subsidy.yaml"
    asked = item.read_text(encoding="utf-8").replace("trade_in, old_registered]", "trade_in, old_registered, taken]", 1)
    item.write_text(asked, encoding="utf-8")
    opened, _ = open_specimen(tmp_path / "profile", folder)
    with opened:
        desk = desk_of(opened, now=IN_TIME)
        draft = begun(desk)
        for question in ("bought", "trade_in", "old_registered"):
            draft = desk.set_field(draft, f"question.{question}", "yes")
        assert "question.taken" not in desk.form(draft).fields
        (stopped,) = [gap for gap in desk.gaps(draft) if gap.code == "path_ended"]
        assert stopped.where == "question.old_registered"
        assert stopped.params["note"] == "补过了。"


TAKEN = """
  taken:
    ask: 这台旧机没补过吧？
    why: 一台只补一次。
    when: { trade_in: "yes" }
    implied: [{ when: { old_registered: "yes" }, answer: "no" }]
    answers:
      "yes": { label: 没补过 }
      "no": { label: 补过了, stop: { note: 补过了。, office: hall } }
"""
