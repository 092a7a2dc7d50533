"""A form as it is printed: blank (空表), filled as the sample (样表), or an applicant's own (REQUIREMENTS A12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shared.catalogue.conditions import ALWAYS
from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.forms.joined import join_forms
from shared.forms.printed_conditions import conditions_of
from shared.forms.printed_form import PrintedForm
from shared.forms.printing import FormPrinter, Layout
from shared.forms.specimen import specimen_of


@dataclass(frozen=True, slots=True)
class Given:
    """What an applicant gave: answers, by question, and values of the form's fields, by id."""

    answers: Mapping[str, str]
    values: Mapping[str, str]


_NOTHING: Final = Given({}, {})


class FormlessError(LookupError):
    """There is nothing to fill in: what is checked behind the counter, or where a case is only referred to."""

    code = "no_form"


def blank_form(catalogue: Catalogue, code: str, language: str = "") -> PrintedForm:
    """Return the blank form of an item or a one-matter service.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    return _for_everybody(catalogue, code, language, _NOTHING)


def sample_form(catalogue: Catalogue, code: str, language: str = "") -> PrintedForm:
    """Return the filled sample of the same form; what the sample's case does not call for stays empty.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    specimen = specimen_of(catalogue, code)
    given = Given(specimen.answers, specimen.values)
    return replace(_for_everybody(catalogue, code, language, given), is_sample=True)


def own_form(catalogue: Catalogue, code: str, given: Given, language: str = "") -> PrintedForm:
    """Return an applicant's own form: what their situation asks for and nothing else, with what they gave.

    What is still open stays empty, to be filled by hand.

    Raises:
        UnknownSubjectError: the catalogue has no such item or service; FormlessError: nobody fills in a form for it.
    """
    whole = catalogue.subject(code)
    questionnaire = questionnaire_of(catalogue, whole)
    filled = {one.id: given.values.get(one.field or "", "") for one in questionnaire.questions.values()}
    told = {**given.answers, **{question: value for question, value in filled.items() if value}}
    standing = Interview(questionnaire, told, values=given.values).standing
    narrowing = narrowing_of(questionnaire, standing, whole) if questionnaire.outcomes else None
    subject, answers = _with_a_form(catalogue, catalogue.subject(code, narrowing)), standing.effective
    questions = questionnaire_of(catalogue, subject).questions
    layout = Layout(
        subject,
        join_forms(catalogue, subject, {**given.values, **answers}),
        questions,
        asked=tuple(replace(one, when=ALWAYS) for one in questions.values() if one.id in answers),
        conditions={},
        for_everybody=False,
    )
    return replace(FormPrinter(catalogue, layout, language, given.values, answers).form(), is_own=True)


def _for_everybody(catalogue: Catalogue, code: str, language: str, given: Given) -> PrintedForm:
    subject = _with_a_form(catalogue, catalogue.subject(code))
    form, questions = join_forms(catalogue, subject), questionnaire_of(catalogue, subject).questions
    conditions = dict(conditions_of(catalogue, subject, form))
    layout = Layout(subject, form, questions, tuple(questions.values()), conditions, for_everybody=True)
    return FormPrinter(catalogue, layout, language, given.values, given.answers).form()


def _with_a_form(catalogue: Catalogue, subject: Subject) -> Subject:
    if not any(item.code in catalogue.forms for item in subject.items):
        raise FormlessError(subject.code)
    return subject
