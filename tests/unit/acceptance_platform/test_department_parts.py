"""Of every one-matter service, sealed and opened: each department gets its own part, and joined they are the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from acceptance_platform.errors import PlatformError
from acceptance_platform.submissions.cutting import ItemWords, Opened, cut, item_of, with_supplements
from acceptance_platform.submissions.opening import open_submission
from devices.id_card.specimens import SPECIMENS
from devices.imaging.encode import EncodedPage
from shared.catalogue.checker import read_source
from shared.catalogue.interview import Interview
from shared.catalogue.narrowing import questionnaire_of
from shared.catalogue.sources import default_source
from shared.catalogue.subjects import Cast, ItemCasting
from shared.contract.departments import DepartmentPart
from shared.contract.submissions import BODY_SCHEMA, INTAKE_SCHEMA, IntakeBody, SealedMaterial, SupplementBody
from shared.domain.clock import TimeReading
from shared.domain.items import ItemKind
from shared.forms.joined import item_forms, join_forms
from shared.intake.draft import QUESTION_PREFIX, Draft, FieldSource, FieldValue
from shared.intake.identify import applicant_from_card
from shared.intake.item_parts import item_parts
from shared.intake.material_acts import with_page
from shared.intake.page_entry import page_entry
from shared.intake.sealing import seal_draft
from shared.intake.situation import Situations, counted
from shared.security.sealing import PlatformSealingKeys
from shared.store import drafts, outbox
from shared.store.terminal import Terminal
from tests.unit.shared.forms.walks import Walk, walk
from tests.unit.shared.intake.desks import NOW, open_specimen

TIME = TimeReading(NOW, proven=True)
CATALOGUE = read_source(default_source())
SERVICES = [one.code for one in CATALOGUE.subjects if one.is_service and one.kind is ItemKind.APPLIED]
WORDS = ItemWords("样例事项", "样例部门")
SMALL = Path(__file__).parents[2] / "fixtures" / "catalogue_small"
Side = tuple[Terminal, PlatformSealingKeys]
JPEG = b"\xff\xd8 a specimen page \xff\xd9"


@dataclass(frozen=True)
class Case:
    """A complete draft, and what the platform has of it after sealing and opening."""

    draft: Draft
    way: Walk
    opened: Opened
    body: IntakeBody

    def part(self, place: int) -> DepartmentPart:
        return cut(self.opened.envelope, self.body, self.body.items[place], WORDS)


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    terminal, key = open_specimen(tmp_path_factory.mktemp("parts") / "profile", SMALL)
    with terminal:
        yield terminal, PlatformSealingKeys({PlatformSealingKeys.public_of(key).key_id: key})


def going(code: str, choose: Callable[..., Interview]) -> Walk:
    """Go the way that brings most of a service, or least: the answers that don't end it and let most hold, or least."""
    whole = CATALOGUE.subject(code)
    interview = Interview(questionnaire_of(CATALOGUE, whole))
    while interview.next is not None:
        question = interview.next
        ways = [interview.answer(question.question.id, answer.code) for answer in question.answers]
        going_on = [way for way in ways if way.standing.stop is None]
        interview = choose(going_on, key=lambda way: len(way.standing.holds))
    return walk(CATALOGUE, whole, interview, lambda choices: choices[0])


def drafted(terminal: Terminal, code: str) -> tuple[Draft, Walk]:
    """Return a stored draft with everything that a way through a service asks for, a page of its own for each paper."""
    way = going(code, max)
    questions = {QUESTION_PREFIX + question: answer for question, answer in way.answers.items()}
    values = {**questions, **way.values}
    draft = Draft(
        case_id=uuid4(),
        subject_code=code,
        catalogue_version=CATALOGUE.version,
        channel="counter",
        created_at=NOW,
        updated_at=NOW,
        fields={field: FieldValue(value=value, source=FieldSource.TYPED) for field, value in values.items()},
    )
    for role in way.subject.roles:
        draft = draft.with_applicant(applicant_from_card(SPECIMENS["chen"], replace(role, sex=None), NOW))
    drafts.begin(terminal.store, draft.case_id, b"{}")
    for material in way.subject.materials:
        page = page_entry(EncodedPage(JPEG + material.code.encode(), 1240, 1754, 150), (), "", at=NOW, seen=None)
        drafts.put_page(terminal.store, draft.case_id, page.page_id.hex, JPEG + material.code.encode())
        draft = with_page(draft, material.code, page, (), most=1)
    return draft.model_copy(update={"confirmed_at": NOW}), way


@pytest.fixture(scope="module")
def sealed(side: Side) -> Callable[[str], Case]:
    terminal, keys = side

    @cache
    def seal(code: str) -> Case:
        draft, way = drafted(terminal, code)
        form = Situations().form(CATALOGUE, draft)
        kept = counted(draft, way.subject, form)
        case = seal_draft(terminal, kept, way.subject, item_parts(CATALOGUE, way.subject, form, kept), TIME)
        (row,) = outbox.of_cases(terminal.store, [draft.case_id])
        manifest = outbox.manifest(terminal.store, row.submission_id)
        read = terminal.store.profile.part_file
        body = open_submission(
            manifest, terminal.signing_key.verifying_key, keys, lambda at: read(row.submission_id, at).read_bytes()
        )
        assert isinstance(body, IntakeBody)
        assert manifest.envelope.case_number == case.case.number
        return Case(kept, way, Opened(manifest, body), body)

    return seal


