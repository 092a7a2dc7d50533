"""Whatever can be applied for: no order of answers, edits and undo is called complete while a rule is broken.

Without a store: the acts are the pure changes that the desk makes, so that every item and service is tried at each run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from devices.id_card.specimens import SPECIMENS
from shared.catalogue.checker import read_source
from shared.catalogue.conditions import ALWAYS
from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.sources import default_source
from shared.domain.identity import IdentityMethod
from shared.domain.items import ItemKind
from shared.domain.materials import Importance, Material
from shared.domain.trust import TrustLevel
from shared.forms.checking import check_form
from shared.forms.joined import JoinedForm, item_forms, join_forms
from shared.intake.answers import answered, offered, put_back, settled
from shared.intake.draft import QUESTION_PREFIX, Draft, DraftPage, FieldSource, FieldValue, GivenBy
from shared.intake.errors import IntakeError
from shared.intake.gaps import Gap, GapKind, gaps_of
from shared.intake.identify import applicant_from_card
from shared.intake.material_acts import scanned_pages, stood_in, taken_back, with_page, without_page
from shared.intake.promises import committed, promised
from shared.intake.situation import Situations
from tests.unit.shared.forms.walks import SEXES, samples_of
from tests.unit.shared.intake.desks import NOW

TODAY = date(2026, 11, 23)
CATALOGUE = read_source(default_source())
SMALL = read_source(Path(__file__).parents[3] / "fixtures" / "catalogue_small")
STOPPING = ["10"]
"""Of the small catalogue: an answer ends the way. The shipped one has no such answer."""
APPLIED = [subject.code for subject in CATALOGUE.subjects if subject.kind is ItemKind.APPLIED]
PAGE = DraftPage(
    page_id=UUID(int=1), width=1240, height=1754, dpi=150, size=9, sha256="0" * 64, trust=TrustLevel.C, taken_at=NOW
)
BAD_PAGE = PAGE.model_copy(update={"page_id": UUID(int=2), "findings": ("blurred",)})
SPOILT = ("", "x", "99", "2026-13-40", "陈" * 5000)
ACTS = (
    "spoil",
    "other",
    "question",
    "question",
    "offer",
    "settle",
    "promise",
    "commit",
    "take_back",
    "page",
    "bad_page",
    "unpage",
    "fill",
)


Gaps = tuple[Gap, ...]


@dataclass(frozen=True)
class Engine:
    """What is tried: what a draft amounts to, what it lacks, what an undo puts back. A fault is put in its place."""

    catalogue: Catalogue = CATALOGUE
    situations: Situations = field(default_factory=Situations)
    told: Callable[[Gaps], Gaps] = lambda gaps: gaps
    put_back: Callable[[Draft, str, FieldValue | None], Draft] = put_back


SHIPPED_ENGINE, SMALL_ENGINE = Engine(), Engine(SMALL)
TRIED = (*((code, SHIPPED_ENGINE) for code in APPLIED), *((code, SMALL_ENGINE) for code in STOPPING))


@dataclass(frozen=True)
class Case:
    """A draft with what it amounts to."""

    draft: Draft
    engine: Engine

    @property
    def subject(self) -> Subject:
        return self.engine.situations.subject(self.engine.catalogue, self.draft)

    @property
    def form(self) -> JoinedForm:
        return self.engine.situations.form(self.engine.catalogue, self.draft)

    @property
    def is_complete(self) -> bool:
        known = self.engine.catalogue
        standing = self.engine.situations.interview(known, self.draft).standing
        gaps = gaps_of(self.draft, self.subject, self.form, standing, today=TODAY, catalogue=known)
        return not self.engine.told(gaps)


def begun(code: str, catalogue: Catalogue) -> Draft:
    draft = Draft(
        case_id=UUID(int=9),
        subject_code=code,
        catalogue_version=catalogue.version,
        channel="counter",
        created_at=NOW,
        updated_at=NOW,
    )
    for role in catalogue.subject(code).parties:
        # One specimen in every role: what their cards say would contradict what the roles ask.
        person = applicant_from_card(SPECIMENS["chen"], replace(role, sex=None), NOW)
        draft = draft.with_applicant(person.model_copy(update={"identified_by": IdentityMethod.TYPED_ORIGINAL_SEEN}))
    return draft


def filled(data: st.DataObject, draft: Draft, engine: Engine) -> Draft:
    """Answer what is asked, each answer drawn and none that ends the way, and give a page of each material."""
    for _ in range(400):
        case = Case(draft, engine)
        form = case.form
        missing = next((field for field in form.fields if field not in draft.fields), None)
        if missing is None:
            lacking = [material for material in case.subject.materials if material.code not in draft.materials]
            for material in lacking:
                draft = with_page(draft, material.code, PAGE, (), most=1)
            return draft
        sexes = {f"{role.code}.sex": SEXES[role.sex] for role in form.roles if role.sex}
        choices = (sexes[missing],) if missing in sexes else samples_of(form.fields[missing])
        value = data.draw(st.sampled_from(choices))
        tried = answered(draft, form, missing, value, FieldSource.TYPED)
        for other in choices:
            if not engine.situations.interview(engine.catalogue, tried).standing.stop:
                break
            tried = answered(draft, form, missing, other, FieldSource.TYPED)
        draft = tried
    raise AssertionError(draft.subject_code)


def acted(data: st.DataObject, case: Case, acts: Sequence[str]) -> Draft:
    draft, form, materials = case.draft, case.form, case.subject.materials
    act = data.draw(st.sampled_from(acts))
    if act == "fill":
        return filled(data, draft, case.engine)
    if act in {"spoil", "other", "question", "offer", "settle"}:
        questions = case.engine.situations.interview(case.engine.catalogue, draft).questionnaire.questions
        asking = {QUESTION_PREFIX + code for code in questions} | {one.field for one in questions.values()}
        differing = {field_id for field_id, entry in draft.fields.items() if entry.others}
        wanted = {"question": asking, "settle": differing}.get(act, set()) & form.fields.keys()
        field = data.draw(st.sampled_from(sorted(wanted or form.fields)))
        others = samples_of(form.fields[field]) or ("x",)
        value = data.draw(st.sampled_from(SPOILT if act == "spoil" else others))
        if act == "offer":
            return offered(draft, form, field, value, FieldSource.EARLIER)
        return (
            settled(draft, field, value) if act == "settle" else answered(draft, form, field, value, FieldSource.TYPED)
        )
    if not materials:
        return draft
    material = data.draw(st.sampled_from(materials))
    return on_material(draft, material, act, case.engine.catalogue)


def on_material(draft: Draft, material: Material, act: str, catalogue: Catalogue) -> Draft:
    pages = scanned_pages(draft, material.code)
    match act:
        case "promise":
            given_later = promised(material, NOW, TODAY, catalogue.work_calendar())
            return stood_in(without_pages(draft, material.code), given_later)
        case "commit":
            return stood_in(without_pages(draft, material.code), committed(material, NOW))
        case "take_back":
            return taken_back(draft, material.code)
        case "page" | "bad_page":
            instead_of = [page.page_id for page in pages]
            return with_page(draft, material.code, PAGE if act == "page" else BAD_PAGE, instead_of, most=1)
        case _:
            return without_pages(draft, material.code)


def without_pages(draft: Draft, code: str) -> Draft:
    for page in scanned_pages(draft, code):
        draft = without_page(draft, code, page.page_id)
    return draft


@pytest.mark.parametrize(("code", "engine"), TRIED, ids=lambda one: one if isinstance(one, str) else "")
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_order_of_acts_is_called_complete_while_a_rule_is_broken(
    code: str, engine: Engine, data: st.DataObject
) -> None:
    hold(data, code, engine, engine)


def hold(data: st.DataObject, code: str, engine: Engine, sound: Engine, acts: Sequence[str] = ACTS) -> None:
    """Act on a complete draft, undo and act again; what is called complete breaks no rule, what is undone is undone."""
    history = [filled(data, begun(code, engine.catalogue), sound)]
    assert not list(broken_rules(Case(history[0], engine), sound))
    assert Case(history[0], engine).is_complete, "acts begin where nothing is lacking, so that each may break a rule"
    for _ in range(data.draw(st.integers(3, 8))):
        if len(history) > 1 and data.draw(st.booleans()):
            history = [*history[:-2], undone(history[-1], history[-2], engine)]
        else:
            try:
                history.append(acted(data, Case(history[-1], engine), acts))
            except IntakeError:
                continue
        case = Case(history[-1], engine)
        broken = list(broken_rules(case, sound))
        assert not (case.is_complete and broken), broken


def undone(draft: Draft, before: Draft, engine: Engine) -> Draft:
    """Take the last act back: a field by the undo of an answer, a material by the draft from before."""
    changed = {field for field in draft.fields | before.fields if draft.fields.get(field) != before.fields.get(field)}
    for one in changed:
        draft = engine.put_back(draft, one, before.fields.get(one))
    assert draft.fields == before.fields, "an undo forgets no field"
    return before


def without(*untold: str) -> Callable[[Gaps], Gaps]:
    """Return a fault: gaps of these codes or kinds are not told, or those that may be closed later."""
    words = set(untold)
    return lambda gaps: tuple(
        gap for gap in gaps if not {gap.code, gap.kind, "deferrable" if gap.deferrable else ""} & words
    )


class Stale(Situations):
    """A fault: what a draft amounts to is not evaluated again when an answer changes."""

    def __init__(self) -> None:
        super().__init__()
        self._first: Draft | None = None

    def interview(self, catalogue: Catalogue, draft: Draft) -> Interview:
        self._first = self._first or draft
        return super().interview(catalogue, self._first)


@dataclass(frozen=True)
class Fault:
    """What is wrong with an engine, and acts that come upon it on what a subject asks for."""

    code: str
    acts: tuple[str, ...]
    parts: Callable[[], dict[str, Any]]
    sound: Engine = SHIPPED_ENGINE


FAULTS = {
    "a stop is ignored": Fault("10", ("question",), lambda: {"told": without("path_ended")}, SMALL_ENGINE),
    "a changed condition is not evaluated": Fault("10", ("question",), lambda: {"situations": Stale()}, SMALL_ENGINE),
    "an item that an answer adds is left out": Fault("4", ("question",), lambda: {"situations": Stale()}),
    "a paper that may come later counts as given": Fault("6.4", ("unpage",), lambda: {"told": without("deferrable")}),
    "a paper that is missing is not told": Fault("3.1", ("unpage",), lambda: {"told": without(GapKind.MATERIAL)}),
    "a poor page passes": Fault("7.1", ("bad_page",), lambda: {"told": without(GapKind.PAGE)}),
    "a field left empty is not told": Fault("7.1", ("spoil",), lambda: {"told": without("missing")}),
    "a field that is wrong is not told": Fault("7.1", ("spoil",), lambda: {"told": without(GapKind.FIELD)}),
    "sources that differ are not told": Fault("7.1", ("offer",), lambda: {"told": without("sources_differ")}),
    "an undo forgets a field": Fault("7.1", ("other",), lambda: {"put_back": lambda draft, *_: draft}),
    "an undo forgets what sources said": Fault("7.1", ("offer", "settle"), lambda: {"put_back": forgetful}),
}


def forgetful(draft: Draft, field_id: str, before: FieldValue | None) -> Draft:
    return put_back(draft, field_id, before.model_copy(update={"others": ()}) if before else None)


A_SEARCH = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_engine_is_caught(fault: str) -> None:
    planted = FAULTS[fault]

    @A_SEARCH
    @given(st.data())
    def play(data: st.DataObject) -> None:
        hold(data, planted.code, replace(planted.sound, **planted.parts()), planted.sound, planted.acts)

    with pytest.raises(AssertionError):
        play()


def broken_rules(case: Case, sound: Engine) -> Iterator[Any]:
    """Yield what is wrong by the catalogue's own words, item by item, without the engine that joins and narrows."""
    draft, form, values = case.draft, case.form, case.draft.values()
    known = case.engine.catalogue
    interview = sound.situations.interview(known, draft)
    effective = interview.standing.effective
    supplied = {field for supply in case.subject.plan.supplied for field in supply.fields}
    unneeded = {code for supply in case.subject.plan.supplied for code in supply.materials}
    yield from (("differs", field) for field in form.fields if field in draft.fields and draft.fields[field].others)
    for question in interview.questionnaire.questions.values():
        chosen = question.answer(effective.get(question.id, ""))
        if chosen is not None and chosen.stop is not None:
            yield "stopped", question.id
    gates = known.plans[draft.subject_code].conditions if draft.subject_code in known.plans else {}
    whole = known.subject(draft.subject_code).items
    wanted = {item.code for item in whole if gates.get(item.code, ALWAYS).holds({**values, **effective})}
    if wanted != {item.code for item in case.subject.items}:
        yield "items", wanted
    for item in case.subject.items:
        for own_values in item_forms(form, item.code, values):
            answers = {**effective, **own_values}
            own = join_forms(known, known.subject(item.code), answers)
            yield from (
                (item.code, fault) for fault in check_form(own, own_values, today=TODAY) if fault.field not in supplied
            )
            required = known.forms[item.code].required
            yield from (
                (item.code, field)
                for field in asked_by(known, item.code, answers) & required
                if not own_values.get(field) and field not in supplied
            )
            yield from (
                (item.code, material.code)
                for material in needed_by(known, item.code, answers)
                if material.code not in unneeded and not is_given(draft, material)
            )
    if not case.subject.items:
        yield "nothing is applied for"


def asked_by(catalogue: Catalogue, item_code: str, answers: Mapping[str, str]) -> set[str]:
    return {
        field
        for section in catalogue.forms[item_code].sections
        if section.when.holds(answers) and section.repeat is None
        for field in section.fields
        if section.fields_when.get(field, ALWAYS).holds(answers)
    }


def needed_by(catalogue: Catalogue, item_code: str, answers: Mapping[str, str]) -> list[Material]:
    conditions = catalogue.extras_of(item_code).situations
    return [
        material
        for material in catalogue.items[item_code].materials
        if not material.situations or any(conditions[code].holds(answers) for code in material.situations)
    ]


def is_given(draft: Draft, material: Material) -> bool:
    """Tell whether a paper is there, of one person or of several, by good pages or by what may stand in for it."""
    found = [one for code, one in draft.materials.items() if code.partition(".")[0] == material.code]
    return any(
        (one.given_by is GivenBy.SCAN and one.pages and not any(page.findings for page in one.pages))
        or (one.given_by is GivenBy.PROMISE and material.importance is Importance.MINOR)
        or (one.given_by is GivenBy.COMMITMENT and material.commitment is not None)
        for one in found
    )
