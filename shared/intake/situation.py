"""The questionnaire inside a draft: its questions stand in the form as choices, its answers narrow the subject.

A question's answer is kept among the draft's fields under question.<id>; one that fills a field of the form is that
field, and nobody is asked twice. What an answer hides stays in the draft,
dormant, and comes back when the answer changes back; sealing takes only what counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.catalogue.questionnaire import Asked, Questionnaire
from shared.forms.definition import Choice, DataClass, FieldDefinition, Section, Widget
from shared.forms.joined import JoinedForm, join_forms
from shared.forms.printed import Given
from shared.intake.draft import QUESTION_PREFIX, Draft

SECTION_TITLE: Final = "您的情况"


class Situations:
    """What drafts of a catalogue's subjects amount to; keeps each questionnaire that it made."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Questionnaire] = {}

    def interview(self, catalogue: Catalogue, draft: Draft) -> Interview:
        """Return a draft's answers as an interview."""
        key = (catalogue.version, draft.subject_code)
        if key not in self._made:
            self._made[key] = questionnaire_of(catalogue, catalogue.subject(draft.subject_code))
        values = draft.values()
        return Interview(self._made[key], _answers(self._made[key], values), values=values)

    def subject(self, catalogue: Catalogue, draft: Draft) -> Subject:
        """Return what the answers leave of the draft's subject; the whole of it where there is nothing to answer."""
        whole = catalogue.subject(draft.subject_code)
        interview = self.interview(catalogue, draft)
        if not interview.questionnaire.outcomes:
            return whole
        narrowing = narrowing_of(interview.questionnaire, interview.standing, whole)
        return catalogue.subject(draft.subject_code, narrowing)

    def form(self, catalogue: Catalogue, draft: Draft) -> JoinedForm:
        """Return the draft's one form, the questions that count and the next one before everything else."""
        interview = self.interview(catalogue, draft)
        answers = {**draft.values(), **interview.standing.effective}
        form = join_forms(catalogue, self.subject(catalogue, draft), answers)
        following = interview.next
        asked = (*interview.asked, *((following,) if following else ()))
        apart = {one.question.id: question_field(one) for one in asked if one.question.field not in form.fields}
        return _with_questions(form, apart) if apart else form


def _answers(questionnaire: Questionnaire, values: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of a draft; a question that fills a field of the form is answered by that field."""
    answers = {}
    for code, question in questionnaire.questions.items():
        answer = (question.field and values.get(question.field)) or values.get(QUESTION_PREFIX + code)
        if answer:
            answers[code] = answer
    return answers


def question_field(asked: Asked) -> FieldDefinition:
    """Return a question as a choice of the form; its note says why it is asked."""
    question = asked.question
    options = tuple(Choice(answer.code, answer.label) for answer in asked.answers)
    return FieldDefinition(
        id=QUESTION_PREFIX + question.id,
        title=question.ask,
        short_title=question.ask,
        plain_note="".join(part for part in (question.note, question.why) if part),
        schema={"type": "string", "enum": [option.code for option in options]},
        widget=Widget.CHOICE,
        data_class=DataClass.PERSONAL,
        shared_meaning=QUESTION_PREFIX + question.id,
        options=options,
    )


def counted(draft: Draft, subject: Subject, form: JoinedForm) -> Draft:
    """Return a draft with what counts only: no answer, paper or page that the situation does not ask for."""
    asked = {material.code for material in subject.materials}
    return draft.model_copy(
        update={
            "fields": {field: entry for field, entry in draft.fields.items() if field in form.fields},
            "materials": {code: given for code, given in draft.materials.items() if code in asked},
        }
    )


def given_of(draft: Draft) -> Given:
    """Return what a draft's own form is printed with."""
    values = draft.values()
    answers = {key.removeprefix(QUESTION_PREFIX): one for key, one in values.items() if key.startswith(QUESTION_PREFIX)}
    return Given(answers, {key: one for key, one in values.items() if not key.startswith(QUESTION_PREFIX)})


def _with_questions(form: JoinedForm, questions: Mapping[str, FieldDefinition]) -> JoinedForm:
    fields = {definition.id: definition for definition in questions.values()}
    return replace(
        form,
        sections=(Section(SECTION_TITLE, tuple(fields)), *form.sections),
        fields=MappingProxyType({**fields, **form.fields}),
        required=form.required | fields.keys(),
    )
