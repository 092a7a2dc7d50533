"""A form filled for the sample (样表): invented people and firms, every check digit right, accepted by the form itself.

Values are the dictionary's own examples; where it gives none, one is made that the field's format takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shared.catalogue.interview import Interview
from shared.catalogue.model import Catalogue, Subject
from shared.catalogue.narrowing import narrowing_of, questionnaire_of
from shared.catalogue.questionnaire import Asked
from shared.domain.identifiers import credit_code_check, mod_11_2_check
from shared.forms.checking import check_form
from shared.forms.definition import PERSON_PREFIX, FieldDefinition, RoleDefinition, Widget, place_of
from shared.forms.formats import luhn_holds
from shared.forms.joined import JoinedForm, join_forms

_MAX_PASSES: Final = 12
_MALE, _FEMALE = "男", "女"
_ADULTS: Final = {
    _MALE: (("陈样例", date(1990, 3, 7)), ("周样例", date(1985, 5, 20)), ("何样例", date(1978, 11, 2))),
    _FEMALE: (("林样例", date(1991, 3, 12)), ("黄样例", date(1988, 9, 16)), ("谢样例", date(1982, 1, 25))),
}
_ELDERS: Final = {_MALE: (("陈老样例", date(1941, 2, 8)),), _FEMALE: (("林老样例", date(1943, 6, 30)),)}
_CHILDREN: Final = {
    _MALE: (("陈小样例", date(2018, 4, 1)), ("陈二样例", date(2020, 7, 9))),
    _FEMALE: (("陈三样例", date(2022, 10, 5)),),
}
_DEATH: Final = "death.date"
_CREDIT = "91441900MA000000X"
_CARD = "621000000000000000"
_FALLBACKS: Final = (
    "样例",
    "样例内容",
    "样例内容，照实际情况填写",
    "广东省东莞市南城街道样例路1号",
    "1",
    "100",
    "00000000",
    "0000000000000000",
    "13800000000",
    "2024-01-15",
    "441900",
    _CREDIT + credit_code_check(_CREDIT),
    next(_CARD + digit for digit in "0123456789" if luhn_holds(_CARD + digit)),
)


@dataclass(frozen=True, slots=True)
class Invented:
    """A person who does not exist; the number's check character is right (GB 11643)."""

    name: str
    sex: str
    birth: date
    number: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """A form filled for the sample.

    Attributes:
        answers: to the questions that narrow the case, by question; values: of the form's fields, by id.
        form: what the form asks with these answers.
    """

    answers: Mapping[str, str]
    values: Mapping[str, str]
    form: JoinedForm


def specimen_of(catalogue: Catalogue, code: str) -> Specimen:
    """Fill the form of an item or a one-matter service. Raises UnknownSubjectError.

    Of each question and choice the first answer is taken that leads on.
    """
    whole = catalogue.subject(code)
    interview = Interview(questionnaire_of(catalogue, whole))
    values: dict[str, str] = {}
    form = join_forms(catalogue, whole, {})
    for _ in range(_MAX_PASSES):
        interview = _answered(interview, values)
        form = _form(catalogue, whole, interview, values)
        open_fields = [one for one in form.fields if one not in values]
        if not open_fields:
            break
        cast = _Cast(form)
        for field_id in open_fields:
            values[field_id] = _value(form, field_id, values, cast)
    asked = {field: value for field, value in values.items() if field in form.fields and value}
    return Specimen(dict(interview.standing.effective), asked, form)


def _form(catalogue: Catalogue, whole: Subject, interview: Interview, values: Mapping[str, str]) -> JoinedForm:
    narrowing = narrowing_of(interview.questionnaire, interview.standing, whole)
    subject = catalogue.subject(whole.code, narrowing) if interview.questionnaire.outcomes else whole
    return join_forms(catalogue, subject, {**values, **interview.standing.effective})


def _answered(interview: Interview, values: dict[str, str]) -> Interview:
    """Answer what is asked by the first answer that ends nothing; one that fills a field of the form fills it."""
    interview = Interview(interview.questionnaire, interview.given, values=values)
    while (asked := interview.next) is not None:
        interview = _first_that_leads_on(interview, asked)
        if asked.question.field:
            values[asked.question.field] = interview.given[asked.question.id]
    return interview


def _first_that_leads_on(interview: Interview, asked: Asked) -> Interview:
    tried = [interview.answer(asked.question.id, answer.code) for answer in asked.answers]
    return next((one for one in tried if one.standing.stop is None), tried[0])


def _value(form: JoinedForm, field_id: str, values: Mapping[str, str], cast: _Cast) -> str:
    """Return the first value on offer that the form takes, empty where it takes none."""
    for value in _offered(form.fields[field_id], cast):
        if not any(fault.field == field_id for fault in check_form(form, {**values, field_id: value}, today=date.max)):
            return value
    return ""


def _offered(field: FieldDefinition, cast: _Cast) -> Iterator[str]:
    if field.shared_meaning.startswith(PERSON_PREFIX):
        yield from _personal(field, cast)
    if field.options:
        yield from (option.code for option in field.options if option.code == field.example)
        yield from (option.code for option in field.options)
        return
    if field.example:
        yield field.example
    yield cast.stranger.number
    if field.widget is not Widget.DIGITS:
        yield cast.stranger.name
    yield from _FALLBACKS


def _personal(field: FieldDefinition, cast: _Cast) -> Iterator[str]:
    person, told = cast.person(field), field.shared_meaning.removeprefix(PERSON_PREFIX)
    known = {
        "name": person.name,
        "number": person.number,
        "birth": person.birth.isoformat(),
        "address": "广东省东莞市莞城街道样例路1号样例花园2栋301房",
    }
    if told == "sex":
        yield from (option.code for option in field.options if option.label == person.sex)
    elif told in known:
        yield known[told]


class _Cast:
    """Who plays whom: every person of the form somebody else, of the sex that the part asks for."""

    def __init__(self, form: JoinedForm) -> None:
        self._roles = {role.code: role for role in form.roles}
        self._is_death = _DEATH in form.fields
        self._known: dict[tuple[str, int], Invented] = {}
        self._met: dict[str, int] = {}
        for field in form.fields.values():
            if field.shared_meaning.startswith(PERSON_PREFIX):
                self.person(field)
        self.stranger = self._invent(_ADULTS, _FEMALE)

    def person(self, field: FieldDefinition) -> Invented:
        """Return who a field is about."""
        base, place = place_of(field.id)
        key = (base.partition(".")[0], place or 1)
        if key not in self._known:
            self._known[key] = self._play(self._roles.get(key[0]), repeated=place is not None)
        return self._known[key]

    def _play(self, role: RoleDefinition | None, *, repeated: bool) -> Invented:
        is_absent = role is not None and not role.in_person
        crowd = _ELDERS if is_absent and self._is_death else _CHILDREN if repeated else _ADULTS
        sex = role.sex if role is not None and role.sex else _MALE
        return self._invent(crowd, sex)

    def _invent(self, crowd: Mapping[str, tuple[tuple[str, date], ...]], sex: str) -> Invented:
        people = [(sex, *one) for one in crowd[sex]]
        met = self._met[sex] = self._met.get(sex, 0) + 1
        chosen, name, birth = people[(met - 1) % len(people)]
        order = 100 + 2 * met + (chosen == _MALE)
        first = f"441900{birth:%Y%m%d}{order:03d}"
        return Invented(name, chosen, birth, first + mod_11_2_check(first))