@pytest.mark.parametrize("code", SERVICES)
def test_each_department_gets_its_own_part_and_joined_they_are_the_whole(
    sealed: Callable[[str], Case], code: str
) -> None:
    case = sealed(code)
    body, values = case.body, case.draft.values()
    parts = [case.part(place) for place in range(len(body.items))]
    assert body.schema_version == INTAKE_SCHEMA
    assert [part.item_code for part in parts] == [item.code for item in case.way.subject.items]
    joined = {field.field: field for part in parts for field in part.fields}
    apart = {field.field for field in body.fields} - joined.keys()
    assert all(field.startswith(QUESTION_PREFIX) for field in apart), "only what chose the items is no department's"
    assert joined == {field.field: field for field in body.fields if field.field not in apart}
    assert {material for part in parts for material in part.materials} == set(body.materials)
    assert {page.page for part in parts for page in part.pages} == set(body.pages)
    for part in parts:
        assert part.applications == item_forms(case.way.form, part.item_code, values)
        assert_nothing_of_others(case, part)


def assert_nothing_of_others(case: Case, part: DepartmentPart) -> None:
    """Compare a part with what the item's own definition asks for, of the people who play in it."""
    answers = [{**case.way.answers, **case.draft.values(), **own} for own in part.applications]
    asked = [join_forms(CATALOGUE, CATALOGUE.subject(part.item_code), own).fields.keys() for own in answers]
    assert all(own.keys() <= fields for own, fields in zip(part.applications, asked, strict=True))
    extras = CATALOGUE.extras_of(part.item_code)
    questions = {QUESTION_PREFIX + question for question in extras.questions}
    filled = {value for own in part.applications for value in own.values()}
    casting = case.way.form.castings[part.item_code]
    for field in part.fields:
        assert field.field in questions | {casting.chosen_by} or field.value in filled
    roles = {role for cast in casting.casts for role in cast.roles.values()}
    assert {field.field.partition(".")[0] for field in part.fields} & {one.code for one in case.way.form.roles} <= roles
    assert {one.role for one in part.applicants} == roles & {one.role for one in case.body.applicants}
    assert part.applicants
    papers = {
        material.code
        for material in CATALOGUE.items[part.item_code].materials
        if not material.situations
        or any(extras.situations[code].holds(own) for own in answers for code in material.situations)
    }
    told = next(item.part for item in case.body.items if item.number == part.item_number)
    assert told is not None
    assert {code.partition(".")[0] for code in told.materials} <= papers
    assert {material.material for material in part.materials} <= set(told.materials)
    assert {page.page.material for page in part.pages} == {material.material for material in part.materials}


@pytest.mark.parametrize("code", SERVICES)
@pytest.mark.parametrize("choose", [max, min])
def test_each_item_has_the_papers_of_its_own_situation(code: str, choose: Callable[..., Interview]) -> None:
    way = going(code, choose)
    supplied = {material for supply in way.subject.plan.supplied for material in supply.materials}
    for item in way.subject.items:
        conditions, given = CATALOGUE.extras_of(item.code).situations, {**way.values, **way.answers}
        needed = {
            material.code
            for material in CATALOGUE.items[item.code].materials
            if not material.situations or any(conditions[one].holds(given) for one in material.situations)
        }
        assert {line.partition(".")[0] for line in way.subject.item_papers[item.code]} == needed - supplied


def test_a_department_gets_only_the_people_of_its_own_item(sealed: Callable[[str], Case]) -> None:
    case = sealed("8")
    form, code = case.way.form, "8.2"
    his = ItemCasting(code, (Cast({"applicant": "husband"}),))
    alone = replace(
        form,
        castings={**form.castings, code: his},
        applications={**form.applications, code: form.applications[code][:1]},
    )
    part = item_parts(CATALOGUE, case.way.subject, alone, case.draft)[code]
    assert part.applicants == ("husband",)
    assert len(part.applications) == 1


def test_what_comes_later_goes_to_the_departments_whose_paper_it_is(sealed: Callable[[str], Case]) -> None:
    case = sealed("8")
    moving = case.body.items[2]
    told = [set(item.part.materials) for item in case.body.items if item.part]
    own = min(told[0] - told[2])
    later = supplement(case.opened, (own, "asked.afterwards"), items=(moving.number,))
    got = []
    for place in range(3):
        before, part = case.part(place), with_supplements(case.part(place), case.body, [later])
        got.append({material.material for material in part.materials[len(before.materials) :]})
    assert got[0] == {own}
    assert "asked.afterwards" not in got[1]
    assert got[2] == {"asked.afterwards"}


def supplement(intake: Opened, materials: tuple[str, ...], items: tuple[str, ...]) -> Opened:
    body = SupplementBody(
        items=items,
        materials=tuple(SealedMaterial(material=code, given_by="scan", trust="C") for code in materials),
        pages=(),
        supplied_at=NOW,
    )
    envelope = intake.envelope.model_copy(update={"submission_id": uuid4()})
    return Opened(intake.manifest.model_copy(update={"envelope": envelope}), body)


def test_an_older_intake_is_read_and_only_one_of_a_single_item_has_a_part(sealed: Callable[[str], Case]) -> None:
    case = sealed("8")
    untold = tuple(item.model_copy(update={"part": None}) for item in case.body.items)
    old = case.body.model_copy(update={"schema_version": BODY_SCHEMA, "items": untold})
    with pytest.raises(PlatformError) as refused:
        cut(case.opened.envelope, old, old.items[0], WORDS)
    assert refused.value.code == "part_not_told"
    single = old.model_copy(update={"items": old.items[:1]})
    part = cut(case.opened.envelope, single, single.items[0], WORDS)
    assert (part.fields, part.materials, part.applicants) == (single.fields, single.materials, single.applicants)
    with pytest.raises(PlatformError) as unknown:
        item_of(single, old.items[1].number)
    assert unknown.value.code == "not_found"
